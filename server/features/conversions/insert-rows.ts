import type { Transaction } from '#database/transaction.ts';

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
  const { rowCount } = await tx.query(
    `INSERT INTO ${table} (${columns})
     SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb) ${suffix}`,
    [JSON.stringify(rows)],
  );
  return rowCount;
}
