import type { ConversionStatus } from '../../offer.ts';

/** What a change of status means for a receiver that keeps a balance. */
export interface CreditTurn {
  readonly kind: 'credit' | 'reversal' | 'pending';
  /** Which credit of the conversion it is or takes back: 1 for the first, 2 for one after a reversal. */
  readonly number: number;
}

/**
 * Finds what a change of status means after what was called back before. Walls know credits and reversals, not
 * statuses: a rejection of what was never credited is nothing to tell, and neither is a second Success while the
 * first one stands.
 *
 * @param earlier the statuses that were called back before, the oldest first
 * @returns null where there is nothing to tell
 */
export function creditTurn(
  status: ConversionStatus,
  earlier: readonly ConversionStatus[],
  { tellsPending, tellsReversals }: { readonly tellsPending: boolean; readonly tellsReversals: boolean },
): CreditTurn | null {
  let credits = 0;
  let stands = false;
  let isAnnounced = false;
  for (const before of earlier) {
    if (before === 'Success' && !stands) credits++;
    if (before !== 'Pending') stands = before === 'Success';
    isAnnounced = before === 'Pending' && !stands;
  }
  switch (status) {
    case 'Success':
      return stands ? null : { kind: 'credit', number: credits + 1 };
    case 'Pending':
      return tellsPending && !stands ? { kind: 'pending', number: credits + 1 } : null;
    case 'Rejected':
      if (!tellsReversals) return null;
      if (stands) return { kind: 'reversal', number: credits };
      return tellsPending && isAnnounced ? { kind: 'reversal', number: credits + 1 } : null;
  }
}
