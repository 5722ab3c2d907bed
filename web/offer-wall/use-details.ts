import { useEffect, useRef, useState } from 'preact/hooks';
import type { WallDetails, WallView } from '#contract/wall-page.ts';
import { askDetails, CallFailure } from './answers.ts';
import { troubleOf, type Trouble } from './use-lists.ts';

/** The details of the open offer: there, on their way, of no offer, or in trouble. */
export type LoadedDetails = WallDetails | 'missing' | 'loading' | Trouble;

/** The details of the offer that is open; null where none is. */
export function useDetails(view: WallView, offerId: string | null, round: number): LoadedDetails | null {
  const known = useRef(new Map<string, LoadedDetails>(firstDetails(view)));
  const isFirst = useRef(true);
  const [loaded, setLoaded] = useState({
    offerId,
    details: offerId ? (known.current.get(offerId) ?? 'loading') : null,
  });
  useEffect(() => {
    const wasFirst = isFirst.current;
    isFirst.current = false;
    if (offerId === null || wasFirst) return undefined;
    let isCurrent = true;
    const before = known.current.get(offerId);
    const take = (details: LoadedDetails) => {
      if (isCurrent) setLoaded({ offerId, details });
    };
    take(before ?? 'loading');
    const load = async () => {
      try {
        const viewId = typeof before === 'object' ? before.viewId : undefined;
        const details = await askDetails(offerId, view.member, viewId);
        known.current.set(offerId, details);
        take(details);
      } catch (error) {
        const isMissing = error instanceof CallFailure && error.status === 404;
        take(isMissing ? 'missing' : (before ?? troubleOf(error)));
      }
    };
    void load();
    return () => {
      isCurrent = false;
    };
  }, [offerId, round]);
  if (offerId === null) return null;
  return loaded.offerId === offerId && loaded.details
    ? loaded.details
    : (known.current.get(offerId) ?? 'loading');
}

function firstDetails({ details, place }: WallView): [string, LoadedDetails][] {
  return details === null || place.offerId === null ? [] : [[place.offerId, details]];
}
