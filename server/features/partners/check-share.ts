import { ShareInput } from '#contract/shares.ts';
import { decimal, toText } from '#domain/money.ts';
import type { Caps, OfferContent } from '#domain/offer.ts';
import { refuse } from '../../http/answer.ts';
import { faultsOf } from '../../http/check.ts';
import type { StoredPayouts } from './stored-share.ts';

/** What a share's body asks for, in the form that is stored. */
export interface CheckedShare {
  readonly payouts: StoredPayouts;
  readonly caps: Caps;
}

/**
 * Checks the body of a share against the offer it gives away.
 *
 * @param body folded to the letter case of its schema
 * @throws Refusal 400 that names every fault at once
 */
export function checkedShare(body: unknown, content: OfferContent): CheckedShare {
  const faults = [...faultsOf(ShareInput, body), ...faultsAgainst(body as Partial<ShareInput>, content)];
  if (faults.length > 0) refuse('ValidationError', ...faults);
  const { payout, events = [], dailyCap, weeklyCap, monthlyCap, allTimeCap } = body as ShareInput;
  return {
    payouts: {
      payout: payout === undefined || payout === null ? null : toText(decimal(payout)),
      events: Object.fromEntries(events.map((event) => [event.offerEventId, toText(decimal(event.payout))])),
    },
    caps: {
      dailyCap: dailyCap ?? null,
      weeklyCap: weeklyCap ?? null,
      monthlyCap: monthlyCap ?? null,
      allTimeCap: allTimeCap ?? null,
    },
  };
}

/** What the schema cannot see. The body may still be of any shape. */
function faultsAgainst(body: Partial<ShareInput>, { offerType, offerEvents }: OfferContent): string[] {
  const events: unknown[] = Array.isArray(body.events) ? body.events : [];
  if (offerType === 'SingleEvent') {
    const isMissing = body.payout === undefined || body.payout === null;
    return [
      ...(isMissing ? ['payout: is required for a SingleEvent offer'] : []),
      ...(events.length > 0 ? ['events: is not allowed for a SingleEvent offer'] : []),
    ];
  }
  const known = new Set(offerEvents.map(({ id }) => id));
  const seen = new Set<string>();
  return events.flatMap((event, index) => {
    const id = (event as { offerEventId?: unknown } | null)?.offerEventId;
    if (typeof id !== 'string') return [];
    const path = `events[${index}].offerEventId`;
    const isRepeated = seen.has(id);
    seen.add(id);
    if (isRepeated) return [`${path}: "${id}" is named more than once`];
    return known.has(id) ? [] : [`${path}: "${id}" is no event of this offer`];
  });
}
