import type { TenantTransaction } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { writeAudits } from '../../http/audit.ts';
import { ROWS_IN_A_STEP } from '../../platform/jobs.ts';
import type { Job } from '../../platform/stored-job.ts';
import { loadGround } from './ground.ts';
import { saveOffer } from './save-offer.ts';
import type { Saved, SynchronisationInput, WaitingRow } from './synchronisation.ts';

/** A step stops here before its rows are done, so that no transaction holds its locks for long. */
const STEP_MS = 600;

/** Saves the next offers of a job's call. */
export async function saveOffers(
  context: Context,
  tx: TenantTransaction,
  job: Job,
  input: SynchronisationInput,
): Promise<{ position: number; changed: string[] }> {
  const startedAt = performance.now();
  // Plans that were made when the tables were all but empty, those of foreign keys above all, read them from end to end;
  // a synchronisation fills them faster than the database notices by itself.
  await tx.query('DISCARD PLANS');
  const last = Math.min(job.position + ROWS_IN_A_STEP, job.total ?? 0);
  const waiting = await loadWaiting(tx, job, last);
  const ground = await loadGround(context, tx, waiting);
  // After a failure each offer has a way back of its own, so that one that cannot be stored holds up no other.
  const isCareful = job.tries > 0;
  const saved: Saved[] = [];
  for (const row of waiting) {
    const save = () => saveOffer(context, tx, ground, row, input.actor.name);
    saved.push(isCareful ? await savedOrFailed(tx, row, save) : await save());
    if (performance.now() - startedAt > STEP_MS) break;
  }
  await storeOutcomes(tx, job.id, saved);
  const entries = saved.flatMap(({ audit }) => audit ?? []);
  await writeAudits(context, tx, input.actor, entries, input.requestId);
  const isWhole = saved.length === waiting.length;
  const changed = saved.filter(({ outcome }) => outcome === 'created' || outcome === 'updated');
  return {
    position: isWhole ? last : (saved.at(-1)?.row ?? job.position),
    changed: changed.flatMap(({ id }) => id ?? []),
  };
}

async function loadWaiting(tx: TenantTransaction, job: Job, last: number): Promise<WaitingRow[]> {
  const { rows } = await tx.query<{ row: number; external_id: string; input: WaitingRow['data'] }>(
    `SELECT row, external_id, input FROM job_rows
     WHERE tenant_id = $1 AND job_id = $2 AND row > $3 AND row <= $4 AND outcome = 'waiting' ORDER BY row`,
    [tx.tenantId, job.id, job.position, last],
    'custom-offers-load-waiting',
  );
  return rows.map(({ row, external_id: externalId, input }) => ({ row, externalId, data: input }));
}

/** Saves one offer, or undoes it alone when the database refuses it. */
async function savedOrFailed(
  tx: TenantTransaction,
  { row }: WaitingRow,
  save: () => Promise<Saved>,
): Promise<Saved> {
  await tx.query('SAVEPOINT one_offer');
  try {
    const saved = await save();
    await tx.query('RELEASE SAVEPOINT one_offer');
    return saved;
  } catch (error) {
    // A collision is settled by running the whole transaction again.
    const code = (error as { code?: string }).code ?? '';
    if (!/^(22|23|54)/.test(code)) throw error;
    await tx.query('ROLLBACK TO SAVEPOINT one_offer');
    return { row, outcome: 'failed', id: null, messages: ['The offer cannot be stored as it is'] };
  }
}

async function storeOutcomes(tx: TenantTransaction, jobId: string, saved: readonly Saved[]): Promise<void> {
  await tx.query(
    `UPDATE job_rows r SET outcome = s.outcome, object_id = s.id, messages = s.messages, input = NULL
     FROM jsonb_to_recordset($3::jsonb) AS s (row bigint, outcome text, id uuid, messages text[])
     WHERE r.tenant_id = $1 AND r.job_id = $2 AND r.row = s.row`,
    [
      tx.tenantId,
      jobId,
      JSON.stringify(saved.map(({ row, outcome, id, messages }) => ({ row, outcome, id, messages }))),
    ],
    'custom-offers-store-outcomes',
  );
}
