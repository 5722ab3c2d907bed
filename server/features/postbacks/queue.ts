import { inTenant, plannedOnce } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { queueOfProcess } from '../../platform/group-commit.ts';
import type { PostbackReply } from './answers.ts';
import { decideRequests, type DecidedRequests, type InboundRequest } from './decide.ts';

const MOST_IN_A_BATCH = 200;
const MOST_WAITING = 5_000;
const MOST_ROUNDS = 8;

/** The queue in which a process's postbacks wait for their commit, tenant by tenant. */
export const postbackQueue = queueOfProcess<InboundRequest, PostbackReply>((context) => ({
  most: MOST_IN_A_BATCH,
  mostWaiting: MOST_WAITING,
  async run(tenantId, requests) {
    const { replies, changes } = await commitRequests(context, tenantId, requests);
    context.changes.publish(changes);
    return replies;
  },
}));

/** Decides requests in a transaction of their own; again when another one took the room that they were promised. */
export function commitRequests(
  context: Context,
  tenantId: string,
  requests: readonly InboundRequest[],
): Promise<DecidedRequests> {
  return inTenant(context.database, tenantId, (tx) => decideRequests(context, tx, requests), {
    ...plannedOnce,
    attempts: MOST_ROUNDS,
  });
}
