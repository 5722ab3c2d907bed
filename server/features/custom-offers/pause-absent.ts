import type { TenantTransaction } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { writeAudits } from '../../http/audit.ts';
import { ROWS_IN_A_STEP } from '../../platform/jobs.ts';
import type { SynchronisationInput } from './synchronisation.ts';

/**
 * Pauses offers of this source that the job's call does not name, at most a step's worth. It remembers the revision it
 * leaves behind: while nobody else touches the offer, the source may bring it back by naming it again.
 *
 * @returns the ids of the paused offers
 */
export async function pauseAbsent(
  context: Context,
  tx: TenantTransaction,
  jobId: string,
  { actor, requestId }: SynchronisationInput,
): Promise<string[]> {
  // NOT IN is one look-up in a hash for each offer, while NOT EXISTS was planned as a loop over the call's rows.
  const { rows } = await tx.query<{ id: string }>(
    `WITH absent AS (
       SELECT o.id FROM offers o
       WHERE o.tenant_id = $1 AND o.source = 'CustomIntegration' AND NOT o.is_paused AND o.external_id IS NOT NULL
         AND o.external_id NOT IN (SELECT r.external_id FROM job_rows r
                                   WHERE r.tenant_id = $1 AND r.job_id = $2 AND r.external_id IS NOT NULL)
       ORDER BY o.id LIMIT ${ROWS_IN_A_STEP} FOR UPDATE OF o),
     paused AS (
       UPDATE offers o SET is_paused = true, revision = revision + 1, source_paused_revision = revision + 1,
         modified_at = greatest(tenant_now($1), modified_at)
       FROM absent WHERE o.tenant_id = $1 AND o.id = absent.id
       RETURNING o.id, o.external_id),
     last AS (SELECT max(row) AS row FROM job_rows WHERE tenant_id = $1 AND job_id = $2)
     INSERT INTO job_rows (tenant_id, job_id, row, outcome, object_id, external_id)
     SELECT $1, $2, last.row + row_number() OVER (ORDER BY paused.id), 'paused', paused.id, paused.external_id
     FROM paused, last
     RETURNING object_id AS id`,
    [tx.tenantId, jobId],
  );
  const change = { before: { isPaused: false }, after: { isPaused: true } };
  const entries = rows.map(({ id }) => ({ action: 'pause', objectKind: 'offer', objectId: id, ...change }));
  await writeAudits(context, tx, actor, entries, requestId);
  return rows.map(({ id }) => id);
}
