import { inEngine, type EngineTransaction } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { repeat, type Worker } from '../../platform/worker.ts';
import { loadSettings } from '../settings/exports.ts';

const EVERY_MS = 3_600_000;
/** Rows of one transaction: few enough that nobody waits for it. */
const ROWS_AT_ONCE = 1_000;
/** Transactions for one table of one tenant before the next has its turn. */
const MOST_PARTS = 20;

type Retention = Awaited<ReturnType<typeof loadSettings>>['document']['retention'];

// Verification asks the audit whom deliveries were due to, so that those few lines stay as long as the deliveries.
const NEEDED_AUDIT = "object_kind NOT IN ('settings', 'partner postbacks')";

const deleted: readonly { table: string; days: keyof Retention; where: string }[] = [
  { table: 'views', days: 'viewDays', where: 'true' },
  { table: 'raw_requests', days: 'rawRequestDays', where: 'true' },
  { table: 'delivery_tries', days: 'deliveryTryDays', where: 'true' },
  { table: 'audit', days: 'auditDays', where: NEEDED_AUDIT },
  { table: 'clicks', days: 'clickDays', where: 'attempt_id IS NULL' },
];

/**
 * Keeps records no longer than the settings of their tenant say. Clicks that opened or belong to an attempt stand behind
 * conversions and their terms, so they stay, but without anything personal.
 */
export function retentionWorker(context: Context): Worker {
  return repeat('retention', EVERY_MS, context.log, async () => {
    const { rows } = await inEngine(
      context.database,
      (tx) => tx.query<{ id: string }>('SELECT id FROM tenants ORDER BY id'),
      { readOnly: true },
    );
    let hasMore = false;
    for (const { id } of rows) {
      if (context.isDraining) return false;
      const { document } = await inEngine(context.database, (tx) => loadSettings(tx, id), { readOnly: true });
      const { retention } = document;
      for (const { table, days, where } of deleted) {
        const step = (tx: EngineTransaction) => deleteOld(tx, id, { table, where, days: retention[days] });
        hasMore = (await inParts(context, step)) || hasMore;
      }
      const strip = (tx: EngineTransaction) => stripClicks(tx, id, retention.clickDays);
      hasMore = (await inParts(context, strip)) || hasMore;
    }
    return hasMore;
  });
}

/** True when there is more to do than one turn takes. */
async function inParts(context: Context, step: (tx: EngineTransaction) => Promise<number>): Promise<boolean> {
  for (let part = 0; part < MOST_PARTS; part++) {
    if ((await inEngine(context.database, step)) < ROWS_AT_ONCE) return false;
  }
  return true;
}

/** Ids carry the time, so that only what is old is looked at. */
const OLDEST_KEPT = 'uuid_v7_floor(tenant_now($1) - make_interval(days => $2))';

async function deleteOld(
  tx: EngineTransaction,
  tenantId: string,
  { table, where, days }: { table: string; where: string; days: number },
): Promise<number> {
  const { rowCount } = await tx.query(
    `DELETE FROM ${table} WHERE tenant_id = $1 AND id IN (
       SELECT id FROM ${table} WHERE tenant_id = $1 AND id < ${OLDEST_KEPT} AND ${where} ORDER BY id LIMIT ${ROWS_AT_ONCE})`,
    [tenantId, days],
    `retention-${table}`,
  );
  return rowCount;
}

/** Goes on behind the last click it has stripped, which is remembered, so that none is looked at twice. */
async function stripClicks(tx: EngineTransaction, tenantId: string, days: number): Promise<number> {
  const worker = `retention of clicks ${tenantId}`;
  const { rows } = await tx.query<{ count: number; last: string | null }>(
    `WITH old AS (
       SELECT id FROM clicks WHERE tenant_id = $1 AND id < ${OLDEST_KEPT}
         AND id > COALESCE((SELECT position::uuid FROM worker_positions WHERE worker = $3), uuid_v7_floor('epoch'))
       ORDER BY id LIMIT ${ROWS_AT_ONCE}),
     stripped AS (
       UPDATE clicks c SET params = NULL, ip = NULL, user_agent = NULL FROM old WHERE c.tenant_id = $1 AND c.id = old.id)
     SELECT count(*)::integer AS count, max(id::text) AS last FROM old`,
    [tenantId, days, worker],
    'retention-strip-clicks',
  );
  const { count, last } = rows[0] as { count: number; last: string | null };
  if (last === null) return 0;
  await tx.query(
    `INSERT INTO worker_positions (worker, position, moved_at) VALUES ($1, $2, tenant_now($3))
     ON CONFLICT (worker) DO UPDATE SET position = excluded.position, moved_at = excluded.moved_at`,
    [worker, last, tenantId],
  );
  return count;
}
