import type { Transaction } from '#database/transaction.ts';
import type { ShareTerms } from '#domain/conversion/terms-of.ts';
import type { DecimalText } from '#domain/money.ts';
import type { Caps } from '#domain/offer.ts';
import { formatInstant, parseInstant, type Micros } from '#domain/time.ts';

/** One version of what a share pays. Never changes. */
export interface ShareVersion {
  readonly id: string;
  readonly shareId: string;
  readonly number: number;
  readonly validFrom: Micros;
  readonly terms: ShareTerms;
}

/** An offer given to a partner, with the version valid now; its caps are always today's. */
export interface StoredShare {
  /** The `payoutId` of partner links. */
  readonly id: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly offerId: string;
  /** False once it was ended: its link takes no more clicks. */
  readonly isActive: boolean;
  readonly caps: Caps;
  readonly version: ShareVersion;
  readonly createdAt: Micros;
  readonly modifiedAt: Micros;
}

/** The payouts of a share version as they are stored, amounts as decimal text. */
export interface StoredPayouts {
  payout: DecimalText | null;
  /** By the id of the offer event. */
  events: Record<string, DecimalText>;
}

interface VersionRow {
  version_id: string;
  share_id: string;
  number: number;
  valid_from: string;
  terms: StoredPayouts;
}

interface ShareRow extends VersionRow {
  partner_id: string;
  partner_name: string;
  offer_id: string;
  is_active: boolean;
  daily_cap: number | null;
  weekly_cap: number | null;
  monthly_cap: number | null;
  all_time_cap: number | null;
  created_at: string;
  modified_at: string;
}

const selectShares = `
  SELECT s.id AS share_id, s.partner_id, p.name AS partner_name, s.offer_id, s.is_active, s.daily_cap, s.weekly_cap,
         s.monthly_cap, s.all_time_cap, s.created_at, s.modified_at, v.id AS version_id, v.number, v.valid_from, v.terms
  FROM shares s
  JOIN partners p ON p.tenant_id = s.tenant_id AND p.id = s.partner_id
  JOIN LATERAL (SELECT v.id, v.number, v.valid_from, v.terms FROM share_versions v
                WHERE v.tenant_id = s.tenant_id AND v.share_id = s.id ORDER BY v.valid_from DESC LIMIT 1) v ON true
  WHERE s.tenant_id = $1`;

/** Loads shares by their ids, ended ones included; ids that are not the tenant's are left out. */
export async function loadShares(
  tx: Pick<Transaction, 'query'>,
  tenantId: string,
  ids: readonly string[],
): Promise<StoredShare[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.query<ShareRow>(
    `${selectShares} AND s.id = ANY ($2::uuid[]) ORDER BY s.id`,
    [tenantId, ids],
    'partners-load-shares',
  );
  return rows.map(storedShare);
}

/** Loads one share by its payoutId, an ended one included, or nothing where the tenant has none of it. */
export async function loadShare(
  tx: Pick<Transaction, 'query'>,
  tenantId: string,
  payoutId: string,
): Promise<StoredShare | undefined> {
  return (await loadShares(tx, tenantId, [payoutId]))[0];
}

/** Loads the share that gives an offer to a partner, an ended one included. */
export async function loadShareOf(
  tx: Pick<Transaction, 'query'>,
  tenantId: string,
  partnerId: string,
  offerId: string,
): Promise<StoredShare | undefined> {
  const { rows } = await tx.query<ShareRow>(
    `${selectShares} AND s.partner_id = $2 AND s.offer_id = $3`,
    [tenantId, partnerId, offerId],
    'partners-load-share-of',
  );
  return rows[0] && storedShare(rows[0]);
}

const selectVersions = `SELECT id AS version_id, share_id, number, valid_from, terms FROM share_versions WHERE tenant_id = $1`;

/** The version of a share that was valid at an instant, or nothing where the share is younger or unknown. */
export async function shareVersionAt(
  tx: Pick<Transaction, 'query'>,
  tenantId: string,
  shareId: string,
  at: Micros,
): Promise<ShareVersion | undefined> {
  const { rows } = await tx.query<VersionRow>(
    `${selectVersions} AND share_id = $2 AND valid_from <= $3 ORDER BY valid_from DESC LIMIT 1`,
    [tenantId, shareId, formatInstant(at)],
    'partners-share-version-at',
  );
  return rows[0] && shareVersion(rows[0]);
}

function shareVersion(row: VersionRow): ShareVersion {
  return {
    id: row.version_id,
    shareId: row.share_id,
    number: row.number,
    validFrom: instant(row.valid_from),
    terms: {
      shareVersionId: row.version_id,
      payout: row.terms.payout,
      events: Object.entries(row.terms.events).map(([offerEventId, payout]) => ({ offerEventId, payout })),
    },
  };
}

function storedShare(row: ShareRow): StoredShare {
  return {
    id: row.share_id,
    partnerId: row.partner_id,
    partnerName: row.partner_name,
    offerId: row.offer_id,
    isActive: row.is_active,
    caps: {
      dailyCap: row.daily_cap,
      weeklyCap: row.weekly_cap,
      monthlyCap: row.monthly_cap,
      allTimeCap: row.all_time_cap,
    },
    version: shareVersion(row),
    createdAt: instant(row.created_at),
    modifiedAt: instant(row.modified_at),
  };
}

function instant(text: string): Micros {
  return parseInstant(text) as Micros;
}
