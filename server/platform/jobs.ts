import { setTimeout as sleep } from 'node:timers/promises';
import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import { parseInstant, type Micros } from '#domain/time.ts';
import type { Context } from '../context.ts';
import { recordChanges, type Change } from './changes.ts';

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

/** What one step came to. */
export interface StepResult {
  readonly position: number;
  readonly isDone: boolean;
  readonly total?: number;
  readonly report?: unknown;
  /** Told to every process after the commit. */
  readonly changes?: readonly Change[];
}

/** A kind of long work. */
export interface JobKind {
  readonly name: string;
  /** Runs outside of any transaction while `total` is null; whatever it has stored when it is killed it finds again. */
  prepare?(context: Context, job: Job): Promise<void>;
  /**
   * Does one bounded piece of work in the one transaction it is given, from the job's position on. It may run again
   * when the transaction collides, and is tried again a few times when it throws.
   */
  step(context: Context, tx: TenantTransaction, job: Job): Promise<StepResult>;
}

/** Rows that one step takes at most, so that no writing transaction lasts long. */
export const ROWS_IN_A_STEP = 500;

/** A runner that is not heard of for this long has died, and another one takes over. */
export const LEASE = '30 seconds';

const MOST_TRIES = 6;
const FIRST_PAUSE_MS = 50;

/** Thrown by a step that can never succeed; its words are shown as the job's error. */
export class JobFault extends Error {
  override readonly name = 'JobFault';
}

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

/** How long a run may take before it hands the job back: for a worker that has others to serve. */
export interface RunOptions {
  readonly isOver?: () => boolean;
}

/**
 * Runs a job until it has ended, or until this process stops or its time is over; a later run goes on from the stored
 * position. Two runners of one job do no harm: each step locks the job's row and reads its position.
 */
export async function runJob(
  context: Context,
  kind: JobKind,
  tenantId: string,
  id: string,
  { isOver = () => false }: RunOptions = {},
): Promise<void> {
  const job = await inTenant(context.database, tenantId, (tx) => loadJob(tx, id));
  if (!job || hasEnded(job)) return;
  if (job.total === null && kind.prepare) {
    const wentWell = await attempt(context, tenantId, id, () => kind.prepare?.(context, job));
    if (!wentWell) return;
  }
  while (!context.isDraining && !isOver()) {
    let isEnded = false;
    const wentWell = await attempt(context, tenantId, id, async () => {
      isEnded = await takeStep(context, kind, tenantId, id);
    });
    if (isEnded || (!wentWell && (await hasEndedById(context, tenantId, id)))) return;
  }
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

/** Tells others that a job's runner is alive, for work between steps that takes long. */
export async function extendLease(tx: TenantTransaction, id: string): Promise<void> {
  await tx.query(
    `UPDATE jobs SET leased_until = tenant_now($1) + interval '${LEASE}' WHERE tenant_id = $1 AND id = $2`,
    [tx.tenantId, id],
  );
}

async function takeStep(context: Context, kind: JobKind, tenantId: string, id: string): Promise<boolean> {
  const { isDone, changes } = await inTenant(context.database, tenantId, async (tx) => {
    const job = await loadJob(tx, id, 'FOR UPDATE');
    if (!job || hasEnded(job)) return { isDone: true, changes: [] };
    const result = await kind.step(context, tx, job);
    const changes = result.changes ?? [];
    await storeStep(tx, job, result);
    await recordChanges(tx, changes);
    return { isDone: result.isDone, changes };
  });
  context.changes.publish(changes);
  return isDone;
}

async function storeStep(tx: TenantTransaction, job: Job, result: StepResult): Promise<void> {
  await tx.query(
    `UPDATE jobs SET position = $3, total = COALESCE($4, total), report = COALESCE($5, report),
       status = CASE WHEN $6 THEN 'done' ELSE 'running' END, tries = 0, error = NULL,
       started_at = COALESCE(started_at, tenant_now($1)),
       leased_until = tenant_now($1) + interval '${LEASE}',
       finished_at = CASE WHEN $6 THEN tenant_now($1) END
     WHERE tenant_id = $1 AND id = $2`,
    [
      tx.tenantId,
      job.id,
      result.position,
      result.total ?? null,
      result.report === undefined ? null : JSON.stringify(result.report),
      result.isDone,
    ],
    'jobs-store-step',
  );
}

/** Runs a piece of work; a failure is noted on the job, which is given up after a few of them. */
async function attempt(
  context: Context,
  tenantId: string,
  id: string,
  work: () => Promise<void> | undefined,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const isHopeless = error instanceof JobFault;
    const words = isHopeless ? error.message : 'A step of the work failed on our side';
    if (!isHopeless) context.log.error({ error, job: id }, 'a step of a job failed');
    const tries = await noteFailure(context, tenantId, id, words, isHopeless);
    if (tries < MOST_TRIES) await sleep(FIRST_PAUSE_MS * 2 ** tries);
    return false;
  }
}

async function noteFailure(
  context: Context,
  tenantId: string,
  id: string,
  words: string,
  isHopeless: boolean,
): Promise<number> {
  const { rows } = await inTenant(context.database, tenantId, (tx) =>
    tx.query<{ tries: number }>(
      `UPDATE jobs SET tries = tries + 1, error = $3,
         status = CASE WHEN $4 OR tries + 1 >= ${MOST_TRIES} THEN 'failed' ELSE 'running' END,
         finished_at = CASE WHEN $4 OR tries + 1 >= ${MOST_TRIES} THEN tenant_now($1) END
       WHERE tenant_id = $1 AND id = $2 AND status IN ('waiting', 'running') RETURNING tries`,
      [tenantId, id, words, isHopeless],
    ),
  );
  return rows[0]?.tries ?? MOST_TRIES;
}

async function hasEndedById(context: Context, tenantId: string, id: string): Promise<boolean> {
  const job = await inTenant(context.database, tenantId, (tx) => loadJob(tx, id));
  return !job || hasEnded(job);
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
    finishedAt: row.finished_at === null ? null : (parseInstant(row.finished_at) as Micros),
  };
}
