import type { TenantTransaction } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import type { Change } from '../../platform/changes.ts';
import type { JobKind, StepResult } from '../../platform/jobs.ts';
import type { Job } from '../../platform/stored-job.ts';
import { notify } from '../notifications/exports.ts';
import { decideRows } from './decide-rows.ts';
import { prepareRows } from './prepare.ts';
import { setRowStatuses } from './set-row-statuses.ts';
import {
  CONVERSION_UPLOAD,
  STATUS_UPLOAD,
  type RowOutcome,
  type TableRow,
  type UploadInput,
} from './upload.ts';

/** Rows that are decided together: few enough that their locks are held for a moment only. */
const ROWS_AT_ONCE = 100;

/** Does some rows in the transaction it is given. */
type DoRows = (
  context: Context,
  tx: TenantTransaction,
  rows: readonly TableRow[],
  input: UploadInput,
) => Promise<{ outcomes: readonly RowOutcome[]; changes: readonly Change[] }>;

/** The kinds of job that uploads are. */
export const uploadJobs: readonly JobKind[] = [
  uploadJob(CONVERSION_UPLOAD, ['clickid', 'eventid', 'usercompletedat', 'revenue', 'reward'], decideRows),
  uploadJob(STATUS_UPLOAD, ['gk_click_id', 'eventid', 'status'], setRowStatuses),
];

function uploadJob(name: string, columns: readonly string[], doRows: DoRows): JobKind {
  return {
    name,
    prepare: (context, job) => prepareRows(context, job, columns),
    async step(context, tx, job): Promise<StepResult> {
      // After a failure rows come one by one, and one that fails again and again is put aside.
      const rows = await loadRows(tx, job, job.tries > 0 ? 1 : ROWS_AT_ONCE);
      if (rows.length === 0) {
        await tellOfRefusals(context, tx, job);
        return { position: job.total ?? 0, isDone: true };
      }
      const { outcomes, changes } = isHopeless(job)
        ? { outcomes: rows.map(({ row }) => setAside(row)), changes: [] }
        : await doRows(context, tx, rows, job.input as UploadInput);
      await storeOutcomes(tx, job.id, outcomes);
      return { position: rows.at(-1)?.row ?? job.position, isDone: false, changes };
    },
  };
}

async function tellOfRefusals(context: Context, tx: TenantTransaction, job: Job): Promise<void> {
  const { rows } = await tx.query<{ count: number }>(
    `SELECT count(*) FROM job_rows WHERE tenant_id = $1 AND job_id = $2 AND outcome = 'failed'`,
    [tx.tenantId, job.id],
  );
  const refused = Number(rows[0]?.count ?? 0);
  if (refused === 0) return;
  const { fileName } = job.input as UploadInput;
  await notify(context, tx, tx.tenantId, [
    {
      kind: 'import_refused',
      title: `${fileName}: ${refused} of ${job.total ?? refused} rows were refused`,
      body: 'The import is over. Each refused row is listed with its reasons, and can be sent again once it is mended.',
      objectKind: 'import',
      objectId: job.id,
    },
  ]);
}

/** Failures of one row after which it is left out; below the number at which a job is given up. */
const MOST_TRIES_OF_A_ROW = 4;

function isHopeless({ tries }: Job): boolean {
  return tries >= MOST_TRIES_OF_A_ROW;
}

function setAside(row: number): RowOutcome {
  return { row, outcome: 'failed', id: null, messages: ['The row could not be stored on our side'] };
}

async function loadRows(tx: TenantTransaction, job: Job, most: number): Promise<TableRow[]> {
  const { rows } = await tx.query<{ row: number; input: TableRow['cells'] }>(
    `SELECT row, input FROM job_rows WHERE tenant_id = $1 AND job_id = $2 AND row > $3 ORDER BY row LIMIT $4`,
    [tx.tenantId, job.id, job.position, most],
    'uploads-load-rows',
  );
  return rows.map(({ row, input }) => ({ row, cells: input }));
}

async function storeOutcomes(
  tx: TenantTransaction,
  jobId: string,
  outcomes: readonly RowOutcome[],
): Promise<void> {
  await tx.query(
    `UPDATE job_rows r SET outcome = s.outcome, object_id = s.id, messages = s.messages, input = NULL
     FROM jsonb_to_recordset($3::jsonb) AS s (row bigint, outcome text, id uuid, messages text[])
     WHERE r.tenant_id = $1 AND r.job_id = $2 AND r.row = s.row`,
    [tx.tenantId, jobId, JSON.stringify(outcomes)],
    'uploads-store-outcomes',
  );
}
