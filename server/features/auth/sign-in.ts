import { signIn } from '#contract/auth.ts';
import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import { formatInstant, parseInstant } from '#domain/time.ts';
import { ok, refused, type Answer } from '../../http/answer.ts';
import { sessionCookie } from '../../http/authentication.ts';
import { tenantRoute, type TenantCall } from '../../http/route.ts';
import { hashOf } from '../../platform/vault.ts';
import { tenantOfLink } from './links.ts';
import { hashPassword, isPassword } from './passwords.ts';
import { takeCode } from './totp.ts';
import type { UserRow } from './users.ts';

const SESSION_BYTES = 32;
const SESSION_SECONDS = 14 * 86_400;
const columns =
  'id, tenant_id, email, role, partner_id, advertiser_id, password_hash, status, totp_seed_sealed IS NOT NULL AS has_totp';

type Call = TenantCall<typeof signIn>;

/** Signs a user in by password or one-time link. Every way to fail looks the same. */
export const signInRoute = tenantRoute(signIn, async (call) => {
  const { email, password, link, code } = call.body;
  if (link === undefined && (email === undefined || password === undefined)) {
    const missing = [
      email === undefined && 'email: is required',
      password === undefined && 'password: is required',
    ];
    return refused('ValidationError', ...missing.filter((message) => message !== false));
  }
  const tenantId = link === undefined ? call.tenant.id : await tenantOfLink(call.context.database, link);
  const refusal = refused('Unauthorized', 'E-mail, password or link: not valid');
  if (tenantId === undefined) return refusal;
  return inTenant(call.context.database, tenantId, async (tx) => {
    const user = link === undefined ? await userByEmail(tx, email as string) : await userOfLink(tx, link);
    if (!user) return refusal;
    if (link === undefined && !(await isPassword(password as string, user.password_hash))) return refusal;
    if (user.status === 'invited' && password === undefined)
      return refused('ValidationError', 'password: is required to follow an invitation');
    if (user.has_totp && code === undefined)
      return refused('Unauthorized', 'code: the code of the authenticator app is required');
    if (user.has_totp && !(await takeCode(call.context, tx, user.id, code as string))) return refusal;
    if (link !== undefined && !(await useLink(tx, link))) return refusal;
    if (link !== undefined && password !== undefined) await setPassword(tx, user.id, password);
    return openSession(call, tx, user);
  });
});

async function userByEmail(tx: TenantTransaction, email: string): Promise<UserRow | undefined> {
  const { rows } = await tx.query<UserRow>(
    `SELECT ${columns} FROM users WHERE tenant_id = $1 AND lower(email) = lower($2) AND status = 'active'`,
    [tx.tenantId, email],
  );
  return (
    rows[0] ?? {
      id: '',
      tenant_id: tx.tenantId,
      email,
      role: 'viewer',
      partner_id: null,
      advertiser_id: null,
      password_hash: null,
      status: 'active',
      has_totp: false,
    }
  );
}

async function userOfLink(tx: TenantTransaction, secret: string): Promise<UserRow | undefined> {
  const { rows } = await tx.query<UserRow>(
    `SELECT ${columns} FROM users WHERE tenant_id = $1 AND status <> 'disabled' AND id IN (
       SELECT user_id FROM sign_in_links
       WHERE tenant_id = $1 AND hash = $2 AND used_at IS NULL AND expires_at > tenant_now($1))`,
    [tx.tenantId, hashOf(secret)],
  );
  return rows[0];
}

/** Uses a link up; false where somebody else was faster. */
async function useLink(tx: TenantTransaction, secret: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE sign_in_links SET used_at = tenant_now($1)
     WHERE tenant_id = $1 AND hash = $2 AND used_at IS NULL AND expires_at > tenant_now($1)`,
    [tx.tenantId, hashOf(secret)],
  );
  return rowCount > 0;
}

async function setPassword(tx: TenantTransaction, userId: string, password: string): Promise<void> {
  await tx.query(
    `UPDATE users SET password_hash = $3, status = 'active', modified_at = tenant_now($1) WHERE tenant_id = $1 AND id = $2`,
    [tx.tenantId, userId, await hashPassword(password)],
  );
}

async function openSession(
  { context, request }: Call,
  tx: TenantTransaction,
  user: UserRow,
): Promise<Answer<never>> {
  const secret = Buffer.from(context.random(SESSION_BYTES)).toString('base64url');
  const { rows } = await tx.query<{ expires_at: string; name: string }>(
    `INSERT INTO sessions (tenant_id, hash, user_id, created_at, expires_at, last_seen_at, ip, user_agent)
     VALUES ($1, $2, $3, tenant_now($1), tenant_now($1) + make_interval(secs => $4), tenant_now($1), $5, $6)
     RETURNING expires_at, (SELECT name FROM tenants WHERE id = $1) AS name`,
    [
      tx.tenantId,
      hashOf(secret),
      user.id,
      SESSION_SECONDS,
      request.ip,
      request.headers['user-agent'] ?? null,
    ],
  );
  const opened = rows[0] as { expires_at: string; name: string };
  const data = {
    userId: user.id,
    email: user.email,
    role: user.role,
    tenant: opened.name,
    partnerId: user.partner_id,
    advertiserId: user.advertiser_id,
    expiresAt: formatInstant(parseInstant(opened.expires_at) as number),
  };
  const secure = request.origin.startsWith('https:') ? '; Secure' : '';
  const cookie = `${sessionCookie}=${secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${SESSION_SECONDS}${secure}`;
  return ok(data as never, { headers: { 'set-cookie': cookie, 'cache-control': 'no-store' } });
}
