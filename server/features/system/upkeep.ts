import { inEngine } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { repeat, type Worker } from '../../platform/worker.ts';

const HOUR_MS = 3_600_000;
const partitioned = ['views', 'clicks', 'raw_requests', 'delivery_tries', 'audit'];

/** Keeps the house in order, every hour: partitions of the months ahead, and what is of no use any more. */
export function upkeepWorker(context: Context): Worker {
  return repeat('upkeep', HOUR_MS, context.log, async () => {
    await inEngine(context.database, async (tx) => {
      for (const table of partitioned) {
        await tx.query(
          "CALL ensure_partitions($1, transaction_timestamp(), transaction_timestamp() + interval '3 months')",
          [table],
        );
      }
      await tx.query(
        "DELETE FROM idempotency_keys WHERE created_at < tenant_now(tenant_id) - interval '24 hours'",
      );
      await tx.query(
        "DELETE FROM notifications WHERE created_at < tenant_now(tenant_id) - interval '400 days'",
      );
      await tx.query('DELETE FROM sessions WHERE expires_at < tenant_now(tenant_id)');
      await tx.query(
        "DELETE FROM sign_in_links WHERE expires_at < tenant_now(tenant_id) - interval '30 days'",
      );
      // Readers are at most seconds behind; a process that was away longer starts from a fresh copy.
      await tx.query(
        `DELETE FROM changes WHERE seq < (SELECT max(seq) - 100000 FROM changes)
           AND xid < pg_snapshot_xmin(pg_current_snapshot())`,
      );
    });
    return false;
  });
}
