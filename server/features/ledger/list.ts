import type { SelectQueryBuilder } from 'kysely';
import {
  listAdvertiserSeals,
  listLedger,
  listPartnerSeals,
  listSeals,
  type LedgerEntry,
  type LedgerSeal,
} from '#contract/ledger.ts';
import type { LedgerEntriesRow, LedgerSealsRow, Tables } from '#database/rows.ts';
import { decimal, toJsonNumber } from '#domain/money.ts';
import { formatInstant, parseInstant } from '#domain/time.ts';
import { list, type ListRow } from '../../http/list.ts';
import type { TenantTransaction } from '#database/transaction.ts';

type Select = SelectQueryBuilder<Tables, 'ledger_entries', LedgerEntriesRow>;
type SealSelect = SelectQueryBuilder<Tables, 'ledger_seals', LedgerSealsRow>;

/** An instant of the database as the wire writes it. */
export function written(text: string): string {
  return formatInstant(parseInstant(text) as number);
}

function entryItem(row: LedgerEntriesRow): LedgerEntry {
  return {
    id: row.id,
    postingId: row.posting_id,
    postedAt: written(row.posted_at),
    conversionId: row.conversion_id,
    offerId: row.offer_id,
    account: row.account as LedgerEntry['account'],
    partyId: row.party_id,
    phase: row.phase as LedgerEntry['phase'],
    currency: row.currency,
    amount: toJsonNumber(decimal(row.amount)),
    sealNumber: row.seal_number === null ? null : Number(row.seal_number),
  };
}

/** Lists the lines of the ledger, the newest first unless asked otherwise. */
export const listLedgerRoute = list(listLedger, {
  select: ({ tx, tenant }) =>
    tx.kysely.selectFrom('ledger_entries').selectAll().where('tenant_id', '=', tenant.id),
  order: { PostedAt: 'posted_at', Amount: 'amount' },
  filters: {
    account: (select: Select, accounts: string[]) => select.where('account', 'in', accounts),
    party_id: (select: Select, ids: string[]) => select.where('party_id', 'in', ids),
    currency: (select: Select, codes: string[]) => select.where('currency', 'in', codes),
    phase: (select: Select, phases: string[]) => select.where('phase', 'in', phases),
    conversion_id: (select: Select, ids: string[]) => select.where('conversion_id', 'in', ids),
    offer_id: (select: Select, ids: string[]) => select.where('offer_id', 'in', ids),
    from: (select: Select, from: string) => select.where('posted_at', '>=', written(from)),
    to: (select: Select, to: string) => select.where('posted_at', '<', written(to)),
  },
  items: (rows) => rows.map((row) => entryItem(row as LedgerEntriesRow)),
});

/** A link of the hash chain as the wire shows it. */
export function sealItem(row: LedgerSealsRow): LedgerSeal {
  return {
    number: Number(row.number),
    entries: row.entries,
    root: row.root.toString('hex'),
    previousHash: row.previous_hash.toString('hex'),
    hash: row.hash.toString('hex'),
    sealedAt: written(row.sealed_at),
  };
}

const seals = {
  select: ({ tx, tenant }: { tx: TenantTransaction; tenant: { id: string } }) =>
    tx.kysely.selectFrom('ledger_seals').selectAll().where('tenant_id', '=', tenant.id),
  order: { Number: 'number' },
  tieBreak: 'number',
  filters: {
    from_number: (select: SealSelect, number: number) => select.where('number', '>=', number),
    to_number: (select: SealSelect, number: number) => select.where('number', '<=', number),
  },
  items: (rows: ListRow[]) => rows.map((row) => sealItem(row as LedgerSealsRow)),
};

/** Lists the hash chain, which holds neither names nor amounts, to everybody with a credential. */
export const listSealsRoutes = [
  list(listSeals, seals),
  list(listPartnerSeals, seals),
  list(listAdvertiserSeals, seals),
];
