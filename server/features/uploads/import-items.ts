import type { ImportItem } from '#contract/uploads.ts';
import type { TenantTransaction } from '#database/transaction.ts';
import { formatInstant, formatInstantOrNull } from '#domain/time.ts';
import { loadJob, loadJobs, type Job } from '../../platform/stored-job.ts';
import { CONVERSION_UPLOAD, STATUS_UPLOAD, type UploadInput } from './upload.ts';

/** Refused rows that the details show. */
const MOST_SHOWN = 1_000;

/** What the kinds of upload are stored as. */
export const storedKinds = { Conversions: CONVERSION_UPLOAD, Statuses: STATUS_UPLOAD } as const;

const statuses = {
  waiting: 'Waiting',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Failed',
} as const;

/** Imports by their ids, in the order of these. */
export async function importItems(tx: TenantTransaction, ids: readonly string[]): Promise<ImportItem[]> {
  const jobs = new Map((await loadJobs(tx, ids)).map((job) => [job.id, job]));
  const { rows } = await tx.query<{ job_id: string; accepted: number; refused: number; all_rows: number }>(
    `SELECT job_id, count(*) FILTER (WHERE outcome = 'accepted') AS accepted,
            count(*) FILTER (WHERE outcome = 'failed') AS refused, count(*) AS all_rows
     FROM job_rows WHERE tenant_id = $1 AND job_id = ANY ($2::uuid[]) GROUP BY job_id`,
    [tx.tenantId, ids],
  );
  const counts = new Map(rows.map((row) => [row.job_id, row]));
  return ids.flatMap((id) => {
    const job = jobs.get(id);
    const { accepted = 0, refused = 0, all_rows: all = 0 } = counts.get(id) ?? {};
    return job ? itemOf(job, accepted, refused, all) : [];
  });
}

function itemOf(job: Job, accepted: number, refusedCount: number, rowCount: number): ImportItem {
  return {
    id: job.id,
    kind: job.kind === CONVERSION_UPLOAD ? 'Conversions' : 'Statuses',
    status: statuses[job.status],
    fileName: (job.input as UploadInput).fileName,
    processed: accepted + refusedCount,
    total: job.total === null ? null : rowCount,
    accepted,
    refusedCount,
    error: job.error,
    createdAt: formatInstant(job.createdAt),
    finishedAt: formatInstantOrNull(job.finishedAt),
  };
}

/** One import with the rows it refused, or nothing where the tenant has none of this id. */
export async function importDetails(tx: TenantTransaction, id: string) {
  const job = await loadJob(tx, id);
  if (!job || !Object.values<string>(storedKinds).includes(job.kind)) return undefined;
  const [item] = await importItems(tx, [id]);
  const { rows } = await tx.query<{ row: number; messages: string[] }>(
    `SELECT row, messages FROM job_rows
     WHERE tenant_id = $1 AND job_id = $2 AND outcome = 'failed' ORDER BY row LIMIT ${MOST_SHOWN}`,
    [tx.tenantId, id],
  );
  return item && { ...item, refused: rows };
}
