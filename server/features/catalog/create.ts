import { createOffer } from '#contract/offers.ts';
import { created } from '../../http/answer.ts';
import { write } from '../../http/route.ts';
import { checkedOffer } from './check-offer.ts';
import { entityTag } from './entity-tag.ts';
import { insertOffer, withEventIds } from './insert-offer.ts';
import { offerBody } from './offer-body.ts';

/** Creates an offer. */
export const createOfferRoute = write(createOffer, async (call) => {
  const { context, tx, params, body, principal } = call;
  const checked = await checkedOffer(context, tx, body, null);
  const content = withEventIds(context, checked.content);
  const isPaused = checked.isPaused ?? false;
  const id = await insertOffer(context, tx, { content, isPaused, actor: principal.name });
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
