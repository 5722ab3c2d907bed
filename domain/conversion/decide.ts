import { zero } from '../money.ts';
import type { Micros } from '../time.ts';
import { addDays, addHours } from '../time.ts';
import { deadlineOf } from './deadlines.ts';
import type { Accepted, Decision } from './decision.ts';
import type { ConversionFacts, DecisionFacts, PostbackRequest, StepTerms } from './facts.ts';
import { findSeen, firstAccepted, firstStanding, isAccepted } from './identity.ts';
import type { KnownClick, Matter, UnknownClick } from './matter.ts';
import {
  draftOf,
  draftWithoutStep,
  findClick,
  heldConversion,
  obligationsOf,
  openMatter,
  ownConversion,
  reject,
} from './matter.ts';
import type { Warning } from './reasons.ts';
import { reasonSentence, waitingForPreviousEvent } from './reasons.ts';
import { doneAt, earnedElsewhere, findStep, owedSteps, stepsBefore } from './steps.ts';
import { limitReached, scopesOf } from './usage.ts';

/** How long a conversion waits for the one before it. */
export const waitingHours = 72;

/**
 * Decides one postback. Twelve tests in a fixed order, the first match wins:
 *
 * 1. source not on the allow-list · 2. no such click · 3. no such event · 4. seen before · 5. earned in another attempt ·
 * 6. amount unusable · 7. an earlier step is open · 8. too soon after it · 9. deadline passed · 10. cap used up ·
 * 11. budget too small · 12. accepted.
 *
 * Arrival counts for deadlines and completion, whenever the decision is taken; caps and budget are those of `now`.
 * The result is a description of what to store: nothing is changed, and the same facts give the same decision.
 *
 * @param now the database's time of the decision, in microseconds since the epoch.
 * @throws Error when the facts are incomplete: a click without its offer or attempt, a step without terms.
 */
export function decide(request: PostbackRequest, facts: DecisionFacts, now: Micros): Decision {
  const known = findClick(request, facts);
  if (!request.isSourceAllowed) return refuseSource(request, facts, known, now);
  if ('missing' in known) {
    return { outcome: 'parked', reason: known.missing, cause: known.cause, warnings: [] };
  }
  const found = findStepAgain(request, known) ?? findStep(known.offer, known.click, request.eventId);
  if ('missing' in found) {
    return { outcome: 'parked', reason: found.missing, cause: found.cause, warnings: [] };
  }
  const matter = openMatter(request, facts, known, found.stepId, now);
  for (const test of testsFourToEleven) {
    const decision = test(matter);
    if (decision !== null) return decision;
  }
  return accept(matter);
}

/** Line 1. A request of a known click is on record as Rejected; of an unknown one nothing but the inbox knows. */
function refuseSource(
  request: PostbackRequest,
  facts: DecisionFacts,
  known: KnownClick | UnknownClick,
  now: Micros,
): Decision {
  const reason = 'ip_not_whitelisted';
  if ('missing' in known) {
    return { outcome: 'parked', reason, cause: reasonSentence(reason), warnings: [] };
  }
  const found = findStep(known.offer, known.click, request.eventId);
  if ('missing' in found) {
    return { outcome: 'rejected', reason, draft: draftWithoutStep(request, known), warnings: [] };
  }
  const matter = openMatter(request, facts, known, found.stepId, now);
  const seen = seenBefore(matter);
  // The same request from the same wrong place is answered by the refusal it already has, instead of a new one each.
  if (seen?.reason === reason) return duplicateOf(seen.conversionId, matter, []);
  return reject(matter, reason, seen === null);
}

/** Line 4. */
function refuseSeen(matter: Matter): Decision | null {
  const { attempt, request, stepId, step, trackId } = matter;
  const own = ownConversion(request, attempt);
  if (own !== null && isAccepted(own)) return duplicateOf(own.conversionId, matter, []);
  const seen = seenBefore(matter);
  const isHeld = heldConversion(request, attempt) !== null;
  // Another one that only waits too takes nothing away from a held conversion: of the two, the first comes first.
  const standing = isHeld
    ? firstAccepted(attempt.conversions, stepId, request.conversionId)
    : firstStanding(attempt.conversions, stepId, request.conversionId);
  const withoutId: Warning[] = step.allowRepetitions && trackId === null ? ['repeat_without_id'] : [];
  if (standing !== null && (!step.allowRepetitions || trackId === null)) {
    // A held conversion whose step was meanwhile accepted another way can never become one of its own.
    if (isHeld) return reject(matter, 'already_completed');
    return duplicateOf((seen ?? standing).conversionId, matter, withoutId);
  }
  return seen === null ? null : duplicateOf(seen.conversionId, matter, withoutId);
}

function seenBefore({ attempt, click, request, stepId, trackId }: Matter): ConversionFacts | null {
  const identity = { clickId: click.clickId, stepId, trackId };
  return findSeen(attempt.conversions, identity, request.conversionId);
}

