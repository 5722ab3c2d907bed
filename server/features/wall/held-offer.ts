import { isAvailable, nextStatusChange, type AvailabilityOffer } from '#domain/availability.ts';
import { compareRanked, type Ranked } from '#domain/ranking/ranking.ts';
import { windowEnd, type Micros } from '#domain/time.ts';
import { limitUseOf, type OfferTotals, type StoredOffer, type UseByScope } from '../catalog/exports.ts';
import type { Matching } from './prepared-offer.ts';

/** An offer's item as JSON, without the closing brace, so that fields can follow. */
export interface ItemJson {
  readonly all: Buffer;
  /** Where its last field begins, the steps; a member sees those of the attempt instead. */
  readonly eventsAt: number;
}

/** One offer in memory, with what was worked out from it so far. */
export interface HeldOffer {
  readonly id: string;
  readonly stored: StoredOffer;
  /** As availability asks for it: the version of now, with the caps, dates and paused state of today. */
  readonly run: AvailabilityOffer;
  totals: OfferTotals;
  use: UseByScope;
  epc: number;
  matching: Matching | undefined;
  /** Its item as JSON; the only form that is kept, since most offers are shown in no other. */
  bytes: ItemJson | undefined;
  /** Whether a member who hasn't begun can do it, and until when that answer holds if nothing changes. */
  availability: { readonly isAvailable: boolean; readonly until: Micros } | undefined;
}

const nothingDone: ReadonlySet<string> = new Set();

/**
 * Whether an offer can be done now by a member who has done these steps of it in the open attempt.
 *
 * @param doneStepIds absent for a member who hasn't begun
 */
export function canBeDone(held: HeldOffer, now: Micros, doneStepIds?: ReadonlySet<string>): boolean {
  if (doneStepIds !== undefined && doneStepIds.size > 0) return decideAvailability(held, now, doneStepIds);
  if (held.availability === undefined || now >= held.availability.until) {
    const changesAt = nextStatusChange(held.run, now) ?? Number.POSITIVE_INFINITY;
    held.availability = {
      isAvailable: decideAvailability(held, now, nothingDone),
      until: Math.min(changesAt, windowEnd('Daily', now)),
    };
  }
  return held.availability.isAvailable;
}

function decideAvailability(held: HeldOffer, now: Micros, doneStepIds: ReadonlySet<string>): boolean {
  return isAvailable(held.run, limitUseOf(held.stored, held.use), doneStepIds, now);
}

/** An offer as availability asks for it. */
export function runOf({ content, events, isPaused }: StoredOffer): AvailabilityOffer {
  const capsById = new Map(events.map((event) => [event.id, event]));
  return {
    isPaused,
    launchDate: content.launchDate,
    endDate: content.endDate,
    offerType: content.offerType,
    conversionType: content.conversionType,
    revenue: content.revenue,
    offerEvents: content.offerEvents.map((event) => {
      const { dailyCap, weeklyCap, monthlyCap, allTimeCap } = capsById.get(event.id) ?? event;
      const { id, sequenceNumber, revenue } = event;
      return { id, sequenceNumber, revenue, dailyCap, weeklyCap, monthlyCap, allTimeCap };
    }),
    dailyCap: content.dailyCap,
    weeklyCap: content.weeklyCap,
    monthlyCap: content.monthlyCap,
    allTimeCap: content.allTimeCap,
  };
}

/** An offer as far as its place in the order is concerned. */
export function rankOf(held: HeldOffer): Ranked {
  return { id: held.id, epc: held.epc, launchDate: held.stored.content.launchDate, atBottom: false };
}

/** Orders two offers by their ranks. */
export function compareHeld(a: HeldOffer, b: HeldOffer): number {
  return compareRanked(rankOf(a), rankOf(b));
}
