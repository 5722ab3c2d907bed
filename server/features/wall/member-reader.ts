import { inTenant } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { groupCommit, QueueFull } from '../../platform/group-commit.ts';
import { refuse } from '../../http/answer.ts';
import { loadStandings, type MemberStanding } from './member-standing.ts';

/** Members read by one statement; more would only make the first of them wait. */
const MOST = 200;
const MOST_WAITING = 20_000;

type StandingQueue = ReturnType<typeof groupCommit<string, MemberStanding>>;

const queues = new WeakMap<Context, StandingQueue>();

/**
 * Reads how far a member is with each offer. Whoever asks while a statement is under way is read by the next one
 * together with everybody else who waits, so that what a busy wall costs the database and us grows slower than its
 * requests. Nothing is remembered: what was committed before the question is in the answer.
 */
export async function readStanding(
  context: Context,
  tenantId: string,
  pubMemberId: string,
): Promise<MemberStanding> {
  let queue = queues.get(context);
  if (!queue) {
    queue = groupCommit<string, MemberStanding>({
      most: MOST,
      mostWaiting: MOST_WAITING,
      run: (group, members) =>
        inTenant(context.database, group, (tx) => loadStandings(tx, group, members), { readOnly: true }),
    });
    queues.set(context, queue);
  }
  try {
    return await queue.submit(tenantId, pubMemberId);
  } catch (error) {
    if (error instanceof QueueFull) refuse('ServiceUnavailable', 'Too many requests wait; try again');
    throw error;
  }
}
