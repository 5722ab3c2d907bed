import { inTenant, plannedOnce } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { queueOfProcess } from '../../platform/group-commit.ts';
import { recordClicks, type ClickOutcome } from './click.ts';
import type { FollowedLink } from './followed-link.ts';

const MOST_IN_A_BATCH = 200;
const MOST_WAITING = 5_000;
const MOST_ROUNDS = 8;

/** The queue in which a process's clicks wait for their commit, tenant by tenant. */
export const clickQueue = queueOfProcess<FollowedLink, ClickOutcome>((context) => ({
  most: MOST_IN_A_BATCH,
  mostWaiting: MOST_WAITING,
  run: (tenantId, links) => commitClicks(context, tenantId, links),
}));

/** Records clicks in a transaction of their own; again when another one was first with the same member or attempt. */
export function commitClicks(
  context: Context,
  tenantId: string,
  links: readonly FollowedLink[],
): Promise<readonly ClickOutcome[]> {
  return inTenant(context.database, tenantId, (tx) => recordClicks(context, tx, links), {
    ...plannedOnce,
    attempts: MOST_ROUNDS,
  });
}
