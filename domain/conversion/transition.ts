import type { Hold, UsageChange } from '../limits/holds.ts';
import { changesOfGivingBack, changesOfTaking } from '../limits/holds.ts';
import type { Decimal } from '../money.ts';
import { negate, zero } from '../money.ts';
import type { Micros } from '../time.ts';
import type { Closing } from './attempt.ts';
import { closed, closingOf, governingTerms } from './attempt.ts';
import type {
  AttemptFacts,
  ClickFacts,
  ConversionFacts,
  ConversionState,
  Money,
  OfferToday,
  PostbackRequest,
  Terms,
} from './facts.ts';
import { isAccepted } from './identity.ts';
import { priceConversion, worthNothing } from './price.ts';
import { rejectedByOperator } from './reasons.ts';
import { termsOfStep } from './steps.ts';
import type { LimitReached } from './usage.ts';
import { addToUsage, limitReached, scopesOf } from './usage.ts';
import type { Step, WorkingCopy } from './working-copy.ts';
import { otherAttemptsOf, releaseHeld, withConversion } from './working-copy.ts';

/** A stored conversion whose status is to change. */
export interface StoredConversion {
  readonly conversionId: string;
  readonly attemptId: string;
  readonly clickId: string;
  readonly stepId: string | null;
  readonly shareId: string | null;
  readonly partnerId: string | null;
  readonly isTest: boolean;
  readonly state: ConversionState;
  /** Fixed by the first acceptance; before it not yet final. */
  readonly money: Money | null;
  readonly wasAccepted: boolean;
  /** The hold it has now; null when it has none. */
  readonly hold: Hold | null;
  /** When it becomes Success by itself; null when it doesn't. */
  readonly ripensAt: Micros | null;
  /** What prices it at its first acceptance. */
  readonly request: Pick<PostbackRequest, 'amount' | 'currency' | 'currencyRate'>;
}

/** A status an operator can set. */
export type SettableStatus = 'Pending' | 'Success' | 'Rejected';

/** One change of a conversion's status with everything that changes beside it, for one transaction. */
export interface StatusChange {
  readonly conversionId: string;
  readonly from: ConversionState;
  readonly to: SettableStatus;
  /** The rejection reason; null on any other status. */
  readonly reason: string | null;
  readonly money: Money;
  /** The hold it has from now on; null when it has none. */
  readonly hold: Hold | null;
  readonly usageChanges: readonly UsageChange[];
  /** The limit this approval goes past; null when none. */
  readonly overLimit: LimitReached | null;
  /** What is added to the revenue that counts for EPC; nought for a test. */
  readonly epcRevenue: Decimal;
  /** Set when this was the attempt's first acceptance and fixed its terms. */
  readonly pinned: Terms | null;
  readonly closing: Closing | null;
}

/** What came of asking for a status: the change and the held conversions it released, or why nothing changes. */
export type StatusResult =
  | { readonly change: StatusChange; readonly released: readonly Step[] }
  | { readonly refused: 'unchanged' | 'no_step' };

/**
 * Sets a conversion to a status, in any direction, over the working copy. A rejection gives the hold back into the
 * windows still open; an approval takes a new one now, past a limit if need be, and is marked with the limit. The
 * first acceptance prices the conversion, fixes the attempt's terms, may complete it and releases what was held. A
 * status set by an operator doesn't ripen.
 *
 * @returns `no_step` for a conversion whose step was never known: there is nothing to approve.
 */
export function setStatus(
  copy: WorkingCopy,
  conversion: StoredConversion,
  to: SettableStatus,
  note: string | null,
  now: Micros,
): StatusResult {
  const { state, stepId } = conversion;
  // A held conversion is shown as Pending, so that setting it to Pending asks for nothing.
  if (state === to || (state === 'Held' && to === 'Pending')) return { refused: 'unchanged' };
  const reason = to === 'Rejected' ? (note ?? rejectedByOperator) : null;
  if (to === 'Rejected') return { change: rejection(copy, conversion, reason, now), released: [] };
  if (stepId === null) return { refused: 'no_step' };
  const change = approval(copy, conversion, stepId, to, now);
  // What waits is decided again when a step is accepted, not when its pending time is cut short.
  return { change, released: isAccepted({ state }) ? [] : releaseHeld(copy, conversion.attemptId, now) };
}

/** The change of a Pending conversion whose pending time is over; null when it isn't, or it doesn't ripen. */
export function ripen(copy: WorkingCopy, conversion: StoredConversion, now: Micros): StatusChange | null {
  const { state, ripensAt, stepId } = conversion;
  if (state !== 'Pending' || ripensAt === null || now < ripensAt || stepId === null) return null;
  return approval(copy, conversion, stepId, 'Success', now);
}

function rejection(
  copy: WorkingCopy,
  conversion: StoredConversion,
  reason: string | null,
  now: Micros,
): StatusChange {
  const { hold } = conversion;
  const money = conversion.money ?? worthNothing;
  const usageChanges = hold === null ? [] : changesOfGivingBack(hold, now);
  addToUsage(copy.usage, usageChanges);
  const attempt = attemptOf(copy, conversion);
  copy.attempts.set(attempt.attemptId, withState(attempt, conversion.conversionId, 'Rejected', reason));
  const counted = isAccepted(conversion) && !conversion.isTest ? (money.revenue ?? zero) : zero;
  return {
    ...unchanged(conversion, 'Rejected', money),
    reason,
    hold: null,
    usageChanges,
    epcRevenue: negate(counted),
  };
}

