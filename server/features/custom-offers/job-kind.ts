import type { TenantTransaction } from '#database/transaction.ts';
import { formatInstant } from '#domain/time.ts';
import type { Context } from '../../context.ts';
import { ROWS_IN_A_STEP, type JobKind, type StepResult } from '../../platform/jobs.ts';
import type { Job } from '../../platform/stored-job.ts';
import { notify, type Notice } from '../notifications/exports.ts';
import { pauseAbsent } from './pause-absent.ts';
import { saveOffers } from './save-offers.ts';
import { CUSTOM_OFFERS, type SynchronisationInput } from './synchronisation.ts';

/** Of the day in a written instant. */
const DATE_LENGTH = 10;

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
  async gaveUp(context, tx, job) {
    await notify(context, tx, tx.tenantId, [failureNotice(job)]);
  },
};

/** A source that synchronises every few minutes and fails each time is told of once a day. */
function failureNotice({ id, actor, position, total, error, createdAt }: Job): Notice {
  const day = formatInstant(createdAt).slice(0, DATE_LENGTH);
  return {
    kind: 'synchronisation_failed',
    title: `A synchronisation of custom offers by ${actor} was given up`,
    body: `It stopped after ${position} of ${total ?? 0} offers: ${error ?? 'for an unknown reason'}. Those offers are stored; repeating the call goes on from there.`,
    objectKind: 'synchronisation',
    objectId: id,
    onceKey: `synchronisation_failed ${day}`,
  };
}

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
