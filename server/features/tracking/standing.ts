import { attemptOfClick } from '#domain/conversion/attempt.ts';
import type { AttemptFacts, OtherAttempt } from '#domain/conversion/facts.ts';
import { isAccepted } from '#domain/conversion/identity.ts';
import { attemptsOfSameRun } from '#domain/conversion/steps.ts';

/** How a member stands with an offer at the moment of a click. */
export interface MemberStanding {
  /** The number of a new attempt; unique over tests and others. */
  readonly nextRun: number;
  /** The open attempt, if there is one. */
  readonly open: AttemptFacts | null;
  /** Attempts whose steps can't be earned again in the click's attempt. */
  readonly others: readonly OtherAttempt[];
  /** The steps that are done and not to be done again. */
  readonly finishedIds: ReadonlySet<string>;
  /** Whether the offer was completed and may not be repeated. */
  readonly isOver: boolean;
}

/**
 * Tells how a member stands with an offer. Attempts of tests are a world of their own, but for their numbers.
 *
 * @param attempts all attempts of the member at the offer, in the order of their runs
 */
export function standingOf(
  attempts: readonly AttemptFacts[],
  { isTest, allowRepetitions }: { readonly isTest: boolean; readonly allowRepetitions: boolean },
): MemberStanding {
  const own = attempts.filter((attempt) => attempt.isTest === isTest);
  const latest = own.at(-1) ?? null;
  const open = attemptOfClick(latest).kind === 'join' ? latest : null;
  const nextRun = (attempts.at(-1)?.run ?? 0) + 1;
  const closed = own.filter((attempt) => attempt !== open).map(asOther);
  const others = attemptsOfSameRun(open ?? { run: nextRun, end: null }, closed, allowRepetitions);
  return {
    nextRun,
    open,
    others,
    finishedIds: new Set([
      ...(open?.conversions ?? []).filter(isAccepted).flatMap(({ stepId }) => stepId ?? []),
      ...others.flatMap(({ earned }) => earned.map(({ stepId }) => stepId)),
    ]),
    isOver: !allowRepetitions && own.some(({ end }) => end === 'completed'),
  };
}

function asOther({ attemptId, run, end, conversions }: AttemptFacts): OtherAttempt {
  const earned = conversions
    .filter(isAccepted)
    .flatMap(({ stepId, completedAt }) => (stepId === null ? [] : [{ stepId, completedAt }]));
  return { attemptId, run, end, earned };
}
