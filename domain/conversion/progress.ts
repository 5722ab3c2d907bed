import type { Micros } from '../time.ts';
import { addDays } from '../time.ts';
import type { AttemptFacts, ConversionFacts, StepTerms, Terms } from './facts.ts';
import { firstAccepted } from './identity.ts';
import { requiredSteps, type StepsToday } from './steps.ts';

/** How far a member is with one step. */
export interface StepProgress {
  readonly stepId: string;
  /** Null without an accepted conversion. */
  readonly rewardStatus: 'Success' | 'Pending' | null;
  /** Set when the step's conversion is Rejected. */
  readonly rejectionReason: string | null;
  readonly deadlineExpiresAt: Micros | null;
  readonly isUserCompleted: boolean;
  readonly userCompletedAt: Micros | null;
}

/** How far a member is with an offer. */
export interface MemberProgress {
  /** Null: never clicked. */
  readonly rewardStatus: 'InProgress' | 'Pending' | 'Completed' | null;
  /** Why the conversion that completed the offer was rejected afterwards; else null. */
  readonly rejectionReason: string | null;
  readonly isUserCompleted: boolean;
  readonly userCompletedAt: Micros | null;
  /** One for each step of the terms, in their order. */
  readonly steps: readonly StepProgress[];
}

/** What a member's progress is read from. */
export interface ProgressFacts {
  /** The member's latest attempt at the offer; null when they never clicked. */
  readonly attempt: AttemptFacts | null;
  /** Conversions of earlier attempts that still count, where only the rest was left to earn. */
  readonly earlierConversions: readonly ConversionFacts[];
  /** The attempt's governing terms; before any acceptance those of the member's latest click. */
  readonly terms: Terms;
  readonly offer: StepsToday;
}

/**
 * What the member sees of an offer: clicked (`InProgress`), completed with a required step still Pending (`Pending`),
 * completed for good (`Completed`), and the same for each step. A completed offer stays completed when a conversion is
 * reversed later; the reversal shows as the rejection reason.
 */
export function memberProgress(facts: ProgressFacts): MemberProgress {
  const { attempt, terms } = facts;
  const conversions = [...facts.earlierConversions, ...(attempt?.conversions ?? [])];
  const steps = terms.steps.map((step) => stepProgress(step, terms, conversions));
  if (attempt === null) {
    const nothing = {
      rewardStatus: null,
      rejectionReason: null,
      isUserCompleted: false,
      userCompletedAt: null,
    };
    return { ...nothing, steps };
  }
  const { completion } = attempt;
  const completing = conversions.find((conversion) => conversion.conversionId === completion?.conversionId);
  return {
    rewardStatus: attempt.end === 'completed' ? statusOfCompleted(facts, attempt, conversions) : 'InProgress',
    rejectionReason: completing?.state === 'Rejected' ? completing.reason : null,
    isUserCompleted: attempt.end === 'completed',
    userCompletedAt: completion?.completedAt ?? null,
    steps,
  };
}

function statusOfCompleted(
  { terms, offer }: ProgressFacts,
  { openedAt }: AttemptFacts,
  conversions: readonly ConversionFacts[],
): 'Pending' | 'Completed' {
  const isPending = requiredSteps({ terms, offer, openedAt }).some(
    (step) => firstAccepted(conversions, step.stepId)?.state === 'Pending',
  );
  return isPending ? 'Pending' : 'Completed';
}

function stepProgress(step: StepTerms, terms: Terms, conversions: readonly ConversionFacts[]): StepProgress {
  const accepted = firstAccepted(conversions, step.stepId);
  const rejected = conversions.findLast(
    (conversion) => conversion.stepId === step.stepId && conversion.state === 'Rejected',
  );
  return {
    stepId: step.stepId,
    rewardStatus: accepted === null ? null : accepted.state === 'Success' ? 'Success' : 'Pending',
    rejectionReason: accepted === null ? (rejected?.reason ?? null) : null,
    deadlineExpiresAt: shownDeadline(step, terms, conversions),
    isUserCompleted: accepted !== null,
    userCompletedAt: accepted?.completedAt ?? null,
  };
}

/** What the wall shows as deadline: nothing before the first step of the sequence is done, and nothing for that one. */
function shownDeadline(
  step: StepTerms,
  terms: Terms,
  conversions: readonly ConversionFacts[],
): Micros | null {
  if (step.deadlineDays === null || step.sequenceNumber === 1) return null;
  const first = terms.steps.find((candidate) => candidate.sequenceNumber === 1);
  const firstDone = first === undefined ? null : firstAccepted(conversions, first.stepId);
  return firstDone === null ? null : addDays(firstDone.completedAt, step.deadlineDays);
}
