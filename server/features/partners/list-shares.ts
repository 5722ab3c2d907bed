import { sql } from 'kysely';
import { listShares, type Share } from '#contract/shares.ts';
import { inTenant } from '#database/transaction.ts';
import { offerStatus } from '#domain/availability.ts';
import { formatInstant } from '#domain/time.ts';
import { notFound } from '../../http/answer.ts';
import { containing, list } from '../../http/list.ts';
import type { Route } from '../../http/route.ts';
import {
  loadOffers,
  loadOpenUse,
  usedCounts,
  type StoredOffer,
  type UseByScope,
} from '../catalog/exports.ts';
import { hasPartner, wireAmount } from './put-share.ts';
import { loadShares, type StoredShare } from './stored-share.ts';

const listing = list(listShares, {
  select: ({ tx, tenant, params }) =>
    tx.kysely
      .selectFrom('shares')
      .innerJoin('offers', (join) =>
        join.onRef('offers.tenant_id', '=', 'shares.tenant_id').onRef('offers.id', '=', 'shares.offer_id'),
      )
      .select(['shares.id', 'shares.offer_id', 'shares.created_at', 'offers.name'])
      .where('shares.tenant_id', '=', tenant.id)
      .where('shares.partner_id', '=', params.partnerId)
      .where('shares.is_active', '=', true),
  order: { CreatedAt: 'shares.created_at', Name: sql`lower(offers.name)` },
  tieBreak: 'shares.id',
  filters: {
    search: (select, text: string) =>
      select.where(({ or, eb }) =>
        or([eb('offers.name', 'ilike', containing(text)), eb('offers.headline', 'ilike', containing(text))]),
      ),
    offer_type: (select, types: string[]) => select.where('offers.offer_type', 'in', types),
  },
  items: async (rows, { tx, tenant }) => {
    const shares = await loadShares(
      tx,
      tenant.id,
      rows.map(({ id }) => id as string),
    );
    const offers = await loadOffers(
      tx,
      tenant.id,
      rows.map(({ offer_id }) => offer_id as string),
    );
    const use = await loadOpenUse(
      tx,
      tenant.id,
      offers.map(({ id }) => id),
      offers[0]?.readAt ?? 0,
    );
    const shareById = new Map(shares.map((share) => [share.id, share]));
    const offerById = new Map(offers.map((offer) => [offer.id, offer]));
    return rows.flatMap(({ id, offer_id }): Share[] => {
      const share = shareById.get(id as string);
      const offer = offerById.get(offer_id as string);
      return share && offer ? [shareItem(share, offer, use)] : [];
    });
  },
});

type TenantRoute = Extract<Route, { kind: 'tenant' }>;

/** Lists what is shared with one partner. */
export const listSharesRoute = {
  ...listing,
  async handle(call) {
    const { partnerId } = call.params as { partnerId: string };
    const isKnown = await inTenant(call.context.database, call.tenant.id, (tx) => hasPartner(tx, partnerId), {
      readOnly: true,
    });
    return isKnown ? (listing as TenantRoute).handle(call) : notFound('partner');
  },
} as TenantRoute;

function shareItem(share: StoredShare, { content, isPaused, readAt }: StoredOffer, use: UseByScope): Share {
  const { payout, events } = share.version.terms;
  const payouts = new Map(events.map((event) => [event.offerEventId, event.payout]));
  return {
    payoutId: share.id,
    offerId: share.offerId,
    name: content.name,
    offerType: content.offerType,
    conversionType: content.conversionType,
    status: offerStatus({ ...content, isPaused }, readAt),
    payout: wireAmount(payout),
    events: content.offerEvents.flatMap(({ id, eventId, name }) => {
      const paid = wireAmount(payouts.get(id) ?? null);
      return paid === null ? [] : [{ offerEventId: id, eventId, name, payout: paid }];
    }),
    eventsWithoutPayout: content.offerEvents.flatMap(({ id }) => (payouts.has(id) ? [] : [id])),
    ...share.caps,
    ...usedCounts(use.of(share.offerId, share.id).counts),
    versionNumber: share.version.number,
    createdAt: formatInstant(share.createdAt),
    modifiedAt: formatInstant(share.modifiedAt),
  };
}
