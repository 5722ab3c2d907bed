import { sql, type RawBuilder } from 'kysely';
import type { Transaction } from '#database/transaction.ts';
import type { ListSelect } from '../../http/list.ts';

/** A record as it is selected: its conversions summed up, with what it is sorted and searched by. */
export interface RecordRow {
  readonly id: string;
  readonly attempt_id: string;
  readonly offer_type: 'SingleEvent' | 'MultiEvent';
  readonly tracking_system: string;
  readonly source: string;
  readonly created_at: string;
  readonly modified_at: string;
  readonly status: 'Pending' | 'Success' | 'Rejected';
  /** When the attempt was completed, or the one conversion reached; null on an attempt that is not complete. */
  readonly user_completed_at: string | null;
  readonly completing_conversion_id: string | null;
  readonly revenue: string | null;
}

/**
 * Selects the records that these conversions belong to. A record is the attempt of a MultiEvent offer, the conversion
 * itself otherwise; `record_id` names it on each of its conversions.
 *
 * @param wanted a condition on the row `wanted` of `conversions`
 */
export function selectRecords(tx: Transaction, tenantId: string, wanted: RawBuilder<unknown>): ListSelect {
  return tx.kysely
    .selectFrom(
      sql`(SELECT r.id, r.attempt_id, r.offer_id, r.partner_id, r.is_test, r.created_at, r.modified_at,
             o.name AS offer_name, o.offer_type, o.tracking_system, o.source, o.device_types, o.advertiser_id,
             a.name AS advertiser_name, p.name AS partner_name, m.pub_member_id, t.completing_conversion_id,
             CASE o.offer_type WHEN 'MultiEvent' THEN t.record_status ELSE r.status END AS status,
             CASE o.offer_type WHEN 'MultiEvent' THEN t.completed_at ELSE r.completed_at END AS user_completed_at,
             CASE o.offer_type WHEN 'MultiEvent' THEN r.standing_revenue ELSE r.revenue END AS revenue
           FROM (
             SELECT c.record_id AS id, c.attempt_id, c.offer_id, c.member_id, c.partner_id, c.is_test,
               min(c.created_at) AS created_at, max(c.modified_at) AS modified_at,
               max(c.user_completed_at) AS completed_at,
               min(CASE c.status WHEN 'Held' THEN 'Pending' ELSE c.status END) AS status, sum(c.revenue) AS revenue,
               sum(c.revenue) FILTER (WHERE c.status IN ('Pending', 'Success')) AS standing_revenue
             FROM conversions c
             WHERE c.tenant_id = ${tenantId} AND c.record_id IN (
               SELECT wanted.record_id FROM conversions wanted WHERE wanted.tenant_id = ${tenantId} AND ${wanted})
             GROUP BY c.record_id, c.attempt_id, c.offer_id, c.member_id, c.partner_id, c.is_test) r
           JOIN offers o ON o.tenant_id = ${tenantId} AND o.id = r.offer_id
           JOIN advertisers a ON a.tenant_id = ${tenantId} AND a.id = o.advertiser_id
           JOIN attempts t ON t.tenant_id = ${tenantId} AND t.id = r.attempt_id
           LEFT JOIN partners p ON p.tenant_id = ${tenantId} AND p.id = r.partner_id
           LEFT JOIN members m ON m.tenant_id = ${tenantId} AND m.id = r.member_id)`.as('record') as never,
    )
    .selectAll();
}
