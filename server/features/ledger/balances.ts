import { sql, type SelectQueryBuilder } from 'kysely';
import { listBalances, type LedgerBalance } from '#contract/ledger.ts';
import type { LedgerEntriesRow, Tables } from '#database/rows.ts';
import type { TenantTransaction } from '#database/transaction.ts';
import { decimal, toJsonNumber, type DecimalText } from '#domain/money.ts';
import { list } from '../../http/list.ts';
import { written } from './list.ts';

type Select = SelectQueryBuilder<Tables, 'ledger_entries', LedgerEntriesRow>;

interface BalanceRow {
  account: LedgerBalance['account'];
  party_id: string | null;
  currency: string;
  pending: DecimalText;
  due: DecimalText;
  lines: number;
}

/** Lists what stands on each account. Accounts whose lines have cancelled each other out are shown as well, with nought. */
export const listBalancesRoute = list(listBalances, {
  select: ({ tx, tenant }) =>
    tx.kysely
      .selectFrom('ledger_entries')
      .select([
        'account',
        'party_id',
        'currency',
        sql<string>`coalesce(sum(amount) FILTER (WHERE phase = 'pending'), 0)`.as('pending'),
        sql<string>`coalesce(sum(amount) FILTER (WHERE phase = 'due'), 0)`.as('due'),
        sql<number>`count(*)`.as('lines'),
      ])
      .where('tenant_id', '=', tenant.id)
      .groupBy(['account', 'party_id', 'currency']),
  order: { Account: 'account', Due: 'due', Pending: 'pending' },
  tieBreak: sql`(account, party_id, currency)` as never,
  filters: {
    account: (select: Select, accounts: string[]) => select.where('account', 'in', accounts),
    party_id: (select: Select, ids: string[]) => select.where('party_id', 'in', ids),
    currency: (select: Select, codes: string[]) => select.where('currency', 'in', codes),
    at: (select: Select, at: string) => select.where('posted_at', '<=', written(at)),
  },
  items: (rows, { tx }) => balanceItems(tx, rows as BalanceRow[]),
});

async function balanceItems(tx: TenantTransaction, rows: readonly BalanceRow[]): Promise<LedgerBalance[]> {
  const { rows: parties } = await tx.query<{ id: string; name: string | null }>(
    `SELECT id, name FROM advertisers WHERE tenant_id = $1 AND id = ANY($2::uuid[])
     UNION ALL SELECT id, name FROM partners WHERE tenant_id = $1 AND id = ANY($2::uuid[])
     UNION ALL SELECT id, pub_member_id FROM members WHERE tenant_id = $1 AND id = ANY($2::uuid[])`,
    [tx.tenantId, rows.flatMap((row) => row.party_id ?? [])],
  );
  const names = new Map(parties.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({
    account: row.account,
    partyId: row.party_id,
    partyName: names.get(row.party_id ?? '') ?? null,
    currency: row.currency,
    pending: toJsonNumber(decimal(row.pending)),
    due: toJsonNumber(decimal(row.due)),
    lines: Number(row.lines),
  }));
}