function approval(
  copy: WorkingCopy,
  conversion: StoredConversion,
  stepId: string,
  to: 'Pending' | 'Success',
  now: Micros,
): StatusChange {
  const before = attemptOf(copy, conversion);
  const after = withState(before, conversion.conversionId, to, null);
  if (isAccepted(conversion)) {
    copy.attempts.set(after.attemptId, after);
    return unchanged(conversion, to, conversion.money ?? worthNothing);
  }
  const money = conversion.wasAccepted
    ? (conversion.money ?? worthNothing)
    : priceNow(copy, conversion, before, stepId);
  const taken = takeHold(copy, conversion, before, stepId, money, now);
  const pinnedTerms = before.pinnedTerms ?? clickOf(copy, conversion).terms;
  const accepted = { ...after, pinnedTerms };
  const closing = closingNow(copy, accepted, pinnedTerms, conversion.conversionId, now);
  copy.attempts.set(accepted.attemptId, closing === null ? accepted : closed(accepted, closing));
  return {
    ...unchanged(conversion, to, money),
    ...taken,
    epcRevenue: conversion.isTest ? zero : (money.revenue ?? zero),
    pinned: before.pinnedTerms === null ? pinnedTerms : null,
    closing,
  };
}

/** A change of status that leaves holds, counters, revenue and attempt as they were. */
function unchanged(conversion: StoredConversion, to: SettableStatus, money: Money): StatusChange {
  return {
    conversionId: conversion.conversionId,
    from: conversion.state,
    to,
    reason: null,
    money,
    hold: conversion.hold,
    usageChanges: [],
    overLimit: null,
    epcRevenue: zero,
    pinned: null,
    closing: null,
  };
}

function takeHold(
  copy: WorkingCopy,
  conversion: StoredConversion,
  attempt: AttemptFacts,
  stepId: string,
  money: Money,
  now: Micros,
): Pick<StatusChange, 'hold' | 'usageChanges' | 'overLimit'> {
  if (conversion.isTest) return { hold: null, usageChanges: [], overLimit: null };
  const offer = offerOf(copy, attempt);
  const share = conversion.shareId === null ? null : (copy.shares.get(conversion.shareId) ?? null);
  const overLimit = limitReached({ offer, stepId, share, usage: copy.usage }, money.revenue, now);
  const scopes = scopesOf(offer.offerId, stepId, conversion.shareId);
  const hold = { takenAt: now, revenue: money.revenue ?? zero, scopes };
  const usageChanges = changesOfTaking(hold);
  addToUsage(copy.usage, usageChanges);
  return { hold, usageChanges, overLimit };
}

/** An amount that can't be read earns nothing: the operator approves what is known. */
function priceNow(
  copy: WorkingCopy,
  conversion: StoredConversion,
  attempt: AttemptFacts,
  stepId: string,
): Money {
  const click = clickOf(copy, conversion);
  const terms = governingTerms(attempt, click.terms);
  const step = termsOfStep(stepId, terms, click.terms, click.addedSteps);
  const isPartner = conversion.partnerId !== null;
  const { request } = conversion;
  const price = priceConversion({ step, request, settings: copy.settings, isPartner });
  return 'money' in price ? price.money : worthNothing;
}

function closingNow(
  copy: WorkingCopy,
  attempt: AttemptFacts,
  terms: Terms,
  conversionId: string,
  now: Micros,
): Closing | null {
  const own = attempt.conversions.find((conversion) => conversion.conversionId === conversionId) ?? null;
  const otherAttempts = otherAttemptsOf(copy, attempt);
  return closingOf({ attempt, terms, offer: offerOf(copy, attempt), otherAttempts }, now, own);
}

function withState(
  attempt: AttemptFacts,
  conversionId: string,
  state: ConversionState,
  reason: string | null,
): AttemptFacts {
  const before = attempt.conversions.find((conversion) => conversion.conversionId === conversionId);
  if (before === undefined) throw new Error(`conversion ${conversionId} is not among its attempt's`);
  const after: ConversionFacts = { ...before, state, reason, heldRequest: null };
  return { ...attempt, conversions: withConversion(attempt.conversions, after) };
}

function attemptOf(copy: WorkingCopy, { attemptId }: StoredConversion): AttemptFacts {
  const attempt = copy.attempts.get(attemptId);
  if (attempt === undefined) throw new Error(`attempt ${attemptId} is not in the working copy`);
  return attempt;
}

function offerOf(copy: WorkingCopy, { offerId }: AttemptFacts): OfferToday {
  const offer = copy.offers.get(offerId);
  if (offer === undefined) throw new Error(`offer ${offerId} is not in the working copy`);
  return offer;
}

function clickOf(copy: WorkingCopy, { clickId }: StoredConversion): ClickFacts {
  const click = copy.clicks.get(clickId);
  if (click === undefined) throw new Error(`click ${clickId} is not in the working copy`);
  return click;
}
