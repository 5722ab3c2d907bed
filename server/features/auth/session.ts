import { readSession } from '#contract/auth.ts';
import { formatInstant, parseInstant, type Micros } from '#domain/time.ts';
import { ok, refused } from '../../http/answer.ts';
import { sessionSecretIn } from '../../http/authentication.ts';
import { read } from '../../http/route.ts';
import { hashOf } from '../../platform/vault.ts';
import type { UserRow } from './users.ts';

/** Tells who is signed in. */
export const readSessionRoute = read(readSession, async ({ tx, tenant, principal, request }) => {
  const secret = sessionSecretIn(request.headers.cookie) ?? '';
  const { rows } = await tx.query<UserRow & { name: string; expires_at: string }>(
    `SELECT u.id, u.email, u.name, u.role, u.partner_id, u.advertiser_id,
       u.totp_seed_sealed IS NOT NULL AS has_totp, s.expires_at
     FROM users u JOIN sessions s ON s.tenant_id = u.tenant_id AND s.user_id = u.id
     WHERE u.tenant_id = $1 AND u.id = $2 AND s.hash = $3`,
    [tenant.id, principal.id, hashOf(secret)],
  );
  const row = rows[0];
  // It was ended by another call meanwhile.
  if (!row) return refused('Unauthorized', 'Authorization: a valid credential for this call is required');
  return ok({
    userId: row.id,
    email: row.email,
    role: row.role,
    tenant: tenant.name,
    partnerId: row.partner_id,
    advertiserId: row.advertiser_id,
    expiresAt: formatInstant(parseInstant(row.expires_at) as Micros),
    name: row.name,
    isTotpEnabled: row.has_totp,
  });
});
