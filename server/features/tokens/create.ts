import { createToken, type TokenScope } from '#contract/tokens.ts';
import type { TenantTransaction } from '#database/transaction.ts';
import { formatInstant, parseInstant } from '#domain/time.ts';
import { created, refuse } from '../../http/answer.ts';
import { makeToken } from '../../http/authentication.ts';
import { write } from '../../http/route.ts';
import type { Context } from '../../context.ts';
import { hashOf } from '../../platform/vault.ts';
import { tokenItem } from './list.ts';

const HINT_LENGTH = 6;

/** What a new token is made from. */
export interface NewToken {
  readonly name: string;
  readonly scope: TokenScope;
  readonly partnerId?: string | undefined;
  readonly advertiserId?: string | undefined;
  /** ISO 8601. */
  readonly expiresAt?: string | undefined;
}

/** Creates an API token; only this answer shows it. */
export const createTokenRoute = write(createToken, async ({ context, tx, body, audit }) => {
  await checkBinding(tx, body);
  const { token, row } = await insertToken(context, tx, body);
  const item = tokenItem(row);
  await audit({ action: 'create', objectKind: 'token', objectId: item.id, after: item });
  return created({ ...item, token }, `/api/v1/tokens/${item.id}`);
});

/** Makes and stores a token; the token itself is kept nowhere. */
export async function insertToken(
  context: Pick<Context, 'newId' | 'random'>,
  tx: TenantTransaction,
  wanted: NewToken,
): Promise<{ token: string; row: Record<string, unknown> }> {
  const token = makeToken(wanted.scope, context.random);
  const { rows } = await tx.query(
    `INSERT INTO tokens (tenant_id, id, name, scope, partner_id, advertiser_id, hash, hint, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, tenant_now($1), $9) RETURNING *`,
    [
      tx.tenantId,
      context.newId(),
      wanted.name,
      wanted.scope,
      wanted.partnerId ?? null,
      wanted.advertiserId ?? null,
      hashOf(token),
      token.slice(-HINT_LENGTH),
      wanted.expiresAt === undefined ? null : expiryText(wanted.expiresAt),
    ],
  );
  return { token, row: rows[0] as Record<string, unknown> };
}

function expiryText(text: string): string {
  return formatInstant(parseInstant(text) as number);
}

async function checkBinding(tx: TenantTransaction, body: NewToken): Promise<void> {
  const faults: string[] = [];
  const bindings = [
    { field: 'partnerId', scope: 'partner', id: body.partnerId, table: 'partners' },
    { field: 'advertiserId', scope: 'advertiser', id: body.advertiserId, table: 'advertisers' },
  ] as const;
  for (const { field, scope, id, table } of bindings) {
    if (body.scope === scope && id === undefined) faults.push(`${field}: is required for the scope ${scope}`);
    if (body.scope !== scope && id !== undefined) faults.push(`${field}: is only for the scope ${scope}`);
    if (body.scope !== scope || id === undefined) continue;
    const { rowCount } = await tx.query(`SELECT 1 FROM ${table} WHERE tenant_id = $1 AND id = $2`, [
      tx.tenantId,
      id,
    ]);
    if (rowCount === 0) faults.push(`${field}: unknown ${scope} "${id}"`);
  }
  if (body.expiresAt !== undefined) {
    const { rows } = await tx.query<{ past: boolean }>('SELECT $2::timestamptz <= tenant_now($1) AS past', [
      tx.tenantId,
      expiryText(body.expiresAt),
    ]);
    if (rows[0]?.past) faults.push('expiresAt: must be in the future');
  }
  if (faults.length > 0) refuse('ValidationError', ...faults);
}
