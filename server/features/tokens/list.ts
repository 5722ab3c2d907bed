import { sql } from 'kysely';
import { listTokens, type TokenScope } from '#contract/tokens.ts';
import { formatInstant, parseInstant } from '#domain/time.ts';
import { containing, list, type ListRow } from '../../http/list.ts';

const written = (text: string | null) => (text === null ? null : formatInstant(parseInstant(text) as number));

/** A token's row as the wire shows it. */
export function tokenItem(row: ListRow) {
  return {
    id: row['id'] as string,
    name: row['name'] as string,
    scope: row['scope'] as TokenScope,
    partnerId: row['partner_id'] as string | null,
    advertiserId: row['advertiser_id'] as string | null,
    hint: row['hint'] as string,
    createdAt: written(row['created_at']) as string,
    expiresAt: written(row['expires_at']),
    revokedAt: written(row['revoked_at']),
    lastUsedAt: written(row['last_used_at']),
  };
}

/** Lists API tokens, never their secrets. */
export const listTokensRoute = list(listTokens, {
  select: ({ tx, tenant }) =>
    tx.kysely
      .selectFrom('tokens')
      .select([
        'id',
        'name',
        'scope',
        'partner_id',
        'advertiser_id',
        'hint',
        'created_at',
        'expires_at',
        'revoked_at',
        'last_used_at',
      ])
      .where('tenant_id', '=', tenant.id),
  order: { CreatedAt: 'created_at', Name: sql`lower(name)` },
  filters: {
    search: (select, text: string) => select.where('name', 'ilike', containing(text)),
    scope: (select, scopes: string[]) => select.where('scope', 'in', scopes),
    partner_id: (select, ids: string[]) => select.where('partner_id', 'in', ids),
    advertiser_id: (select, ids: string[]) => select.where('advertiser_id', 'in', ids),
  },
  items: (rows) => rows.map(tokenItem),
});
