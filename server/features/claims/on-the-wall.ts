import { createWallClaim, readWallClaims, type WallClaim } from '#contract/claims.ts';
import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import { notFound, ok, refuse } from '../../http/answer.ts';
import { tenantRoute } from '../../http/route.ts';
import { findMember, OWN_WALL } from '../tracking/exports.ts';
import { offerSourceOf } from '../wall/exports.ts';
import { wallClaim, wallColumns, type ClaimRow } from './claim-item.ts';
import { loadEvidence } from './evidence.ts';
import { readProof, type Proof } from './proof.ts';
import { loadMemberRewards, type MemberRewards } from './reward-facts.ts';

/** Reads what is known about a member's rewards of one offer, and the claims they made. */
export const readWallClaimsRoute = tenantRoute(readWallClaims, async ({ context, tenant, query }) => {
  const { offerId, pub_member_id: pubMemberId } = query;
  const current = await offerSourceOf(context).current(tenant.id);
  const held = current.snapshot.offer(offerId);
  if (!held) return notFound('offer');
  return inTenant(
    context.database,
    tenant.id,
    async (tx) => {
      const { subjects } = await loadMemberRewards(tx, tenant.id, current, held, pubMemberId);
      const claims = await loadClaims(tx, offerId, pubMemberId);
      return ok({ subjects: subjects.map(({ found: _found, ...subject }) => subject), claims });
    },
    { readOnly: true },
  );
});

/** Takes a claim: answered by what is known, or kept for a person. */
export const createWallClaimRoute = tenantRoute(createWallClaim, async ({ context, tenant, query, body }) => {
  const { offerId, offerEventId = null, message } = body;
  const proof = readProof(body.proof);
  const current = await offerSourceOf(context).current(tenant.id);
  const held = current.snapshot.offer(offerId);
  if (!held) return notFound('offer');
  return inTenant(context.database, tenant.id, async (tx) => {
    const { pub_member_id: pubMemberId } = query;
    const { attempt, subjects } = await loadMemberRewards(tx, tenant.id, current, held, pubMemberId);
    const subject = subjects.find((one) => one.offerEventId === offerEventId);
    if (!subject) refuse('ValidationError', 'offerEventId: is no step of this offer that brings a reward');
    const { verdict, canClaim } = subject;
    if (!canClaim || !attempt) return ok({ verdict, claim: null }, { status: 200 });
    const id = context.newId();
    const claim = await storeClaim(tx, { id, attempt, subject, message, proof });
    return ok({ verdict, claim });
  });
});

async function loadClaims(tx: TenantTransaction, offerId: string, pubMemberId: string): Promise<WallClaim[]> {
  const memberId = await findMember(tx, { tenantId: tx.tenantId, sourceId: OWN_WALL, pubMemberId });
  if (memberId === null) return [];
  const { rows } = await tx.query<ClaimRow>(
    `SELECT ${wallColumns} FROM claims WHERE tenant_id = $1 AND member_id = $2 AND offer_id = $3 ORDER BY id DESC LIMIT 50`,
    [tx.tenantId, memberId, offerId],
    'load-wall-claims',
  );
  return rows.map(wallClaim);
}

interface NewClaim {
  readonly id: string;
  readonly attempt: NonNullable<MemberRewards['attempt']>;
  readonly subject: MemberRewards['subjects'][number];
  readonly message: string;
  readonly proof: Proof | null;
}

async function storeClaim(
  tx: TenantTransaction,
  { id, attempt, subject, message, proof }: NewClaim,
): Promise<WallClaim> {
  const evidence = await loadEvidence(tx, tx.tenantId, attempt);
  const { rows } = await tx.query<ClaimRow>(
    `INSERT INTO claims (tenant_id, id, member_id, offer_id, offer_event_id, attempt_id, verdict, message, evidence,
       proof, proof_type, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, tenant_now($1))
     ON CONFLICT DO NOTHING RETURNING ${wallColumns}`,
    [
      tx.tenantId,
      id,
      attempt.memberId,
      attempt.offerId,
      subject.offerEventId,
      attempt.attemptId,
      subject.verdict.code,
      message,
      JSON.stringify(evidence),
      proof?.bytes ?? null,
      proof?.mediaType ?? null,
    ],
    'store-claim',
  );
  if (!rows[0]) refuse('Conflict', 'A claim on this is being looked into already');
  return wallClaim(rows[0]);
}
