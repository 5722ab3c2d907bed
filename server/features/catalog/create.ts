import { createOffer } from '#contract/offers.ts';
import type { Context } from '../../context.ts';
import { created, Refusal, type Failure } from '../../http/answer.ts';
import { writeTogether, type CallTogether } from '../../http/write-together.ts';
import { checkedOffer, loadOfferGround, type OfferGround } from './check-offer.ts';
import { entityTag } from './entity-tag.ts';
import { offerInsertion, withEventIds, type NewOffer } from './insert-offer.ts';
import { offerBody } from './offer-body.ts';

type Call = CallTogether<typeof createOffer>;

/** Creates an offer, in one transaction with all that wait beside it. */
export const createOfferRoute = writeTogether(createOffer, async (context, tx, calls) => {
  const ground = await loadOfferGround(
    context,
    tx,
    calls.map(({ body }) => body),
  );
  const decided = calls.map((call) => decide(context, ground, call));
  const sound = decided.flatMap((offer) => ('kind' in offer ? [] : [offer]));
  if (sound.length > 0) tx.send(...offerInsertion(context, tx.tenantId, sound));
  return decided.map((offer, index) => ('kind' in offer ? offer : answerTo(calls[index] as Call, offer)));
});

function decide(context: Context, ground: OfferGround, { body, principal }: Call): NewOffer | Failure {
  try {
    const checked = checkedOffer(body, ground, null);
    return {
      id: context.newId(),
      content: withEventIds(context, checked.content),
      isPaused: checked.isPaused ?? false,
      actor: principal.name,
    };
  } catch (error) {
    if (error instanceof Refusal) return error.failure;
    throw error;
  }
}

function answerTo({ audit, announce, params }: Call, { id, content, isPaused }: NewOffer) {
  audit({
    action: 'create',
    objectKind: 'offer',
    objectId: id,
    after: { ...offerBody(content), isPaused },
  });
  announce('offer', id);
  const location = createOffer.path.replace('{product}', params.product);
  const answer = created({ id, Id: id }, `${location}/${id}`);
  return {
    ...answer,
    headers: { ...answer.headers, etag: entityTag({ revision: 1, version: { number: 1 } }) },
  };
}
