import { createOffer } from '#contract/offers.ts';
import { planOnce } from '#database/transaction.ts';
import { created } from '../../http/answer.ts';
import { write } from '../../http/route.ts';
import { checkedOffer } from './check-offer.ts';
import { entityTag } from './entity-tag.ts';
import { sendOffer, withEventIds } from './insert-offer.ts';
import { offerBody } from './offer-body.ts';

/** Creates an offer. */
export const createOfferRoute = write(createOffer, async (call) => {
  const { context, tx, params, body, principal } = call;
  // Planning a statement of so many tables anew for each offer takes longer than to run it.
  planOnce(tx);
  const checked = await checkedOffer(context, tx, body, null);
  const content = withEventIds(context, checked.content);
  const isPaused = checked.isPaused ?? false;
  const id = context.newId();
  sendOffer(context, tx, { id, content, isPaused, actor: principal.name });
  await call.audit({
    action: 'create',
    objectKind: 'offer',
    objectId: id,
    after: { ...offerBody(content), isPaused },
  });
  call.announce('offer', id);
  const location = createOffer.path.replace('{product}', params.product);
  const answer = created({ id, Id: id }, `${location}/${id}`);
  return {
    ...answer,
    headers: { ...answer.headers, etag: entityTag({ revision: 1, version: { number: 1 } }) },
  };
});
