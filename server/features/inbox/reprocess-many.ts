import { reprocessRequests } from '#contract/inbox.ts';
import type { DataOf } from '#contract/endpoint.ts';
import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import { nilUuid } from '#domain/ids.ts';
import { ok, refuse } from '../../http/answer.ts';
import { actorOf, writeAudit } from '../../http/audit.ts';
import { tenantRoute, type TenantCall } from '../../http/route.ts';
import { decideAgain, isOpen, lockRequests } from './decide-again.ts';
import { written } from './inbox-item.ts';
import { idRange } from './list.ts';

/** Requests that one transaction decides, and how many such transactions one call may take. */
const AT_ONCE = 100;
const MOST_PARTS = 50;
const MOST_ROUNDS = 8;

type Call = TenantCall<typeof reprocessRequests>;
type Report = DataOf<typeof reprocessRequests>;
type Outcome = 'accepted' | 'held' | 'rejected' | 'duplicate' | 'parked';

const none = { decided: 0, accepted: 0, held: 0, rejected: 0, duplicate: 0, parked: 0, failed: 0 };

/** Decides many requests again in the order of their arrival, a part at a time, so that no transaction lasts long. */
export const reprocessManyRoute = tenantRoute(reprocessRequests, async (call) => {
  const { context, tenant, body } = call;
  const { after, ...filter } = body;
  if (Object.values(filter).every((value) => value === undefined || value === null))
    refuse('ValidationError', 'body: names at least one field, such as reason, or nothing would be left out');
  await inTenant(context.database, tenant.id, (tx) => {
    const entry = { action: 'reprocess', objectKind: 'postbacks', objectId: null, after: body };
    return writeAudit(context, tx, actorOf(call.principal), entry, call.request.id);
  });
  const report: Report = { ...none, hasMore: true, next: after ?? null };
  for (let parts = 0; parts < MOST_PARTS && report.hasMore; parts++) {
    const ids = await nextIds(call, report.next);
    await decidePart(call, ids, report);
    report.hasMore = ids.length === AT_ONCE;
    report.next = ids.at(-1) ?? report.next;
  }
  return ok({ ...report, next: report.hasMore ? report.next : null });
});

const NEXT = `
SELECT id FROM raw_requests
WHERE tenant_id = $1 AND outcome = ANY ($2) AND ($3::text[] IS NULL OR reason = ANY ($3))
  AND ($4::uuid IS NULL OR offer_id = $4) AND ($5::uuid IS NULL OR click_id = $5)
  AND ($6::timestamptz IS NULL OR received_at >= $6) AND ($7::timestamptz IS NULL OR received_at < $7)
  AND id >= $8 AND id < $9 AND id > $10 AND query IS NOT NULL AND reason IS DISTINCT FROM 'unreadable'
ORDER BY id LIMIT ${AT_ONCE}`;

async function nextIds({ context, tenant, body }: Call, after: string | null): Promise<string[]> {
  const { least, most } = idRange(body.from ?? null, body.to ?? null);
  return inTenant(
    context.database,
    tenant.id,
    async (tx) => {
      const { rows } = await tx.query<{ id: string }>(NEXT, [
        tenant.id,
        body.outcome ?? ['parked'],
        body.reason?.map((reason) => reason.toLowerCase()) ?? null,
        body.offerId ?? null,
        body.clickId ?? null,
        body.from === undefined ? null : written(body.from),
        body.to === undefined ? null : written(body.to),
        least,
        most,
        after ?? nilUuid,
      ]);
      return rows.map(({ id }) => id);
    },
    { readOnly: true },
  );
}

/** Decides a part together; where that fails, one by one, so that a request nobody can decide harms no other. */
async function decidePart(call: Call, ids: readonly string[], report: Report): Promise<void> {
  if (ids.length === 0) return;
  try {
    count(report, await decideIds(call, ids));
  } catch (error) {
    if (ids.length === 1) {
      call.context.log.error({ error, request: ids[0] }, 'an inbound request could not be decided again');
      report.failed += 1;
      return;
    }
    for (const id of ids) await decidePart(call, [id], report);
  }
}

function count(report: Report, outcomes: readonly Outcome[]): void {
  report.decided += outcomes.length;
  for (const outcome of outcomes) report[outcome] += 1;
}

async function decideIds({ context, tenant }: Call, ids: readonly string[]): Promise<Outcome[]> {
  const { changes, outcomes } = await inTenant(
    context.database,
    tenant.id,
    async (tx) => {
      const rows = (await lockRequests(tx, ids)).filter(isOpen);
      if (rows.length === 0) return { changes: [], outcomes: [] };
      const announced = await decideAgain(context, tx, rows);
      return {
        changes: announced,
        outcomes: await outcomesOf(
          tx,
          rows.map(({ id }) => id),
        ),
      };
    },
    { attempts: MOST_ROUNDS },
  );
  context.changes.publish(changes);
  return outcomes;
}

async function outcomesOf(tx: TenantTransaction, ids: readonly string[]): Promise<Outcome[]> {
  const { rows } = await tx.query<{ outcome: Outcome }>(
    'SELECT outcome FROM raw_requests WHERE tenant_id = $1 AND id = ANY($2::uuid[])',
    [tx.tenantId, ids],
  );
  return rows.map(({ outcome }) => outcome);
}
