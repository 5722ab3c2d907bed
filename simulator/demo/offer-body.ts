import { seededRandom } from '../random.ts';
import type { DemoOffer, DemoStep } from './offers.ts';

/** Ids that offers of a tenant point at, by their names. */
export interface Lookups {
  readonly advertisers: ReadonlyMap<string, string>;
  readonly categories: ReadonlyMap<string, string>;
  readonly ages: ReadonlyMap<string, string>;
  readonly placements: ReadonlyMap<string, string>;
}

/** How much of its revenue a member gets, in points for one unit of money. */
const REWARD_SHARE = 0.5;

/** The body that creates a demo offer. */
export function offerBody(
  offer: DemoOffer,
  lookups: Lookups,
  pictureUrl: (name: string) => string,
  launchDate: string,
): Record<string, unknown> {
  const random = seededRandom(offer.name);
  const slug = offer.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const [budgetType, budgetAmount] = offer.budget ?? [
    random.pick(['Daily', 'Weekly', 'Monthly'] as const),
    random.pick([500, 1000, 2500]),
  ];
  return {
    trackingSystemLink: `https://go.${slug}.example/c/${random.whole(1000, 9999)}?source=wall&sub={pub_sub_1}`,
    trackingSystem: offer.system,
    name: offer.name,
    headline: offer.headline,
    shortDescription: `${offer.headline}. For new customers of ${offer.advertiser}.`,
    keyPoints:
      '<ul><li>New customers only</li><li>Use the same device until the end</li><li>Allow tracking when asked</li></ul>',
    offerDetails: `<p>${offer.headline}. Start from this page, so that what you do is counted for you.</p>`,
    termsAndDisclaimers: `<p>One reward a person. ${offer.advertiser} reports what was reached, usually within an hour.</p>`,
    creatives: [
      { order: 0, url: pictureUrl(`${slug}-icon.svg`), metadata: 'icon' },
      { order: 1, url: pictureUrl(`${slug}-banner.svg`), metadata: 'banner' },
    ],
    offerType: offer.steps ? 'MultiEvent' : 'SingleEvent',
    conversionType: offer.isShare ? 'RevShare' : 'FlatRate',
    advertiserId: lookups.advertisers.get(offer.advertiser),
    isFeatured: offer.isFeatured ?? false,
    isPaused: false,
    allowRepetitions: offer.isRepeatable ?? false,
    budgetType,
    budgetAmount,
    launchDate,
    ageId: lookups.ages.get(offer.age ?? 'All'),
    categoryIds: [lookups.categories.get(offer.category)],
    countryIds: offer.countries,
    genderIds: offer.gender ? [offer.gender] : [],
    showAtBottomToAllUnselectedGenders: offer.gender !== undefined,
    placementIds: [lookups.placements.get(offer.isFeatured ? 'Featured' : 'Offer wall')],
    deviceTypes: offer.devices ?? ['All'],
    rewardingType: offer.isManual ? 'Manual' : 'Automatic',
    baselineEpc: offer.epc,
    lockBaselineEpc: false,
    ...(offer.steps ? { offerEvents: offer.steps.map(eventBody) } : singleTerms(offer)),
  };
}

/** The picture names of an offer, with the text that each shows. */
export function pictureNames({ name }: DemoOffer): { file: string; kind: 'icon' | 'banner' }[] {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return [
    { file: `${slug}-icon.svg`, kind: 'icon' },
    { file: `${slug}-banner.svg`, kind: 'banner' },
  ];
}

function singleTerms(offer: DemoOffer): Record<string, unknown> {
  const revenue = offer.revenue ?? 0;
  return {
    revenue,
    reward: offer.isShare ? revenue * 50 : round(revenue * REWARD_SHARE * 100),
    pendingTime: offer.pendingDays ?? 0,
    ...(offer.dailyCap !== undefined && { dailyCap: offer.dailyCap }),
  };
}

function eventBody(step: DemoStep, index: number): Record<string, unknown> {
  return {
    name: step.name,
    eventId: step.eventId,
    showOnOfferWall: !step.isHidden,
    displayOrder: index + 1,
    sequenceNumber: step.eventId === 'purchase' ? null : index + 1,
    minTimeFromPreviousEvent: step.minHours ?? null,
    deadlineDays: step.deadlineDays ?? null,
    pendingTime: step.pendingDays ?? 0,
    hasRevenue: !step.isFree,
    revenue: step.isFree ? null : step.revenue,
    hasReward: true,
    useDefaultRatio: false,
    reward: round(step.revenue * REWARD_SHARE * 100),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
