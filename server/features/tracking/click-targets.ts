import { uuids } from '#database/array-values.ts';
import { together, type Transaction } from '#database/transaction.ts';
import type { WindowCaps } from '#domain/limits/limits.ts';
import type { OfferContent } from '#domain/offer.ts';
import { loadContents, loadShareCaps, type CurrentOffer } from '../conversions/exports.ts';

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
  readonly offerId: string;
  readonly partnerId: string;
  readonly isActive: boolean;
  readonly caps: WindowCaps;
}

/** An offer's version that is valid at a moment. */
export type ValidVersion = Pick<ClickTarget, 'offerVersionId' | 'content'>;

/** Loads the versions of offers that are valid now, by offer; offers without one are left out. */
export async function loadValidVersions(
  tx: Transaction,
  tenantId: string,
  offerIds: readonly string[],
): Promise<ReadonlyMap<string, ValidVersion>> {
  if (offerIds.length === 0) return new Map();
  const { rows } = await tx.query<{ offer_id: string; id: string }>(
    `SELECT o.id AS offer_id, v.id FROM unnest($2::uuid[]) AS o (id) CROSS JOIN LATERAL (
       SELECT id FROM offer_versions WHERE tenant_id = $1 AND offer_id = o.id AND valid_from <= (SELECT tenant_now($1))
       ORDER BY valid_from DESC LIMIT 1) v`,
    [tenantId, uuids(offerIds)],
    'find-valid-offer-versions',
  );
  const contents = await loadContents(
    tx,
    tenantId,
    rows.map(({ id }) => id),
  );
  return new Map(
    rows.flatMap(({ offer_id: offerId, id }) => {
      const content = contents.get(id);
      return content === undefined ? [] : [[offerId, { offerVersionId: id, content }] as const];
    }),
  );
}

/** Loads what partners' links lead to, by share; ids of nothing are left out. */
export async function loadShares(
  tx: Transaction,
  tenantId: string,
  shareIds: readonly string[],
): Promise<ReadonlyMap<string, TargetShare>> {
  if (shareIds.length === 0) return new Map();
  const found = tx.query<{
    id: string;
    offer_id: string;
    partner_id: string;
    is_active: boolean;
    version_id: string | null;
  }>(
    `SELECT s.id, s.offer_id, s.partner_id, s.is_active,
       (SELECT v.id FROM share_versions v WHERE v.tenant_id = $1 AND v.share_id = s.id
          AND v.valid_from <= (SELECT tenant_now($1)) ORDER BY v.valid_from DESC LIMIT 1) AS version_id
     FROM shares s WHERE s.tenant_id = $1 AND s.id = ANY($2::uuid[])`,
    [tenantId, shareIds],
    'find-shares',
  );
  const [{ rows }, caps] = await together(found, loadShareCaps(tx, tenantId, shareIds));
  return new Map(
    rows.flatMap((row) => {
      const capsOfShare = caps.get(row.id)?.caps;
      if (row.version_id === null || capsOfShare === undefined) return [];
      const share: TargetShare = {
        shareId: row.id,
        shareVersionId: row.version_id,
        offerId: row.offer_id,
        partnerId: row.partner_id,
        isActive: row.is_active,
        caps: capsOfShare,
      };
      return [[row.id, share] as const];
    }),
  );
}
