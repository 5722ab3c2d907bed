import { inTenant } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { groupCommit, type GroupCommit } from '../../platform/group-commit.ts';
import type { PostbackReply } from './answers.ts';
import { decideRequests, type DecidedRequests, type InboundRequest } from './decide.ts';

const MOST_IN_A_BATCH = 200;
const MOST_WAITING = 5_000;
const MOST_ROUNDS = 8;

const queues = new WeakMap<Context, GroupCommit<InboundRequest, PostbackReply>>();

/** The queue in which a process's postbacks wait for their commit, tenant by tenant. */
export function postbackQueue(context: Context): GroupCommit<InboundRequest, PostbackReply> {
  const known = queues.get(context);
  if (known !== undefined) return known;
  const queue = groupCommit<InboundRequest, PostbackReply>({
    most: MOST_IN_A_BATCH,
    mostWaiting: MOST_WAITING,
    async run(tenantId, requests) {
      const { replies, changes } = await commitRequests(context, tenantId, requests);
      context.changes.publish(changes);
      return replies;
    },
  });
  queues.set(context, queue);
  return queue;
}

/** Decides requests in a transaction of their own; again when another one took the room that they were promised. */
export function commitRequests(
  context: Context,
  tenantId: string,
  requests: readonly InboundRequest[],
): Promise<DecidedRequests> {
  return inTenant(context.database, tenantId, (tx) => decideRequests(context, tx, requests), {
    attempts: MOST_ROUNDS,
  });
}
