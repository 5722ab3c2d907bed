import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { JobFault } from '../../platform/jobs.ts';
import type { SheetRow } from './xlsx-rows.ts';

const LONGEST_RECORD = 100_000;

/**
 * Reads the records of a CSV file one after the other. Commas, semicolons or tabs separate, whichever the headings use
 * most.
 *
 * @throws JobFault when the file is no CSV
 */
export async function* csvRows(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SheetRow> {
  const { first, all } = await peek(bytes);
  const parser = Readable.from(all).pipe(
    parse({
      bom: true,
      delimiter: delimiterOf(first),
      relax_column_count: true,
      max_record_size: LONGEST_RECORD,
    }),
  );
  let row = 0;
  try {
    for await (const record of parser) {
      row++;
      yield { row, cells: record as string[] };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new JobFault(`The file cannot be read as CSV after row ${row}: ${error.message}`);
  }
}

async function peek(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ first: Uint8Array; all: AsyncGenerator<Uint8Array> }> {
  const rest = bytes[Symbol.asyncIterator]();
  const { value, done } = await rest.next();
  const first: Uint8Array = done === true ? new Uint8Array() : value;
  return {
    first,
    all: (async function* () {
      yield first;
      for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
    })(),
  };
}

function delimiterOf(first: Uint8Array): string {
  const headings =
    Buffer.from(first.subarray(0, 4_096))
      .toString('utf8')
      .split(/[\r\n]/, 1)[0] ?? '';
  const count = (delimiter: string) => headings.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}
