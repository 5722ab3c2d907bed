import { signOut } from '#contract/auth.ts';
import { inTenant } from '#database/transaction.ts';
import { done } from '../../http/answer.ts';
import { sessionCookie, sessionSecretIn } from '../../http/authentication.ts';
import { tenantRoute } from '../../http/route.ts';
import { hashOf } from '../../platform/vault.ts';

/** Ends the session that the request carries, if any, and clears its cookie. */
export const signOutRoute = tenantRoute(signOut, async ({ context, tenant, request }) => {
  const secret = sessionSecretIn(request.headers.cookie);
  if (secret !== undefined) {
    await inTenant(context.database, tenant.id, (tx) =>
      tx.query('DELETE FROM sessions WHERE tenant_id = $1 AND hash = $2', [tenant.id, hashOf(secret)]),
    );
  }
  return done({ 'set-cookie': `${sessionCookie}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0` });
});
