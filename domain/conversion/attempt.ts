import type { Micros } from '../time.ts';
import { attemptExpiresAt } from './deadlines.ts';
import type { AttemptEnd, AttemptFacts, ConversionFacts, OfferToday, OtherAttempt, Terms } from './facts.ts';
import { isAccepted } from './identity.ts';
import { attemptsOfSameRun, doneAt, requiredSteps } from './steps.ts';

/** The attempt a click belongs to: the open one, or a new one with its number. */
export type AttemptOfClick =
  | { readonly kind: 'join'; readonly attemptId: string }
  | { readonly kind: 'open'; readonly run: number };

/**
 * Which attempt a member's click belongs to. The first click opens the first attempt, the first click after an attempt
 * was closed opens the next, every other click joins the open one. Clicks of bots and prefetches are never asked.
 */
export function attemptOfClick(
  latest: Pick<AttemptFacts, 'attemptId' | 'run' | 'end'> | null,
): AttemptOfClick {
  if (latest === null) return { kind: 'open', run: 1 };
  if (latest.end === null) return { kind: 'join', attemptId: latest.attemptId };
  return { kind: 'open', run: latest.run + 1 };
}

/** The terms an attempt stands under: those its first accepted conversion fixed, until then those of the given click. */
export function governingTerms(attempt: Pick<AttemptFacts, 'pinnedTerms'>, ofClick: Terms): Terms {
  return attempt.pinnedTerms ?? ofClick;
}

/** How an attempt closes, and what closed it. */
export type Closing =
  | { readonly end: 'completed'; readonly conversionId: string; readonly completedAt: Micros }
  | { readonly end: 'expired' };

/** What closes an attempt. */
export interface ClosingFacts {
  readonly attempt: AttemptFacts;
  /** The governing terms; before any acceptance those of the member's latest click. */
  readonly terms: Terms;
  readonly offer: OfferToday;
  readonly otherAttempts: readonly OtherAttempt[];
}

/**
 * Whether an attempt closes now, and how. It is completed when every required step has an accepted conversion (or was
 * earned in an earlier attempt of the same run) and at least one is its own. It is expired when a required step can
 * no longer be done. A completed attempt stays completed whatever is reversed later; an expired one can still be
 * completed by a postback that had arrived in time or by an operator.
 *
 * @param lastAccepted the conversion accepted just now; absent when the clock or the offer is the cause.
 */
export function closingOf(
  facts: ClosingFacts,
  now: Micros,
  lastAccepted: ConversionFacts | null = null,
): Closing | null {
  const { attempt, terms, offer } = facts;
  if (attempt.end === 'completed') return null;
  // A later attempt goes on with what this one left open; it doesn't complete this one backwards.
  const others = attemptsOfSameRun(attempt, facts.otherAttempts, terms.allowRepetitions).filter(
    (other) => other.run < attempt.run,
  );
  const obligations = { terms, offer, openedAt: attempt.openedAt };
  const last = lastAccepted ?? latestAccepted(attempt.conversions);
  const isDone = requiredSteps(obligations).every((step) => doneAt(step.stepId, attempt, others) !== null);
  if (last !== null && isDone) {
    return { end: 'completed', conversionId: last.conversionId, completedAt: last.completedAt };
  }
  if (attempt.end === 'expired') return null;
  const expiresAt = attemptExpiresAt({ ...obligations, attempt, others });
  return expiresAt !== null && now > expiresAt ? { end: 'expired' } : null;
}

function latestAccepted(conversions: readonly ConversionFacts[]): ConversionFacts | null {
  let latest: ConversionFacts | null = null;
  for (const conversion of conversions) {
    if (isAccepted(conversion) && (latest === null || conversion.completedAt > latest.completedAt)) {
      latest = conversion;
    }
  }
  return latest;
}

/** The attempt after it closed. */
export function closed(attempt: AttemptFacts, closing: Closing): AttemptFacts {
  const end: AttemptEnd = closing.end;
  if (closing.end === 'expired') return { ...attempt, end };
  const { conversionId, completedAt } = closing;
  return { ...attempt, end, completion: { conversionId, completedAt } };
}
