import { followOfferLink, followPartnerLink, getOfferLink } from '#contract/tracking.ts';
import { normaliseUuid } from '#domain/ids.ts';
import { done, notFound, ok } from '../../http/answer.ts';
import { tenantRoute } from '../../http/route.ts';
import { answerLink, redirectHeaders } from './error-page.ts';
import { checkQuery, follow, linkQuery, strictQuery } from './follow.ts';
import type { LinkName } from './followed-link.ts';
import { readParameters } from './parameters.ts';

/** Gives the address of a view's offer, with a new click in it. */
const getLink = tenantRoute(getOfferLink, async (call) => {
  const name = wallLink(call.query.viewId, call.query.offerId);
  return ok({ url: await follow(call, name, readParameters(call.query), call.query) });
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
    const url = await follow(call, wallLink(viewId, offerId), readParameters(query), call.query);
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
    const shareId = normaliseUuid(call.params.payoutId);
    if (shareId === null) return notFound('link');
    const url = await follow(call, { by: 'share', shareId }, readParameters(query), call.query);
    return done({ ...redirectHeaders, location: url });
  }),
);

/** What a link of the own wall names; one without a view was checked to have an offer. */
function wallLink(viewId: string | undefined, offerId: string | undefined): LinkName {
  return viewId === undefined ? { by: 'offer', offerId: offerId ?? '' } : { by: 'view', viewId, offerId };
}

/** The links that lead to offers. */
export const offerLinkRoutes = [getLink, redirect, partnerRedirect];
