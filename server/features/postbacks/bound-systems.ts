import type { Transaction } from '#database/transaction.ts';

/** The tracking systems that have a pair of their own in force. */
export async function loadBoundSystems(tx: Transaction, tenantId: string): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<{ tracking_system: string }>(
    `SELECT DISTINCT tracking_system FROM postback_pairs
     WHERE tenant_id = $1 AND tracking_system IS NOT NULL
       AND (valid_until IS NULL OR valid_until > tenant_now($1))`,
    [tenantId],
    'load-bound-systems',
  );
  return new Set(rows.map((row) => row.tracking_system));
}
