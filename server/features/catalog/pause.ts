import { pauseOffer, resumeOffer } from '#contract/offers.ts';
import type { TenantTransaction } from '#database/transaction.ts';
import { done, notFound } from '../../http/answer.ts';
import { write, type Route } from '../../http/route.ts';
import { entityTag } from './entity-tag.ts';
import { loadOfferForChange } from './replace-offer.ts';

/** Pauses or resumes an offer, effective at once; where it is so already, nothing happens. */
function switchRoute(endpoint: typeof pauseOffer, action: 'pause' | 'resume'): Route {
  return write(endpoint, async ({ tx, params, audit, announce }) => {
    const before = await loadOfferForChange(tx, params.id);
    if (!before) return notFound('offer');
    const isPaused = action === 'pause';
    if (before.isPaused === isPaused) return done({ etag: entityTag(before) });
    await switchOffer(tx, before.id, isPaused);
    await audit({
      action,
      objectKind: 'offer',
      objectId: before.id,
      before: { isPaused: before.isPaused },
      after: { isPaused },
    });
    announce('offer', before.id);
    return done({ etag: entityTag({ ...before, revision: before.revision + 1 }) });
  });
}

/** Stores whether an offer is paused; the offer is another one for whoever holds its tag. */
export async function switchOffer(tx: TenantTransaction, id: string, isPaused: boolean): Promise<void> {
  await tx.query(
    `UPDATE offers SET is_paused = $3, revision = revision + 1, modified_at = greatest(tenant_now($1), modified_at)
     WHERE tenant_id = $1 AND id = $2`,
    [tx.tenantId, id, isPaused],
    'catalog-switch-offer',
  );
}

/** Pauses an offer. */
export const pauseOfferRoute = switchRoute(pauseOffer, 'pause');
/** Resumes an offer. */
export const resumeOfferRoute = switchRoute(resumeOffer, 'resume');
