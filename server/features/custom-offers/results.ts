import type { CustomOfferResult } from '#contract/custom-offers.ts';
import type { TenantTransaction } from '#database/transaction.ts';

/** What became of the offers of a synchronisation, by the published names of the lists. */
export interface Results {
  createdOffers: CustomOfferResult[];
  updatedOffers: CustomOfferResult[];
  notChangedOffers: CustomOfferResult[];
  failedOffers: CustomOfferResult[];
  pausedOffers: CustomOfferResult[];
}

const listOf: Readonly<Record<string, keyof Results>> = {
  created: 'createdOffers',
  updated: 'updatedOffers',
  unchanged: 'notChangedOffers',
  failed: 'failedOffers',
  paused: 'pausedOffers',
};

/** Loads what became of the offers of a job so far, in the order in which they were sent. */
export async function loadResults(tx: TenantTransaction, jobId: string): Promise<Results> {
  const { rows } = await tx.query<{
    outcome: string;
    object_id: string | null;
    external_id: string | null;
    messages: string[];
  }>(
    `SELECT outcome, object_id, external_id, messages FROM job_rows
     WHERE tenant_id = $1 AND job_id = $2 AND outcome <> 'waiting' ORDER BY row`,
    [tx.tenantId, jobId],
  );
  const results: Results = {
    createdOffers: [],
    updatedOffers: [],
    notChangedOffers: [],
    failedOffers: [],
    pausedOffers: [],
  };
  for (const { outcome, object_id: id, external_id: externalId, messages } of rows) {
    const list = listOf[outcome];
    if (list) results[list].push({ externalId: externalId ?? '', id, messages });
  }
  return results;
}
