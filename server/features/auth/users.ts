import type { Transaction } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { hashOf } from '../../platform/vault.ts';
import { hashPassword } from './passwords.ts';

/** What a new user is made from. */
export interface NewUser {
  readonly email: string;
  readonly role: 'owner' | 'manager' | 'viewer' | 'partner' | 'advertiser';
  readonly partnerId?: string | undefined;
  readonly advertiserId?: string | undefined;
  /** Absent: the user signs in by a one-time link first. */
  readonly password?: string | undefined;
}

/** A user's row as signing in needs it. */
export interface UserRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly email: string;
  readonly role: NewUser['role'];
  readonly partner_id: string | null;
  readonly advertiser_id: string | null;
  readonly password_hash: string | null;
  readonly status: 'invited' | 'active';
  readonly has_totp: boolean;
}

const SECRET_BYTES = 32;

/** Creates a user and answers its id. */
export async function createUser(
  context: Pick<Context, 'newId'>,
  tx: Transaction,
  tenantId: string,
  user: NewUser,
): Promise<string> {
  const id = context.newId();
  const hash = user.password === undefined ? null : await hashPassword(user.password);
  await tx.query(
    `INSERT INTO users (tenant_id, id, email, role, partner_id, advertiser_id, password_hash, created_at, modified_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, tenant_now($1), tenant_now($1))`,
    [tenantId, id, user.email, user.role, user.partnerId ?? null, user.advertiserId ?? null, hash],
  );
  return id;
}

/** Makes the secret of a one-time sign-in link; only its hash is kept. */
export async function makeSignInLink(
  context: Pick<Context, 'random'>,
  tx: Transaction,
  tenantId: string,
  userId: string,
  purpose: 'sign-in' | 'invitation' = 'sign-in',
): Promise<string> {
  const secret = Buffer.from(context.random(SECRET_BYTES)).toString('base64url');
  await tx.query(
    `INSERT INTO sign_in_links (tenant_id, hash, user_id, purpose, created_at, expires_at)
     VALUES ($1, $2, $3, $4, tenant_now($1), tenant_now($1) + interval '7 days')`,
    [tenantId, hashOf(secret), userId, purpose],
  );
  return secret;
}
