import { changesOfTaking } from '../limits/holds.ts';
import type { WindowCaps } from '../limits/limits.ts';
import type { Micros } from '../time.ts';
import type { Closing } from './attempt.ts';
import { closed, closingOf, governingTerms } from './attempt.ts';
import { decide } from './decide.ts';
import type { Accepted, Decision, Held, Rejected } from './decision.ts';
import type {
  AttemptFacts,
  ClickFacts,
  ConversionFacts,
  ConversionState,
  DecisionFacts,
  DecisionSettings,
  OfferToday,
  OtherAttempt,
  PostbackRequest,
  Terms,
  Usage,
} from './facts.ts';
import { isAccepted, readTrackId } from './identity.ts';
import { addToUsage } from './usage.ts';

/**
 * What a batch of requests decides over: the stored state that its requests touch, changed by each decision so that
 * the next one sees it. Decided in order of arrival, a batch gives the same results as its requests one by one. The
 * maps belong to the copy and change; the values in them never do.
 */
export interface WorkingCopy {
  readonly settings: DecisionSettings;
  readonly clicks: ReadonlyMap<string, ClickFacts>;
  readonly offers: ReadonlyMap<string, OfferToday>;
  readonly shares: ReadonlyMap<string, { readonly shareId: string; readonly caps: WindowCaps }>;
  /** Every attempt of each member and offer that a request touches, the closed ones too. */
  readonly attempts: Map<string, AttemptFacts>;
  readonly usage: Map<string, Usage>;
  /** For each {@link trackIdKey} the members whose clicks used that id. */
  readonly trackIdMembers: Map<string, ReadonlySet<string>>;
  /** The attempts of each member at each offer, test attempts apart; see {@link workingCopy}. */
  readonly attemptsOfMember: ReadonlyMap<string, readonly string[]>;
}

/** Makes a working copy from what was loaded. It takes over the maps it is given. */
export function workingCopy(loaded: Omit<WorkingCopy, 'attemptsOfMember'>): WorkingCopy {
  const attemptsOfMember = new Map<string, string[]>();
  for (const attempt of loaded.attempts.values()) {
    const key = memberKey(attempt);
    const siblings = attemptsOfMember.get(key);
    if (siblings === undefined) attemptsOfMember.set(key, [attempt.attemptId]);
    else siblings.push(attempt.attemptId);
  }
  return { ...loaded, attemptsOfMember };
}

function memberKey({ memberId, offerId, isTest }: AttemptFacts): string {
  return `${memberId}|${offerId}|${isTest}`;
}

/** One decision with what it caused in its attempt. */
export interface Step {
  readonly request: PostbackRequest;
  readonly decision: Decision;
  /** Set when this decision was the first acceptance and fixed the attempt's terms. */
  readonly pinned: Terms | null;
  readonly closing: Closing | null;
}

/** The name under which the users of a conversion id are remembered: ids are compared within one offer. */
export function trackIdKey(offerId: string, trackId: string): string {
  return `${offerId}|${trackId}`;
}

/**
 * Decides a request over the working copy, then decides again what was held for it, in order of sequence and arrival.
 * The first entry is the request's own.
 */
export function decideOver(copy: WorkingCopy, request: PostbackRequest, now: Micros): readonly Step[] {
  const first = decideOne(copy, request, now);
  const { decision } = first;
  if (decision.outcome !== 'accepted') return [first];
  return [first, ...releaseHeld(copy, decision.draft.attemptId, now)];
}

/**
 * Decides the held conversions of an attempt again. Run after an acceptance, after an offer was changed, and when a
 * conversion has waited for 72 hours. Those that must go on waiting are left out of the result.
 */
export function releaseHeld(copy: WorkingCopy, attemptId: string, now: Micros): readonly Step[] {
  const steps: Step[] = [];
  // In order of sequence, so that each one comes after whatever it may have waited for.
  for (const { heldRequest } of heldInOrder(copy, attemptId)) {
    if (heldRequest === null) continue;
    const request = { ...heldRequest, isReleased: true };
    const step = { request, decision: decide(request, factsFor(copy, request), now) };
    if (step.decision.outcome !== 'accepted' && step.decision.outcome !== 'rejected') continue;
    steps.push({ ...step, ...applyDecision(copy, request, step.decision, now) });
  }
  return steps;
}

function decideOne(copy: WorkingCopy, request: PostbackRequest, now: Micros): Step {
  const decision = decide(request, factsFor(copy, request), now);
  return { request, decision, ...applyDecision(copy, request, decision, now) };
}

function heldInOrder(copy: WorkingCopy, attemptId: string): readonly ConversionFacts[] {
  const attempt = copy.attempts.get(attemptId);
  if (attempt === undefined) return [];
  const sequenceOf = (held: ConversionFacts): number => {
    const click = copy.clicks.get(held.clickId);
    const terms = click === undefined ? attempt.pinnedTerms : governingTerms(attempt, click.terms);
    return (
      terms?.steps.find((step) => step.stepId === held.stepId)?.sequenceNumber ?? Number.MAX_SAFE_INTEGER
    );
  };
  return attempt.conversions
    .filter((conversion) => conversion.state === 'Held')
    .toSorted((a, b) => sequenceOf(a) - sequenceOf(b) || a.arrivedAt - b.arrivedAt);
}

