import { crc32 } from 'node:zlib';
import { arrayText, uuids } from './array-values.ts';
import { columnTypes, type Tables } from './rows.ts';
import type { Transaction } from './transaction.ts';

/** The values of one row by column. Every row of one call has the same columns and the same tenant. */
export type NewRow = Readonly<Record<string, unknown>>;

interface Insertion {
  readonly name: string;
  readonly statement: string;
  /** Columns but the tenant's, with their types. */
  readonly columns: readonly (readonly [name: string, type: string])[];
}

const insertions = new Map<string, Insertion>();

/**
 * Inserts many rows of a tenant by one prepared statement that takes one list for each column: half the cost of reading
 * them from JSON.
 *
 * @param suffix what follows the rows: a conflict clause
 * @returns how many rows were inserted or changed
 */
export async function insertRows(
  tx: Transaction,
  table: keyof Tables,
  rows: readonly NewRow[],
  suffix = '',
): Promise<number> {
  const first = rows[0];
  if (first === undefined) return 0;
  const { name, statement, columns } = insertionOf(table, first, suffix);
  const lists = columns.map(([column, type]) => listOf(rows, column, type));
  const { rowCount } = await tx.query(statement, [first['tenant_id'], ...lists], name);
  return rowCount;
}

function insertionOf(table: keyof Tables, row: NewRow, suffix: string): Insertion {
  const key = `${table} ${Object.keys(row).join(' ')} ${suffix}`;
  const known = insertions.get(key);
  if (known !== undefined) return known;
  const types: Readonly<Record<string, string>> = columnTypes[table];
  const columns = Object.keys(row)
    .filter((column) => column !== 'tenant_id')
    .map((column) => [column, types[column] ?? unknownColumn(table, column)] as const);
  const names = columns.map(([column]) => column).join(', ');
  const lists = columns.map(([, type], index) => `$${index + 2}::${type === 'uuid' ? 'uuid' : 'text'}[]`);
  const values = columns.map(([column, type]) => (isGivenAsIs(type) ? column : `${column}::${type}`));
  const statement = `INSERT INTO ${table} (tenant_id, ${names})
     SELECT $1, ${values.join(', ')} FROM unnest(${lists.join(', ')}) AS new (${names}) ${suffix}`;
  const insertion = { name: `insert-${table}-${crc32(statement).toString(16)}`, statement, columns };
  insertions.set(key, insertion);
  return insertion;
}

function unknownColumn(table: string, column: string): never {
  throw new Error(`${table} has no column ${column}`);
}

function isGivenAsIs(type: string): boolean {
  return type === 'uuid' || type === 'text';
}

function listOf(rows: readonly NewRow[], column: string, type: string): Buffer | string {
  if (type === 'uuid') return uuids(rows.map((row) => row[column] as string | null | undefined));
  return arrayText(rows.map((row) => textOf(row[column], type)));
}

function textOf(value: unknown, type: string): string | number | boolean | null | undefined {
  if (typeof value !== 'object' || value === null)
    return value as string | number | boolean | null | undefined;
  return type.endsWith('[]') ? arrayText(value as readonly string[]) : JSON.stringify(value);
}
