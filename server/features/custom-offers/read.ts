import { readCustomOffers } from '#contract/custom-offers.ts';
import { notFound, ok } from '../../http/answer.ts';
import { read } from '../../http/route.ts';
import { findJobByRequest } from '../../platform/stored-job.ts';
import { loadResults } from './results.ts';
import { CUSTOM_OFFERS } from './synchronisation.ts';

/** Reads how far a synchronisation is, and what became of its offers so far. */
export const readCustomOffersRoute = read(readCustomOffers, async ({ tx, params }) => {
  const job = await findJobByRequest(tx, CUSTOM_OFFERS, params.concurrencyRequestId);
  if (!job) return notFound('synchronisation');
  return ok({
    status: job.status,
    processed: job.position,
    total: job.total ?? 0,
    error: job.error,
    concurrencyRequestId: params.concurrencyRequestId,
    ...(await loadResults(tx, job.id)),
  });
});
