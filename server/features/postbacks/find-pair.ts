import type { Database } from '#database/connect.ts';
import type { TrackingSystem } from '#domain/offer.ts';
import { hashOf } from '../../platform/vault.ts';

/** A pair of secrets in force, with the tenant it belongs to. */
export interface KnownPair {
  readonly id: string;
  readonly tenantId: string;
  readonly tenantName: string;
  /** Null for the general pair. */
  readonly trackingSystem: TrackingSystem | null;
  readonly signatureHash: Buffer;
}

/** Finds a pair by its secret segment. It works across tenants, since the segment is what names the tenant. */
export async function findPair(database: Database, segment: string): Promise<KnownPair | undefined> {
  const { rows } = await database.engine.query<{
    id: string;
    tenant_id: string;
    name: string;
    tracking_system: TrackingSystem | null;
    signature_hash: Buffer;
  }>({
    name: 'find-postback-pair',
    text: `SELECT p.id, p.tenant_id, t.name, p.tracking_system, p.signature_hash
     FROM postback_pairs p JOIN tenants t ON t.id = p.tenant_id
     WHERE p.segment_hash = $1 AND t.status = 'active'
       AND (p.valid_until IS NULL OR p.valid_until > tenant_now(p.tenant_id))`,
    values: [hashOf(segment)],
  });
  const row = rows[0];
  return (
    row && {
      id: row.id,
      tenantId: row.tenant_id,
      tenantName: row.name,
      trackingSystem: row.tracking_system,
      signatureHash: row.signature_hash,
    }
  );
}
