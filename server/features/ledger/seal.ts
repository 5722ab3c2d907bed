import { inEngine, type EngineTransaction } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { repeat, type Worker } from '../../platform/worker.ts';
import { firstHash, rootOf, sealHash } from './merkle.ts';
import { LEAF_HASH } from './sealed-text.ts';

const EVERY_MS = 4_000;
/** Lines under one seal: enough for a burst, few enough for a transaction of some milliseconds. */
const MOST_LINES = 1_000;

/**
 * Seals what was posted, tenant by tenant, at most a few seconds after it. Postings never wait for it: it takes only
 * lines of transactions that are over, and nothing it locks is ever written by them.
 */
export function sealingWorker(context: Context): Worker {
  return repeat('ledger sealing', EVERY_MS, context.log, async () => {
    const tenantIds = await inEngine(context.database, tenantsToSeal, { readOnly: true });
    let hasMore = false;
    for (const tenantId of tenantIds) {
      const sealed = await inEngine(context.database, (tx) => sealBatch(tx, tenantId));
      hasMore ||= sealed === MOST_LINES;
    }
    return hasMore;
  });
}

// A line of a transaction that is still open may appear before one that is visible already, so that only those are
// taken before which nothing can appear any more.
const SETTLED = 'e.seal_number IS NULL AND e.xid < pg_snapshot_xmin(pg_current_snapshot())';

async function tenantsToSeal(tx: EngineTransaction): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT t.id FROM tenants t
     WHERE EXISTS (SELECT 1 FROM ledger_entries e WHERE e.tenant_id = t.id AND ${SETTLED}) ORDER BY t.id`,
  );
  return rows.map(({ id }) => id);
}

/** Seals one batch of a tenant and answers how many lines it had; none while another process is at it. */
async function sealBatch(tx: EngineTransaction, tenantId: string): Promise<number> {
  const lock = await tx.query<{ is_mine: boolean }>(
    "SELECT pg_try_advisory_xact_lock(hashtextextended('ledger sealing ' || $1, 0)) AS is_mine",
    [tenantId],
  );
  if (lock.rows[0]?.is_mine !== true) return 0;
  const { rows: lines } = await tx.query<{ id: string; leaf: Buffer }>(
    `SELECT e.id, ${LEAF_HASH} AS leaf FROM ledger_entries e
     WHERE e.tenant_id = $1 AND e.id IN (
       SELECT e.id FROM ledger_entries e WHERE e.tenant_id = $1 AND ${SETTLED}
       ORDER BY e.xid, e.id LIMIT ${MOST_LINES})
     ORDER BY e.id`,
    [tenantId],
    'lines-to-seal',
  );
  if (lines.length === 0) return 0;
  const last = await tx.query<{ number: number; hash: Buffer }>(
    'SELECT number, hash FROM ledger_seals WHERE tenant_id = $1 ORDER BY number DESC LIMIT 1',
    [tenantId],
    'last-seal',
  );
  const number = Number(last.rows[0]?.number ?? 0) + 1;
  const previousHash = last.rows[0]?.hash ?? firstHash(tenantId);
  const root = rootOf(lines.map(({ leaf }) => leaf));
  const hash = sealHash({ previousHash, number, entries: lines.length, root });
  await tx.query(
    `INSERT INTO ledger_seals (tenant_id, number, entries, previous_hash, hash, root, sealed_at)
     VALUES ($1, $2, $3, $4, $5, $6, tenant_now($1))`,
    [tenantId, number, lines.length, previousHash, hash, root],
    'store-seal',
  );
  const { rowCount } = await tx.query(
    'UPDATE ledger_entries SET seal_number = $3 WHERE tenant_id = $1 AND id = ANY($2::uuid[])',
    [tenantId, lines.map(({ id }) => id), number],
    'mark-sealed',
  );
  if (rowCount !== lines.length) throw new Error('lines of the ledger disappeared while they were sealed');
  return lines.length;
}
