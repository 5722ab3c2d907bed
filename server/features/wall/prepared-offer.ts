import type { WallEvent, WallOffer } from '#contract/wall.ts';
import { add, decimal, toJsonNumber, zero, type DecimalText } from '#domain/money.ts';
import type { OfferContent, OfferSource, OfferTerms } from '#domain/offer.ts';
import type { Geography } from '#domain/targeting/audience.ts';
import type { OfferTargeting } from '#domain/targeting/rules.ts';
import { shownEvents, wallReward } from '#domain/terms.ts';
import { formatInstant, formatInstantOrNull } from '#domain/time.ts';
import { cleanHtml } from './clean-html.ts';
import type { Lookups } from './load-tenant.ts';

/** The part of an item that follows from the terms: today's on the wall, the attempt's for a member. */
export type ItemTerms = Pick<
  WallOffer,
  'conversionType' | 'allowRepetitions' | 'reward' | 'rewardPendingDays' | 'offerType' | 'events'
>;

/** What an offer is found by. */
export interface Matching {
  readonly targeting: OfferTargeting;
  /** Names of its categories in lower case. */
  readonly categoryNames: ReadonlySet<string>;
  /** What a search looks through, in lower case. */
  readonly searched: string;
  readonly sortName: string;
  /** For sorting; null where there is none. */
  readonly reward: number | null;
  /** For sorting; null where there is none. */
  readonly revenue: number | null;
}

/** What an offer's ids are resolved by. */
export interface Names {
  readonly lookups: Lookups;
  readonly geography: Geography;
  readonly displayName: string;
}

/** An offer as the wall needs it. */
export interface PreparedFrom {
  readonly id: string;
  readonly source: OfferSource;
  readonly content: OfferContent;
}

/** Resolves what an offer is found by, once for each change of it. */
export function offerMatching(content: OfferContent, names: Names): Matching {
  const reward = wallReward(content);
  return {
    targeting: targetingOf(content, names),
    categoryNames: new Set(categoriesOf(content, names).map(({ name }) => name.toLowerCase())),
    searched: `${content.name}\n${content.headline}`.toLowerCase(),
    sortName: content.name.toLowerCase(),
    reward: reward === null ? null : toJsonNumber(reward),
    revenue: revenueOf(content),
  };
}

/** Resolves an offer's ids, cleans its texts and builds its item, when it is shown for the first time. */
export function offerItem({ id, source, content }: PreparedFrom, names: Names): WallOffer {
  const categories = categoriesOf(content, names);
  const creatives = content.creatives
    .toSorted((a, b) => a.order - b.order)
    .map(({ order, url, metadata }) => ({ order, url, metadata }));
  const terms = itemTerms(content);
  return {
    id,
    name: content.name,
    headline: content.headline,
    shortDescription: cleanHtml(content.shortDescription),
    keyPoints: cleanHtml(content.keyPoints),
    offerDetails: cleanHtml(content.offerDetails),
    termsAndDisclaimers: cleanHtml(content.termsAndDisclaimers),
    creativeFileUrl: creatives[0]?.url ?? '',
    categoryName: categories[0]?.name ?? '',
    offerSource: source === 'GoKart' ? names.displayName : source,
    conversionType: terms.conversionType,
    allowRepetitions: terms.allowRepetitions,
    reward: terms.reward,
    rewardPendingDays: terms.rewardPendingDays,
    offerType: terms.offerType,
    launchDate: formatInstant(content.launchDate),
    endDate: formatInstantOrNull(content.endDate),
    deviceTypes: content.deviceTypes.length === 0 ? ['All'] : [...content.deviceTypes],
    advertiserId: content.advertiserId,
    advertiserName: names.lookups.advertisers.get(content.advertiserId) ?? '',
    creatives,
    categories,
    // The last one: whoever sees the item under other terms sees other steps.
    events: terms.events,
  };
}

function categoriesOf({ categoryIds }: OfferContent, { lookups }: Names): { id: string; name: string }[] {
  return categoryIds.flatMap((id) => {
    const name = lookups.categories.get(id);
    return name === undefined ? [] : [{ id, name }];
  });
}

/** The part of an item that follows from the terms. */
export function itemTerms(terms: OfferTerms): ItemTerms {
  const isMulti = terms.offerType === 'MultiEvent';
  const reward = wallReward(terms);
  return {
    conversionType: terms.conversionType,
    allowRepetitions: terms.allowRepetitions,
    reward: reward === null ? null : toJsonNumber(reward),
    rewardPendingDays: isMulti ? null : (terms.pendingTime ?? null),
    offerType: terms.offerType,
    events: isMulti ? shownEvents(terms.offerEvents).map(itemEvent) : [],
  };
}

function itemEvent(event: OfferTerms['offerEvents'][number]): WallEvent {
  return {
    offerEventId: event.id,
    name: event.name,
    displayOrder: event.displayOrder,
    sequenceNumber: event.sequenceNumber,
    reward: numberOrNull(event.reward),
    deadlineDays: event.deadlineDays,
    rewardPendingDays: event.pendingTime,
  };
}

/** The targeting of an offer in codes and names; what was deleted since matches nobody and is left out. */
export function targetingOf(
  content: OfferContent,
  { lookups, geography }: Omit<Names, 'displayName'>,
): OfferTargeting {
  return {
    countries: content.countryIds.flatMap((id) => geography.countries.get(id)?.code2 ?? []),
    states: content.countryStateIds.flatMap((id) => geography.states.get(id)?.code ?? []),
    zipCodes: content.zipCodes,
    age: lookups.ageRanges.get(content.ageId) ?? { from: null, to: null },
    genders: content.genderIds.flatMap((id) => lookups.genders.get(id) ?? []),
    deviceTypes: content.deviceTypes,
    placementIds: content.placementIds,
    showAtBottomToAllUnselectedGenders: content.showAtBottomToAllUnselectedGenders,
  };
}

/** What one member can bring in all: the revenue of the offer, the sum over its steps, or the highest percentage. */
export function revenueOf(content: OfferTerms): number | null {
  if (content.offerType === 'SingleEvent') return numberOrNull(content.revenue);
  const revenues = content.offerEvents.flatMap(({ revenue }) => (revenue === null ? [] : [decimal(revenue)]));
  if (revenues.length === 0) return null;
  if (content.conversionType === 'RevShare') return Math.max(...revenues.map(toJsonNumber));
  return toJsonNumber(revenues.reduce(add, zero));
}

function numberOrNull(text: DecimalText | null): number | null {
  return text === null ? null : toJsonNumber(decimal(text));
}
