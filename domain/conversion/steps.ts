import type { Micros } from '../time.ts';
import type {
  AttemptFacts,
  ClickFacts,
  OfferToday,
  OtherAttempt,
  StepTerms,
  StepToday,
  Terms,
} from './facts.ts';
import { firstAccepted } from './identity.ts';

/** The step a postback means, or why there is none. */
export type StepFound =
  | { readonly stepId: string }
  | { readonly missing: 'unknown_event' | 'event_archived'; readonly cause: string };

/**
 * The step a postback means: the live one with exactly this event id, else an archived one that the click's own
 * version still had. On a SingleEvent offer the offer itself, whatever event id was sent.
 */
export function findStep(offer: OfferToday, click: ClickFacts, eventId: string | null): StepFound {
  if (offer.offerType === 'SingleEvent') return { stepId: offer.offerId };
  const live = offer.steps.find((step) => step.archivedAt === null && step.eventId === eventId);
  if (live !== undefined) return { stepId: live.stepId };
  const ofClick = click.terms.steps.find((step) => step.eventId === eventId);
  const archived = offer.steps.filter((step) => step.archivedAt !== null);
  const kept = archived.find((step) => step.stepId === ofClick?.stepId);
  if (kept !== undefined) return { stepId: kept.stepId };
  const gone = archived.find((step) => step.eventId === eventId && (step.archivedAt ?? 0) <= click.createdAt);
  if (gone !== undefined) {
    return {
      missing: 'event_archived',
      cause: `The event "${eventId}" was archived before the click was made`,
    };
  }
  return { missing: 'unknown_event', cause: unknownEventCause(offer, eventId) };
}

function unknownEventCause(offer: OfferToday, eventId: string | null): string {
  if (eventId === null || eventId === '') return 'cnv_event_id is missing, and the offer has several events';
  const known = offer.steps
    .filter((step) => step.archivedAt === null && step.eventId !== null)
    .map((step) => step.eventId ?? '');
  const nearest = nearestText(eventId, known);
  const hint = nearest === null ? '' : `; the nearest one is "${nearest}"`;
  return `The offer has no event "${shorten(eventId)}"${hint}`;
}

/** The first characters of a text that a stranger sent, for a sentence. */
export function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

/** The candidate with the smallest edit distance, letter case ignored, when it is near enough to be a misspelling. */
export function nearestText(text: string, candidates: readonly string[]): string | null {
  let nearest: string | null = null;
  let smallest = Math.max(2, Math.ceil(text.length / 2));
  for (const candidate of candidates) {
    const distance = editDistance(shorten(text).toLowerCase(), shorten(candidate).toLowerCase());
    if (distance < smallest) {
      smallest = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/**
 * The terms of one step for an attempt: as the governing version has it, else as the click's own version, else as
 * the version that brought the step later.
 *
 * @throws Error when no version has the step: the facts were loaded incompletely.
 */
export function termsOfStep(
  stepId: string,
  governing: Terms,
  ofClick: Terms,
  added: readonly StepTerms[],
): StepTerms {
  const found =
    governing.steps.find((step) => step.stepId === stepId) ??
    ofClick.steps.find((step) => step.stepId === stepId) ??
    added.find((step) => step.stepId === stepId);
  if (found === undefined) throw new Error(`no version has terms for step ${stepId}`);
  return found;
}

/** The steps of an offer as they are today, as far as it matters which of them were archived. */
export interface StepsToday {
  readonly steps: readonly Pick<StepToday, 'stepId' | 'archivedAt'>[];
}

/** What decides which steps an attempt must do. */
export interface Obligations {
  readonly terms: Terms;
  readonly offer: StepsToday;
  readonly openedAt: Micros;
}

/**
 * The steps an attempt can owe at all: those of its terms that are still live and were there when it was opened. Where
 * none is as old as the attempt, all live ones, so that there is something to complete.
 */
export function owedSteps({ terms, offer, openedAt }: Obligations): readonly StepTerms[] {
  const archived = new Set(offer.steps.filter((step) => step.archivedAt !== null).map((step) => step.stepId));
  const live = terms.steps.filter((step) => !archived.has(step.stepId));
  const old = live.filter((step) => step.addedAt <= openedAt);
  return old.length > 0 ? old : live;
}

/**
 * The steps that complete an attempt: those with a sequence number up to the last shown one, hidden ones before it
 * included; when no numbered one is shown, all shown ones. When nothing is shown, every step there is.
 */
export function requiredSteps(obligations: Obligations): readonly StepTerms[] {
  const owed = owedSteps(obligations);
  const lastShown = Math.max(
    ...owed.filter((step) => step.isShown).map((step) => step.sequenceNumber ?? 0),
    0,
  );
  if (lastShown > 0) {
    return owed.filter((step) => step.sequenceNumber !== null && step.sequenceNumber <= lastShown);
  }
  const shown = owed.filter((step) => step.isShown);
  return shown.length > 0 ? shown : owed;
}

/**
 * The other attempts whose steps can't be earned again in this one. On a non-repeatable offer all of them; on a
 * repeatable one those since the last completed attempt, because a completed attempt allows a whole new run while
 * after an expired one only the rest is left to earn.
 */
export function attemptsOfSameRun(
  attempt: Pick<AttemptFacts, 'run' | 'end'>,
  others: readonly OtherAttempt[],
  allowRepetitions: boolean,
): readonly OtherAttempt[] {
  if (!allowRepetitions) return others;
  const completed = others.filter((other) => other.end === 'completed').map((other) => other.run);
  if (attempt.end === 'completed') completed.push(attempt.run);
  return others.filter((other) => {
    const first = Math.min(other.run, attempt.run);
    const last = Math.max(other.run, attempt.run);
    return !completed.some((run) => run >= first && run < last);
  });
}

/** When a step was earned in another attempt of the same run; null when it wasn't. */
export function earnedElsewhere(stepId: string, others: readonly OtherAttempt[]): Micros | null {
  for (const other of others) {
    const earned = other.earned.find((step) => step.stepId === stepId);
    if (earned !== undefined) return earned.completedAt;
  }
  return null;
}

/** When the attempt has, or needs no longer, an accepted conversion of a step; null while it is open. */
export function doneAt(
  stepId: string,
  attempt: Pick<AttemptFacts, 'conversions'>,
  others: readonly OtherAttempt[],
): Micros | null {
  return firstAccepted(attempt.conversions, stepId)?.completedAt ?? earnedElsewhere(stepId, others);
}

/** The steps with a lower number that have to come before this one, in order. */
export function stepsBefore(step: StepTerms, owed: readonly StepTerms[]): readonly StepTerms[] {
  const { sequenceNumber } = step;
  if (sequenceNumber === null) return [];
  return owed
    .filter((other) => other.sequenceNumber !== null && other.sequenceNumber < sequenceNumber)
    .toSorted((a, b) => (a.sequenceNumber ?? 0) - (b.sequenceNumber ?? 0));
}
