import { defaultPageSize, pageOf } from '#contract/lists.ts';
import { listWallOffers, type WallListQuery, type WallOffer } from '#contract/wall.ts';
import { ok, okPrepared } from '../../http/answer.ts';
import { tenantRoute } from '../../http/route.ts';
import { readStanding } from './member-reader.ts';
import { offerSourceOf } from './offer-source.ts';
import { pageBytes } from './page-bytes.ts';
import { audienceOf } from './request-audience.ts';
import { readSelection } from './selection.ts';
import type { HeldOffer } from './held-offer.ts';

/** Lists the offers that a member can do, best first. It records nothing. */
export const listOffersRoute = tenantRoute(listWallOffers, async ({ context, tenant, query, request }) => {
  const asked = query as WallListQuery & typeof query;
  const page = asked.page ?? 0;
  const pageSize = asked.page_size ?? defaultPageSize;
  const pubMemberId = query.pub_member_id;
  if (pubMemberId === undefined) return ok({ offers: pageOf<WallOffer>([], 0, page, pageSize) });
  const source = offerSourceOf(context);
  const [standing, { snapshot: held }] = await Promise.all([
    readStanding(context, tenant.id, pubMemberId),
    source.current(tenant.id),
  ]);
  const audience = await audienceOf(context, held.geography, query, {
    ip: request.ip,
    userAgent: request.headers['user-agent'],
  });
  const { snapshot, offers, totalCount } = await source.find({
    tenantId: tenant.id,
    audience,
    standing,
    selection: readSelection(asked),
    page,
    pageSize,
  });
  const fields = askedFields(asked.fields);
  const items = offers.map((offer) => ({
    parts: [snapshot.bytesOf(offer).all],
    more: moreFields(fields(offer)),
  }));
  return okPrepared(
    () => pageBytes(pageOf<never>([], totalCount, page, pageSize), 'offers', items, request.id),
    () => ({
      offers: pageOf(
        offers.map((offer): WallOffer => ({ ...snapshot.itemOf(offer), ...fields(offer) })),
        totalCount,
        page,
        pageSize,
      ),
    }),
  );
});

/** Further fields as JSON, each with its comma before it. */
export function moreFields(fields: object | undefined): string {
  if (fields === undefined) return '';
  const written = JSON.stringify(fields).slice(1, -1);
  return written === '' ? '' : `,${written}`;
}

/** The further fields that a list was asked for, of an offer; unknown names add nothing. */
export function askedFields(
  names: readonly string[] = [],
): (offer: HeldOffer) => { epc?: number; isFeatured?: boolean } | undefined {
  if (names.length === 0) return () => undefined;
  const asked = new Set(names.map((name) => name.toLowerCase()));
  return ({ epc, stored }) => ({
    ...(asked.has('epc') && { epc }),
    ...(asked.has('isfeatured') && { isFeatured: stored.content.isFeatured }),
  });
}
