import type { AnyEndpoint, DataOf, Endpoint } from '#contract/endpoint.ts';
import { inTenant, plannedOnce, together, type TenantTransaction } from '#database/transaction.ts';
import type { Context } from '../context.ts';
import { recordChanges } from '../platform/changes.ts';
import { queueOfProcess } from '../platform/group-commit.ts';
import type { Answer } from './answer.ts';
import { actorOf, sendAudits, type AuditEntry } from './audit.ts';
import { unlessFull } from './full-queue.ts';
import { storeAnswer, storedForm, type Claim } from './idempotency.ts';
import { collectChanges, type Route, type TenantCall, type WriteCall } from './route.ts';

/** So few that their transaction stays far below a second. */
const MOST_IN_A_BATCH = 32;
const MOST_WAITING = 2_000;

/** A call that is written in one transaction with others; of what a refused one notes nothing is kept. */
export interface CallTogether<E> extends TenantCall<E> {
  /** Notes who changed what. */
  audit(entry: AuditEntry): void;
  readonly announce: WriteCall<E>['announce'];
}

/** Answers calls of one tenant, in their order. A call that is refused must not have written anything. */
type Handle<E> = (
  context: Context,
  tx: TenantTransaction,
  calls: readonly CallTogether<E>[],
) => Promise<readonly Answer<DataOf<E>>[]>;

interface Waiting {
  readonly call: TenantCall<unknown>;
  readonly claim: Claim | undefined;
}

/**
 * Answers by changing something, as `write` does, in one transaction with all other calls of the endpoint that wait for
 * the tenant's last one: one flush to the disk, and one statement for each table, serve them all. Where such a
 * transaction fails each call gets one of its own, so that a bad one harms no other.
 */
export function writeTogether<E extends AnyEndpoint>(endpoint: E, handle: Handle<E>): Route {
  const queue = queueOfProcess<Waiting, Answer>((context) => ({
    most: MOST_IN_A_BATCH,
    mostWaiting: MOST_WAITING,
    isOnce: true,
    run: (tenantId, waiting) => commitCalls(context, endpoint, handle, tenantId, waiting),
  }));
  return {
    kind: 'write-together',
    endpoint,
    submit: (call, claim) => unlessFull(queue(call.context).submit(call.tenant.id, { call, claim }), 'calls'),
  };
}

async function commitCalls(
  context: Context,
  endpoint: Endpoint,
  handle: Handle<unknown>,
  tenantId: string,
  waiting: readonly Waiting[],
): Promise<readonly Answer[]> {
  const work = async (tx: TenantTransaction) => {
    const written = waiting.map(({ call }) => collectingCall(call));
    const answers = await handle(
      context,
      tx,
      written.map(({ call }) => call),
    );
    const kept = written.filter((_, index) => answers[index]?.kind === 'success');
    sendAudits(
      context,
      tx,
      kept.flatMap(({ call, entries }) =>
        entries.map((entry) => ({ entry, actor: actorOf(call.principal), requestId: call.request.id })),
      ),
    );
    const changes = kept.flatMap((one) => one.changes);
    recordChanges(tx, changes);
    await storeAnswers(context, tx, endpoint, waiting, answers);
    return { answers, changes };
  };
  const { answers, changes } = await inTenant(context.database, tenantId, work, plannedOnce);
  context.changes.publish(changes);
  return answers;
}

/** A call that gathers what is to be written down of it. */
function collectingCall(call: TenantCall<unknown>) {
  const entries: AuditEntry[] = [];
  const { changes, announce } = collectChanges(call.tenant.id);
  const audit = (entry: AuditEntry) => void entries.push(entry);
  return { call: { ...call, announce, audit } satisfies CallTogether<unknown>, entries, changes };
}

async function storeAnswers(
  context: Context,
  tx: TenantTransaction,
  endpoint: Endpoint,
  waiting: readonly Waiting[],
  answers: readonly Answer[],
): Promise<void> {
  await together(
    ...waiting.flatMap(({ call, claim }, index) => {
      const answer = answers[index];
      if (!claim || answer?.kind !== 'success') return [];
      return storeAnswer(tx, claim, storedForm(context, endpoint, call.request.id, answer));
    }),
  );
}
