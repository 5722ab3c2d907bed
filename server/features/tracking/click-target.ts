import type { Transaction } from '#database/transaction.ts';
import type { WindowCaps } from '#domain/limits/limits.ts';
import type { OfferContent } from '#domain/offer.ts';
import { loadContents, loadOffersToday, loadShareCaps, type CurrentOffer } from '../conversions/exports.ts';

/** What a click leads to: an offer as it is now, by the version and share version valid at this moment. */
export interface ClickTarget {
  readonly offer: CurrentOffer;
  readonly offerVersionId: string;
  readonly content: OfferContent;
  /** Null for the tenant's own wall. */
  readonly share: TargetShare | null;
}

/** The share that a partner's click comes through. */
export interface TargetShare {
  readonly shareId: string;
  readonly shareVersionId: string;
  readonly partnerId: string;
  readonly isActive: boolean;
  readonly caps: WindowCaps;
}

/** Loads an offer for a click; null when the tenant has no such offer. */
export async function loadTarget(
  tx: Transaction,
  tenantId: string,
  offerId: string,
  share: TargetShare | null = null,
): Promise<ClickTarget | null> {
  const offer = (await loadOffersToday(tx, tenantId, [offerId])).get(offerId);
  if (offer === undefined) return null;
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM offer_versions WHERE tenant_id = $1 AND offer_id = $2 AND valid_from <= tenant_now($1)
     ORDER BY valid_from DESC LIMIT 1`,
    [tenantId, offerId],
    'find-valid-offer-version',
  );
  const offerVersionId = rows[0]?.id;
  if (offerVersionId === undefined) return null;
  const content = (await loadContents(tx, tenantId, [offerVersionId])).get(offerVersionId);
  return content === undefined ? null : { offer, offerVersionId, content, share };
}

/** Loads what a partner's link leads to; null when there is no such share. */
export async function loadSharedTarget(
  tx: Transaction,
  tenantId: string,
  shareId: string,
): Promise<ClickTarget | null> {
  const { rows } = await tx.query<{
    offer_id: string;
    partner_id: string;
    is_active: boolean;
    version_id: string | null;
  }>(
    `SELECT s.offer_id, s.partner_id, s.is_active,
       (SELECT v.id FROM share_versions v WHERE v.tenant_id = $1 AND v.share_id = s.id
          AND v.valid_from <= tenant_now($1) ORDER BY v.valid_from DESC LIMIT 1) AS version_id
     FROM shares s WHERE s.tenant_id = $1 AND s.id = $2`,
    [tenantId, shareId],
    'find-share',
  );
  const row = rows[0];
  if (row === undefined || row.version_id === null) return null;
  const caps = (await loadShareCaps(tx, tenantId, [shareId])).get(shareId)?.caps;
  if (caps === undefined) return null;
  return loadTarget(tx, tenantId, row.offer_id, {
    shareId,
    shareVersionId: row.version_id,
    partnerId: row.partner_id,
    isActive: row.is_active,
    caps,
  });
}
