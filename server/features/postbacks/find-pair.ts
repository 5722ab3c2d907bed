import type { Database } from '#database/connect.ts';
import type { TrackingSystem } from '#domain/offer.ts';
import type { Context } from '../../context.ts';
import { unlessFull } from '../../http/full-queue.ts';
import { queueOfProcess } from '../../platform/group-commit.ts';
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

const MOST_AT_ONCE = 200;
const MOST_WAITING = 5_000;
/** The segment is what names the tenant, so that all of them wait in one queue. */
const EVERYBODY = '';

const pairQueue = queueOfProcess<Buffer, KnownPair | undefined>(({ database }) => ({
  most: MOST_AT_ONCE,
  mostWaiting: MOST_WAITING,
  run: (_group, hashes) => findPairs(database, hashes),
}));

/**
 * Finds a pair by its secret segment, together with whoever else asks. Nothing is remembered: a pair that was ended
 * before the question is not found.
 *
 * @throws Refusal: 503 when too many ask
 */
export function findPair(context: Context, segment: string): Promise<KnownPair | undefined> {
  return unlessFull(pairQueue(context).submit(EVERYBODY, hashOf(segment)), 'postbacks');
}

async function findPairs(database: Database, hashes: readonly Buffer[]): Promise<(KnownPair | undefined)[]> {
  const { rows } = await database.engine.query<{
    segment_hash: Buffer;
    id: string;
    tenant_id: string;
    name: string;
    tracking_system: TrackingSystem | null;
    signature_hash: Buffer;
  }>({
    name: 'find-postback-pairs',
    text: `SELECT p.segment_hash, p.id, p.tenant_id, t.name, p.tracking_system, p.signature_hash
     FROM postback_pairs p JOIN tenants t ON t.id = p.tenant_id
     WHERE p.segment_hash = ANY ($1::bytea[]) AND t.status = 'active'
       AND (p.valid_until IS NULL OR p.valid_until > tenant_now(p.tenant_id))`,
    values: [[...new Map(hashes.map((hash) => [hash.toString('base64'), hash])).values()]],
  });
  const pairs = new Map(
    rows.map((row) => [
      row.segment_hash.toString('base64'),
      {
        id: row.id,
        tenantId: row.tenant_id,
        tenantName: row.name,
        trackingSystem: row.tracking_system,
        signatureHash: row.signature_hash,
      },
    ]),
  );
  return hashes.map((hash) => pairs.get(hash.toString('base64')));
}
