import type { TenantTransaction } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { ROWS_IN_A_STEP, type JobKind, type StepResult } from '../../platform/jobs.ts';
import type { Job } from '../../platform/stored-job.ts';
import { pauseAbsent } from './pause-absent.ts';
import { saveOffers } from './save-offers.ts';
import { CUSTOM_OFFERS, type SynchronisationInput } from './synchronisation.ts';

/** A synchronisation: first the offers of the call in their order, then the pausing of those that it does not name. */
export const customOffersJob: JobKind = {
  name: CUSTOM_OFFERS,
  async step(context, tx, job): Promise<StepResult> {
    const input = job.input as SynchronisationInput;
    const total = job.total ?? 0;
    if (job.position < total) {
      const { position, changed } = await saveOffers(context, tx, job, input);
      const isDone = position >= total && input.operation === 'Insert';
      return { position, isDone, changes: announced(tx, changed) };
    }
    return pauseStep(context, tx, job, input);
  },
};

async function pauseStep(
  context: Context,
  tx: TenantTransaction,
  job: Job,
  input: SynchronisationInput,
): Promise<StepResult> {
  const paused = input.operation === 'Synchronize' ? await pauseAbsent(context, tx, job.id, input) : [];
  return {
    position: job.position,
    isDone: paused.length < ROWS_IN_A_STEP,
    changes: announced(tx, paused),
  };
}

function announced({ tenantId }: TenantTransaction, ids: readonly string[]) {
  return ids.map((objectId) => ({ tenantId, kind: 'offer' as const, objectId }));
}
