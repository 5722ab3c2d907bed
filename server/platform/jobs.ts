import { setTimeout as sleep } from 'node:timers/promises';
import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import type { Context } from '../context.ts';
import { recordChanges, type Change } from './changes.ts';
import { hasEnded, LEASE, loadJob, type Job } from './stored-job.ts';

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
  /** Tells of a job that is given up, in the transaction that does so. */
  gaveUp?(context: Context, tx: TenantTransaction, job: Job): Promise<void>;
}

/** Rows that one step takes at most, so that no writing transaction lasts long. */
export const ROWS_IN_A_STEP = 500;

const MOST_TRIES = 6;
const FIRST_PAUSE_MS = 50;

/** Thrown by a step that can never succeed; its words are shown as the job's error. */
export class JobFault extends Error {
  override readonly name = 'JobFault';
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
    const wentWell = await attempt(context, kind, job, () => kind.prepare?.(context, job));
    if (!wentWell) return;
  }
  while (!context.isDraining && !isOver()) {
    let isEnded = false;
    const wentWell = await attempt(context, kind, job, async () => {
      isEnded = await takeStep(context, kind, tenantId, id);
    });
    if (isEnded || (!wentWell && (await hasEndedById(context, tenantId, id)))) return;
  }
}

async function takeStep(context: Context, kind: JobKind, tenantId: string, id: string): Promise<boolean> {
  const { isDone, changes } = await inTenant(context.database, tenantId, async (tx) => {
    const job = await loadJob(tx, id, 'FOR UPDATE');
    if (!job || hasEnded(job)) return { isDone: true, changes: [] };
    const result = await kind.step(context, tx, job);
    const told = result.changes ?? [];
    await storeStep(tx, job, result);
    recordChanges(tx, told);
    return { isDone: result.isDone, changes: told };
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
  kind: JobKind,
  { tenantId, id }: Job,
  work: () => Promise<void> | undefined,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const isHopeless = error instanceof JobFault;
    const words = isHopeless ? error.message : 'A step of the work failed on our side';
    if (!isHopeless) context.log.error({ error, job: id }, 'a step of a job failed');
    const tries = await noteFailure(context, kind, { tenantId, id, words, isHopeless });
    if (tries < MOST_TRIES) await sleep(FIRST_PAUSE_MS * 2 ** tries);
    return false;
  }
}

interface StepFailure {
  readonly tenantId: string;
  readonly id: string;
  readonly words: string;
  readonly isHopeless: boolean;
}

async function noteFailure(context: Context, kind: JobKind, failure: StepFailure): Promise<number> {
  const { tenantId, id, words, isHopeless } = failure;
  return inTenant(context.database, tenantId, async (tx) => {
    const { rows } = await tx.query<{ tries: number; status: string }>(
      `UPDATE jobs SET tries = tries + 1, error = $3,
         status = CASE WHEN $4 OR tries + 1 >= ${MOST_TRIES} THEN 'failed' ELSE 'running' END,
         finished_at = CASE WHEN $4 OR tries + 1 >= ${MOST_TRIES} THEN tenant_now($1) END
       WHERE tenant_id = $1 AND id = $2 AND status IN ('waiting', 'running') RETURNING tries, status`,
      [tenantId, id, words, isHopeless],
    );
    if (rows[0]?.status === 'failed' && kind.gaveUp) {
      const job = await loadJob(tx, id);
      if (job) await kind.gaveUp(context, tx, job);
    }
    return rows[0]?.tries ?? MOST_TRIES;
  });
}

async function hasEndedById(context: Context, tenantId: string, id: string): Promise<boolean> {
  const job = await inTenant(context.database, tenantId, (tx) => loadJob(tx, id));
  return !job || hasEnded(job);
}
