import { sql } from 'kysely';
import { answerClaim, listClaims, readClaim, readClaimProof, type ClaimEvidence } from '#contract/claims.ts';
import type { DataOf } from '#contract/endpoint.ts';
import type { TenantTransaction } from '#database/transaction.ts';
import { file, notFound, ok } from '../../http/answer.ts';
import { containing, list } from '../../http/list.ts';
import { read, write } from '../../http/route.ts';
import { operatorClaim, type OperatorRow } from './claim-item.ts';

/** Lists claims, the newest first unless asked otherwise. */
export const listClaimsRoute = list(listClaims, {
  select: ({ tx, tenant }) => selectClaims(tx).where('c.tenant_id', '=', tenant.id),
  order: { CreatedAt: 'created_at', AnsweredAt: 'answered_at' },
  filters: {
    search: (select, text: string) =>
      select.where((where) =>
        where.or([
          where('m.pub_member_id', 'ilike', containing(text)),
          where('o.name', 'ilike', containing(text)),
        ]),
      ),
    status: (select, statuses: string[]) => select.where('c.status', 'in', statuses),
    outcome: (select, outcomes: string[]) => select.where('c.outcome', 'in', outcomes),
    offer_id: (select, ids: string[]) => select.where('c.offer_id', 'in', ids),
  },
  items: (rows) => (rows as OperatorRow[]).map(operatorClaim),
});

/** Reads one claim. */
export const readClaimRoute = read(readClaim, async ({ tx, params }) => {
  const found = await loadClaim(tx, params.id);
  return found ? ok(found) : notFound('claim');
});

/** Reads the picture of a claim. It came from a stranger, so nothing but its bytes is believed. */
export const readProofRoute = read(readClaimProof, async ({ tx, tenant, params }) => {
  const { rows } = await tx.query<{ proof: Buffer | null; proof_type: string | null }>(
    'SELECT proof, proof_type FROM claims WHERE tenant_id = $1 AND id = $2',
    [tenant.id, params.id],
  );
  const { proof, proof_type: mediaType } = rows[0] ?? {};
  if (!proof || !mediaType) return notFound('picture');
  const headers = {
    'cache-control': 'private, no-store',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  };
  return file(mediaType, proof, { headers });
});

/** Answers a claim, or changes the answer. */
export const answerClaimRoute = write(answerClaim, async ({ tx, tenant, params, body, audit }) => {
  const before = await loadClaim(tx, params.id);
  if (!before) return notFound('claim');
  await tx.query(
    `UPDATE claims SET status = 'Answered', outcome = $3, answer = $4, answered_at = tenant_now($1)
     WHERE tenant_id = $1 AND id = $2`,
    [tenant.id, params.id, body.outcome, body.answer ?? ''],
  );
  const after = await loadClaim(tx, params.id);
  if (!after) return notFound('claim');
  const shown = ({ status, outcome, answer }: typeof after) => ({ status, outcome, answer });
  await audit({
    action: 'answer',
    objectKind: 'claim',
    objectId: params.id,
    before: shown(before),
    after: shown(after),
  });
  return ok(after);
});

function selectClaims(tx: TenantTransaction) {
  return tx.kysely
    .selectFrom('claims as c')
    .innerJoin('offers as o', (join) =>
      join.onRef('o.tenant_id', '=', 'c.tenant_id').onRef('o.id', '=', 'c.offer_id'),
    )
    .leftJoin('members as m', (join) =>
      join.onRef('m.tenant_id', '=', 'c.tenant_id').onRef('m.id', '=', 'c.member_id'),
    )
    .leftJoin('offer_events as e', (join) =>
      join.onRef('e.tenant_id', '=', 'c.tenant_id').onRef('e.id', '=', 'c.offer_event_id'),
    )
    .select([
      'c.id',
      'c.offer_event_id',
      'c.status',
      'c.outcome',
      'c.message',
      'c.answer',
      sql<boolean>`c.proof IS NOT NULL`.as('has_proof'),
      'c.created_at',
      'c.answered_at',
      'm.pub_member_id',
      'c.offer_id',
      'o.name as offer_name',
      'e.event_id',
      'c.verdict',
    ]);
}

async function loadClaim(tx: TenantTransaction, id: string): Promise<DataOf<typeof readClaim> | undefined> {
  const row = await selectClaims(tx)
    .select('c.evidence')
    .where('c.tenant_id', '=', tx.tenantId)
    .where('c.id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    ...operatorClaim(row as OperatorRow),
    evidence: row.evidence as ClaimEvidence,
  };
}
