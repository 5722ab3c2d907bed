import type { TenantTransaction } from '#database/transaction.ts';

/** Gives the ids of attempts in their order, so many after one. */
export type AttemptPage = (tx: TenantTransaction, after: string, most: number) => Promise<string[]>;

// What happened in an open attempt may now be all that is required of it, or too late; where a step was archived, the
// deadlines that waited for it begin in any. What is held, in closed ones too, may have waited for such a step. Of a
// member's attempts the older comes first.
const OPEN_OR_HELD = `
SELECT a.id FROM attempts a
WHERE a.tenant_id = $1 AND a.offer_id = $2 AND a.id > $3
  AND (a.status = 'open' AND ($5 OR a.expires_at IS NOT NULL OR EXISTS (
      SELECT 1 FROM conversions c WHERE c.tenant_id = $1 AND c.attempt_id = a.id))
    OR a.id IN (
      SELECT c.attempt_id FROM conversions c WHERE c.tenant_id = $1 AND c.offer_id = $2 AND c.status = 'Held'))
ORDER BY a.id LIMIT $4`;

// A closed attempt stays closed, but its record waits for no step that was archived,
const CLOSED_PENDING = `
SELECT a.id FROM attempts a
WHERE a.tenant_id = $1 AND a.offer_id = $2 AND a.status <> 'open' AND a.record_status = 'Pending' AND a.id > $3
ORDER BY a.id LIMIT $4`;

// and waits again for one that came back.
const CLOSED_SUCCESS = `
SELECT a.id FROM attempts a
WHERE a.tenant_id = $1 AND a.offer_id = $2 AND a.status <> 'open' AND a.record_status = 'Success' AND a.id > $3
  AND EXISTS (SELECT 1 FROM unnest($5::uuid[]) AS step (id) WHERE NOT EXISTS (
    SELECT 1 FROM conversions c
    WHERE c.tenant_id = $1 AND c.attempt_id = a.id AND c.offer_event_id = step.id AND c.status = 'Success'))
ORDER BY a.id LIMIT $4`;

// A live step that a version since it was made did not have has been archived in between.
const STEPS = `
SELECT e.id, e.archived_at IS NOT NULL AS is_archived, EXISTS (
    SELECT 1 FROM offer_versions v
    WHERE v.tenant_id = $1 AND v.offer_id = $2 AND v.valid_from > e.created_at AND v.valid_from <= tenant_now($1)
      AND NOT v.content -> 'offerEvents' @> jsonb_build_array(jsonb_build_object('id', e.id::text))) AS was_archived
FROM offer_events e WHERE e.tenant_id = $1 AND e.offer_id = $2`;

/** What a change of an offer may mean something to: lists of its attempts, to be read page by page. */
export async function pagesToReview(tx: TenantTransaction, offerId: string): Promise<AttemptPage[]> {
  const { rows } = await tx.query<{ id: string; is_archived: boolean; was_archived: boolean }>(STEPS, [
    tx.tenantId,
    offerId,
  ]);
  const revived = rows.filter((row) => !row.is_archived && row.was_archived).map(({ id }) => id);
  const hasArchived = rows.some((row) => row.is_archived);
  return [
    pageOf(OPEN_OR_HELD, offerId, hasArchived),
    ...(hasArchived ? [pageOf(CLOSED_PENDING, offerId)] : []),
    ...(revived.length > 0 ? [pageOf(CLOSED_SUCCESS, offerId, revived)] : []),
  ];
}

function pageOf(sql: string, offerId: string, ...more: readonly unknown[]): AttemptPage {
  return async (tx, after, most) => {
    const { rows } = await tx.query<{ id: string }>(sql, [tx.tenantId, offerId, after, most, ...more]);
    return rows.map(({ id }) => id);
  };
}
