import { inEngine, type Transaction } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { repeat, type Worker } from '../../platform/worker.ts';

const DAY_MS = 86_400_000;
/** So many go in one transaction, which stays well under a second. */
const MOST_AT_ONCE = 200;

/** Rows of any tenant, each with the tenant it belongs to. */
interface Rows {
  readonly tenantIds: readonly string[];
  readonly ids: readonly string[];
}

/**
 * Deletes every night what test links made, 30 days after the last click: clicks, attempts, conversions with their
 * history, the postbacks and callbacks about them, and members that nothing else is known of.
 */
export function testDataWorker(context: Context): Worker {
  return repeat('test data', DAY_MS, context.log, async () => {
    const forgotten = await inEngine(context.database, forgetOldTests);
    return forgotten === MOST_AT_ONCE;
  });
}

async function forgetOldTests(tx: Transaction): Promise<number> {
  const attempts = await tx.query<{ tenant_id: string; id: string; member_id: string }>(
    `SELECT tenant_id, id, member_id FROM attempts
     WHERE is_test AND last_click_at < tenant_now(tenant_id) - interval '30 days'
     ORDER BY last_click_at LIMIT $1 FOR UPDATE SKIP LOCKED`,
    [MOST_AT_ONCE],
  );
  const ofAttempts = rowsOf(attempts.rows);
  await deleteConversions(tx, ofAttempts);
  const clicks = await tx.query<{ tenant_id: string; id: string; member_id: string }>(
    `DELETE FROM clicks c USING (
       SELECT c.tenant_id, c.id FROM clicks c WHERE c.is_test
         AND c.created_at < tenant_now(c.tenant_id) - interval '30 days'
         AND (c.attempt_id IS NULL OR NOT EXISTS (
           SELECT FROM attempts a WHERE a.tenant_id = c.tenant_id AND a.id = c.attempt_id
             AND NOT (a.tenant_id, a.id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))))
       ORDER BY c.created_at LIMIT $3) old
     WHERE c.tenant_id = old.tenant_id AND c.id = old.id RETURNING c.tenant_id, c.id, c.member_id`,
    [ofAttempts.tenantIds, ofAttempts.ids, 5 * MOST_AT_ONCE],
  );
  await deleteOf(tx, 'raw_requests', 'click_id', rowsOf(clicks.rows));
  await deleteOf(tx, 'attempts', 'id', ofAttempts);
  await deleteMembers(tx, [...attempts.rows, ...clicks.rows]);
  return attempts.rows.length;
}

async function deleteConversions(tx: Transaction, attempts: Rows): Promise<void> {
  const conversions = await deleteOf(tx, 'conversions', 'attempt_id', attempts);
  await deleteOf(tx, 'conversion_history', 'conversion_id', conversions);
  await deleteOf(tx, 'conversion_keys', 'conversion_id', conversions, 'conversion_id');
  const deliveries = await deleteOf(tx, 'deliveries', 'conversion_id', conversions);
  await deleteOf(tx, 'delivery_tries', 'delivery_id', deliveries);
}

/** Members stay as long as anything of theirs does: a test may have been made with a real member's id. */
async function deleteMembers(
  tx: Transaction,
  members: readonly { tenant_id: string; member_id: string }[],
): Promise<void> {
  const others = ['attempts', 'clicks', 'views', 'conversions'].map(
    (table) =>
      `AND NOT EXISTS (SELECT FROM ${table} o WHERE o.tenant_id = m.tenant_id AND o.member_id = m.id)`,
  );
  await tx.query(
    `DELETE FROM members m USING unnest($1::uuid[], $2::uuid[]) AS g (tenant_id, id)
     WHERE m.tenant_id = g.tenant_id AND m.id = g.id ${others.join(' ')}`,
    [members.map((one) => one.tenant_id), members.map((one) => one.member_id)],
  );
}

async function deleteOf(
  tx: Transaction,
  table: string,
  column: string,
  { tenantIds, ids }: Rows,
  key = 'id',
): Promise<Rows> {
  if (ids.length === 0) return { tenantIds: [], ids: [] };
  const { rows } = await tx.query<{ tenant_id: string; id: string }>(
    `DELETE FROM ${table} t USING unnest($1::uuid[], $2::uuid[]) AS g (tenant_id, id)
     WHERE t.tenant_id = g.tenant_id AND t.${column} = g.id RETURNING t.tenant_id, t.${key} AS id`,
    [tenantIds, ids],
  );
  return rowsOf(rows);
}

function rowsOf(rows: readonly { tenant_id: string; id: string }[]): Rows {
  return { tenantIds: rows.map((row) => row.tenant_id), ids: rows.map((row) => row.id) };
}
