import { deleteToken } from '#contract/tokens.ts';
import { done, notFound } from '../../http/answer.ts';
import { write } from '../../http/route.ts';
import { tokenItem } from './list.ts';

/** Revokes a token at once. Its row stays, so that the audit can still name it; repeating it changes nothing. */
export const revokeTokenRoute = write(deleteToken, async ({ tx, params, audit, announce }) => {
  const { rows } = await tx.query(
    `UPDATE tokens SET revoked_at = COALESCE(revoked_at, tenant_now($1))
     WHERE tenant_id = $1 AND id = $2 RETURNING *`,
    [tx.tenantId, params.id],
  );
  const row = rows[0];
  if (!row) return notFound('token');
  await audit({ action: 'revoke', objectKind: 'token', objectId: params.id, after: tokenItem(row) });
  announce('token', params.id);
  return done();
});
