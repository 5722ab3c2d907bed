import type { Claim, WallClaim } from '#contract/claims.ts';
import { formatInstant, parseInstant } from '#domain/time.ts';

/** The columns of a claim that its member sees. */
export const wallColumns = `id, offer_event_id, status, outcome, message, answer, proof IS NOT NULL AS has_proof,
  created_at, answered_at`;

/** A row with those columns. */
export interface ClaimRow {
  readonly id: string;
  readonly offer_event_id: string | null;
  readonly status: WallClaim['status'];
  readonly outcome: WallClaim['outcome'];
  readonly message: string | null;
  readonly answer: string | null;
  readonly has_proof: boolean;
  readonly created_at: string;
  readonly answered_at: string | null;
}

/** A row with what an operator sees beside. */
export interface OperatorRow extends ClaimRow {
  readonly pub_member_id: string | null;
  readonly offer_id: string;
  readonly offer_name: string;
  readonly event_id: string | null;
  readonly verdict: Claim['verdict'];
}

/** A claim as its member sees it. */
export function wallClaim(row: ClaimRow): WallClaim {
  return {
    id: row.id,
    offerEventId: row.offer_event_id,
    status: row.status,
    outcome: row.outcome,
    message: row.message ?? '',
    answer: row.answer ?? '',
    hasProof: row.has_proof,
    createdAt: written(row.created_at),
    answeredAt: row.answered_at === null ? null : written(row.answered_at),
  };
}

/** A claim as an operator sees it. */
export function operatorClaim(row: OperatorRow): Claim {
  return {
    ...wallClaim(row),
    pubMemberId: row.pub_member_id,
    offerId: row.offer_id,
    offerName: row.offer_name,
    eventId: row.event_id,
    verdict: row.verdict,
  };
}

function written(text: string): string {
  return formatInstant(parseInstant(text) as number);
}
