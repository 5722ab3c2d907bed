import { readOffer } from '#contract/offers.ts';
import { notFound, ok } from '../../http/answer.ts';
import { apiOrigin } from '../../http/origins.ts';
import { read, type ReadCall } from '../../http/route.ts';
import { loadSettings } from '../settings/exports.ts';
import { entityTag } from './entity-tag.ts';
import { loadWorld } from './geography.ts';
import { loadOpenUse } from './limit-use.ts';
import { loadOfferNames } from './names.ts';
import { offerDetails, type ViewFacts } from './offer-view.ts';
import { loadOffer, type StoredOffer } from './stored-offer.ts';

/** Reads one offer. */
export const readOfferRoute = read(readOffer, async (call) => {
  const offer = await loadOffer(call.tx, call.tenant.id, call.params.id);
  if (!offer) return notFound('offer');
  const facts = await loadViewFacts(call, [offer]);
  const { document } = await loadSettings(call.tx, call.tenant.id);
  return ok(offerDetails(offer, facts, document.currency), { headers: { etag: entityTag(offer) } });
});

/** Loads what these offers are shown with. */
export async function loadViewFacts(
  call: ReadCall<unknown>,
  offers: readonly StoredOffer[],
): Promise<ViewFacts> {
  const { context, tx, tenant } = call;
  const subjects = offers.flatMap(({ id, content }) => [id, ...content.offerEvents.map((event) => event.id)]);
  return {
    names: await loadOfferNames(
      tx,
      tenant.id,
      offers.map(({ content }) => content),
    ),
    world: await loadWorld(context.database, tx),
    use: await loadOpenUse(tx, tenant.id, subjects, offers[0]?.readAt ?? 0),
    apiOrigin: apiOrigin(call),
  };
}
