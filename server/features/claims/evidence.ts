import type { ClaimEvidence } from '#contract/claims.ts';
import type { Transaction } from '#database/transaction.ts';
import { formatInstant, parseInstant } from '#domain/time.ts';

const MOST_CLICKS = 20;
const MOST_ROWS = 50;

/** What the operator will want to see: the member's clicks on the offer and all that came in for them. */
export async function loadEvidence(
  tx: Transaction,
  tenantId: string,
  { memberId, offerId, attemptId }: { memberId: string; offerId: string; attemptId: string },
): Promise<ClaimEvidence> {
  const clicks = await tx.query<{ id: string; at: string }>(
    `SELECT id, created_at AS at FROM clicks
     WHERE tenant_id = $1 AND member_id = $2 AND offer_id = $3 AND NOT is_test ORDER BY id DESC LIMIT ${MOST_CLICKS}`,
    [tenantId, memberId, offerId],
    'claim-clicks',
  );
  const conversions = await tx.query<ClaimEvidence['conversions'][number]>(
    `SELECT id, offer_event_id AS "offerEventId", status, rejection_reason AS reason, arrived_at AS at FROM conversions
     WHERE tenant_id = $1 AND member_id = $2 AND offer_id = $3 AND NOT is_test ORDER BY id DESC LIMIT ${MOST_ROWS}`,
    [tenantId, memberId, offerId],
    'claim-conversions',
  );
  const postbacks = await tx.query<ClaimEvidence['postbacks'][number]>(
    `SELECT id, outcome, reason, received_at AS at FROM raw_requests
     WHERE tenant_id = $1 AND click_id = ANY ($2::uuid[]) AND outcome IN ('parked', 'refused', 'waiting')
     ORDER BY id DESC LIMIT ${MOST_ROWS}`,
    [tenantId, clicks.rows.map(({ id }) => id)],
    'claim-postbacks',
  );
  return {
    attemptId,
    clicks: clicks.rows.map(dated),
    conversions: conversions.rows.map(dated),
    postbacks: postbacks.rows.map(dated),
  };
}

function dated<Row extends { readonly at: string }>(row: Row): Row {
  return { ...row, at: formatInstant(parseInstant(row.at) as number) };
}