function findStepAgain(
  request: PostbackRequest,
  { attempt }: KnownClick,
): { readonly stepId: string } | null {
  const stepId = heldConversion(request, attempt)?.stepId ?? null;
  return stepId === null ? null : { stepId };
}

function duplicateOf(conversionId: string, matter: Matter, more: readonly Warning[]): Decision {
  return {
    outcome: 'duplicate',
    conversionId,
    warnings: ['duplicate_postback', ...matter.warnings, ...more],
  };
}

/** Line 5. */
function refuseEarned(matter: Matter): Decision | null {
  const isOfferEarned =
    !matter.terms.allowRepetitions && matter.others.some((other) => other.end === 'completed');
  const isStepEarned = earnedElsewhere(matter.stepId, matter.others) !== null;
  return isOfferEarned || isStepEarned ? reject(matter, 'already_completed') : null;
}

/** Line 6. */
function parkUnpriced({ price, warnings }: Matter): Decision | null {
  if ('money' in price) return null;
  return { outcome: 'parked', reason: price.problem, cause: price.cause, warnings };
}

/** Line 7. */
function waitForPrevious(matter: Matter): Decision | null {
  const { request, now, warnings } = matter;
  const isWaiting = previousSteps(matter).some(
    (step) => doneAt(step.stepId, matter.attempt, matter.others) === null,
  );
  if (!isWaiting) return null;
  if (now >= addHours(request.arrivedAt, waitingHours)) return reject(matter, 'out_of_sequence');
  const draft = { ...draftOf(matter), stepId: matter.stepId };
  return { outcome: 'held', reason: waitingForPreviousEvent, draft, warnings };
}

function previousSteps(matter: Matter): readonly StepTerms[] {
  return stepsBefore(matter.step, owedSteps(obligationsOf(matter)));
}

/** Line 8. A released conversion is reckoned from the later of its arrival and its release. */
function refuseTooEarly(matter: Matter): Decision | null {
  const { request, step, now } = matter;
  const previous = previousSteps(matter).at(-1);
  if (previous === undefined || step.minHoursFromPrevious === null || step.minHoursFromPrevious <= 0) {
    return null;
  }
  const previousAt = doneAt(previous.stepId, matter.attempt, matter.others);
  if (previousAt === null) return null;
  const reachedAt = request.isReleased === true ? Math.max(request.arrivedAt, now) : request.arrivedAt;
  const isTooEarly = reachedAt < addHours(previousAt, step.minHoursFromPrevious);
  return isTooEarly ? reject(matter, 'too_early') : null;
}

/** Line 9. */
function refuseLate(matter: Matter): Decision | null {
  const { attempt, others, request } = matter;
  const deadline = deadlineOf(matter.step, { ...obligationsOf(matter), attempt, others });
  return deadline !== null && request.arrivedAt > deadline ? reject(matter, 'deadline_passed') : null;
}

/** Lines 10 and 11. Tests are refused like others, so that a limit can be tested, but take nothing. */
function refuseBeyondLimit(matter: Matter): Decision | null {
  const { offer, stepId, facts, price, now } = matter;
  const revenue = 'money' in price ? price.money.revenue : null;
  const reached = limitReached({ offer, stepId, share: facts.share, usage: facts.usage }, revenue, now);
  return reached === null ? null : reject(matter, reached);
}

const testsFourToEleven: readonly ((matter: Matter) => Decision | null)[] = [
  refuseSeen,
  refuseEarned,
  parkUnpriced,
  waitForPrevious,
  refuseTooEarly,
  refuseLate,
  refuseBeyondLimit,
];

/** Line 12. */
function accept(matter: Matter): Accepted {
  const { click, offer, stepId, now, warnings, price } = matter;
  if (!('money' in price)) throw new Error('an unpriced conversion cannot be accepted');
  const hold = click.isTest
    ? null
    : {
        takenAt: now,
        revenue: price.money.revenue ?? zero,
        scopes: scopesOf(offer.offerId, stepId, click.shareId),
      };
  const draft = { ...draftOf(matter), stepId, money: price.money };
  return { outcome: 'accepted', draft, ...initialState(matter), hold, warnings };
}

/**
 * Success at once for automatic rewarding without a pending time, else Pending. An allowed repeat starts with the
 * status its first conversion has now.
 */
function initialState({ attempt, request, step, stepId }: Matter): Pick<Accepted, 'state' | 'ripensAt'> {
  const isAutomatic = step.rewardingType === 'Automatic';
  const first = firstAccepted(attempt.conversions, stepId, request.conversionId);
  const isSuccess = first === null ? isAutomatic && step.pendingDays === 0 : first.state === 'Success';
  if (isSuccess) return { state: 'Success', ripensAt: null };
  const ripensAt = isAutomatic && step.pendingDays > 0 ? addDays(request.arrivedAt, step.pendingDays) : null;
  return { state: 'Pending', ripensAt };
}
