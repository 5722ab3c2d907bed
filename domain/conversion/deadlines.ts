import type { Micros } from '../time.ts';
import { addDays } from '../time.ts';
import type { AttemptFacts, OtherAttempt, StepTerms } from './facts.ts';
import { firstAccepted } from './identity.ts';
import type { Obligations } from './steps.ts';
import { earnedElsewhere, owedSteps, requiredSteps } from './steps.ts';

/** What deadlines of an attempt are reckoned from. */
export interface DeadlineFacts extends Obligations {
  readonly attempt: Pick<AttemptFacts, 'conversions'>;
  readonly others: readonly OtherAttempt[];
}

/**
 * The last moment at which a postback for the step may first arrive; null when there is none, or not yet. It runs
 * from the completion of sequence number 1; for that step itself, and where this attempt has no such step to do, from
 * the attempt's first click.
 */
export function deadlineOf(step: StepTerms, facts: DeadlineFacts): Micros | null {
  if (step.deadlineDays === null) return null;
  if (step.sequenceNumber === 1) return addDays(facts.openedAt, step.deadlineDays);
  const first = facts.terms.steps.find((candidate) => candidate.sequenceNumber === 1);
  const firstDone = first === undefined ? null : firstAccepted(facts.attempt.conversions, first.stepId);
  if (firstDone !== null) return addDays(firstDone.completedAt, step.deadlineDays);
  const isFirstOpen =
    first !== undefined &&
    owedSteps(facts).some((owed) => owed.stepId === first.stepId) &&
    earnedElsewhere(first.stepId, facts.others) === null;
  return isFirstOpen ? null : addDays(facts.openedAt, step.deadlineDays);
}

/**
 * The moment after which a required step can no longer be done, so that the attempt expires; null when nothing runs
 * out. A held conversion arrived in time and keeps its step possible while it waits.
 */
export function attemptExpiresAt(facts: DeadlineFacts): Micros | null {
  let earliest: Micros | null = null;
  for (const step of requiredSteps(facts)) {
    const stands = facts.attempt.conversions.some(
      (conversion) => conversion.stepId === step.stepId && conversion.state !== 'Rejected',
    );
    if (stands || earnedElsewhere(step.stepId, facts.others) !== null) continue;
    const deadline = deadlineOf(step, facts);
    if (deadline !== null && (earliest === null || deadline < earliest)) earliest = deadline;
  }
  return earliest;
}
