import { rotatePostbackPair } from '#contract/settings.ts';
import type { Transaction } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { ok } from '../../http/answer.ts';
import { write } from '../../http/route.ts';
import { hashOf } from '../../platform/vault.ts';

const SECRET_BYTES = 18;
const OVERLAP = '7 days';

/** The two secrets of inbound postbacks: the path between `/api/v1/` and the query, and the `signature` value. */
export interface PostbackPair {
  readonly trackingSystem: string | null;
  readonly securitySegment: string;
  readonly signature: string;
}

/** Makes and stores a new pair, and ends the one before it: after the overlap, or at once. */
export async function makePostbackPair(
  context: Pick<Context, 'newId' | 'random' | 'vault'>,
  tx: Transaction,
  tenantId: string,
  trackingSystem: string | null,
  endsOldNow: boolean,
): Promise<PostbackPair> {
  const secret = () => Buffer.from(context.random(SECRET_BYTES)).toString('base64url');
  const pair = { trackingSystem, securitySegment: `postback/${secret()}/${secret()}`, signature: secret() };
  await tx.query(
    `UPDATE postback_pairs SET valid_until = tenant_now($1) + $3::interval
     WHERE tenant_id = $1 AND tracking_system IS NOT DISTINCT FROM $2
       AND (valid_until IS NULL OR valid_until > tenant_now($1) + $3::interval)`,
    [tenantId, trackingSystem, endsOldNow ? '0' : OVERLAP],
  );
  await tx.query(
    `INSERT INTO postback_pairs (tenant_id, id, tracking_system, segment_hash, segment_sealed, signature_hash, signature_sealed, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, tenant_now($1))`,
    [
      tenantId,
      context.newId(),
      trackingSystem,
      hashOf(pair.securitySegment),
      context.vault.seal(pair.securitySegment),
      hashOf(pair.signature),
      context.vault.seal(pair.signature),
    ],
  );
  return pair;
}

/** The pairs in force, the general one first. */
export async function loadPostbackPairs(
  context: Pick<Context, 'vault'>,
  tx: Transaction,
  tenantId: string,
): Promise<PostbackPair[]> {
  const { rows } = await tx.query<{
    tracking_system: string | null;
    segment_sealed: Buffer;
    signature_sealed: Buffer;
  }>(
    `SELECT tracking_system, segment_sealed, signature_sealed FROM postback_pairs
     WHERE tenant_id = $1 AND valid_until IS NULL ORDER BY tracking_system NULLS FIRST`,
    [tenantId],
  );
  return rows.map((row) => ({
    trackingSystem: row.tracking_system,
    securitySegment: context.vault.open(row.segment_sealed),
    signature: context.vault.open(row.signature_sealed),
  }));
}

/** The address of a pair, complete but for the click id and what the conversion brings. */
export function postbackUrl(origin: string, pair: PostbackPair): string {
  return `${origin}/api/v1/${pair.securitySegment}/?signature=${encodeURIComponent(pair.signature)}`;
}

/** Makes new pairs. */
export const postbackPairRoutes = [
  write(rotatePostbackPair, async ({ context, tx, tenant, body, query, audit, announce }) => {
    const trackingSystem = body.trackingSystem ?? null;
    const pair = await makePostbackPair(context, tx, tenant.id, trackingSystem, query.now ?? false);
    await audit({ action: 'rotate', objectKind: 'postback pair', objectId: trackingSystem });
    announce('settings', tenant.id);
    return ok(pair as never);
  }),
];
