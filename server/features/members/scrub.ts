import { inEngine, type EngineTransaction } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { repeat, type Worker } from '../../platform/worker.ts';

const LOOK_EVERY_MS = 10_000;
/** Rows that one transaction frees of personal values. */
const ROWS_AT_ONCE = 500;
const TURN_MS = 5_000;

// What is personal of each table, and how it looks once it is gone. Conversions, holds, the ledger and the identities of
// postbacks hold ids, amounts and times only. Of what a postback said, everything stays that decisions are made from.
const PERSONAL_FIELDS = `'{ip,email,userId,subs}'::text[]`;
const OF_CLICKS = 'click_id IN (SELECT id FROM clicks WHERE tenant_id = $1 AND member_id = $2)';
const OF_DELIVERIES = 'delivery_id IN (SELECT id FROM deliveries WHERE tenant_id = $1 AND member_id = $2)';
const OF_CLAIMS =
  "object_kind = 'claim' AND object_id IN (SELECT id::text FROM claims WHERE tenant_id = $1 AND member_id = $2)";

interface Cleaning {
  readonly table: string;
  readonly ofMember: string;
  readonly isPersonal: string;
  readonly set: string;
}

const cleanings: readonly Cleaning[] = [
  ...['views', 'clicks'].map((table) => ({
    table,
    ofMember: 'member_id = $2',
    isPersonal: 'num_nonnulls(params, ip, user_agent) > 0',
    set: 'params = NULL, ip = NULL, user_agent = NULL',
  })),
  {
    table: 'attempts',
    ofMember: 'member_id = $2',
    isPersonal: 'last_session_id IS NOT NULL',
    set: 'last_session_id = NULL',
  },
  {
    table: 'raw_requests',
    ofMember: OF_CLICKS,
    isPersonal: `(num_nonnulls(query, body, headers, ip) > 0 OR fields ?| ${PERSONAL_FIELDS})`,
    set: `query = NULL, body = NULL, headers = NULL, ip = NULL, fields = fields - ${PERSONAL_FIELDS}`,
  },
  {
    table: 'delivery_tries',
    ofMember: OF_DELIVERIES,
    isPersonal: 'answer IS NOT NULL',
    set: 'answer = NULL',
  },
  {
    table: 'deliveries',
    ofMember: 'member_id = $2',
    isPersonal: "(url <> '' OR body IS NOT NULL)",
    set: `url = '', body = NULL, headers = '{}', accepts = NULL, next_try_at = NULL,
      status = CASE status WHEN 'Waiting' THEN 'Cancelled' ELSE status END`,
  },
  {
    table: 'claims',
    ofMember: 'member_id = $2',
    isPersonal: "(num_nonnulls(message, proof, answer) > 0 OR evidence <> '{}')",
    set: "message = NULL, proof = NULL, proof_type = NULL, answer = NULL, evidence = '{}'",
  },
  {
    table: 'audit',
    ofMember: OF_CLAIMS,
    isPersonal: 'num_nonnulls(before, after) > 0',
    set: 'before = NULL, after = NULL',
  },
];

/**
 * Frees everything stored of an erased member of personal values, a few rows at a time, so that no lock is held for
 * long. It may stop anywhere and begin anew.
 *
 * @returns whether everything is done; false when its time was over before
 */
export async function scrubMember(
  context: Context,
  tenantId: string,
  memberId: string,
  withinMs: number,
): Promise<boolean> {
  const endMs = performance.now() + withinMs;
  for (const cleaning of cleanings) {
    for (;;) {
      const cleaned = await inEngine(context.database, (tx) => clean(tx, cleaning, tenantId, memberId));
      if (cleaned < ROWS_AT_ONCE) break;
      if (performance.now() > endMs || context.isDraining) return false;
    }
  }
  await inEngine(context.database, (tx) =>
    tx.query(
      `UPDATE members SET scrubbed_at = tenant_now($1) WHERE tenant_id = $1 AND id = $2 AND erased_at IS NOT NULL`,
      [tenantId, memberId],
    ),
  );
  return true;
}

async function clean(
  tx: EngineTransaction,
  { table, ofMember, isPersonal, set }: Cleaning,
  tenantId: string,
  memberId: string,
): Promise<number> {
  const { rowCount } = await tx.query(
    `UPDATE ${table} SET ${set} WHERE tenant_id = $1 AND id IN (
       SELECT id FROM ${table} WHERE tenant_id = $1 AND ${ofMember} AND ${isPersonal}
       ORDER BY id LIMIT ${ROWS_AT_ONCE} FOR UPDATE)`,
    [tenantId, memberId],
    `scrub-${table}`,
  );
  return rowCount;
}

/**
 * Goes on with what calls began, and looks again every day at members that were erased: their old clicks may still be
 * converted on, and whatever comes with that is nobody's to keep either.
 */
export function erasureWorker(context: Context): Worker {
  return repeat('erasure', LOOK_EVERY_MS, context.log, async () => {
    const { rows } = await inEngine(
      context.database,
      (tx) =>
        tx.query<{ tenant_id: string; id: string }>(
          `SELECT tenant_id, id FROM members WHERE erased_at IS NOT NULL
             AND (scrubbed_at IS NULL OR scrubbed_at < tenant_now(tenant_id) - interval '1 day')
           ORDER BY scrubbed_at NULLS FIRST LIMIT 1`,
        ),
      { readOnly: true },
    );
    const next = rows[0];
    if (!next) return false;
    await scrubMember(context, next.tenant_id, next.id, TURN_MS);
    return !context.isDraining;
  });
}
