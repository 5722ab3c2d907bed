import { crc32 } from 'node:zlib';
import type { Transaction } from '#database/transaction.ts';

const names = new Map<string, string>();

/** A name for the prepared statement: one of a few for each table. */
function nameOf(table: string, statement: string): string {
  let name = names.get(statement);
  if (name === undefined) {
    name = `insert-${table}-${crc32(statement).toString(16)}`;
    names.set(statement, name);
  }
  return name;
}

/** The values of one row by column; every row of one call has the same columns. */
export type NewRow = Readonly<Record<string, unknown>>;

/**
 * Inserts many rows by one statement.
 *
 * @param suffix what follows the rows: a conflict clause
 * @returns how many rows were inserted or changed
 */
export async function insertRows(
  tx: Transaction,
  table: string,
  rows: readonly NewRow[],
  suffix = '',
): Promise<number> {
  const first = rows[0];
  if (first === undefined) return 0;
  const columns = Object.keys(first).join(', ');
  const statement = `INSERT INTO ${table} (${columns})
     SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1::json) ${suffix}`;
  const { rowCount } = await tx.query(statement, [JSON.stringify(rows)], nameOf(table, statement));
  return rowCount;
}
