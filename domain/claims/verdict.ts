import { day, type Micros } from '../time.ts';

/** How long a report may take before it counts as missing. */
export const reportTime: Micros = day;

/** What is known about the reward of one step, or of an offer as a whole. */
export interface RewardFacts {
  readonly now: Micros;
  /** The latest click of the member's attempt; null when they never clicked. */
  readonly lastClickAt: Micros | null;
  /** The accepted conversion, if any. */
  readonly accepted: {
    readonly state: 'Pending' | 'Success';
    readonly completedAt: Micros;
    /** When it becomes Success by itself; null when an operator decides. */
    readonly ripensAt: Micros | null;
    /** When it became Success. */
    readonly paidAt: Micros | null;
  } | null;
  /** Whether a report waits for the step before it. */
  readonly isHeld: boolean;
  /** Why the latest report was rejected; null when none was. */
  readonly rejectionReason: string | null;
  /** The step before it that is still missing, by its name; empty when it has none that members see. */
  readonly missingBefore: string | null;
  readonly deadlineAt: Micros | null;
}

/** What a member is told about a reward that they miss. */
export type Verdict =
  | { readonly code: 'paid'; readonly doneAt: Micros; readonly at: Micros }
  | { readonly code: 'pending'; readonly doneAt: Micros; readonly at: Micros }
  | { readonly code: 'in_review'; readonly doneAt: Micros }
  | { readonly code: 'waiting'; readonly step: string }
  | { readonly code: 'refused'; readonly reason: string }
  | { readonly code: 'earlier_step'; readonly step: string }
  | { readonly code: 'not_clicked' }
  | { readonly code: 'deadline_passed'; readonly at: Micros }
  | { readonly code: 'reported_soon'; readonly at: Micros }
  | { readonly code: 'not_reported' };

/** The names of verdicts. */
export const verdictCodes = [
  'paid',
  'pending',
  'in_review',
  'waiting',
  'refused',
  'earlier_step',
  'not_clicked',
  'deadline_passed',
  'reported_soon',
  'not_reported',
] as const satisfies readonly Verdict['code'][];

/**
 * What can be said at once about a missing reward: what was reported comes first, then what stands in its way, and only
 * a step that nobody reported in a day is truly missing.
 */
export function verdictOf(facts: RewardFacts): Verdict {
  const { now, accepted, missingBefore, rejectionReason, deadlineAt, lastClickAt } = facts;
  if (accepted !== null) {
    const { state, completedAt: doneAt, ripensAt, paidAt } = accepted;
    if (state === 'Success') return { code: 'paid', doneAt, at: paidAt ?? doneAt };
    return ripensAt !== null && ripensAt > now
      ? { code: 'pending', doneAt, at: ripensAt }
      : { code: 'in_review', doneAt };
  }
  if (facts.isHeld) return { code: 'waiting', step: missingBefore ?? '' };
  if (rejectionReason !== null) return { code: 'refused', reason: rejectionReason };
  if (lastClickAt === null) return { code: 'not_clicked' };
  if (missingBefore !== null) return { code: 'earlier_step', step: missingBefore };
  if (deadlineAt !== null && deadlineAt <= now) return { code: 'deadline_passed', at: deadlineAt };
  const until = lastClickAt + reportTime;
  return now < until ? { code: 'reported_soon', at: until } : { code: 'not_reported' };
}

/** Whether a person has to look: nothing that is known explains why the reward is missing. */
export function needsPerson({ code }: Verdict): boolean {
  return code === 'not_reported' || code === 'deadline_passed';
}
