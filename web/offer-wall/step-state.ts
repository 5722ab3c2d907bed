import type { MemberEvent } from '#contract/wall.ts';

const DAY_MS = 86_400_000;

/** Where a member is with a step, as it is shown. */
export type StepState =
  /** Rewarded. */
  | 'done'
  /** Done; the reward is due at a known time. */
  | 'pending'
  /** Done; somebody looks at it. */
  | 'review'
  /** Reported, but not counted. */
  | 'refused'
  /** The deadline is over. */
  | 'expired'
  /** An earlier step comes first. */
  | 'locked'
  /** The one to do now. */
  | 'next'
  /** Can be done at any time. */
  | 'open';

/** A step with what is shown of it. */
export interface ShownStep {
  readonly event: MemberEvent;
  readonly state: StepState;
  /** When its reward is due, in milliseconds since 1970; only while it is pending. */
  readonly dueMs: number | null;
  /** When its time runs out; only while it can be done. */
  readonly deadlineMs: number | null;
}

/** Says where a member is with each step of an offer, at a time of the server. */
export function shownSteps(events: readonly MemberEvent[], nowMs: number): ShownStep[] {
  const unfinished = events.flatMap(({ sequenceNumber, isUserCompleted }) =>
    sequenceNumber === null || isUserCompleted ? [] : [sequenceNumber],
  );
  const lowest = Math.min(...unfinished);
  return events.map((event) => {
    const dueMs = dueOf(event, nowMs);
    const deadlineMs = event.deadlineExpiresAt === null ? null : Date.parse(event.deadlineExpiresAt);
    const state = stateOf(event, {
      isDue: dueMs !== null,
      isOver: deadlineMs !== null && deadlineMs <= nowMs,
      lowest,
    });
    const canBeDone = state === 'next' || state === 'open' || state === 'locked';
    return { event, state, dueMs, deadlineMs: canBeDone ? deadlineMs : null };
  });
}

function stateOf(
  event: MemberEvent,
  { isDue, isOver, lowest }: { isDue: boolean; isOver: boolean; lowest: number },
): StepState {
  if (event.rewardStatus === 'Success') return 'done';
  if (event.rewardStatus === 'Pending') return isDue ? 'pending' : 'review';
  if (event.rejectionReason !== undefined) return 'refused';
  if (isOver) return 'expired';
  if (event.sequenceNumber === null) return 'open';
  return event.sequenceNumber > lowest ? 'locked' : 'next';
}

/** When a pending reward is due; one whose time is over waits for a person. */
function dueOf(
  { rewardStatus, userCompletedAt, rewardPendingDays }: MemberEvent,
  nowMs: number,
): number | null {
  if (rewardStatus !== 'Pending' || userCompletedAt === null || !rewardPendingDays) return null;
  const dueMs = Date.parse(userCompletedAt) + rewardPendingDays * DAY_MS;
  return dueMs > nowMs ? dueMs : null;
}

/** The deadline that comes first among the steps that can still be done; null where none has one. */
export function nextDeadline(
  events: readonly { readonly deadlineExpiresAt?: string | null; readonly isUserCompleted?: boolean }[],
  nowMs: number,
): number | null {
  const ahead = events.flatMap(({ deadlineExpiresAt, isUserCompleted }) => {
    const at = deadlineExpiresAt && !isUserCompleted ? Date.parse(deadlineExpiresAt) : 0;
    return at > nowMs ? [at] : [];
  });
  return ahead.length === 0 ? null : Math.min(...ahead);
}
