import { inEngine } from '#database/transaction.ts';
import type { Context } from '../context.ts';
import { runJob, type JobKind } from './jobs.ts';
import { JOBS_KEPT, LEASE } from './stored-job.ts';
import { repeat, type Worker } from './worker.ts';

const LOOK_EVERY_MS = 1_000;
/** How long one job is worked on before the next one gets its turn. */
const TURN_MS = 2_000;
const FORGET_EVERY_MS = 60_000;

/** Takes jobs that nobody runs: new ones, and those whose runner has died. */
export function jobWorker(context: Context, kinds: readonly JobKind[]): Worker {
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  let forgotAt = -Infinity;
  return repeat('jobs', LOOK_EVERY_MS, context.log, async () => {
    if (performance.now() - forgotAt > FORGET_EVERY_MS) {
      forgotAt = performance.now();
      await forgetOld(context);
    }
    const claimed = await claim(context, [...byName.keys()]);
    const kind = byName.get(claimed?.kind ?? '');
    if (!claimed || !kind) return false;
    const startedAt = performance.now();
    const isOver = () => performance.now() - startedAt > TURN_MS;
    await runJob(context, kind, claimed.tenant_id, claimed.id, { isOver });
    await giveBack(context, claimed);
    return !context.isDraining;
  });
}

interface Claimed {
  readonly tenant_id: string;
  readonly id: string;
  readonly kind: string;
}

/** Leases the job that has waited longest for a turn. */
async function claim(context: Context, kinds: readonly string[]): Promise<Claimed | undefined> {
  const { rows } = await inEngine(context.database, (tx) =>
    tx.query<Claimed>(
      `UPDATE jobs j SET leased_until = tenant_now(j.tenant_id) + interval '${LEASE}'
       FROM (SELECT tenant_id, id FROM jobs
             WHERE status IN ('waiting', 'running') AND kind = ANY ($1::text[])
               AND (leased_until IS NULL OR leased_until <= tenant_now(tenant_id))
             ORDER BY leased_until NULLS FIRST, created_at LIMIT 1 FOR UPDATE SKIP LOCKED) free
       WHERE j.tenant_id = free.tenant_id AND j.id = free.id
       RETURNING j.tenant_id, j.id, j.kind`,
      [kinds],
    ),
  );
  return rows[0];
}

/** Ends the lease, so that whoever is free goes on; the others that wait come first. */
async function giveBack(context: Context, { tenant_id: tenantId, id }: Claimed): Promise<void> {
  await inEngine(context.database, (tx) =>
    tx.query(
      `UPDATE jobs SET leased_until = tenant_now(tenant_id)
       WHERE tenant_id = $1 AND id = $2 AND status IN ('waiting', 'running')`,
      [tenantId, id],
    ),
  );
}

async function forgetOld(context: Context): Promise<void> {
  await inEngine(context.database, (tx) =>
    tx.query(
      `DELETE FROM jobs j USING (
         SELECT tenant_id, id FROM jobs WHERE status IN ('done', 'failed', 'cancelled')
           AND created_at < tenant_now(tenant_id) - interval '${JOBS_KEPT}' LIMIT 1) old
       WHERE j.tenant_id = old.tenant_id AND j.id = old.id`,
    ),
  );
}
