import type { OfferDetails, OfferItem } from '#contract/offer-shapes.ts';
import { offerStatus } from '#domain/availability.ts';
import type { WindowCounts } from '#domain/limits/limits.ts';
import { decimal, toJsonNumber } from '#domain/money.ts';
import type { Creative, OfferContent } from '#domain/offer.ts';
import { effectiveEpc } from '#domain/ranking/ranking.ts';
import { formatInstant, type Micros } from '#domain/time.ts';
import { linkAdvice } from '#domain/tracking-systems/link-advice.ts';
import type { World } from './geography.ts';
import type { UseByScope } from './limit-use.ts';
import type { OfferNames } from './names.ts';
import { eventBody, offerBody } from './offer-body.ts';
import type { StoredOffer } from './stored-offer.ts';

/** What an offer is shown with. */
export interface ViewFacts {
  readonly names: OfferNames;
  readonly world: World;
  readonly use: UseByScope;
  /** The origin that links of the tenant's API begin with. */
  readonly apiOrigin: string;
}

/** An offer as a list of offers shows it. */
export function offerItem(offer: StoredOffer, facts: ViewFacts): OfferItem {
  const { content, totals } = offer;
  const body = offerBody(content);
  const { counts, amounts } = facts.use.of(offer.id);
  return {
    id: offer.id,
    name: body.name,
    headline: body.headline,
    offerType: body.offerType,
    conversionType: body.conversionType,
    status: offerStatus({ ...content, isPaused: offer.isPaused }, offer.readAt),
    isPaused: offer.isPaused,
    isFeatured: body.isFeatured,
    trackingSystem: body.trackingSystem,
    trackingSystemLink: body.trackingSystemLink,
    redirectLink: `${facts.apiOrigin}/api/v1/offer-wall/offer-link-redirect?offerId=${offer.id}&pub_member_id=`,
    advertiserId: body.advertiserId,
    advertiserName: offer.advertiserName,
    offerSource: offer.source,
    categories: content.categoryIds.map((id) => ({ id, name: facts.names.categories.get(id) ?? '' })),
    countries: content.countryIds.map((id) => facts.world.countries.get(id)?.code2 ?? ''),
    deviceTypes: body.deviceTypes,
    creativeFileUrl: firstCreative(content)?.url ?? '',
    budgetType: body.budgetType,
    budgetAmount: body.budgetAmount,
    budgetSpent: toJsonNumber(amounts[content.budgetType]),
    dailyCap: body.dailyCap,
    weeklyCap: body.weeklyCap,
    monthlyCap: body.monthlyCap,
    allTimeCap: body.allTimeCap,
    ...usedCounts(counts),
    revenue: body.revenue,
    reward: body.reward,
    launchDate: body.launchDate,
    endDate: body.endDate,
    createdAt: formatInstant(offer.createdAt),
    modifiedAt: formatInstant(offer.modifiedAt),
    epc: offerEpc(offer, offer.readAt),
    views: totals.views,
    clicks: totals.clicks,
    conversions: totals.conversions,
    conversionRate: totals.clicks === 0 ? 0 : totals.conversions / totals.clicks,
    totalRevenue: toJsonNumber(totals.revenue),
    events: content.offerEvents.map((event) => ({
      ...eventBody(event),
      ...usedCounts(facts.use.of(event.id).counts),
    })),
  };
}

/**
 * A whole offer: what can be sent back, and what is computed beside it.
 *
 * @param currency the tenant's, ISO 4217
 */
export function offerDetails(offer: StoredOffer, facts: ViewFacts, currency: string): OfferDetails {
  const { content } = offer;
  const item = offerItem(offer, facts);
  return {
    ...offerBody(content),
    ...item,
    offerEvents: item.events,
    age: facts.names.ages.get(content.ageId)?.name ?? '',
    states: content.countryStateIds.map((id) => facts.world.states.get(id)?.code ?? ''),
    genders: content.genderIds.map((id) => facts.names.genders.get(id) ?? ''),
    versionNumber: offer.version.number,
    archivedEvents: offer.events.flatMap(({ id, eventId, archivedAt }) =>
      archivedAt === null ? [] : [{ id, eventId, archivedAt: formatInstant(archivedAt) }],
    ),
    linkAdvice: linkAdvice(content, currency).map(({ at = null, ...problem }) => ({ ...problem, at })),
  };
}

/** The first picture by its order, which stands for the offer. */
export function firstCreative({ creatives }: Pick<OfferContent, 'creatives'>): Creative | undefined {
  return creatives.toSorted((a, b) => a.order - b.order)[0];
}

/** The revenue for a click that the offer is ranked by at an instant. */
export function offerEpc({ content, totals }: Pick<StoredOffer, 'content' | 'totals'>, now: Micros): number {
  return effectiveEpc(
    {
      baselineEpc: decimal(content.baselineEpc),
      lockBaselineEpc: content.lockBaselineEpc,
      revenue: totals.revenue,
      clicks: totals.clicks,
      launchDate: content.launchDate,
      lastRevenueAt: totals.lastRevenueAt,
    },
    now,
  );
}

/** The counts of the open windows under their published names. */
export function usedCounts(counts: WindowCounts): {
  dailyConversions: number;
  weeklyConversions: number;
  monthlyConversions: number;
  allTimeConversions: number;
} {
  return {
    dailyConversions: counts.Daily,
    weeklyConversions: counts.Weekly,
    monthlyConversions: counts.Monthly,
    allTimeConversions: counts.Total,
  };
}