/** The facts one request is decided by, as the working copy stands. */
export function factsFor(copy: WorkingCopy, request: PostbackRequest): DecisionFacts {
  const click = request.clickId === null ? undefined : copy.clicks.get(request.clickId);
  const attempt = click === undefined ? undefined : copy.attempts.get(click.attemptId);
  return {
    settings: copy.settings,
    click: click ?? null,
    offer: click === undefined ? null : (copy.offers.get(click.offerId) ?? null),
    share: click?.shareId == null ? null : (copy.shares.get(click.shareId) ?? null),
    attempt: attempt ?? null,
    otherAttempts: attempt === undefined ? [] : otherAttemptsOf(copy, attempt),
    isTrackIdOfAnotherMember: attempt !== undefined && isTrackIdOfAnother(copy, request, attempt),
    usage: copy.usage,
  };
}

function isTrackIdOfAnother(copy: WorkingCopy, request: PostbackRequest, attempt: AttemptFacts): boolean {
  const { trackId } = readTrackId(request.trackId);
  if (trackId === null) return false;
  const members = copy.trackIdMembers.get(trackIdKey(attempt.offerId, trackId)) ?? new Set();
  return members.size > (members.has(attempt.memberId) ? 1 : 0);
}

/** The other attempts of the same member at the same offer, as the working copy stands. */
export function otherAttemptsOf(copy: WorkingCopy, attempt: AttemptFacts): readonly OtherAttempt[] {
  const others: OtherAttempt[] = [];
  for (const attemptId of copy.attemptsOfMember.get(memberKey(attempt)) ?? []) {
    const other = copy.attempts.get(attemptId);
    if (other === undefined || attemptId === attempt.attemptId) continue;
    const earned = other.conversions
      .filter((conversion) => isAccepted(conversion) && conversion.stepId !== null)
      .map((conversion) => ({ stepId: conversion.stepId ?? '', completedAt: conversion.completedAt }));
    others.push({ attemptId: other.attemptId, run: other.run, end: other.end, earned });
  }
  return others;
}

/**
 * Changes the working copy as a decision says: the conversion joins its attempt, its hold the counters, the first
 * acceptance fixes the attempt's terms, the last required one closes it. Parked requests and duplicates change nothing.
 */
export function applyDecision(
  copy: WorkingCopy,
  request: PostbackRequest,
  decision: Decision,
  now: Micros,
): Pick<Step, 'pinned' | 'closing'> {
  if (decision.outcome === 'parked' || decision.outcome === 'duplicate')
    return { pinned: null, closing: null };
  const before = copy.attempts.get(decision.draft.attemptId);
  if (before === undefined) throw new Error(`attempt ${decision.draft.attemptId} is not in the working copy`);
  const conversion = conversionOf(request, decision);
  const joined = { ...before, conversions: withConversion(before.conversions, conversion) };
  rememberTrackId(copy, before, conversion);
  if (decision.outcome !== 'accepted') {
    copy.attempts.set(joined.attemptId, joined);
    return { pinned: null, closing: null };
  }
  if (decision.hold !== null) addToUsage(copy.usage, changesOfTaking(decision.hold));
  const terms = governingTerms(before, decision.draft.terms);
  const accepted = { ...joined, pinnedTerms: terms };
  const closing = closingAfter(copy, accepted, terms, conversion, now);
  copy.attempts.set(accepted.attemptId, closing === null ? accepted : closed(accepted, closing));
  return { pinned: before.pinnedTerms === null ? terms : null, closing };
}

function closingAfter(
  copy: WorkingCopy,
  attempt: AttemptFacts,
  terms: Terms,
  lastAccepted: ConversionFacts,
  now: Micros,
): Closing | null {
  const offer = copy.offers.get(attempt.offerId);
  if (offer === undefined) throw new Error(`offer ${attempt.offerId} is not in the working copy`);
  const otherAttempts = otherAttemptsOf(copy, attempt);
  return closingOf({ attempt, terms, offer, otherAttempts }, now, lastAccepted);
}

function conversionOf(request: PostbackRequest, decision: Accepted | Held | Rejected): ConversionFacts {
  const { draft } = decision;
  return {
    conversionId: draft.conversionId,
    clickId: draft.clickId,
    stepId: draft.stepId,
    trackId: draft.trackId,
    takesIdentity: draft.takesIdentity,
    state: stateOf(decision),
    reason: decision.outcome === 'accepted' ? null : decision.reason,
    arrivedAt: draft.arrivedAt,
    completedAt: draft.completedAt,
    heldRequest: decision.outcome === 'held' ? request : null,
  };
}

function stateOf(decision: Accepted | Held | Rejected): ConversionState {
  if (decision.outcome === 'accepted') return decision.state;
  return decision.outcome === 'held' ? 'Held' : 'Rejected';
}

/** The conversions of an attempt with one of them added or replaced, in order of arrival. */
export function withConversion(
  conversions: readonly ConversionFacts[],
  conversion: ConversionFacts,
): readonly ConversionFacts[] {
  return [
    ...conversions.filter((other) => other.conversionId !== conversion.conversionId),
    conversion,
  ].toSorted(inOrderOfArrival);
}

/** The order in which an attempt's conversions are kept and loaded: "the first" always means this order. */
export function inOrderOfArrival(a: ConversionFacts, b: ConversionFacts): number {
  return a.arrivedAt - b.arrivedAt || (a.conversionId < b.conversionId ? -1 : 1);
}

function rememberTrackId(copy: WorkingCopy, attempt: AttemptFacts, { trackId }: ConversionFacts): void {
  if (trackId === null) return;
  const key = trackIdKey(attempt.offerId, trackId);
  copy.trackIdMembers.set(key, new Set(copy.trackIdMembers.get(key)).add(attempt.memberId));
}
