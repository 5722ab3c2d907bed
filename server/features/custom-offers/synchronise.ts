import { createHash } from 'node:crypto';
import { CustomOffersFrame, synchroniseCustomOffers } from '#contract/custom-offers.ts';
import { inTenant } from '#database/transaction.ts';
import { ok, refuse, refused, type Failure } from '../../http/answer.ts';
import { actorOf } from '../../http/audit.ts';
import { faultsOf } from '../../http/check.ts';
import { tenantRoute, type TenantCall } from '../../http/route.ts';
import { runJob } from '../../platform/jobs.ts';
import {
  findJobByRequest,
  forgetRequest,
  hasEnded,
  insertJob,
  loadJob,
  reopenJob,
  takeOver,
  type Job,
} from '../../platform/stored-job.ts';
import { entriesOf, storeEntries } from './accept.ts';
import { customOffersJob } from './job-kind.ts';
import { loadResults } from './results.ts';
import { CUSTOM_OFFERS, type SynchronisationInput } from './synchronisation.ts';

type Call = TenantCall<typeof synchroniseCustomOffers>;

const STILL_RUNNING = 'concurrencyRequestId: this synchronisation is still running';
const ANOTHER_RUNS = 'Another synchronisation of this tenant is still running';

/** Creates and overwrites offers of an outside source; whoever repeats the call gets the same answer. */
export const synchroniseCustomOffersRoute = tenantRoute(synchroniseCustomOffers, async (call) => {
  const { context, tenant, body } = call;
  const faults = faultsOf(CustomOffersFrame, body);
  if (faults.length > 0) refuse('ValidationError', ...faults);
  const begun = await begin(call);
  if ('refusal' in begun) return begun.refusal;
  await runJob(context, customOffersJob, tenant.id, begun.jobId);
  return inTenant(context.database, tenant.id, async (tx) => {
    const job = await loadJob(tx, begun.jobId);
    if (job?.status !== 'done')
      return refused(
        'ServiceUnavailable',
        'The synchronisation goes on later; repeat the call to see its end',
      );
    const { concurrencyRequestId } = body;
    return ok({ concurrencyRequestId, ...(await loadResults(tx, begun.jobId)) });
  });
});

type Begun = { readonly jobId: string } | { readonly refusal: Failure };

/** Stores the call as a job, or finds the job that the same call began before. */
async function begin(call: Call): Promise<Begun> {
  const { context, tenant, body } = call;
  const hash = hashOfBody(body);
  try {
    return await inTenant(context.database, tenant.id, async (tx): Promise<Begun> => {
      await forgetRequest(tx, CUSTOM_OFFERS, body.concurrencyRequestId);
      const known = await findJobByRequest(tx, CUSTOM_OFFERS, body.concurrencyRequestId);
      if (known)
        return resume(known, hash, {
          takeOver: () => takeOver(tx, known.id),
          reopen: () => reopenJob(tx, known.id),
        });
      const { rowCount } = await tx.query(
        `SELECT 1 FROM jobs WHERE tenant_id = $1 AND kind = $2 AND status IN ('waiting', 'running')`,
        [tx.tenantId, CUSTOM_OFFERS],
      );
      if (rowCount > 0) return { refusal: refused('Conflict', ANOTHER_RUNS) };
      const id = context.newId();
      const input: SynchronisationInput = {
        operation: body.operation,
        actor: actorOf(call.principal),
        requestId: call.request.id,
      };
      await insertJob(tx, {
        id,
        kind: CUSTOM_OFFERS,
        input,
        actor: call.principal.name,
        requestId: body.concurrencyRequestId,
        requestHash: hash,
        total: body.offers.length,
        isLeased: true,
      });
      await storeEntries(tx, id, entriesOf(body.offers));
      return { jobId: id };
    });
  } catch (error) {
    // Two calls arrived at once, and an index of the table let one of them through.
    const constraint = (error as { constraint?: string }).constraint;
    if (constraint === 'jobs_by_request') return { refusal: refused('Conflict', STILL_RUNNING) };
    if (constraint === 'jobs_one_synchronisation') return { refusal: refused('Conflict', ANOTHER_RUNS) };
    throw error;
  }
}

/** What a repeated call does with the job of the first: reads its end, goes on with it, or waits for its runner. */
async function resume(
  job: Job,
  hash: Buffer,
  again: { takeOver: () => Promise<boolean>; reopen: () => Promise<void> },
): Promise<Begun> {
  if (!job.requestHash?.equals(hash))
    return { refusal: refused('Conflict', 'concurrencyRequestId: was used with another body') };
  if (job.status === 'failed') await again.reopen();
  else if (!hasEnded(job) && !(await again.takeOver()))
    return { refusal: refused('Conflict', STILL_RUNNING) };
  return { jobId: job.id };
}

/** One body has one hash, whatever the order of its fields. */
function hashOfBody(body: unknown): Buffer {
  const inOrder = (_name: string, value: unknown): unknown =>
    typeof value !== 'object' || value === null || Array.isArray(value)
      ? value
      : Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  return createHash('sha256').update(JSON.stringify(body, inOrder)).digest();
}
