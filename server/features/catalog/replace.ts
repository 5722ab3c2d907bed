import { replaceOffer } from '#contract/offers.ts';
import { notFound, ok } from '../../http/answer.ts';
import { write } from '../../http/route.ts';
import { checkedOffer, loadOfferGround } from './check-offer.ts';
import { checkIfMatch, entityTag } from './entity-tag.ts';
import { withEventIds } from './insert-offer.ts';
import { offerBody } from './offer-body.ts';
import { loadOfferForChange, storeReplacement } from './replace-offer.ts';

/** Replaces an offer as a whole. */
export const replaceOfferRoute = write(replaceOffer, async (call) => {
  const { context, tx, params, body, principal, request } = call;
  const before = await loadOfferForChange(tx, params.id);
  if (!before) return notFound('offer');
  checkIfMatch(request.headers['if-match'], before);
  const checked = checkedOffer(body, await loadOfferGround(context, tx, [body]), before);
  const content = withEventIds(context, checked.content);
  const isPaused = checked.isPaused ?? before.isPaused;
  const saved = await storeReplacement(context, tx, before, { content, isPaused, actor: principal.name });
  await call.audit({
    action: 'change',
    objectKind: 'offer',
    objectId: before.id,
    before: { ...offerBody(before.content), isPaused: before.isPaused },
    after: { ...offerBody(content), isPaused },
  });
  call.announce('offer', before.id);
  return ok({ id: before.id, Id: before.id }, { headers: { etag: entityTag(saved) } });
});
