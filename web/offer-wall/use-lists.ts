import { useEffect, useRef, useState } from 'preact/hooks';
import type { WallList, WallView } from '#contract/wall-page.ts';
import type { MemberParameters, WallPlace } from '#contract/wall-place.ts';
import { askList, CallFailure } from './answers.ts';

/** Why something could not be loaded. */
export type Trouble = 'failed' | 'limited';

/** The list of a place as far as it is there. */
export interface LoadedList {
  /** Null while the first page of it is on its way. */
  readonly list: WallList | null;
  readonly isLoading: boolean;
  readonly trouble: Trouble | null;
}

/** What a failure is for a member. */
export function troubleOf(error: unknown): Trouble {
  return error instanceof CallFailure && error.status === 429 ? 'limited' : 'failed';
}

/** What a list follows from; opening an offer changes none of it. */
const keyOf = ({ offerId: _offer, pages: _pages, ...place }: WallPlace) => JSON.stringify(place);

/**
 * The list of the place where the member is. What was loaded before is shown at once and loaded again behind it, so that
 * going back is instant and never stale for long.
 */
export function useList(view: WallView, place: WallPlace, round: number): LoadedList {
  const known = useRef(new Map([[keyOf(view.place), { list: view.list, pages: view.place.pages }]]));
  const isFirst = useRef(true);
  const key = keyOf(place);
  const { pages } = place;
  const [loaded, setLoaded] = useState<LoadedList & { readonly key: string }>({
    key,
    list: view.list,
    isLoading: false,
    trouble: null,
  });
  useEffect(() => {
    const wasFirst = isFirst.current;
    isFirst.current = false;
    if (wasFirst || view.problem !== null) return undefined;
    let isCurrent = true;
    const before = known.current.get(key);
    setLoaded({ key, list: before?.list ?? null, isLoading: true, trouble: null });
    const load = async () => {
      const take = (list: WallList | null, trouble: Trouble | null) => {
        if (isCurrent) setLoaded({ key, list, isLoading: false, trouble });
      };
      try {
        const list = await loadPages(place, view.member, before);
        known.current.set(key, { list, pages });
        take(list, null);
      } catch (error) {
        take(before?.list ?? null, troubleOf(error));
      }
    };
    void load();
    return () => {
      isCurrent = false;
    };
  }, [key, pages, round]);
  // Between a step to another place and its effect the list of the place before must not show.
  return loaded.key === key
    ? loaded
    : { list: known.current.get(key)?.list ?? null, isLoading: true, trouble: null };
}

async function loadPages(
  place: WallPlace,
  member: MemberParameters,
  before: { readonly list: WallList; readonly pages: number } | undefined,
): Promise<WallList> {
  const hasAllButLast = before !== undefined && before.pages === place.pages - 1;
  const first = hasAllButLast ? place.pages - 1 : 0;
  const wanted = Array.from({ length: place.pages - first }, (_, index) => first + index);
  const pages = await Promise.all(wanted.map((page) => askList(place, member, page)));
  const items = [...(hasAllButLast ? before.list.items : []), ...pages.flatMap((page) => page.items)];
  // An offer may have moved from one page to the next between two calls.
  const unique = [...new Map(items.map((item) => [item.id, item])).values()];
  return { items: unique, totalCount: pages[0]?.totalCount ?? 0 };
}
