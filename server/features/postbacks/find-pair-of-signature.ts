import type { Transaction } from '#database/transaction.ts';
import type { TrackingSystem } from '#domain/offer.ts';
import { hashOf } from '../../platform/vault.ts';

/** The tenant's pair in force that has this signature; null when none has. */
export async function findPairOfSignature(
  tx: Transaction,
  tenantId: string,
  signature: string,
): Promise<{ id: string; trackingSystem: TrackingSystem | null } | null> {
  const { rows } = await tx.query<{ id: string; tracking_system: TrackingSystem | null }>(
    `SELECT id, tracking_system FROM postback_pairs
     WHERE tenant_id = $1 AND signature_hash = $2 AND (valid_until IS NULL OR valid_until > tenant_now($1))
     ORDER BY created_at DESC LIMIT 1`,
    [tenantId, hashOf(signature)],
    'find-pair-of-signature',
  );
  const row = rows[0];
  return row === undefined ? null : { id: row.id, trackingSystem: row.tracking_system };
}
