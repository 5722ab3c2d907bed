import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { wallDevices, wallSorts, type WallDevice, type WallSort } from '#contract/wall-place.ts';
import { keptParameters } from '../address.ts';
import { useWall } from '../wall-context.ts';
import type { TextKey } from '../words.ts';
import { Icon } from './icons.tsx';
import { PlaceLink } from './place-link.tsx';

/** How long somebody types before the list follows. */
const TYPING_PAUSE_MS = 300;

/** The names of devices, as texts of the member's language. */
export const deviceNames: Record<WallDevice, TextKey> = {
  IOS: 'iosDevice',
  Android: 'androidDevice',
  MacOS: 'macDevice',
  Browser: 'browserDevice',
  All: 'anyDevice',
};
const sortNames: Record<WallSort, TextKey> = {
  recommended: 'recommended',
  reward: 'highestReward',
  newest: 'newest',
  name: 'byName',
};

/** Reads the form into the place: at once when something is chosen, after a pause while somebody types. */
function useFilterForm() {
  const { place, go } = useWall();
  const form = useRef<HTMLFormElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const typed = useRef(place.search);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    // A search that came from somewhere else, such as the back button; what somebody is typing stays as it is.
    if (input.current && typed.current !== place.search) input.current.value = place.search;
    typed.current = place.search;
  }, [place.search]);
  const read = (how: 'push' | 'replace') => {
    clearTimeout(timer.current);
    const values = new FormData(form.current as HTMLFormElement);
    const text = (name: string) => {
      const value = values.get(name);
      return typeof value === 'string' ? value : '';
    };
    typed.current = text('q').trim();
    const [device, sort] = [text('device') as WallDevice, text('sort') as WallSort];
    go({ search: typed.current, device, sort, pages: 1 }, how);
  };
  const type = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => read('replace'), TYPING_PAUSE_MS);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    read('push');
  };
  return { form, input, type, submit, choose: () => read('push') };
}

/** Search, device and order as one form, which also works when the page has no scripts; and the categories. */
export function Filters() {
  const { view, words, place } = useWall();
  const { form, input, type, submit, choose } = useFilterForm();
  return (
    <search class="filters">
      <form ref={form} action="/offer-wall" method="get" onSubmit={submit}>
        {keptParameters(view).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {place.tab !== 'available' && <input type="hidden" name="tab" value={place.tab} />}
        {place.category !== '' && <input type="hidden" name="category" value={place.category} />}
        <SearchField input={input} onType={type} />
        {place.tab === 'available' && (
          <Choice label={words.text('device')} name="device" value={place.device} onChoose={choose}>
            <option value="">{words.text('thisDevice')}</option>
            {wallDevices.map((device) => (
              <option key={device} value={device}>
                {words.text(deviceNames[device])}
              </option>
            ))}
          </Choice>
        )}
        <Choice label={words.text('sort')} name="sort" value={place.sort} onChoose={choose}>
          {wallSorts.map((sort) => (
            <option key={sort} value={sort}>
              {words.text(sortNames[sort])}
            </option>
          ))}
        </Choice>
        <noscript>
          <button class="button button-quiet">{words.text('apply')}</button>
        </noscript>
      </form>
      <Categories />
    </search>
  );
}

interface SearchFieldProps {
  readonly input: RefObject<HTMLInputElement | null>;
  onType(): void;
}

function SearchField({ input, onType }: SearchFieldProps) {
  const { words, place } = useWall();
  return (
    <label class="search">
      <span class="unseen">{words.text('search')}</span>
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        name="q"
        defaultValue={place.search}
        maxLength={200}
        placeholder={words.text('search')}
        autocomplete="off"
        enterkeyhint="search"
        onInput={onType}
      />
    </label>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly children: ComponentChildren;
  onChoose(): void;
}

function Choice({ label, name, value, children, onChoose }: ChoiceProps) {
  return (
    <label class="choice">
      <span>{label}</span>
      <select name={name} value={value} onChange={onChoose}>
        {children}
      </select>
    </label>
  );
}

function Categories() {
  const { view, words, place } = useWall();
  const isKnown = place.category === '' || view.categories.includes(place.category);
  const names = isKnown ? view.categories : [place.category, ...view.categories];
  if (names.length === 0) return null;
  return (
    <nav aria-label={words.text('categories')}>
      <ul class="chips">
        {['', ...names].map((name) => (
          <li key={name}>
            <PlaceLink
              to={{ category: name, pages: 1 }}
              class="chip"
              aria-current={place.category === name ? 'true' : undefined}
            >
              {name === '' ? words.text('allCategories') : name}
            </PlaceLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
