import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Transaction } from '#database/transaction.ts';
import { addDays, second, type Micros } from '#domain/time.ts';
import type { Context } from '../../context.ts';

const SECRET_BYTES = 32;
const VALID_DAYS = 30;

/** What marks a link as a test: who may follow it is up to whoever was given it. */
export interface TestMark {
  readonly test: string;
  readonly test_expires: string;
  readonly test_signature: string;
}

/** The parameters of a call that may mark it as a test. */
export type TestQuery = Partial<TestMark>;

/** Marks the links of one offer of the wall, or of one share, as tests for 30 days. */
export async function signTestLink(
  context: Pick<Context, 'newId' | 'random' | 'vault'>,
  tx: Transaction,
  tenantId: string,
  targetId: string,
  now: Micros,
): Promise<{ mark: TestMark; expiresAt: Micros }> {
  const secret = (await loadSecret(context, tx, tenantId)) ?? (await makeSecret(context, tx, tenantId));
  const expiresAt = Math.floor(addDays(now, VALID_DAYS) / second) * second;
  const expires = String(expiresAt / second);
  const signature = sign(secret, targetId, expires).toString('base64url');
  return { mark: { test: '1', test_expires: expires, test_signature: signature }, expiresAt };
}

/** Whether a call is a test, and rightly so. */
export type TestState = 'no' | 'yes' | 'unsigned';

/** Reads whether a link of an offer or share was marked as a test by us, and still counts. */
export async function readTestMark(
  context: Pick<Context, 'vault'>,
  tx: Transaction,
  tenantId: string,
  query: TestQuery,
  targetId: string,
): Promise<TestState> {
  if (query.test === undefined || ['0', 'false'].includes(query.test.toLowerCase())) return 'no';
  const secret = await loadSecret(context, tx, tenantId);
  const { test_expires: expires = '', test_signature: signature = '' } = query;
  if (secret === null || !/^\d{1,12}$/.test(expires)) return 'unsigned';
  const wanted = sign(secret, targetId, expires);
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 'unsigned';
  const { rows } = await tx.query<{ isOver: boolean }>(
    'SELECT tenant_now($1) > to_timestamp($2::bigint) AS "isOver"',
    [tenantId, expires],
    'is-test-link-over',
  );
  return rows[0]?.isOver === false ? 'yes' : 'unsigned';
}

function sign(secret: string, targetId: string, expires: string): Buffer {
  return createHmac('sha256', secret).update(`${targetId}\n${expires}`).digest();
}

async function loadSecret(
  context: Pick<Context, 'vault'>,
  tx: Transaction,
  tenantId: string,
): Promise<string | null> {
  const { rows } = await tx.query<{ secret_sealed: Buffer }>(
    `SELECT secret_sealed FROM signing_secrets
     WHERE tenant_id = $1 AND purpose = 'test-link' AND (valid_until IS NULL OR valid_until > tenant_now($1))
     ORDER BY created_at, id LIMIT 1`,
    [tenantId],
    'load-test-link-secret',
  );
  const sealed = rows[0]?.secret_sealed;
  return sealed === undefined ? null : context.vault.open(sealed);
}

async function makeSecret(
  context: Pick<Context, 'newId' | 'random' | 'vault'>,
  tx: Transaction,
  tenantId: string,
): Promise<string> {
  const secret = Buffer.from(context.random(SECRET_BYTES)).toString('base64url');
  await tx.query(
    `INSERT INTO signing_secrets (tenant_id, id, purpose, secret_sealed, created_at)
     VALUES ($1, $2, 'test-link', $3, tenant_now($1))`,
    [tenantId, context.newId(), context.vault.seal(secret)],
  );
  return secret;
}
