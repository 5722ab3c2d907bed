import type { Insertable } from 'kysely';
import * as contract from '#contract/back-office.ts';
import type { Tables } from '#database/rows.ts';

/** The look-ups that a tenant keeps itself, by their tables. */
export type LookupTable = 'advertisers' | 'partners' | 'placements' | 'categories' | 'genders' | 'age_ranges';

type Row = Insertable<Tables['age_ranges']>;

/** One look-up of the back office: its endpoints, where its rows are and how they look on the wire. */
export interface Lookup {
  readonly endpoints: typeof contract.ageRanges | typeof contract.categories;
  readonly table: LookupTable;
  readonly noun: string;
  /** The columns of a row beside its name. */
  readonly columns: readonly ('value_from' | 'value_to')[];
  toItem(row: Partial<Row>): { id: string; name: string };
  fromBody(body: Record<string, unknown>): Partial<Row>;
}

function namedLookup(endpoints: typeof contract.categories, table: LookupTable, noun: string): Lookup {
  return {
    endpoints,
    table,
    noun,
    columns: [],
    toItem: (row) => ({ id: row.id as string, name: row.name as string }),
    fromBody: (body) => ({ name: (body['name'] as string).trim() }),
  };
}

const ageRanges: Lookup = {
  endpoints: contract.ageRanges,
  table: 'age_ranges',
  noun: 'age range',
  columns: ['value_from', 'value_to'],
  toItem: (row) => ({
    id: row.id as string,
    name: row.name as string,
    valueFrom: row.value_from ?? null,
    valueTo: row.value_to ?? null,
  }),
  fromBody: (body) => ({
    name: (body['name'] as string).trim(),
    value_from: (body['valueFrom'] as number | null | undefined) ?? null,
    value_to: (body['valueTo'] as number | null | undefined) ?? null,
  }),
};

/** Every look-up that a tenant keeps itself. */
export const lookups: readonly Lookup[] = [
  namedLookup(contract.advertisers, 'advertisers', 'advertiser'),
  namedLookup(contract.partners, 'partners', 'partner'),
  namedLookup(contract.placements, 'placements', 'placement'),
  namedLookup(contract.categories, 'categories', 'category'),
  namedLookup(contract.genders, 'genders', 'gender'),
  ageRanges,
];
