import type { ComponentChildren } from 'preact';
import type { LoadedList, Trouble } from '../use-lists.ts';
import { useWall } from '../wall-context.ts';
import type { TextKey } from '../words.ts';
import { PlaceLink } from './place-link.tsx';

interface NoticeProps {
  readonly title: TextKey;
  readonly text: TextKey;
  readonly children?: ComponentChildren;
}

/** Says why there is nothing to see and what can be done about it. */
export function Notice({ title, text, children }: NoticeProps) {
  const { words } = useWall();
  return (
    <div class="notice">
      <h2>{words.text(title)}</h2>
      <p>{words.text(text)}</p>
      {children}
    </div>
  );
}

/** What to say instead of an empty list. */
export function EmptyList() {
  const { words, place } = useWall();
  const isNarrowed = place.search !== '' || place.category !== '';
  if (isNarrowed || (place.device !== '' && place.device !== 'All' && place.tab === 'available')) {
    return (
      <Notice title="noMatchTitle" text="noMatchText">
        <PlaceLink to={{ search: '', category: '', device: '', pages: 1 }} class="button">
          {words.text('clearFilters')}
        </PlaceLink>
      </Notice>
    );
  }
  if (place.tab === 'available') {
    return (
      <Notice title="noneTitle" text="noneText">
        {place.device === '' && (
          <PlaceLink to={{ device: 'All', pages: 1 }} class="button">
            {words.text('showAnyDevice')}
          </PlaceLink>
        )}
      </Notice>
    );
  }
  const isDone = place.tab === 'completed';
  return (
    <Notice
      title={isDone ? 'noCompletedTitle' : 'noProgressTitle'}
      text={isDone ? 'noCompletedText' : 'noProgressText'}
    >
      <PlaceLink to={{ tab: 'available', pages: 1 }} class="button">
        {words.text('seeOffers')}
      </PlaceLink>
    </Notice>
  );
}

/** Says that something could not be loaded, with a button that tries again. */
export function TroubleNotice({ trouble }: { readonly trouble: Trouble }) {
  const { words, refresh } = useWall();
  const isLimited = trouble === 'limited';
  return (
    <div role="alert">
      <Notice
        title={isLimited ? 'limitedTitle' : 'failedTitle'}
        text={isLimited ? 'limitedText' : 'failedText'}
      >
        <button type="button" class="button" onClick={refresh}>
          {words.text('tryAgain')}
        </button>
      </Notice>
    </div>
  );
}

/** How many offers there are, told to screen readers whenever it changes. */
export function ListCount({ list, isLoading }: LoadedList) {
  const { words } = useWall();
  const text =
    list === null ? (isLoading ? words.text('loading') : '') : words.count('offerCount', list.totalCount);
  return (
    <p class="count" role="status">
      {text}
    </p>
  );
}
