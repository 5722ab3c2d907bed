import { followOfferLink, followPartnerLink, getOfferLink } from '#contract/tracking.ts';
import type { TenantTransaction } from '#database/transaction.ts';
import { normaliseUuid } from '#domain/ids.ts';
import { done, notFound, ok, refuse, Refusal } from '../../http/answer.ts';
import { tenantRoute } from '../../http/route.ts';
import { loadSharedTarget, loadTarget } from './click-target.ts';
import { answerLink, redirectHeaders } from './error-page.ts';
import { checkQuery, follow, linkQuery, strictQuery, type Followed } from './follow.ts';
import { readParameters, type PublisherValues } from './parameters.ts';
import { loadView } from './views-of-clicks.ts';

/** Gives the address of a view's offer, with a new click in it. */
const getLink = tenantRoute(getOfferLink, async (call) => {
  const { viewId, offerId } = call.query;
  const values = readParameters(call.query);
  const url = await follow(call, call.query, (tx) => ofView(tx, viewId, offerId, values));
  return ok({ url });
});

/** Sends a member of the own wall to an offer. */
const redirect = tenantRoute(followOfferLink, (call) =>
  answerLink(call.request.headers, async () => {
    const query = strictQuery(call);
    const { viewId, offerId } = query as { viewId?: string; offerId?: string };
    const missing =
      viewId !== undefined
        ? []
        : ['offerId', 'pub_member_id'].flatMap((name) =>
            query[name] === undefined ? [`${name}: is required without viewId`] : [],
          );
    checkQuery(linkQuery, query, missing);
    const values = readParameters(query);
    const url = await follow(call, call.query, (tx) =>
      viewId === undefined ? ofOffer(tx, offerId ?? '', values) : ofView(tx, viewId, offerId, values),
    );
    return done({ ...redirectHeaders, location: url });
  }),
);

/** Sends a partner's member to an offer. */
const partnerRedirect = tenantRoute(followPartnerLink, (call) =>
  answerLink(call.request.headers, async () => {
    const query = strictQuery(call);
    const missing = ['pub_click_id', 'pub_member_id'].flatMap((name) =>
      query[name] === undefined ? [`${name}: is required`] : [],
    );
    checkQuery(linkQuery, { ...query, viewId: undefined, offerId: undefined }, missing);
    const payoutId = normaliseUuid(call.params.payoutId);
    if (payoutId === null) return notFound('link');
    const values = readParameters(query);
    const url = await follow(call, call.query, async (tx) => {
      const target = await loadSharedTarget(tx, tx.tenantId, payoutId);
      if (target === null) throw new Refusal(notFound('link'));
      return { target, values, viewId: null, signedId: payoutId };
    });
    return done({ ...redirectHeaders, location: url });
  }),
);

async function ofView(
  tx: TenantTransaction,
  viewId: string,
  offerId: string | undefined,
  values: PublisherValues,
): Promise<Followed> {
  const view = await loadView(tx, tx.tenantId, viewId);
  if (view === null || (offerId !== undefined && offerId !== view.offerId))
    refuse('NotFound', 'No such view exists');
  const found = await ofOffer(tx, view.offerId, { ...view.values, ...values });
  return { ...found, viewId };
}

async function ofOffer(tx: TenantTransaction, offerId: string, values: PublisherValues): Promise<Followed> {
  const target = await loadTarget(tx, tx.tenantId, offerId);
  if (target === null) throw new Refusal(notFound('offer'));
  return { target, values, viewId: null, signedId: offerId };
}

/** The links that lead to offers. */
export const offerLinkRoutes = [getLink, redirect, partnerRedirect];
