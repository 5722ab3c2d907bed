import { inTenant } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { groupCommit, type GroupCommit } from '../../platform/group-commit.ts';
import { recordClicks, type ClickOutcome } from './click.ts';
import type { FollowedLink } from './followed-link.ts';

const MOST_IN_A_BATCH = 200;
const MOST_WAITING = 5_000;
const MOST_ROUNDS = 8;

const queues = new WeakMap<Context, GroupCommit<FollowedLink, ClickOutcome>>();

/** The queue in which a process's clicks wait for their commit, tenant by tenant. */
export function clickQueue(context: Context): GroupCommit<FollowedLink, ClickOutcome> {
  const known = queues.get(context);
  if (known !== undefined) return known;
  const queue = groupCommit<FollowedLink, ClickOutcome>({
    most: MOST_IN_A_BATCH,
    mostWaiting: MOST_WAITING,
    run: (tenantId, links) => commitClicks(context, tenantId, links),
  });
  queues.set(context, queue);
  return queue;
}

/** Records clicks in a transaction of their own; again when another one was first with the same member or attempt. */
export function commitClicks(
  context: Context,
  tenantId: string,
  links: readonly FollowedLink[],
): Promise<readonly ClickOutcome[]> {
  return inTenant(context.database, tenantId, (tx) => recordClicks(context, tx, links), {
    attempts: MOST_ROUNDS,
  });
}
