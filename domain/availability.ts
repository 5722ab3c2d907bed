import { budgetAllows, capsByWindow, slotFree } from './limits/limits.ts';
import type { WindowCounts } from './limits/limits.ts';
import { decimal } from './money.ts';
import type { Decimal, DecimalText } from './money.ts';
import type { Caps, ConversionType, OfferEvent, OfferStatus, OfferType } from './offer.ts';
import type { Micros } from './time.ts';

/** What decides whether an offer runs. */
export interface OfferRun {
  isPaused: boolean;
  launchDate: Micros;
  endDate: Micros | null;
}

/** The offer's state: `Expired` after its end, else `Pending` while paused or before its launch, else `Active`. */
export function offerStatus({ isPaused, launchDate, endDate }: OfferRun, now: Micros): OfferStatus {
  if (endDate !== null && now > endDate) return 'Expired';
  return isPaused || now < launchDate ? 'Pending' : 'Active';
}

/** The next instant at which the status changes by itself; null when it never will. */
export function nextStatusChange({ isPaused, launchDate, endDate }: OfferRun, now: Micros): Micros | null {
  if (endDate !== null && now > endDate) return null;
  if (!isPaused && now < launchDate) return launchDate;
  // The status is still the old one at the end date itself.
  return endDate === null ? null : endDate + 1;
}

/** A live step as far as availability asks for it. */
export type AvailableStep = Pick<OfferEvent, 'id' | 'sequenceNumber' | 'revenue'> & Caps;

/**
 * The steps a member could do next: each unfinished independent one, and the unfinished one with the lowest sequence
 * number.
 *
 * @param finishedIds the ids of the steps the member has done; empty for a member who hasn't begun.
 */
export function nextSteps<Step extends Pick<OfferEvent, 'id' | 'sequenceNumber'>>(
  steps: readonly Step[],
  finishedIds: ReadonlySet<string>,
): Step[] {
  const unfinished = steps.filter((step) => !finishedIds.has(step.id));
  const numbers = unfinished.flatMap((step) => step.sequenceNumber ?? []);
  const lowest = numbers.length === 0 ? null : Math.min(...numbers);
  return unfinished.filter((step) => step.sequenceNumber === null || step.sequenceNumber === lowest);
}

/** An offer as far as availability asks for it, all of it as it is today. */
export interface AvailabilityOffer extends OfferRun, Caps {
  offerType: OfferType;
  conversionType: ConversionType;
  /** SingleEvent: what one conversion earns. */
  revenue: DecimalText | null;
  offerEvents: readonly AvailableStep[];
}

/** How far the limits are used up in the windows that are open now. */
export interface LimitUse {
  /** What is left of the budget in its window. */
  budgetLeft: Decimal;
  offerCounts: WindowCounts;
  /** The counts of one step. */
  stepCounts: (stepId: string) => WindowCounts;
  /** The caps and counts of the share the member comes through; null on the tenant's own wall. */
  share: { caps: Caps; counts: WindowCounts } | null;
}

/**
 * Whether an offer can be done now: Active, and at least one step the member could do next has a free slot in every
 * cap and its revenue still inside the budget.
 *
 * @param finishedIds the ids of the steps the member has done in the open attempt.
 */
export function isAvailable(
  offer: AvailabilityOffer,
  use: LimitUse,
  finishedIds: ReadonlySet<string>,
  now: Micros,
): boolean {
  return offerStatus(offer, now) === 'Active' && hasStepInLimits(offer, use, finishedIds);
}

/** The part of {@link isAvailable} that caps and budget decide. */
export function hasStepInLimits(
  offer: AvailabilityOffer,
  use: LimitUse,
  finishedIds: ReadonlySet<string>,
): boolean {
  if (use.share !== null && !slotFree(capsByWindow(use.share.caps), use.share.counts)) return false;
  if (offer.offerType === 'SingleEvent') {
    return slotFree(capsByWindow(offer), use.offerCounts) && fitsBudget(offer, use, offer.revenue);
  }
  return nextSteps(offer.offerEvents, finishedIds).some(
    (step) => slotFree(capsByWindow(step), use.stepCounts(step.id)) && fitsBudget(offer, use, step.revenue),
  );
}

function fitsBudget(offer: AvailabilityOffer, use: LimitUse, revenue: DecimalText | null): boolean {
  return budgetAllows(use.budgetLeft, revenue === null ? null : decimal(revenue), offer.conversionType);
}
