import type { TenantTransaction } from '#database/transaction.ts';
import type { TrackingSystem as TrackingSystemName } from '#domain/offer.ts';
import type { Context } from '../../context.ts';
import { loadPostbackPairs, postbackUrl } from '../settings/exports.ts';

/**
 * The postback address that a tracking system is to call: that of its own pair where it has one, else the general
 * one. Undefined when the tenant has no pair at all.
 */
export async function systemAddress(
  { context, tx }: { context: Pick<Context, 'vault'>; tx: TenantTransaction },
  origin: string,
  trackingSystem: TrackingSystemName | null,
): Promise<string | undefined> {
  const pairs = await loadPostbackPairs(context, tx, tx.tenantId);
  const pair =
    pairs.find((candidate) => candidate.trackingSystem === trackingSystem) ??
    pairs.find((candidate) => candidate.trackingSystem === null);
  return pair && postbackUrl(origin, pair);
}
