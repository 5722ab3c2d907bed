import type { TenantTransaction } from '#database/transaction.ts';
import { parseInstant, type Micros } from '#domain/time.ts';

/** Where a job stands. */
export type JobStatus = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

/** Long work with a stored position: imports and synchronisations. */
export interface Job {
  readonly tenantId: string;
  readonly id: string;
  readonly kind: string;
  readonly status: JobStatus;
  /** What makes a repetition of the request recognisable; null where it needs no such thing. */
  readonly requestId: string | null;
  readonly requestHash: Buffer | null;
  readonly input: unknown;
  /** Rows that are finished. */
  readonly position: number;
  /** Rows in all; null until they are counted. */
  readonly total: number | null;
  /** What a step leaves for the next one. */
  readonly report: unknown;
  readonly error: string | null;
  /** Steps that failed since the last one that did not. */
  readonly tries: number;
  readonly actor: string;
  readonly createdAt: Micros;
  readonly finishedAt: Micros | null;
}

/** A runner that is not heard of for this long has died, and another one takes over. */
export const LEASE = '30 seconds';

/** How long a finished job and its rows can be read, and a repeated request is answered from them. */
export const JOBS_KEPT = '30 days';

/** What a new job is stored from. */
export interface NewJob {
  readonly id: string;
  readonly kind: string;
  readonly input: unknown;
  readonly actor: string;
  readonly requestId?: string;
  readonly requestHash?: Buffer;
  readonly total?: number;
  /** Whether the caller runs it itself; else the next free worker takes it. */
  readonly isLeased: boolean;
}

/** Stores a new job. */
export async function insertJob(tx: TenantTransaction, job: NewJob): Promise<void> {
  await tx.query(
    `INSERT INTO jobs (tenant_id, id, kind, request_id, request_hash, input, total, actor, leased_until, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CASE WHEN $9 THEN tenant_now($1) + interval '${LEASE}' END, tenant_now($1))`,
    [
      tx.tenantId,
      job.id,
      job.kind,
      job.requestId ?? null,
      job.requestHash ?? null,
      JSON.stringify(job.input),
      job.total ?? null,
      job.actor,
      job.isLeased,
    ],
  );
}

/** Whether a job needs no further work. */
export function hasEnded({ status }: Pick<Job, 'status'>): boolean {
  return status !== 'waiting' && status !== 'running';
}

/** Loads a job, or nothing where the tenant has none of this id. */
export async function loadJob(
  tx: TenantTransaction,
  id: string,
  lock: '' | 'FOR UPDATE' = '',
): Promise<Job | undefined> {
  const { rows } = await tx.query<JobRow>(`${selectJobs} AND id = $2 ${lock}`, [tx.tenantId, id]);
  return rows[0] && jobOf(rows[0]);
}

/** Loads jobs by their ids. */
export async function loadJobs(tx: TenantTransaction, ids: readonly string[]): Promise<Job[]> {
  const { rows } = await tx.query<JobRow>(`${selectJobs} AND id = ANY ($2::uuid[])`, [tx.tenantId, ids]);
  return rows.map(jobOf);
}

/** Finds the job that a repeated request began. */
export async function findJobByRequest(
  tx: TenantTransaction,
  kind: string,
  requestId: string,
): Promise<Job | undefined> {
  const { rows } = await tx.query<JobRow>(`${selectJobs} AND kind = $2 AND request_id = $3`, [
    tx.tenantId,
    kind,
    requestId,
  ]);
  return rows[0] && jobOf(rows[0]);
}

/**
 * Takes over a job whose runner has died.
 *
 * @returns false while its runner is still heard of
 */
export async function takeOver(tx: TenantTransaction, id: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE jobs SET leased_until = tenant_now($1) + interval '${LEASE}'
     WHERE tenant_id = $1 AND id = $2 AND (leased_until IS NULL OR leased_until <= tenant_now($1))`,
    [tx.tenantId, id],
  );
  return rowCount > 0;
}

/** Takes a job up again that was given up; it goes on where it was. */
export async function reopenJob(tx: TenantTransaction, id: string): Promise<void> {
  await tx.query(
    `UPDATE jobs SET status = 'running', tries = 0, error = NULL, finished_at = NULL,
       leased_until = tenant_now($1) + interval '${LEASE}' WHERE tenant_id = $1 AND id = $2 AND status = 'failed'`,
    [tx.tenantId, id],
  );
}

/** Forgets what a request began once it is so old that the same id stands for a new one. */
export async function forgetRequest(tx: TenantTransaction, kind: string, requestId: string): Promise<void> {
  await tx.query(
    `DELETE FROM jobs WHERE tenant_id = $1 AND kind = $2 AND request_id = $3
       AND status NOT IN ('waiting', 'running') AND created_at < tenant_now($1) - interval '${JOBS_KEPT}'`,
    [tx.tenantId, kind, requestId],
  );
}

/** Tells others that a job's runner is alive, for work between steps that takes long. */
export async function extendLease(tx: TenantTransaction, id: string): Promise<void> {
  await tx.query(
    `UPDATE jobs SET leased_until = tenant_now($1) + interval '${LEASE}' WHERE tenant_id = $1 AND id = $2`,
    [tx.tenantId, id],
  );
}

interface JobRow {
  tenant_id: string;
  id: string;
  kind: string;
  status: JobStatus;
  request_id: string | null;
  request_hash: Buffer | null;
  input: unknown;
  position: number;
  total: number | null;
  report: unknown;
  error: string | null;
  tries: number;
  actor: string;
  created_at: string;
  finished_at: string | null;
}

const selectJobs = `SELECT tenant_id, id, kind, status, request_id, request_hash, input, position, total, report, error,
  tries, actor, created_at, finished_at FROM jobs WHERE tenant_id = $1`;

function jobOf(row: JobRow): Job {
  return {
    tenantId: row.tenant_id,
    id: row.id,
    kind: row.kind,
    status: row.status,
    requestId: row.request_id,
    requestHash: row.request_hash,
    input: row.input,
    position: row.position,
    total: row.total,
    report: row.report,
    error: row.error,
    tries: row.tries,
    actor: row.actor,
    createdAt: parseInstant(row.created_at) as Micros,
    finishedAt: row.finished_at === null ? null : parseInstant(row.finished_at),
  };
}
