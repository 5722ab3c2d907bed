import { uuids } from '#database/array-values.ts';
import { together, type Transaction } from '#database/transaction.ts';
import { attemptColumns, clickColumns, type AttemptRow, type ClickRow, type ConversionRow } from './rows.ts';

/** A member at an offer: whose attempts are decided together. */
export interface MemberAtOffer {
  readonly memberId: string;
  readonly offerId: string;
}

/** How many times attempts that appear meanwhile are looked for. */
const LOCK_ROUNDS = 5;

/** The attempts of members at offers, with their conversions in order of arrival. */
export interface LockedAttempts {
  readonly attempts: readonly AttemptRow[];
  readonly conversions: readonly ConversionRow[];
}

/**
 * Locks all attempts of members at offers in the order of their ids, and loads their conversions. A decision on one
 * attempt looks at the others of its member and offer, so all of them are held still.
 */
export async function lockAttempts(
  tx: Transaction,
  tenantId: string,
  pairs: readonly MemberAtOffer[],
): Promise<LockedAttempts> {
  if (pairs.length === 0) return { attempts: [], conversions: [] };
  const unique = [...new Map(pairs.map((pair) => [`${pair.memberId}|${pair.offerId}`, pair])).values()];
  const values = [
    tenantId,
    uuids(unique.map(({ memberId }) => memberId)),
    uuids(unique.map(({ offerId }) => offerId)),
  ];
  const look = () =>
    tx.query<AttemptRow>(
      `SELECT ${attemptColumns} FROM attempts WHERE ${ofMembers} ORDER BY id FOR UPDATE`,
      values,
      'lock-attempts',
    );
  for (let round = 1; round <= LOCK_ROUNDS; round++) {
    // A statement sees what was there when it began. One that waited for a lock may have missed an attempt that
    // appeared meanwhile, so it looks again until nothing is new.
    const [first, second, conversions] = await together(
      look(),
      look(),
      tx.query<ConversionRow>(
        `${conversionsWhere} c.attempt_id IN (SELECT id FROM attempts WHERE ${ofMembers}) ${byArrival}`,
        values,
        'load-conversions-of-members',
      ),
    );
    if (first.rows.length === second.rows.length)
      return { attempts: second.rows, conversions: conversions.rows };
  }
  throw new Error('New attempts keep appearing while they are being locked');
}

const ofMembers =
  'tenant_id = $1 AND (member_id, offer_id) IN (SELECT * FROM unnest($2::uuid[], $3::uuid[]))';

const conversionsWhere = `
  SELECT c.id, c.offer_id, c.offer_event_id, c.offer_version_id, c.share_version_id, c.share_id, c.partner_id,
    c.attempt_id, c.click_id, c.member_id, c.raw_request_id, c.status, c.rejection_reason, c.is_test, c.arrived_at,
    c.user_completed_at, c.accepted_at, c.ripens_at, c.revenue, c.payout, c.reward, c.currency, c.reward_currency,
    c.is_over_limit, c.is_repeated, c.modified_at, k.external_id, k.conversion_id IS NOT NULL AS takes_identity
  FROM conversions c LEFT JOIN conversion_keys k ON k.tenant_id = $1 AND k.conversion_id = c.id
  WHERE c.tenant_id = $1 AND`;

const byArrival = 'ORDER BY c.arrived_at, c.id';

/** Clicks of the tenant by id, of whatever kind. */
export async function loadClicks(
  tx: Transaction,
  tenantId: string,
  clickIds: Iterable<string>,
): Promise<Map<string, ClickRow>> {
  const wanted = [...new Set(clickIds)];
  if (wanted.length === 0) return new Map();
  const { rows } = await tx.query<ClickRow>(
    `SELECT ${clickColumns} FROM clicks WHERE tenant_id = $1 AND id = ANY($2::uuid[])`,
    [tenantId, uuids(wanted)],
    'load-clicks',
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** The conversions of attempts in order of arrival, each with the identity it took. */
export async function loadConversions(
  tx: Transaction,
  tenantId: string,
  attemptIds: readonly string[],
): Promise<ConversionRow[]> {
  if (attemptIds.length === 0) return [];
  const { rows } = await tx.query<ConversionRow>(
    `${conversionsWhere} c.attempt_id = ANY($2::uuid[]) ${byArrival}`,
    [tenantId, attemptIds],
    'load-conversions-of-attempts',
  );
  return rows;
}

/** The name under which an identity is stored: of a click, with the sender's id or without one. */
export function identityText(clickId: string, trackId: string | null): string {
  return trackId === null ? clickId : `${clickId} ${trackId}`;
}
