import type { Transaction } from '#database/transaction.ts';
import { attemptsOfSameRun } from '#domain/conversion/steps.ts';
import { OWN_WALL } from '../tracking/exports.ts';

/** One run of a member at an offer, as far as the wall's list asks for it. */
export interface StandingAttempt {
  readonly attemptId: string;
  readonly run: number;
  readonly end: 'completed' | 'expired' | null;
  /** The steps with an accepted conversion; on a SingleEvent offer the offer itself. */
  readonly doneStepIds: readonly string[];
}

/** A member's attempts by offer, oldest first. Test clicks have none. */
export type MemberStanding = ReadonlyMap<string, readonly StandingAttempt[]>;

const nobody: MemberStanding = new Map();

/** Loads how far a member of the tenant's own wall is with each offer. */
export async function loadStanding(
  tx: Pick<Transaction, 'query'>,
  tenantId: string,
  pubMemberId: string,
): Promise<MemberStanding> {
  return (await loadStandings(tx, tenantId, [pubMemberId]))[0] ?? nobody;
}

/** The same for many members, in the order they are asked for. */
export async function loadStandings(
  tx: Pick<Transaction, 'query'>,
  tenantId: string,
  pubMemberIds: readonly string[],
): Promise<MemberStanding[]> {
  const { rows } = await tx.query<{
    asked: number;
    offer_id: string;
    id: string;
    run: number;
    status: 'open' | 'completed' | 'expired';
    done: string[] | null;
  }>(
    `SELECT q.asked::int AS asked, a.offer_id, a.id, a.run, a.status,
       (SELECT array_agg(DISTINCT COALESCE(c.offer_event_id, c.offer_id)) FROM conversions c
        WHERE c.tenant_id = a.tenant_id AND c.attempt_id = a.id AND c.status IN ('Pending', 'Success')) AS done
     FROM unnest($3::text[]) WITH ORDINALITY AS q (pub_member_id, asked)
     JOIN members m ON m.tenant_id = $1 AND m.source_id = $2 AND m.pub_member_id = q.pub_member_id
     JOIN attempts a ON a.tenant_id = m.tenant_id AND a.member_id = m.id
     WHERE NOT a.is_test ORDER BY a.run`,
    [tenantId, OWN_WALL, pubMemberIds],
    'load-member-standings',
  );
  const standings: (Map<string, StandingAttempt[]> | undefined)[] = [];
  for (const row of rows) {
    const standing = (standings[row.asked - 1] ??= new Map());
    const attempt: StandingAttempt = {
      attemptId: row.id,
      run: row.run,
      end: row.status === 'open' ? null : row.status,
      doneStepIds: row.done ?? [],
    };
    const attempts = standing.get(row.offer_id);
    if (attempts) attempts.push(attempt);
    else standing.set(row.offer_id, [attempt]);
  }
  return pubMemberIds.map((_, asked) => standings[asked] ?? nobody);
}

/** Whether a member has completed an offer that can't be repeated: the wall hides it and its links refuse. */
export function isUsedUp(attempts: readonly StandingAttempt[], allowRepetitions: boolean): boolean {
  return !allowRepetitions && attempts.some(({ end }) => end === 'completed');
}

/**
 * The steps that a member's next conversion can't be of: those done in the latest attempt or, where only the rest is
 * left to earn, in the earlier ones of the same run. After a completed attempt of a repeatable offer there are none.
 */
export function doneSteps(
  attempts: readonly StandingAttempt[],
  allowRepetitions: boolean,
): ReadonlySet<string> {
  const latest = attempts.at(-1);
  if (latest === undefined || (latest.end === 'completed' && allowRepetitions)) return new Set();
  const others = attempts.slice(0, -1).map((attempt) => ({
    ...attempt,
    earned: attempt.doneStepIds.map((stepId) => ({ stepId, completedAt: 0 })),
  }));
  const ofRun = attemptsOfSameRun(latest, others, allowRepetitions);
  return new Set([
    ...latest.doneStepIds,
    ...ofRun.flatMap(({ earned }) => earned.map(({ stepId }) => stepId)),
  ]);
}
