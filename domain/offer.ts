import type { DecimalText } from './money.ts';
import { windowKinds } from './time.ts';
import type { Micros, WindowKind } from './time.ts';

export { lookUp } from './enumeration.ts';

/** Whether an offer pays for one goal or for a list of steps. */
export const offerTypes = ['SingleEvent', 'MultiEvent'] as const;
export type OfferType = (typeof offerTypes)[number];

/** Whether amounts are fixed, or percentages of the amount the conversion reports. */
export const conversionTypes = ['FlatRate', 'RevShare'] as const;
export type ConversionType = (typeof conversionTypes)[number];

/** The window in which a budget may be spent once. */
export const budgetTypes = windowKinds;
export type BudgetType = WindowKind;

/** Whether an accepted conversion succeeds by itself or waits for an operator. */
export const rewardingTypes = ['Automatic', 'Manual'] as const;
export type RewardingType = (typeof rewardingTypes)[number];

/** What an advertiser's cost report calls the price: per install or per action. */
export const costTypes = ['CPI', 'CPA'] as const;
export type CostType = (typeof costTypes)[number];

/** An offer's state as it is sent: paused or not yet launched is `Pending`. */
export const offerStatuses = ['Pending', 'Active', 'Expired'] as const;
export type OfferStatus = (typeof offerStatuses)[number];

/** A conversion's state as it is sent. */
export const conversionStatuses = ['Pending', 'Success', 'Rejected'] as const;
export type ConversionStatus = (typeof conversionStatuses)[number];

/** Devices an offer may be limited to; `All` matches everything. */
export const deviceTypes = ['IOS', 'Android', 'MacOS', 'Browser', 'All'] as const;
export type DeviceType = (typeof deviceTypes)[number];

/** Where an offer came from; `GoKart` is the published word for the tenant's own. */
export const offerSources = ['GoKart', 'RevenueUniverse', 'CustomIntegration', 'Wannads'] as const;
export type OfferSource = (typeof offerSources)[number];

/** The systems that send postbacks, in their published order and spelling. */
export const trackingSystems = [
  'AppsFlyer',
  'Singular',
  'Impact',
  'Adjust',
  'CJAffiliate',
  'TUNE',
  'CAKE',
  'Everflow',
  'PerformCB',
  'MAF',
  'Lootably',
  'Sharesale',
  'AdAction',
  'AdGateMedia',
  'RevenueUniverse',
  'HangMyAds',
  'Torox',
  'AyeTstudios',
  'Besitos',
  'Rakuten',
  'AdGateReward',
  'AdJoe',
  'AdMantum',
  'AdscendMedia',
  'AdworkMedia',
  'Bitlabs',
  'Cpalead',
  'JustTrack',
  'KashKick',
  'Kiwiwall',
  'MyChips',
  'Notik',
  'Personaly',
  'RevenueHut',
  'Tapjoy',
  'Tenjin',
  'TimeWall',
  'Wannads',
  'Branch',
  'Kochava',
  'CustomTracking',
  'AWIN',
  'AppSamurai',
  'GoKart',
] as const;
export type TrackingSystem = (typeof trackingSystems)[number];

/** Limits on a count, one for each window; null = none. */
export interface Caps {
  dailyCap: number | null;
  weeklyCap: number | null;
  monthlyCap: number | null;
  allTimeCap: number | null;
}

/** No limit in any window. */
export const noCaps: Caps = { dailyCap: null, weeklyCap: null, monthlyCap: null, allTimeCap: null };

/** One picture or film of an offer; the first by `order` is its icon. */
export interface Creative {
  order: number;
  url: string;
  metadata: string | null;
}

/** How the advertiser's cost report names this offer. */
export interface CostReportInfo {
  costType: CostType;
  appName: string;
  storeId: string;
}

/** One step of a MultiEvent offer, as an offer version fixes it. */
export interface OfferEvent extends Caps {
  id: string;
  name: string;
  /** The event id the tracking system sends, compared exactly. */
  eventId: string;
  showOnOfferWall: boolean;
  /** The offer's steps are numbered 1..n. */
  displayOrder: number;
  /** Its place in the order in which steps must be reached; null = independent. */
  sequenceNumber: number | null;
  /** In hours; null = none. */
  minTimeFromPreviousEvent: number | null;
  /** Days from the completion of sequence 1 (of the attempt's first click where there is none); null = none. */
  deadlineDays: number | null;
  /** Days from acceptance to success; null = none. */
  pendingTime: number | null;
  hasRevenue: boolean;
  /** Null exactly when `hasRevenue` is false. A percentage on RevShare. */
  revenue: DecimalText | null;
  hasReward: boolean;
  /** The reward is computed from the revenue by the tenant's ratio. */
  useDefaultRatio: boolean;
  /** Null exactly when `hasReward` is false. A percentage on RevShare; computed already where the ratio is used. */
  reward: DecimalText | null;
  allowRepetitions: boolean;
}

/** What decides about conversions: the part of an offer version that is pinned at the click. */
export interface OfferTerms {
  offerType: OfferType;
  conversionType: ConversionType;
  rewardingType: RewardingType;
  allowRepetitions: boolean;
  /** SingleEvent: what one conversion earns; kept without effect on MultiEvent. */
  revenue: DecimalText | null;
  reward: DecimalText | null;
  /** Days from acceptance to success, SingleEvent only; kept without effect on MultiEvent. */
  pendingTime: number | null;
  /** The live steps by display order; empty on SingleEvent. */
  offerEvents: OfferEvent[];
  /** The tenant's points for one unit of revenue at the time of saving, for the steps that use it. */
  rewardRatio: DecimalText;
}

/** Whom an offer is for, by id. Empty lists restrict nothing. */
export interface OfferAudience {
  ageId: string;
  countryIds: string[];
  countryStateIds: string[];
  zipCodes: string[];
  genderIds: string[];
  placementIds: string[];
  deviceTypes: DeviceType[];
  showAtBottomToAllUnselectedGenders: boolean;
}

/**
 * The whole content of one offer version in normalised form: ids in lower case, money as decimal text, instants in
 * microseconds, omitted texts `""`, omitted lists `[]`. It holds only what JSON can hold. `isPaused` isn't part of
 * it: pausing makes no version.
 */
export interface OfferContent extends OfferTerms, OfferAudience, Caps {
  /** The template with its click parameter added where it had none. */
  trackingSystemLink: string;
  trackingSystem: TrackingSystem;
  shouldSendCostData: boolean;
  advertiserCampaignName: string;
  offerCostReportInfo: CostReportInfo[];
  name: string;
  headline: string;
  shortDescription: string;
  keyPoints: string;
  offerDetails: string;
  termsAndDisclaimers: string;
  creatives: Creative[];
  advertiserId: string;
  categoryIds: string[];
  isFeatured: boolean;
  budgetType: BudgetType;
  budgetAmount: DecimalText;
  launchDate: Micros;
  endDate: Micros | null;
  baselineEpc: DecimalText;
  lockBaselineEpc: boolean;
}
