import { sql } from 'kysely';
import {
  listPartnerOffers,
  readPartnerOffer,
  type PartnerOffer,
  type PartnerOfferItem,
} from '#contract/partner-offers.ts';
import { offerStatus } from '#domain/availability.ts';
import { formatInstant, formatInstantOrNull } from '#domain/time.ts';
import { notFound, ok } from '../../http/answer.ts';
import { containing, list } from '../../http/list.ts';
import { apiOrigin } from '../../http/origins.ts';
import { read } from '../../http/route.ts';
import {
  loadOffer,
  loadOfferNames,
  loadOffers,
  loadWorld,
  type OfferNames,
  type StoredOffer,
  type World,
} from '../catalog/exports.ts';
import { cleanHtml } from '../wall/exports.ts';
import { creativeId } from './creative-id.ts';
import { wireAmount } from './put-share.ts';
import { loadShareOf, type StoredShare } from './stored-share.ts';

/** Lists the offers that are shared with the partner and can be run now. */
export const listPartnerOffersRoute = list(listPartnerOffers, {
  select: ({ tx, tenant, principal }) =>
    tx.kysely
      .selectFrom('shares')
      .innerJoin('offers', (join) =>
        join.onRef('offers.tenant_id', '=', 'shares.tenant_id').onRef('offers.id', '=', 'shares.offer_id'),
      )
      .select(['offers.id'])
      .where('shares.tenant_id', '=', tenant.id)
      .where('shares.partner_id', '=', principal.partnerId)
      .where('shares.is_active', '=', true)
      .where('offers.is_paused', '=', false)
      .where(sql<boolean>`offers.launch_date <= tenant_now(${tenant.id})`)
      .where(sql<boolean>`(offers.end_date IS NULL OR offers.end_date >= tenant_now(${tenant.id}))`),
  order: {
    CreatedAt: 'offers.created_at',
    Name: sql`lower(offers.name)`,
    LaunchDate: 'offers.launch_date',
    EndDate: 'offers.end_date',
    BudgetAmount: 'offers.budget_amount',
    OfferType: 'offers.offer_type',
  },
  tieBreak: 'offers.id',
  filters: {
    search: (select, text: string) =>
      select.where(({ or, eb }) =>
        or([eb('offers.name', 'ilike', containing(text)), eb('offers.headline', 'ilike', containing(text))]),
      ),
    offer_type: (select, types: string[]) => select.where('offers.offer_type', 'in', types),
  },
  items: async (rows, { tx, tenant }) => {
    const ids = rows.map(({ id }) => id as string);
    const offers = await loadOffers(tx, tenant.id, ids);
    const names = await loadOfferNames(
      tx,
      tenant.id,
      offers.map(({ content }) => content),
    );
    const byId = new Map(offers.map((offer) => [offer.id, offer]));
    return ids.flatMap((id): PartnerOfferItem[] => {
      const offer = byId.get(id);
      return offer ? [partnerItem(offer, names)] : [];
    });
  },
});

/** Reads an offer that is shared with the partner. One of another partner is the same 404 as one that isn't there. */
export const readPartnerOfferRoute = read(readPartnerOffer, async (call) => {
  const { context, tx, tenant, params, principal } = call;
  const share = await loadShareOf(tx, tenant.id, principal.partnerId as string, params.id);
  const offer = share?.isActive ? await loadOffer(tx, tenant.id, params.id) : undefined;
  if (!share || !offer) return notFound('offer');
  const names = await loadOfferNames(tx, tenant.id, [offer.content]);
  const world = await loadWorld(context.database, tx);
  return ok(partnerOffer({ offer, share, names, world, origin: apiOrigin(call) }));
});

function partnerItem({ id, content }: StoredOffer, { categories }: OfferNames): PartnerOfferItem {
  return {
    id,
    categories: content.categoryIds.map((categoryId) => categories.get(categoryId) ?? ''),
    name: content.name,
    budgetAmount: wireAmount(content.budgetAmount) ?? 0,
    launchDate: formatInstant(content.launchDate),
    endDate: formatInstantOrNull(content.endDate),
    offerType: content.offerType,
  };
}

interface PartnerFacts {
  readonly offer: StoredOffer;
  readonly share: StoredShare;
  readonly names: OfferNames;
  readonly world: World;
  /** What links of the tenant's API begin with. */
  readonly origin: string;
}

/** Field by field, so that nothing of what the advertiser pays or the tenant keeps can slip through. */
function partnerOffer({ offer, share, names, world, origin }: PartnerFacts): PartnerOffer {
  const { content } = offer;
  const isSingle = content.offerType === 'SingleEvent';
  const payouts = new Map(share.version.terms.events.map((event) => [event.offerEventId, event.payout]));
  return {
    id: offer.id,
    payoutId: share.id,
    name: content.name,
    headline: content.headline,
    shortDescription: cleanHtml(content.shortDescription),
    keyPoints: cleanHtml(content.keyPoints),
    offerDetails: cleanHtml(content.offerDetails),
    termsAndDisclaimers: cleanHtml(content.termsAndDisclaimers),
    categories: content.categoryIds.map((id) => names.categories.get(id) ?? ''),
    trackingLink: `${origin}/api/v1/offer-link/redirect/${share.id}`,
    offerType: content.offerType,
    conversionType: content.conversionType,
    status: offerStatus({ ...content, isPaused: offer.isPaused }, offer.readAt),
    budgetType: content.budgetType,
    budgetAmount: wireAmount(content.budgetAmount) ?? 0,
    launchDate: formatInstant(content.launchDate),
    endDate: formatInstantOrNull(content.endDate),
    age: names.ages.get(content.ageId)?.name ?? '',
    countries: content.countryIds.map((id) => world.countries.get(id)?.code3 ?? ''),
    states: content.countryStateIds.map((id) => world.states.get(id)?.code ?? ''),
    zipCodes: content.zipCodes,
    genders: content.genderIds.map((id) => names.genders.get(id) ?? ''),
    allowRepetitions: content.allowRepetitions,
    deviceTypes: content.deviceTypes,
    payout: isSingle ? wireAmount(share.version.terms.payout) : null,
    rewardPendingDays: isSingle ? content.pendingTime : null,
    creatives: content.creatives.map((creative) => ({
      id: creativeId(offer.id, creative),
      order: creative.order,
      url: creative.url,
      metadata: creative.metadata,
    })),
    events: content.offerEvents.map((event) => ({
      id: event.id,
      name: event.name,
      eventId: event.eventId,
      displayOrder: event.displayOrder,
      sequenceNumber: event.sequenceNumber,
      minTimeFromPreviousEvent: event.minTimeFromPreviousEvent,
      deadlineDays: event.deadlineDays,
      rewardPendingDays: event.pendingTime,
      payout: wireAmount(payouts.get(event.id) ?? null),
      allowRepetitions: event.allowRepetitions,
    })),
  };
}
