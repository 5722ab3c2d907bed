import { inTenant } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { JobFault, ROWS_IN_A_STEP } from '../../platform/jobs.ts';
import { extendLease, type Job } from '../../platform/stored-job.ts';
import { storableText } from '../../platform/text.ts';
import { csvRows } from './csv-rows.ts';
import { filePart } from './file-parts.ts';
import type { TableRow, UploadInput } from './upload.ts';
import { xlsxRows, type SheetRow } from './xlsx-rows.ts';

/** How the first bytes of every ZIP archive read, and so those of an XLSX file. */
const ZIP = Buffer.from('PK\u0003\u0004');
const LONGEST_CELL = 1_000;

/**
 * Turns the stored file of a job into its rows, some hundred in a transaction. Begun again after a kill, it passes over
 * what it had stored. In the end the file itself is dropped.
 *
 * @param columns in lower case; the first is required
 * @throws JobFault when the file is broken or lacks that column
 */
export async function prepareRows(context: Context, job: Job, columns: readonly string[]): Promise<void> {
  const { isComplete } = job.input as UploadInput;
  if (!isComplete) throw new JobFault('The upload broke off before the file was whole; send it again');
  const stored = await inTenant(context.database, job.tenantId, async (tx) => {
    const { rows } = await tx.query<{ last: number; count: number }>(
      'SELECT COALESCE(max(row), 0) AS last, count(*) AS count FROM job_rows WHERE tenant_id = $1 AND job_id = $2',
      [tx.tenantId, job.id],
    );
    return rows[0] ?? { last: 0, count: 0 };
  });
  let batch: TableRow[] = [];
  let lastRow = stored.last;
  const flush = async () => {
    await storeRows(context, job, batch);
    batch = [];
  };
  for await (const row of tableRows(sheetRows(context, job), columns)) {
    if (row.row <= stored.last) continue;
    lastRow = row.row;
    batch.push(row);
    if (batch.length >= ROWS_IN_A_STEP) await flush();
  }
  await flush();
  await inTenant(context.database, job.tenantId, async (tx) => {
    // Rows are taken by their numbers, and between them may lie empty ones.
    await tx.query('UPDATE jobs SET total = $3 WHERE tenant_id = $1 AND id = $2', [
      tx.tenantId,
      job.id,
      lastRow,
    ]);
    await tx.query('DELETE FROM job_files WHERE tenant_id = $1 AND job_id = $2', [tx.tenantId, job.id]);
  });
}

async function* sheetRows(context: Context, job: Job): AsyncGenerator<SheetRow> {
  const open = () => fileBytes(context, job);
  const first = await filePart(context, job.tenantId, job.id, 0);
  const isXlsx = first !== undefined && ZIP.equals(first.subarray(0, ZIP.length));
  yield* isXlsx ? xlsxRows(open) : csvRows(open());
}

async function* fileBytes(context: Context, job: Job): AsyncGenerator<Uint8Array> {
  for (let part = 0; ; part++) {
    const bytes = await filePart(context, job.tenantId, job.id, part);
    if (bytes === undefined) return;
    yield bytes;
  }
}

/** Names the cells of each row by the headings of the first; rows without any text are left out. */
async function* tableRows(
  rows: AsyncIterable<SheetRow>,
  columns: readonly string[],
): AsyncGenerator<TableRow> {
  let headings: string[] | undefined;
  for await (const { row, cells } of rows) {
    if (headings === undefined) {
      headings = cells.map((cell) => cell.trim().toLowerCase().replaceAll(' ', ''));
      const [required = ''] = columns;
      if (!headings.includes(required))
        throw new JobFault(`The first row has no column ${required}; it names the columns`);
      continue;
    }
    if (cells.every((cell) => cell.trim() === '')) continue;
    const entries = headings.flatMap((heading, index) =>
      columns.includes(heading)
        ? [[heading, storableText((cells[index] ?? '').trim()).slice(0, LONGEST_CELL)] as const]
        : [],
    );
    yield { row, cells: Object.fromEntries(entries) };
  }
  if (headings === undefined) throw new JobFault('The file is empty');
}

async function storeRows(context: Context, job: Job, rows: readonly TableRow[]): Promise<void> {
  if (rows.length === 0) return;
  await inTenant(context.database, job.tenantId, async (tx) => {
    await tx.query(
      `INSERT INTO job_rows (tenant_id, job_id, row, outcome, input)
       SELECT $1, $2, r.row, 'waiting', r.cells FROM unnest($3::bigint[], $4::jsonb[]) AS r (row, cells)
       ON CONFLICT DO NOTHING`,
      [tx.tenantId, job.id, rows.map(({ row }) => row), rows.map(({ cells }) => JSON.stringify(cells))],
    );
    await extendLease(tx, job.id);
  });
}
