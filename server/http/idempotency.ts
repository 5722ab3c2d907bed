import { createHash } from 'node:crypto';
import type { Endpoint } from '#contract/endpoint.ts';
import { successEnvelope } from '#contract/envelope.ts';
import type { Database } from '#database/connect.ts';
import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import type { Context } from '../context.ts';
import { refused, type Failure, type Headers, type Success } from './answer.ts';

/** A stored answer that is given again. */
export interface StoredAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Sealed by the vault, since an answer may show a secret that is kept nowhere else; empty without a body. */
  readonly sealedBody: string;
}

/** The right to run the call of one key. */
export interface Claim {
  readonly scope: KeyScope;
  readonly id: string;
}

/** What makes a key one's own: tenant, token, method and path. */
export interface KeyScope {
  readonly tenantId: string;
  readonly principalId: string;
  readonly method: string;
  readonly path: string;
  readonly key: string;
}

/** What came of presenting a key: run the call, give the stored answer, or refuse. */
export type Presented = { claim: Claim } | { stored: StoredAnswer } | { refusal: Failure };

const KEPT = '24 hours';
/** A claim without an answer after this long belongs to a process that died before its commit. */
const ABANDONED = '2 minutes';

/**
 * Presents an `Idempotency-Key`. The answer is stored in the transaction of the call's own effects, so a claim without
 * an answer means that nothing was done yet.
 */
export async function presentKey(
  database: Database,
  scope: KeyScope,
  body: unknown,
  claimId: string,
): Promise<Presented> {
  const bodyHash = createHash('sha256')
    .update(JSON.stringify(body ?? null, inOrder))
    .digest();
  return inTenant(database, scope.tenantId, async (tx) => {
    const keys = [scope.tenantId, scope.principalId, scope.method, scope.path, scope.key];
    const claimed = await tx.query(
      `INSERT INTO idempotency_keys AS k (tenant_id, principal_id, method, path, key, body_hash, claimed_by, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, tenant_now($1))
       ON CONFLICT (tenant_id, principal_id, method, path, key) DO UPDATE
         SET body_hash = excluded.body_hash, claimed_by = excluded.claimed_by, created_at = excluded.created_at,
             status = NULL, headers = NULL, answer = NULL
         WHERE k.created_at < excluded.created_at - interval '${KEPT}'
            OR (k.status IS NULL AND k.body_hash = excluded.body_hash AND k.created_at < excluded.created_at - interval '${ABANDONED}')
       RETURNING 1`,
      [...keys, bodyHash, claimId],
    );
    if (claimed.rowCount === 1) return { claim: { scope, id: claimId } };
    const { rows } = await tx.query<{
      body_hash: Buffer;
      status: number | null;
      headers: Headers | null;
      answer: string | null;
    }>(
      `SELECT body_hash, status, headers, answer FROM idempotency_keys
       WHERE tenant_id = $1 AND principal_id = $2 AND method = $3 AND path = $4 AND key = $5`,
      keys,
    );
    const row = rows[0];
    if (row && !row.body_hash.equals(bodyHash)) {
      return { refusal: refused('Conflict', 'Idempotency-Key: was used with another body') };
    }
    if (!row || row.status === null) {
      return {
        refusal: refused('Conflict', 'Idempotency-Key: the first call with this key is still running'),
      };
    }
    return { stored: { status: row.status, headers: row.headers ?? {}, sealedBody: row.answer ?? '' } };
  });
}

/** Sorts the fields of objects, so that one body has one hash however it was written. */
function inOrder(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/**
 * Stores the answer beside the effects of the call.
 *
 * @throws Error when the claim was taken over meanwhile, so that the transaction rolls back
 */
export async function storeAnswer(tx: TenantTransaction, claim: Claim, answer: StoredAnswer): Promise<void> {
  const { scope } = claim;
  const { rowCount } = await tx.query(
    `UPDATE idempotency_keys SET status = $6, headers = $7, answer = $8
     WHERE tenant_id = $1 AND principal_id = $2 AND method = $3 AND path = $4 AND key = $5 AND claimed_by = $9`,
    [
      scope.tenantId,
      scope.principalId,
      scope.method,
      scope.path,
      scope.key,
      answer.status,
      JSON.stringify(answer.headers),
      answer.sealedBody,
      claim.id,
    ],
  );
  if (rowCount !== 1) throw new Error('The Idempotency-Key was claimed by another call meanwhile');
}

/** An answer as it is stored beside the effects of its call. */
export function storedForm(
  { vault }: Context,
  endpoint: Endpoint,
  requestId: string,
  result: Success<unknown>,
): StoredAnswer {
  const { status = endpoint.status, headers = {}, messages = [] } = result;
  if (!endpoint.data) return { status, headers, sealedBody: '' };
  const body = JSON.stringify(successEnvelope(result.data, requestId, [...messages]));
  return { status, headers, sealedBody: vault.seal(body).toString('base64') };
}

/** Gives a claim back, since its call had no effect. */
export async function releaseClaim(database: Database, claim: Claim): Promise<void> {
  const { scope } = claim;
  await inTenant(database, scope.tenantId, (tx) =>
    tx.query(
      `DELETE FROM idempotency_keys
       WHERE tenant_id = $1 AND principal_id = $2 AND method = $3 AND path = $4 AND key = $5 AND claimed_by = $6 AND status IS NULL`,
      [scope.tenantId, scope.principalId, scope.method, scope.path, scope.key, claim.id],
    ),
  );
}
