// Made by `npm run generate` from the contract of the API; never edited by hand.


/** Why a call was refused. */
export type FailureType = 'ValidationError' | 'Unauthorized' | 'Forbidden' | 'NotFound' | 'MethodNotAllowed' | 'Conflict' | 'PreconditionFailed' | 'PayloadTooLarge' | 'UnsupportedMediaType' | 'TooManyRequests' | 'InternalError' | 'ServiceUnavailable';

/** A product of a tenant. */
export type Product = 'publisher' | 'aff-network' | 'advertiser';

/** One page of a list. */
export interface Page<Item> {
  /** Counted from 0. */
  pageIndex: number;
  pageSize: number;
  totalCount: number;
  totalPages: number;
  indexFrom: number;
  items: Item[];
  hasPreviousPage: boolean;
  hasNextPage: boolean;
}

export type AdvertiserPage = Page<NamedItem>;

export interface AgeRange {
  id: string;
  name: string;
  valueFrom: number | null;
  valueTo: number | null;
}

export interface AgeRangeInput {
  name: string;
  valueFrom?: number | null;
  valueTo?: number | null;
}

export type AgeRangePage = Page<AgeRange>;

export interface AppsFlyerSettings {
  /** Null while nothing is pushed. */
  mediaSource: string | null;
  /** Whether a key is set; the key itself is never shown. */
  hasKey: boolean;
  nextPushAt: string | null;
}

export interface AppsFlyerSettingsInput {
  /** The name under which AppsFlyer knows the network. */
  mediaSource?: string;
  /** AppsFlyer's API token of the network. */
  key?: string;
}

export interface AuditEntry {
  id: string;
  createdAt: string;
  actorKind: 'token' | 'user' | 'system' | 'command';
  actorId: string | null;
  actorName: string;
  action: string;
  objectKind: string;
  objectId: string | null;
  /** As it was; null for what is new or was erased. */
  before: unknown;
  /** As it became; null for what is gone or was erased. */
  after: unknown;
  requestId: string | null;
}

export type AuditPage = Page<AuditEntry>;

export interface Callback {
  /** Of the delivery, the same over all its tries. */
  id: string;
  sentAt: string;
  conversion: CallbackConversion;
}

export interface CallbackConversion {
  status: 'Pending' | 'Success' | 'Rejected';
  rejectionReason: string | null;
  userCompletedAt: string;
  /** True when the status is Success. */
  isRewardSent: boolean;
  viewId: string | null;
  clickId: string;
  /** The same over all changes of the status. */
  conversionId: string;
  offerId: string;
  offerName: string;
  offerAdvertiserId: string;
  offerEventId: string | null;
  offerAdvertiserName: string;
  offerCategoryId: string | null;
  offerCategoryName: string | null;
  offerCountryId: string | null;
  offerCountryCode2: string | null;
  offerCountryCode3: string | null;
  eventId: string | null;
  eventName: string | null;
  /** What the member receives; 0 when there is none. */
  rewardPoints: number;
  revenue: number | null;
  pubMemberId: string | null;
  pubClickId: string | null;
  pubSessionId: string | null;
  pubGender: string | null;
  pubAge: string | null;
  pubGeoCountry: string | null;
  pubGeoState: string | null;
  pubPostalCode: string | null;
  pubSub1: string | null;
  pubSub2: string | null;
  pubSub3: string | null;
  pubSub4: string | null;
  pubSub5: string | null;
  pubSub6: string | null;
  pubSub7: string | null;
  pubSub8: string | null;
  pubSub9: string | null;
  pubSub10: string | null;
  pubSub11: string | null;
  pubSub12: string | null;
  pubSub13: string | null;
  pubSub14: string | null;
  pubSub15: string | null;
  pubDevice: string | null;
  trackSysEventId: string | null;
  trackSysConversionId: string | null;
  trackSysConversionAmount: string | null;
  trackSysConversionIpAddress: string | null;
  trackSysConversionEmail: string | null;
  trackSysConversionUserId: string | null;
  trackSysConversionSub1: string | null;
  trackSysConversionSub2: string | null;
  trackSysConversionSub3: string | null;
  trackSysConversionSub4: string | null;
  trackSysConversionSub5: string | null;
  sequenceNumber: number | null;
  partnerId: string | null;
  partnerName: string | null;
  createdAt: string;
  clickTime: string | null;
  /** Whether it came of a test link: counted and paid nowhere. */
  isTest: boolean;
}

export interface CallbackSecret {
  secret: string;
}

export interface CallbackTestCall {
  request: {
    method: 'GET' | 'POST';
    url: string;
    /** As sent, but the value of the own header, which stands as `***`. */
    headers: Record<string, string>;
    body: string | null;
  };
  /** The first 1 KB of the answer; null without one. */
  answer: string | null;
  /** HTTP status; null without an answer. */
  status: number | null;
  /** Why there was no answer. */
  error: string | null;
  durationMs: number;
  /** The same call as a command. */
  curl: string;
}

export interface CallbackTestInput {
  kind?: 'Callback' | 'PartnerPostback';
  url?: string | null;
  partnerId?: string | null;
}

export interface CallbackTestResult {
  kind: 'Callback' | 'PartnerPostback';
  url: string;
  dialect: 'AyetStudios' | 'AdGate' | 'BitLabs' | 'Tapjoy' | 'Lootably' | 'OfferToro' | 'Wannads' | 'AdGem' | null;
  /** The worst of all checks. */
  result: 'Pass' | 'Warn' | 'Fail';
  checks: {
    name: 'AnswersInTime' | 'TakesDuplicates' | 'RefusesBadSignature' | 'RefusesOldTimestamp' | 'CopesWithUnknownFields' | 'CopesWithSlowNetwork' | 'TakesStatusChanges';
    result: 'Pass' | 'Warn' | 'Fail' | 'Skipped';
    message: string;
    calls: CallbackTestCall[];
  }[];
}

export type CategoryPage = Page<NamedItem>;

export interface Claim {
  id: string;
  offerEventId: string | null;
  status: 'Open' | 'Answered';
  outcome: 'Accepted' | 'Declined' | null;
  message: string;
  answer: string;
  hasProof: boolean;
  createdAt: string;
  answeredAt: string | null;
  /** Null once the member was erased. */
  pubMemberId: string | null;
  offerId: string;
  offerName: string;
  /** What the tracking system calls the step. */
  eventId: string | null;
  verdict: 'paid' | 'pending' | 'in_review' | 'waiting' | 'refused' | 'earlier_step' | 'not_clicked' | 'deadline_passed' | 'reported_soon' | 'not_reported';
}

export interface ClaimAnswerInput {
  outcome: 'Accepted' | 'Declined';
  answer?: string;
}

export interface ClaimDetails {
  id: string;
  offerEventId: string | null;
  status: 'Open' | 'Answered';
  outcome: 'Accepted' | 'Declined' | null;
  message: string;
  answer: string;
  hasProof: boolean;
  createdAt: string;
  answeredAt: string | null;
  /** Null once the member was erased. */
  pubMemberId: string | null;
  offerId: string;
  offerName: string;
  /** What the tracking system calls the step. */
  eventId: string | null;
  verdict: 'paid' | 'pending' | 'in_review' | 'waiting' | 'refused' | 'earlier_step' | 'not_clicked' | 'deadline_passed' | 'reported_soon' | 'not_reported';
  evidence: ClaimEvidence;
}

export interface ClaimEvidence {
  attemptId: string | null;
  /** The latest ones, newest first. */
  clicks: {
    id: string;
    at: string;
  }[];
  conversions: {
    id: string;
    offerEventId: string | null;
    status: string;
    reason: string | null;
    at: string;
  }[];
  /** What arrived for these clicks without becoming a conversion. */
  postbacks: {
    id: string;
    outcome: string;
    reason: string | null;
    at: string;
  }[];
}

export type ClaimPage = Page<Claim>;

export interface ClaimSubject {
  offerEventId: string | null;
  /** The name of the step; empty for the offer as a whole. */
  name: string;
  verdict: ClaimVerdict;
  /** Whether a claim on it would be looked at by a person. */
  canClaim: boolean;
}

export interface ClaimVerdict {
  code: 'paid' | 'pending' | 'in_review' | 'waiting' | 'refused' | 'earlier_step' | 'not_clicked' | 'deadline_passed' | 'reported_soon' | 'not_reported';
  /** The step that has to come first. */
  step: string | null;
  /** Why the report was not counted. */
  reason: string | null;
  doneAt: string | null;
  /** When it was or will be paid, when the deadline was, or until when a report may take. */
  at: string | null;
}

export interface Click {
  id: string;
  createdAt: string;
  offerId: string;
  offerName: string;
  /** Null once the member was erased. */
  pubMemberId: string | null;
  /** The publisher parameters as received. */
  parameters: Record<string, string>;
  ip: string | null;
  userAgent: string | null;
  viewId: string | null;
  partnerId: string | null;
  partnerName: string | null;
  /** Only `followed` clicks open attempts and count. */
  kind: 'followed' | 'head' | 'prefetch' | 'bot';
  isTest: boolean;
  countryCode2: string | null;
}

export type ClickPage = Page<Click>;

export interface Configuration {
  version: number;
  /** As the settings are read, with their sections `wall`, `retention` and `notifications`; no secrets. */
  settings: Record<string, unknown>;
  advertisers: string[];
  partners: string[];
  placements: string[];
  categories: string[];
  genders: string[];
  ageRanges: {
    name: string;
    valueFrom: number | null;
    valueTo: number | null;
  }[];
  offers: Record<string, unknown>[];
  shares: {
    partner: string;
    offer: string;
    payout?: number | null;
    events?: {
      eventId: string;
      payout: number;
    }[];
    dailyCap?: number | null;
    weeklyCap?: number | null;
    monthlyCap?: number | null;
    allTimeCap?: number | null;
  }[];
}

export interface ConfigurationApplied {
  changes: ConfigurationChange[];
  kept: string[];
}

export interface ConfigurationChange {
  kind: string;
  key: string;
  action: 'create' | 'change' | 'pause' | 'end' | 'delete';
  differences: {
    path: string;
    before: unknown;
    after: unknown;
  }[];
}

export interface ConfigurationPlan {
  changes: ConfigurationChange[];
}

export interface ConversionDetails {
  /** Of the attempt on a MultiEvent offer, of the conversion on a SingleEvent one. */
  id: string;
  createdAt: string;
  modifiedAt: string;
  /** Whether the step had been accepted before in the same attempt. */
  isRepeated: boolean;
  status: 'Pending' | 'Success' | 'Rejected';
  rejectionReason: string | null;
  /** Whether it was accepted and is not Rejected. */
  isUserCompleted: boolean;
  userCompletedAt: string | null;
  /** True once a callback of Success was answered with 2xx. */
  isRewardSent: boolean;
  partnerId: string | null;
  partnerName: string | null;
  offerId: string;
  offerName: string;
  offerAdvertiserId: string;
  offerAdvertiserName: string;
  offerCategoryId: string | null;
  offerCategoryName: string | null;
  offerCountryId: string | null;
  offerCountryCode2: string | null;
  offerCountryCode3: string | null;
  offerType: 'SingleEvent' | 'MultiEvent';
  trackingSystem: 'AppsFlyer' | 'Singular' | 'Impact' | 'Adjust' | 'CJAffiliate' | 'TUNE' | 'CAKE' | 'Everflow' | 'PerformCB' | 'MAF' | 'Lootably' | 'Sharesale' | 'AdAction' | 'AdGateMedia' | 'RevenueUniverse' | 'HangMyAds' | 'Torox' | 'AyeTstudios' | 'Besitos' | 'Rakuten' | 'AdGateReward' | 'AdJoe' | 'AdMantum' | 'AdscendMedia' | 'AdworkMedia' | 'Bitlabs' | 'Cpalead' | 'JustTrack' | 'KashKick' | 'Kiwiwall' | 'MyChips' | 'Notik' | 'Personaly' | 'RevenueHut' | 'Tapjoy' | 'Tenjin' | 'TimeWall' | 'Wannads' | 'Branch' | 'Kochava' | 'CustomTracking' | 'AWIN' | 'AppSamurai' | 'GoKart';
  offerSource: 'GoKart' | 'RevenueUniverse' | 'CustomIntegration' | 'Wannads';
  viewId: string | null;
  clickId: string;
  clickTime: string | null;
  /** Null on a MultiEvent record. */
  conversionId: string | null;
  revenue: number | null;
  payout: number | null;
  reward: number | null;
  currency: string;
  rewardCurrency: string;
  pubMemberId: string | null;
  pubClickId: string | null;
  pubSessionId: string | null;
  pubGender: string | null;
  pubAge: string | null;
  pubGeoCountry: string | null;
  pubGeoState: string | null;
  pubPostalCode: string | null;
  pubSub1: string | null;
  pubSub2: string | null;
  pubSub3: string | null;
  pubSub4: string | null;
  pubSub5: string | null;
  pubSub6: string | null;
  pubSub7: string | null;
  pubSub8: string | null;
  pubSub9: string | null;
  pubSub10: string | null;
  pubSub11: string | null;
  pubSub12: string | null;
  pubSub13: string | null;
  pubSub14: string | null;
  pubSub15: string | null;
  pubDevice: string | null;
  trackSysEventId: string | null;
  trackSysConversionId: string | null;
  trackSysConversionAmount: string | null;
  trackSysConversionIpAddress: string | null;
  trackSysConversionEmail: string | null;
  trackSysConversionUserId: string | null;
  trackSysConversionSub1: string | null;
  trackSysConversionSub2: string | null;
  trackSysConversionSub3: string | null;
  trackSysConversionSub4: string | null;
  trackSysConversionSub5: string | null;
  isTest: boolean;
  /** Why it waits or was rejected: the code, or the note of an operator. */
  reason: string | null;
  /** Whether an operator approved it past a limit. */
  isOverLimit: boolean;
  /** Oddities of the postback that changed nothing. */
  flags: string[];
  /** Empty on a SingleEvent record. */
  conversionEvents: ConversionEvent[];
  history: ConversionHistoryEntry[];
}

export interface ConversionEvent {
  conversionEventId: string;
  offerEventId: string | null;
  eventId: string | null;
  eventName: string | null;
  sequenceNumber: number | null;
  createdAt: string;
  modifiedAt: string;
  /** Whether the step had been accepted before in the same attempt. */
  isRepeated: boolean;
  status: 'Pending' | 'Success' | 'Rejected';
  rejectionReason: string | null;
  /** Whether it was accepted and is not Rejected. */
  isUserCompleted: boolean;
  userCompletedAt: string | null;
  /** True once a callback of Success was answered with 2xx. */
  isRewardSent: boolean;
  clickId: string;
  revenue: number | null;
  payout: number | null;
  reward: number | null;
  trackSysEventId: string | null;
  trackSysConversionId: string | null;
  trackSysConversionAmount: string | null;
  trackSysConversionIpAddress: string | null;
  trackSysConversionEmail: string | null;
  trackSysConversionUserId: string | null;
  trackSysConversionSub1: string | null;
  trackSysConversionSub2: string | null;
  trackSysConversionSub3: string | null;
  trackSysConversionSub4: string | null;
  trackSysConversionSub5: string | null;
  /** Why it waits or was rejected: the code, or the note of an operator. */
  reason: string | null;
  /** Whether an operator approved it past a limit. */
  isOverLimit: boolean;
  /** Oddities of the postback that changed nothing. */
  flags: string[];
}

export interface ConversionEventStatusAnswer {
  conversionId: string;
  status: 'Pending' | 'Success' | 'Rejected';
  rejectionReason: string | null;
  isRewardSent: boolean;
  conversionEventId: string;
  eventId: string | null;
}

export interface ConversionFilter {
  userCompletedAtFrom?: string;
  userCompletedAtTo?: string;
  status?: ('Pending' | 'Success' | 'Rejected')[];
  reason?: string[];
  offerId?: string[];
  partnerId?: string[];
  advertiserId?: string[];
}

export interface ConversionHistoryEntry {
  at: string;
  conversionId: string;
  kind: 'Decided' | 'Released' | 'Ripened' | 'Operator' | 'Upload' | 'Reprocessed' | 'Warning';
  fromStatus: 'Pending' | 'Success' | 'Rejected' | 'Held' | null;
  toStatus: 'Pending' | 'Success' | 'Rejected' | 'Held' | null;
  reason: string | null;
  note: string | null;
  /** Who did it; empty when nobody asked. */
  actor: string;
  postbackId: string | null;
}

export type ConversionPage = Page<ConversionRecord>;

export interface ConversionRecord {
  /** Of the attempt on a MultiEvent offer, of the conversion on a SingleEvent one. */
  id: string;
  createdAt: string;
  modifiedAt: string;
  /** Whether the step had been accepted before in the same attempt. */
  isRepeated: boolean;
  status: 'Pending' | 'Success' | 'Rejected';
  rejectionReason: string | null;
  /** Whether it was accepted and is not Rejected. */
  isUserCompleted: boolean;
  userCompletedAt: string | null;
  /** True once a callback of Success was answered with 2xx. */
  isRewardSent: boolean;
  partnerId: string | null;
  partnerName: string | null;
  offerId: string;
  offerName: string;
  offerAdvertiserId: string;
  offerAdvertiserName: string;
  offerCategoryId: string | null;
  offerCategoryName: string | null;
  offerCountryId: string | null;
  offerCountryCode2: string | null;
  offerCountryCode3: string | null;
  offerType: 'SingleEvent' | 'MultiEvent';
  trackingSystem: 'AppsFlyer' | 'Singular' | 'Impact' | 'Adjust' | 'CJAffiliate' | 'TUNE' | 'CAKE' | 'Everflow' | 'PerformCB' | 'MAF' | 'Lootably' | 'Sharesale' | 'AdAction' | 'AdGateMedia' | 'RevenueUniverse' | 'HangMyAds' | 'Torox' | 'AyeTstudios' | 'Besitos' | 'Rakuten' | 'AdGateReward' | 'AdJoe' | 'AdMantum' | 'AdscendMedia' | 'AdworkMedia' | 'Bitlabs' | 'Cpalead' | 'JustTrack' | 'KashKick' | 'Kiwiwall' | 'MyChips' | 'Notik' | 'Personaly' | 'RevenueHut' | 'Tapjoy' | 'Tenjin' | 'TimeWall' | 'Wannads' | 'Branch' | 'Kochava' | 'CustomTracking' | 'AWIN' | 'AppSamurai' | 'GoKart';
  offerSource: 'GoKart' | 'RevenueUniverse' | 'CustomIntegration' | 'Wannads';
  viewId: string | null;
  clickId: string;
  clickTime: string | null;
  /** Null on a MultiEvent record. */
  conversionId: string | null;
  revenue: number | null;
  payout: number | null;
  reward: number | null;
  currency: string;
  rewardCurrency: string;
  pubMemberId: string | null;
  pubClickId: string | null;
  pubSessionId: string | null;
  pubGender: string | null;
  pubAge: string | null;
  pubGeoCountry: string | null;
  pubGeoState: string | null;
  pubPostalCode: string | null;
  pubSub1: string | null;
  pubSub2: string | null;
  pubSub3: string | null;
  pubSub4: string | null;
  pubSub5: string | null;
  pubSub6: string | null;
  pubSub7: string | null;
  pubSub8: string | null;
  pubSub9: string | null;
  pubSub10: string | null;
  pubSub11: string | null;
  pubSub12: string | null;
  pubSub13: string | null;
  pubSub14: string | null;
  pubSub15: string | null;
  pubDevice: string | null;
  trackSysEventId: string | null;
  trackSysConversionId: string | null;
  trackSysConversionAmount: string | null;
  trackSysConversionIpAddress: string | null;
  trackSysConversionEmail: string | null;
  trackSysConversionUserId: string | null;
  trackSysConversionSub1: string | null;
  trackSysConversionSub2: string | null;
  trackSysConversionSub3: string | null;
  trackSysConversionSub4: string | null;
  trackSysConversionSub5: string | null;
  isTest: boolean;
  /** Why it waits or was rejected: the code, or the note of an operator. */
  reason: string | null;
  /** Whether an operator approved it past a limit. */
  isOverLimit: boolean;
  /** Oddities of the postback that changed nothing. */
  flags: string[];
  /** Empty on a SingleEvent record. */
  conversionEvents: ConversionEvent[];
}

export interface ConversionStatusAnswer {
  conversionId: string;
  status: 'Pending' | 'Success' | 'Rejected';
  rejectionReason: string | null;
  isRewardSent: boolean;
}

export interface CostPush {
  id: string;
  dueAt: string;
  appId: string;
  status: 'Waiting' | 'Delivered' | 'Failed';
  rowCount: number;
  tryCount: number;
  url: string;
  /** What is sent, the same at every try. */
  body: string;
  /** Status of the last answer; null without one. */
  httpStatus: number | null;
  durationMs: number | null;
  /** Why there was no answer. */
  error: string | null;
  /** The first 1 KB of the last answer. */
  answer: string | null;
  nextTryAt: string | null;
  createdAt: string;
  sentAt: string | null;
}

export type CostPushPage = Page<CostPush>;

export interface CostReportRow {
  offerId: string;
  offerName: string;
  totalConversions: number;
  totalClicks: number;
  totalViews: number;
  revenue: number;
  publisherName: string;
}

export interface Country {
  id: string;
  name: string;
  code2: string;
  code3: string;
  numeric: string;
}

export type CountryPage = Page<Country>;

export interface CreativeInput {
  order: number;
  url: string;
  metadata?: string | null;
}

export interface CurrencyRate {
  currency: string;
  validFrom: string;
  /** What one unit of the currency is worth in the currency of the tenant; at most 12 decimals. */
  rate: number;
  createdAt: string;
}

export type CurrencyRatePage = Page<CurrencyRate>;

export interface CurrencyRateValue {
  /** What one unit of the currency is worth in the currency of the tenant; at most 12 decimals. */
  rate: number;
}

export interface CurrentSession {
  userId: string;
  email: string;
  role: 'owner' | 'manager' | 'viewer' | 'partner' | 'advertiser';
  /** The tenant's label. */
  tenant: string;
  partnerId: string | null;
  advertiserId: string | null;
  expiresAt: string;
  name: string;
  isTotpEnabled: boolean;
}

export interface CustomOfferData {
  /** An http or https address with macros such as {gk_click_id}. */
  offerLink: string;
  trackingSystem: 'AppsFlyer' | 'Singular' | 'Impact' | 'Adjust' | 'CJAffiliate' | 'TUNE' | 'CAKE' | 'Everflow' | 'PerformCB' | 'MAF' | 'Lootably' | 'Sharesale' | 'AdAction' | 'AdGateMedia' | 'RevenueUniverse' | 'HangMyAds' | 'Torox' | 'AyeTstudios' | 'Besitos' | 'Rakuten' | 'AdGateReward' | 'AdJoe' | 'AdMantum' | 'AdscendMedia' | 'AdworkMedia' | 'Bitlabs' | 'Cpalead' | 'JustTrack' | 'KashKick' | 'Kiwiwall' | 'MyChips' | 'Notik' | 'Personaly' | 'RevenueHut' | 'Tapjoy' | 'Tenjin' | 'TimeWall' | 'Wannads' | 'Branch' | 'Kochava' | 'CustomTracking' | 'AWIN' | 'AppSamurai' | 'GoKart';
  shouldSendCostData?: boolean;
  advertiserCampaignName?: string;
  offerCostReportInfo?: {
    costType: 'CPI' | 'CPA';
    appName: string;
    storeId: string;
  }[];
  name: string;
  headline: string;
  shortDescription?: string;
  keyPoints?: string;
  offerDetails: string;
  termsAndDisclaimers?: string;
  offerType: 'SingleEvent' | 'MultiEvent';
  conversionType: 'FlatRate' | 'RevShare';
  advertiserId: string;
  isFeatured?: boolean;
  allowRepetitions?: boolean;
  showAtBottomToAllUnselectedGenders?: boolean;
  dailyCap?: number | null;
  weeklyCap?: number | null;
  monthlyCap?: number | null;
  allTimeCap?: number | null;
  budgetType: 'Daily' | 'Weekly' | 'Monthly' | 'Total';
  budgetAmount: number;
  launchDate: string;
  endDate?: string | null;
  ageId: string;
  categoryIds: string[];
  /** Ids or ISO 3166-1 codes. */
  countryIds: string[];
  /** Ids or ISO 3166-2 codes of targeted countries. */
  countryStateIds?: string[];
  zipCodes?: string[];
  /** Ids or names. */
  genderIds?: string[];
  placementIds?: string[];
  /** A list, or one text with commas. None = All. */
  deviceTypes?: ('IOS' | 'Android' | 'MacOS' | 'Browser' | 'All')[];
  revenue?: number | null;
  reward?: number | null;
  rewardingType?: 'Automatic' | 'Manual';
  pendingTime?: number | null;
  creativeFileExternalUrl?: string;
  creatives?: CreativeInput[];
  isPaused?: boolean;
  /** A number or a numeric text. */
  baselineEpc?: number | string;
  lockBaselineEpc?: boolean;
  offerEvents?: CustomOfferEventInput[];
}

export interface CustomOfferEventInput {
  name: string;
  eventId: string;
  showOnOfferWall: boolean;
  /** The offer's are 1..n, each once. */
  displayOrder: number;
  /** Those given are 1..m, each once; null = independent. */
  sequenceNumber: number | null;
  /** Hours. */
  minTimeFromPreviousEvent?: number | null;
  deadlineDays?: number | null;
  pendingTime: number | null;
  revenue: number | null;
  /** The reward is the revenue times the tenant's ratio. */
  useDefaultRatio: boolean;
  reward: number | null;
  dailyCap?: number | null;
  weeklyCap?: number | null;
  monthlyCap?: number | null;
  allTimeCap?: number | null;
  allowRepetitions?: boolean;
}

export interface CustomOfferResult {
  externalId: string;
  id: string | null;
  messages: string[];
}

export interface CustomOffersAnswer {
  concurrencyRequestId: string;
  createdOffers: CustomOfferResult[];
  updatedOffers: CustomOfferResult[];
  notChangedOffers: CustomOfferResult[];
  failedOffers: CustomOfferResult[];
  pausedOffers: CustomOfferResult[];
}

export interface CustomOffersInput {
  concurrencyRequestId: string;
  operation: 'Synchronize' | 'Insert';
  offers: {
    externalId: string;
    offerData: CustomOfferData;
  }[];
}

export interface CustomOffersProgress {
  status: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  /** Offers of the call that are finished. */
  processed: number;
  total: number;
  error: string | null;
  concurrencyRequestId: string;
  createdOffers: CustomOfferResult[];
  updatedOffers: CustomOfferResult[];
  notChangedOffers: CustomOfferResult[];
  failedOffers: CustomOfferResult[];
  pausedOffers: CustomOfferResult[];
}

export interface Delivery {
  id: string;
  kind: 'Callback' | 'PartnerPostback';
  status: 'Waiting' | 'Delivered' | 'Failed' | 'Cancelled';
  failureReason: 'gave_up' | 'endpoint_off' | null;
  conversionId: string | null;
  conversionStatus: 'Pending' | 'Success' | 'Rejected' | null;
  offerId: string | null;
  offerName: string | null;
  partnerId: string | null;
  partnerName: string | null;
  endpointId: string | null;
  method: 'GET' | 'POST';
  url: string;
  isTest: boolean;
  tryCount: number;
  /** HTTP status of the last answer; null without one. */
  lastStatus: number | null;
  nextTryAt: string | null;
  createdAt: string;
  deliveredAt: string | null;
  modifiedAt: string;
}

export interface DeliveryDetails {
  id: string;
  kind: 'Callback' | 'PartnerPostback';
  status: 'Waiting' | 'Delivered' | 'Failed' | 'Cancelled';
  failureReason: 'gave_up' | 'endpoint_off' | null;
  conversionId: string | null;
  conversionStatus: 'Pending' | 'Success' | 'Rejected' | null;
  offerId: string | null;
  offerName: string | null;
  partnerId: string | null;
  partnerName: string | null;
  endpointId: string | null;
  method: 'GET' | 'POST';
  url: string;
  isTest: boolean;
  tryCount: number;
  /** HTTP status of the last answer; null without one. */
  lastStatus: number | null;
  nextTryAt: string | null;
  createdAt: string;
  deliveredAt: string | null;
  modifiedAt: string;
  /** Those that are stored; signatures and secrets are added to each try. */
  headers: Record<string, string>;
  body: string | null;
  tries: DeliveryTry[];
}

export interface DeliveryEndpoint {
  id: string;
  kind: 'Callback' | 'PartnerPostback';
  partnerId: string | null;
  partnerName: string | null;
  origin: string;
  isOn: boolean;
  /** `gone`: it answered 410. `failing`: it failed for 3 days. `operator`: by hand. */
  offReason: string | null;
  offAt: string | null;
  failingSince: string | null;
  lastSuccessAt: string | null;
  nextProbeAt: string | null;
  createdAt: string;
}

export type DeliveryEndpointPage = Page<DeliveryEndpoint>;

export interface DeliveryEndpointSwitch {
  isOn: boolean;
}

export type DeliveryPage = Page<Delivery>;

export interface DeliveryTry {
  number: number;
  triedAt: string;
  status: number | null;
  durationMs: number;
  /** Why there was no answer. */
  error: string | null;
  /** The first 1 KB of the answer. */
  answer: string | null;
}

export interface ErasedMember {
  memberId: string;
  erasedAt: string;
  /** False where so much is stored that background work goes on with it. */
  isComplete: boolean;
}

export interface ExplainedRule {
  rule: 'country' | 'state' | 'zip' | 'age' | 'gender' | 'device' | 'placement' | 'isPaused' | 'launchDate' | 'endDate' | 'shareDailyCap' | 'shareWeeklyCap' | 'shareMonthlyCap' | 'shareAllTimeCap' | 'dailyCap' | 'weeklyCap' | 'monthlyCap' | 'allTimeCap' | 'budget' | 'step' | 'member' | 'completed' | 'share';
  group: 'targeting' | 'availability' | 'member';
  /** The step that the row is about. Such rows do not decide by themselves: the rule `step` says whether any step is open. */
  offerEventId: string | null;
  /** The value seen, in words. */
  seen: string;
  /** The value required, in words; `any` when nothing is. */
  required: string;
  pass: boolean;
  /** What would let the offer through; null when the rule passes. */
  smallestChange: string | null;
}

export interface Explanation {
  offerId: string;
  name: string;
  /** Every deciding rule passes: the wall lists the offer, or the link of the partner takes a click. */
  isShown: boolean;
  /** It is shown after all the rest, to genders that it does not select. */
  atBottom: boolean;
  rules: ExplainedRule[];
}

export interface FollowingDelivery {
  id: string;
  kind: 'callback' | 'partner_postback';
  status: 'Waiting' | 'Delivered' | 'Failed' | 'Cancelled';
  method: string;
  url: string;
  body: string | null;
  tries: number;
  lastStatus: number | null;
  createdAt: string;
}

export type GenderPage = Page<NamedItem>;

export interface Health {
  status: string;
  version: string;
}

export interface ImportDetails {
  id: string;
  kind: 'Conversions' | 'Statuses';
  status: 'Waiting' | 'Running' | 'Done' | 'Failed';
  fileName: string;
  processed: number;
  /** Null until the file was read. */
  total: number | null;
  accepted: number;
  refusedCount: number;
  /** Why the file as a whole came to nothing. */
  error: string | null;
  createdAt: string;
  finishedAt: string | null;
  /** The first 1,000; the list of refused rows has all. */
  refused: RefusedRow[];
}

export interface ImportItem {
  id: string;
  kind: 'Conversions' | 'Statuses';
  status: 'Waiting' | 'Running' | 'Done' | 'Failed';
  fileName: string;
  processed: number;
  /** Null until the file was read. */
  total: number | null;
  accepted: number;
  refusedCount: number;
  /** Why the file as a whole came to nothing. */
  error: string | null;
  createdAt: string;
  finishedAt: string | null;
}

export type ImportPage = Page<ImportItem>;

export interface InboxGroup {
  outcome: 'accepted' | 'held' | 'duplicate' | 'rejected' | 'parked' | 'refused';
  reason: string | null;
  offerId: string | null;
  offerName: string | null;
  /** What they have in common beside the reason: the event id, currency or macro that was sent. */
  detail: string | null;
  count: number;
  firstAt: string;
  lastAt: string;
  exampleId: string;
  /** The cause of the newest one. */
  cause: string | null;
}

export type InboxPage = Page<InboxRequest>;

export interface InboxRequest {
  id: string;
  receivedAt: string;
  outcome: 'accepted' | 'held' | 'duplicate' | 'rejected' | 'parked' | 'refused';
  /** A code; the sentence is in `cause`. */
  reason: string | null;
  /** The probable cause and what would mend it. */
  cause: string | null;
  warnings: string[];
  /** Whether it can be decided again: nothing of it was ever accepted, and it is still readable. */
  isReprocessable: boolean;
  conversionId: string | null;
  clickId: string | null;
  /** The click id as it was sent. */
  sentClickId: string | null;
  offerId: string | null;
  offerName: string | null;
  eventId: string | null;
  amount: string | null;
  currency: string | null;
  trackingConversionId: string | null;
  ip: string | null;
  method: string;
  /** Without its secret part. */
  path: string;
  decidedAt: string | null;
  decidedTimes: number;
}

export interface InboxRequestDetails {
  id: string;
  receivedAt: string;
  outcome: 'accepted' | 'held' | 'duplicate' | 'rejected' | 'parked' | 'refused';
  /** A code; the sentence is in `cause`. */
  reason: string | null;
  /** The probable cause and what would mend it. */
  cause: string | null;
  warnings: string[];
  /** Whether it can be decided again: nothing of it was ever accepted, and it is still readable. */
  isReprocessable: boolean;
  conversionId: string | null;
  clickId: string | null;
  /** The click id as it was sent. */
  sentClickId: string | null;
  offerId: string | null;
  offerName: string | null;
  eventId: string | null;
  amount: string | null;
  currency: string | null;
  trackingConversionId: string | null;
  ip: string | null;
  method: string;
  /** Without its secret part. */
  path: string;
  decidedAt: string | null;
  decidedTimes: number;
  query: string | null;
  headers: Record<string, string>;
  body: string | null;
  email: string | null;
  userId: string | null;
  subs: (string | null)[];
}

export interface Invitation {
  id: string;
  email: string;
  role: 'owner' | 'manager' | 'viewer' | 'partner' | 'advertiser';
  createdAt: string;
  expiresAt: string | null;
}

export interface InvitationInput {
  email: string;
  name?: string;
  role: 'owner' | 'manager' | 'viewer' | 'partner' | 'advertiser';
  partnerId?: string | null;
  advertiserId?: string | null;
}

export type InvitationPage = Page<Invitation>;

export interface LedgerBalance {
  account: 'advertiser' | 'partner' | 'margin' | 'member' | 'rewards';
  partyId: string | null;
  /** The advertiser's or partner's name, or the member's pub_member_id. */
  partyName: string | null;
  currency: string;
  pending: number;
  due: number;
  lines: number;
}

export type LedgerBalancePage = Page<LedgerBalance>;

export interface LedgerEntry {
  id: string;
  /** The lines of one posting sum to zero in each currency. */
  postingId: string;
  postedAt: string;
  conversionId: string;
  offerId: string;
  account: 'advertiser' | 'partner' | 'margin' | 'member' | 'rewards';
  /** The advertiser, partner or member; null on the tenant's own accounts. */
  partyId: string | null;
  phase: 'pending' | 'due';
  currency: string;
  /** Positive is a debit (owed to the tenant), negative a credit (owed by the tenant). */
  amount: number;
  /** The seal of the hash chain that covers it; null until it is sealed. */
  sealNumber: number | null;
}

export type LedgerPage = Page<LedgerEntry>;

export interface LedgerSeal {
  number: number;
  entries: number;
  /** Root of the hash tree over its lines. */
  root: string;
  /** The hash of the seal before it. */
  previousHash: string;
  /** What this seal is known by; whoever keeps it can tell whether anything before it was changed. */
  hash: string;
  sealedAt: string;
}

export type LedgerSealPage = Page<LedgerSeal>;

export interface LinkCheck {
  text: string;
  trackingSystem?: 'AppsFlyer' | 'Singular' | 'Impact' | 'Adjust' | 'CJAffiliate' | 'TUNE' | 'CAKE' | 'Everflow' | 'PerformCB' | 'MAF' | 'Lootably' | 'Sharesale' | 'AdAction' | 'AdGateMedia' | 'RevenueUniverse' | 'HangMyAds' | 'Torox' | 'AyeTstudios' | 'Besitos' | 'Rakuten' | 'AdGateReward' | 'AdJoe' | 'AdMantum' | 'AdscendMedia' | 'AdworkMedia' | 'Bitlabs' | 'Cpalead' | 'JustTrack' | 'KashKick' | 'Kiwiwall' | 'MyChips' | 'Notik' | 'Personaly' | 'RevenueHut' | 'Tapjoy' | 'Tenjin' | 'TimeWall' | 'Wannads' | 'Branch' | 'Kochava' | 'CustomTracking' | 'AWIN' | 'AppSamurai' | 'GoKart';
  kind?: 'tracking-link' | 'postback-url';
}

export interface LinkDiagnosis {
  problems: LinkProblem[];
  /** Null when there is no sure correction. */
  corrected: string | null;
}

export interface LinkProblem {
  code: string;
  severity: 'error' | 'warning';
  message: string;
  /** The piece of the text that it is about. */
  at: string | null;
}

export interface MemberEvent {
  rewardStatus: 'Pending' | 'Success' | null;
  /** Only when the conversion of the step is Rejected. */
  rejectionReason?: string;
  deadlineExpiresAt: string | null;
  isUserCompleted: boolean;
  userCompletedAt: string | null;
  offerEventId: string;
  name: string;
  displayOrder: number;
  sequenceNumber: number | null;
  reward: number | null;
  deadlineDays: number | null;
  rewardPendingDays: number | null;
}

export interface MemberExport {
  members: Record<string, unknown>[];
  views: Record<string, unknown>[];
  clicks: Record<string, unknown>[];
  attempts: Record<string, unknown>[];
  postbacks: Record<string, unknown>[];
  conversions: Record<string, unknown>[];
  conversionHistory: Record<string, unknown>[];
  deliveries: Record<string, unknown>[];
  deliveryTries: Record<string, unknown>[];
  claims: Record<string, unknown>[];
}

export interface MemberOffer {
  isOfferAvailable: boolean;
  isUserCompleted: boolean;
  userCompletedAt: string | null;
  /** Null: never clicked. */
  rewardStatus: 'InProgress' | 'Pending' | 'Completed' | null;
  /** Only when the conversion of the offer is Rejected. */
  rejectionReason?: string;
  /** The last `pub_session_id`. */
  sessionId: string | null;
  events: MemberEvent[];
  id: string;
  name: string;
  headline: string;
  /** May hold HTML, cleaned of everything that could run or load. */
  shortDescription: string;
  /** May hold HTML, cleaned of everything that could run or load. */
  keyPoints: string;
  /** May hold HTML, cleaned of everything that could run or load. */
  offerDetails: string;
  /** May hold HTML, cleaned of everything that could run or load. */
  termsAndDisclaimers: string;
  /** The first creative by order. */
  creativeFileUrl: string;
  /** The first category. */
  categoryName: string;
  offerSource: string;
  conversionType: 'FlatRate' | 'RevShare';
  allowRepetitions: boolean;
  /** What the member gets: on a MultiEvent offer the sum over the steps shown, on RevShare the highest percentage. */
  reward: number | null;
  rewardPendingDays: number | null;
  offerType: 'SingleEvent' | 'MultiEvent';
  launchDate: string;
  endDate: string | null;
  deviceTypes: ('IOS' | 'Android' | 'MacOS' | 'Browser' | 'All')[];
  advertiserId: string;
  advertiserName: string;
  creatives: WallCreative[];
  categories: {
    id: string;
    name: string;
  }[];
  /** Only with `fields=epc`. */
  epc?: number;
  /** Only with `fields=isFeatured`. */
  isFeatured?: boolean;
}

export type MemberOfferPage = Page<MemberOffer>;

export interface NamedItem {
  id: string;
  name: string;
}

export interface NamedItemInput {
  name: string;
}

export interface NewCurrencyRate {
  currency: string;
  validFrom: string;
  /** What one unit of the currency is worth in the currency of the tenant; at most 12 decimals. */
  rate: number;
}

export interface NewInvitation {
  id: string;
  link: string;
  expiresAt: string;
}

export interface NewToken {
  id: string;
  name: string;
  scope: 'management' | 'partner' | 'advertiser';
  partnerId: string | null;
  advertiserId: string | null;
  /** The end of the token, to tell one from another. */
  hint: string;
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
  token: string;
}

export interface Notification {
  id: string;
  kind: 'endpoint_off' | 'endpoint_on' | 'cap_reached' | 'budget_exhausted' | 'postback_parked' | 'share_without_payout' | 'import_refused' | 'cost_push_failed' | 'synchronisation_failed' | 'mail_failed';
  severity: 'info' | 'warning' | 'error';
  title: string;
  body: string;
  /** What it is about: `offer`, `endpoint`, … */
  objectKind: string | null;
  objectId: string | null;
  createdAt: string;
  readAt: string | null;
}

export type NotificationPage = Page<Notification>;

export interface NotificationSettings {
  emails: string[];
  onEndpointOff: boolean;
  onCapReached: boolean;
  onBudgetExhausted: boolean;
  onParked: boolean;
}

export interface NotificationSettingsInput {
  emails?: string[];
  onEndpointOff?: boolean;
  onCapReached?: boolean;
  onBudgetExhausted?: boolean;
  onParked?: boolean;
}

export interface NotificationsRead {
  count: number;
}

export interface OfferComparison {
  from: number;
  to: number;
  differences: OfferDifference[];
}

export interface OfferCostReportInfo {
  costType: 'CPI' | 'CPA';
  appName: string;
  storeId: string;
}

export interface OfferDetails {
  id: string;
  name: string;
  headline: string;
  offerType: 'SingleEvent' | 'MultiEvent';
  conversionType: 'FlatRate' | 'RevShare';
  status: 'Pending' | 'Active' | 'Expired';
  isPaused: boolean;
  isFeatured: boolean;
  trackingSystem: 'AppsFlyer' | 'Singular' | 'Impact' | 'Adjust' | 'CJAffiliate' | 'TUNE' | 'CAKE' | 'Everflow' | 'PerformCB' | 'MAF' | 'Lootably' | 'Sharesale' | 'AdAction' | 'AdGateMedia' | 'RevenueUniverse' | 'HangMyAds' | 'Torox' | 'AyeTstudios' | 'Besitos' | 'Rakuten' | 'AdGateReward' | 'AdJoe' | 'AdMantum' | 'AdscendMedia' | 'AdworkMedia' | 'Bitlabs' | 'Cpalead' | 'JustTrack' | 'KashKick' | 'Kiwiwall' | 'MyChips' | 'Notik' | 'Personaly' | 'RevenueHut' | 'Tapjoy' | 'Tenjin' | 'TimeWall' | 'Wannads' | 'Branch' | 'Kochava' | 'CustomTracking' | 'AWIN' | 'AppSamurai' | 'GoKart';
  trackingSystemLink: string;
  /** To be completed with the member id. */
  redirectLink: string;
  advertiserId: string;
  advertiserName: string;
  offerSource: 'GoKart' | 'RevenueUniverse' | 'CustomIntegration' | 'Wannads';
  categories: {
    id: string;
    name: string;
  }[];
  /** ISO 3166-1 alpha-2. */
  countries: string[];
  deviceTypes: ('IOS' | 'Android' | 'MacOS' | 'Browser' | 'All')[];
  /** The first creative by its order. */
  creativeFileUrl: string;
  budgetType: 'Daily' | 'Weekly' | 'Monthly' | 'Total';
  budgetAmount: number;
  /** In the window that is open now. */
  budgetSpent: number;
  dailyCap: number | null;
  weeklyCap: number | null;
  monthlyCap: number | null;
  allTimeCap: number | null;
  dailyConversions: number;
  weeklyConversions: number;
  monthlyConversions: number;
  allTimeConversions: number;
  revenue: number | null;
  reward: number | null;
  launchDate: string;
  endDate: string | null;
  createdAt: string;
  modifiedAt: string;
  /** What the wall ranks by. */
  epc: number;
  views: number;
  clicks: number;
  conversions: number;
  /** Conversions for one click. */
  conversionRate: number;
  totalRevenue: number;
  events: OfferEventDetails[];
  shouldSendCostData: boolean;
  advertiserCampaignName: string;
  offerCostReportInfo: OfferCostReportInfo[];
  shortDescription: string;
  keyPoints: string;
  offerDetails: string;
  termsAndDisclaimers: string;
  creatives: {
    order: number;
    url: string;
    metadata: string | null;
  }[];
  allowRepetitions: boolean;
  showAtBottomToAllUnselectedGenders: boolean;
  ageId: string;
  categoryIds: string[];
  countryIds: string[];
  countryStateIds: string[];
  zipCodes: string[];
  genderIds: string[];
  placementIds: string[];
  rewardingType: 'Automatic' | 'Manual';
  pendingTime: number | null;
  baselineEpc: number;
  lockBaselineEpc: boolean;
  offerEvents: OfferEventDetails[];
  age: string;
  /** ISO 3166-2. */
  states: string[];
  genders: string[];
  versionNumber: number;
  /** Steps that were left out; sending one with its id makes it live again. */
  archivedEvents: {
    id: string;
    eventId: string;
    archivedAt: string;
  }[];
  /** What is odd about the tracking link although it can be followed; empty for a sound one. */
  linkAdvice: LinkProblem[];
}

export interface OfferDifference {
  path: string;
  /** Absent from the first version: null. */
  before: unknown;
  /** Absent from the second version: null. */
  after: unknown;
}

export interface OfferEventDetails {
  id: string;
  name: string;
  eventId: string;
  showOnOfferWall: boolean;
  displayOrder: number;
  /** Those given are 1..m, each once; null = independent. */
  sequenceNumber: number | null;
  /** Hours. */
  minTimeFromPreviousEvent: number | null;
  deadlineDays: number | null;
  pendingTime: number | null;
  hasRevenue: boolean;
  revenue: number | null;
  hasReward: boolean;
  useDefaultRatio: boolean;
  reward: number | null;
  dailyCap: number | null;
  weeklyCap: number | null;
  monthlyCap: number | null;
  allTimeCap: number | null;
  allowRepetitions: boolean;
  dailyConversions: number;
  weeklyConversions: number;
  monthlyConversions: number;
  allTimeConversions: number;
}

export interface OfferEventInput {
  id?: string;
  name: string;
  eventId: string;
  showOnOfferWall: boolean;
  /** The offer's are 1..n, each once. */
  displayOrder: number;
  /** Those given are 1..m, each once; null = independent. */
  sequenceNumber: number | null;
  /** Hours. */
  minTimeFromPreviousEvent?: number | null;
  deadlineDays?: number | null;
  pendingTime: number | null;
  hasRevenue: boolean;
  revenue: number | null;
  hasReward: boolean;
  /** The reward is the revenue times the tenant's ratio. */
  useDefaultRatio: boolean;
  reward: number | null;
  dailyCap?: number | null;
  weeklyCap?: number | null;
  monthlyCap?: number | null;
  allTimeCap?: number | null;
  allowRepetitions?: boolean;
}

export interface OfferInput {
  /** An http or https address with macros such as {gk_click_id}. */
  trackingSystemLink: string;
  trackingSystem: 'AppsFlyer' | 'Singular' | 'Impact' | 'Adjust' | 'CJAffiliate' | 'TUNE' | 'CAKE' | 'Everflow' | 'PerformCB' | 'MAF' | 'Lootably' | 'Sharesale' | 'AdAction' | 'AdGateMedia' | 'RevenueUniverse' | 'HangMyAds' | 'Torox' | 'AyeTstudios' | 'Besitos' | 'Rakuten' | 'AdGateReward' | 'AdJoe' | 'AdMantum' | 'AdscendMedia' | 'AdworkMedia' | 'Bitlabs' | 'Cpalead' | 'JustTrack' | 'KashKick' | 'Kiwiwall' | 'MyChips' | 'Notik' | 'Personaly' | 'RevenueHut' | 'Tapjoy' | 'Tenjin' | 'TimeWall' | 'Wannads' | 'Branch' | 'Kochava' | 'CustomTracking' | 'AWIN' | 'AppSamurai' | 'GoKart';
  shouldSendCostData?: boolean;
  advertiserCampaignName?: string;
  offerCostReportInfo?: OfferCostReportInfo[];
  name: string;
  headline: string;
  shortDescription?: string;
  keyPoints?: string;
  offerDetails: string;
  termsAndDisclaimers?: string;
  creatives: CreativeInput[];
  offerType: 'SingleEvent' | 'MultiEvent';
  conversionType: 'FlatRate' | 'RevShare';
  advertiserId: string;
  isFeatured?: boolean;
  allowRepetitions?: boolean;
  showAtBottomToAllUnselectedGenders?: boolean;
  dailyCap?: number | null;
  weeklyCap?: number | null;
  monthlyCap?: number | null;
  allTimeCap?: number | null;
  budgetType: 'Daily' | 'Weekly' | 'Monthly' | 'Total';
  budgetAmount: number;
  launchDate: string;
  endDate?: string | null;
  ageId: string;
  categoryIds: string[];
  /** Ids or ISO 3166-1 codes. */
  countryIds: string[];
  /** Ids or ISO 3166-2 codes of targeted countries. */
  countryStateIds?: string[];
  zipCodes?: string[];
  /** Ids or names. */
  genderIds?: string[];
  placementIds?: string[];
  /** A list, or one text with commas. None = All. */
  deviceTypes?: ('IOS' | 'Android' | 'MacOS' | 'Browser' | 'All')[];
  revenue?: number | null;
  reward?: number | null;
  rewardingType?: 'Automatic' | 'Manual';
  pendingTime?: number | null;
  /** A number or a numeric text. */
  baselineEpc: number | string;
  lockBaselineEpc: boolean;
  /** At least one on a MultiEvent offer. */
  offerEvents?: OfferEventInput[];
  isPaused: boolean;
}

export interface OfferItem {
  id: string;
  name: string;
  headline: string;
  offerType: 'SingleEvent' | 'MultiEvent';
  conversionType: 'FlatRate' | 'RevShare';
  status: 'Pending' | 'Active' | 'Expired';
  isPaused: boolean;
  isFeatured: boolean;
  trackingSystem: 'AppsFlyer' | 'Singular' | 'Impact' | 'Adjust' | 'CJAffiliate' | 'TUNE' | 'CAKE' | 'Everflow' | 'PerformCB' | 'MAF' | 'Lootably' | 'Sharesale' | 'AdAction' | 'AdGateMedia' | 'RevenueUniverse' | 'HangMyAds' | 'Torox' | 'AyeTstudios' | 'Besitos' | 'Rakuten' | 'AdGateReward' | 'AdJoe' | 'AdMantum' | 'AdscendMedia' | 'AdworkMedia' | 'Bitlabs' | 'Cpalead' | 'JustTrack' | 'KashKick' | 'Kiwiwall' | 'MyChips' | 'Notik' | 'Personaly' | 'RevenueHut' | 'Tapjoy' | 'Tenjin' | 'TimeWall' | 'Wannads' | 'Branch' | 'Kochava' | 'CustomTracking' | 'AWIN' | 'AppSamurai' | 'GoKart';
  trackingSystemLink: string;
  /** To be completed with the member id. */
  redirectLink: string;
  advertiserId: string;
  advertiserName: string;
  offerSource: 'GoKart' | 'RevenueUniverse' | 'CustomIntegration' | 'Wannads';
  categories: {
    id: string;
    name: string;
  }[];
  /** ISO 3166-1 alpha-2. */
  countries: string[];
  deviceTypes: ('IOS' | 'Android' | 'MacOS' | 'Browser' | 'All')[];
  /** The first creative by its order. */
  creativeFileUrl: string;
  budgetType: 'Daily' | 'Weekly' | 'Monthly' | 'Total';
  budgetAmount: number;
  /** In the window that is open now. */
  budgetSpent: number;
  dailyCap: number | null;
  weeklyCap: number | null;
  monthlyCap: number | null;
  allTimeCap: number | null;
  dailyConversions: number;
  weeklyConversions: number;
  monthlyConversions: number;
  allTimeConversions: number;
  revenue: number | null;
  reward: number | null;
  launchDate: string;
  endDate: string | null;
  createdAt: string;
  modifiedAt: string;
  /** What the wall ranks by. */
  epc: number;
  views: number;
  clicks: number;
  conversions: number;
  /** Conversions for one click. */
  conversionRate: number;
  totalRevenue: number;
  events: OfferEventDetails[];
}

export interface OfferLink {
  url: string;
}

export type OfferPage = Page<OfferItem>;

export interface OfferReplacement {
  id: string;
  /** An http or https address with macros such as {gk_click_id}. */
  trackingSystemLink: string;
  trackingSystem: 'AppsFlyer' | 'Singular' | 'Impact' | 'Adjust' | 'CJAffiliate' | 'TUNE' | 'CAKE' | 'Everflow' | 'PerformCB' | 'MAF' | 'Lootably' | 'Sharesale' | 'AdAction' | 'AdGateMedia' | 'RevenueUniverse' | 'HangMyAds' | 'Torox' | 'AyeTstudios' | 'Besitos' | 'Rakuten' | 'AdGateReward' | 'AdJoe' | 'AdMantum' | 'AdscendMedia' | 'AdworkMedia' | 'Bitlabs' | 'Cpalead' | 'JustTrack' | 'KashKick' | 'Kiwiwall' | 'MyChips' | 'Notik' | 'Personaly' | 'RevenueHut' | 'Tapjoy' | 'Tenjin' | 'TimeWall' | 'Wannads' | 'Branch' | 'Kochava' | 'CustomTracking' | 'AWIN' | 'AppSamurai' | 'GoKart';
  shouldSendCostData?: boolean;
  advertiserCampaignName?: string;
  offerCostReportInfo?: OfferCostReportInfo[];
  name: string;
  headline: string;
  shortDescription?: string;
  keyPoints?: string;
  offerDetails: string;
  termsAndDisclaimers?: string;
  creatives: CreativeInput[];
  offerType: 'SingleEvent' | 'MultiEvent';
  conversionType: 'FlatRate' | 'RevShare';
  advertiserId: string;
  isFeatured?: boolean;
  allowRepetitions?: boolean;
  showAtBottomToAllUnselectedGenders?: boolean;
  dailyCap?: number | null;
  weeklyCap?: number | null;
  monthlyCap?: number | null;
  allTimeCap?: number | null;
  budgetType: 'Daily' | 'Weekly' | 'Monthly' | 'Total';
  budgetAmount: number;
  launchDate: string;
  endDate?: string | null;
  ageId: string;
  categoryIds: string[];
  /** Ids or ISO 3166-1 codes. */
  countryIds: string[];
  /** Ids or ISO 3166-2 codes of targeted countries. */
  countryStateIds?: string[];
  zipCodes?: string[];
  /** Ids or names. */
  genderIds?: string[];
  placementIds?: string[];
  /** A list, or one text with commas. None = All. */
  deviceTypes?: ('IOS' | 'Android' | 'MacOS' | 'Browser' | 'All')[];
  revenue?: number | null;
  reward?: number | null;
  rewardingType?: 'Automatic' | 'Manual';
  pendingTime?: number | null;
  /** A number or a numeric text. */
  baselineEpc: number | string;
  lockBaselineEpc: boolean;
  /** At least one on a MultiEvent offer. */
  offerEvents?: OfferEventInput[];
  /** Left as it is when omitted. */
  isPaused?: boolean;
}

export interface OfferVersion {
  id: string;
  number: number;
  validFrom: string;
  isCurrent: boolean;
  /** It becomes valid in the future. */
  isScheduled: boolean;
  createdAt: string;
  /** Who saved it. */
  actor: string;
  /** The paths in which it differs from the version before it; empty on the first. */
  changedFields: string[];
}

export type OfferVersionPage = Page<OfferVersion>;

export interface PartnerEvent {
  id: string;
  name: string;
  eventId: string;
  displayOrder: number;
  sequenceNumber: number | null;
  /** Hours. */
  minTimeFromPreviousEvent: number | null;
  deadlineDays: number | null;
  rewardPendingDays: number | null;
  payout: number | null;
  allowRepetitions: boolean;
}

export interface PartnerOffer {
  id: string;
  payoutId: string;
  name: string;
  headline: string;
  shortDescription: string;
  keyPoints: string;
  offerDetails: string;
  termsAndDisclaimers: string;
  categories: string[];
  /** To be completed with pub_click_id and pub_member_id. */
  trackingLink: string;
  offerType: 'SingleEvent' | 'MultiEvent';
  conversionType: 'FlatRate' | 'RevShare';
  status: 'Pending' | 'Active' | 'Expired';
  budgetType: 'Daily' | 'Weekly' | 'Monthly' | 'Total';
  budgetAmount: number;
  launchDate: string;
  endDate: string | null;
  age: string;
  /** ISO 3166-1 alpha-3. */
  countries: string[];
  /** ISO 3166-2. */
  states: string[];
  zipCodes: string[];
  genders: string[];
  allowRepetitions: boolean;
  deviceTypes: ('IOS' | 'Android' | 'MacOS' | 'Browser' | 'All')[];
  /** Null on a MultiEvent offer; a percentage on RevShare. */
  payout: number | null;
  rewardPendingDays: number | null;
  creatives: {
    id: string;
    order: number;
    url: string;
    metadata: string | null;
  }[];
  events: PartnerEvent[];
}

export interface PartnerOfferItem {
  id: string;
  categories: string[];
  name: string;
  budgetAmount: number;
  launchDate: string;
  endDate: string | null;
  offerType: 'SingleEvent' | 'MultiEvent';
}

export type PartnerOfferPage = Page<PartnerOfferItem>;

export type PartnerPage = Page<NamedItem>;

export interface PartnerPostbackTestInput {
  url?: string | null;
}

export interface PartnerPostbacks {
  global: string | null;
  offers: {
    offerId: string;
    offerEventId: string | null;
    url: string;
  }[];
  sendPending: boolean;
  sendRejected: boolean;
}

export interface PartnerPostbacksInput {
  global?: string | null;
  offers?: {
    offerId: string;
    offerEventId?: string | null;
    url: string;
  }[];
  sendPending?: boolean;
  sendRejected?: boolean;
}

export interface PartnerTestLinkInput {
  offerId: string;
  /** Who the member is, in the words of the publisher. */
  pub_member_id?: string;
  /** The session of the member, passed through. */
  pub_session_id?: string;
  /** The click of the publisher, passed through. */
  pub_click_id?: string;
  /** Gender by name; unknown words match no list of genders. */
  pub_gender?: string;
  /** Age in whole years. */
  pub_age?: string;
  /** Country as ISO 3166-1 alpha-2, alpha-3 or numeric code. */
  pub_geo_country?: string;
  /** State as ISO 3166-2 code such as US-CA. */
  pub_geo_state?: string;
  /** Postal code; letter case and blanks do not matter. */
  pub_postal_code?: string;
  /** One of IOS, Android, MacOS, Browser, All, or several with commas; read from the User-Agent when absent. */
  pub_device?: string;
  /** Passed through to callbacks. */
  pub_sub_1?: string;
  /** Passed through to callbacks. */
  pub_sub_2?: string;
  /** Passed through to callbacks. */
  pub_sub_3?: string;
  /** Passed through to callbacks. */
  pub_sub_4?: string;
  /** Passed through to callbacks. */
  pub_sub_5?: string;
  /** Passed through to callbacks. */
  pub_sub_6?: string;
  /** Passed through to callbacks. */
  pub_sub_7?: string;
  /** Passed through to callbacks. */
  pub_sub_8?: string;
  /** Passed through to callbacks. */
  pub_sub_9?: string;
  /** Passed through to callbacks. */
  pub_sub_10?: string;
  /** Passed through to callbacks. */
  pub_sub_11?: string;
  /** Passed through to callbacks. */
  pub_sub_12?: string;
  /** Passed through to callbacks. */
  pub_sub_13?: string;
  /** Passed through to callbacks. */
  pub_sub_14?: string;
  /** Passed through to callbacks. */
  pub_sub_15?: string;
}

export type PlacementPage = Page<NamedItem>;

export interface PostbackAnswer {
  accepted: boolean;
  conversionId: string | null;
  status: 'Pending' | 'Success' | 'Rejected' | null;
  /** A code; the sentence is in `messages`. */
  reason: string | null;
}

export interface PostbackPair {
  trackingSystem: 'AppsFlyer' | 'Singular' | 'Impact' | 'Adjust' | 'CJAffiliate' | 'TUNE' | 'CAKE' | 'Everflow' | 'PerformCB' | 'MAF' | 'Lootably' | 'Sharesale' | 'AdAction' | 'AdGateMedia' | 'RevenueUniverse' | 'HangMyAds' | 'Torox' | 'AyeTstudios' | 'Besitos' | 'Rakuten' | 'AdGateReward' | 'AdJoe' | 'AdMantum' | 'AdscendMedia' | 'AdworkMedia' | 'Bitlabs' | 'Cpalead' | 'JustTrack' | 'KashKick' | 'Kiwiwall' | 'MyChips' | 'Notik' | 'Personaly' | 'RevenueHut' | 'Tapjoy' | 'Tenjin' | 'TimeWall' | 'Wannads' | 'Branch' | 'Kochava' | 'CustomTracking' | 'AWIN' | 'AppSamurai' | 'GoKart' | null;
  securitySegment: string;
  signature: string;
}

export interface PostbackRotation {
  trackingSystem?: 'AppsFlyer' | 'Singular' | 'Impact' | 'Adjust' | 'CJAffiliate' | 'TUNE' | 'CAKE' | 'Everflow' | 'PerformCB' | 'MAF' | 'Lootably' | 'Sharesale' | 'AdAction' | 'AdGateMedia' | 'RevenueUniverse' | 'HangMyAds' | 'Torox' | 'AyeTstudios' | 'Besitos' | 'Rakuten' | 'AdGateReward' | 'AdJoe' | 'AdMantum' | 'AdscendMedia' | 'AdworkMedia' | 'Bitlabs' | 'Cpalead' | 'JustTrack' | 'KashKick' | 'Kiwiwall' | 'MyChips' | 'Notik' | 'Personaly' | 'RevenueHut' | 'Tapjoy' | 'Tenjin' | 'TimeWall' | 'Wannads' | 'Branch' | 'Kochava' | 'CustomTracking' | 'AWIN' | 'AppSamurai' | 'GoKart';
}

export interface PostbackSimulation {
  clickId: string;
  trackingSystem?: 'AppsFlyer' | 'Singular' | 'Impact' | 'Adjust' | 'CJAffiliate' | 'TUNE' | 'CAKE' | 'Everflow' | 'PerformCB' | 'MAF' | 'Lootably' | 'Sharesale' | 'AdAction' | 'AdGateMedia' | 'RevenueUniverse' | 'HangMyAds' | 'Torox' | 'AyeTstudios' | 'Besitos' | 'Rakuten' | 'AdGateReward' | 'AdJoe' | 'AdMantum' | 'AdscendMedia' | 'AdworkMedia' | 'Bitlabs' | 'Cpalead' | 'JustTrack' | 'KashKick' | 'Kiwiwall' | 'MyChips' | 'Notik' | 'Personaly' | 'RevenueHut' | 'Tapjoy' | 'Tenjin' | 'TimeWall' | 'Wannads' | 'Branch' | 'Kochava' | 'CustomTracking' | 'AWIN' | 'AppSamurai' | 'GoKart';
  eventId?: string;
  amount?: string;
  currency?: string;
  conversionId?: string;
  ip?: string;
  behaviour?: 'success' | 'unfilled_macro' | 'unknown_click' | 'missing_click' | 'unknown_event' | 'missing_amount' | 'unreadable_amount' | 'negative_amount' | 'wrong_signature' | 'wrong_address' | 'duplicate';
  naming?: 'ready-url' | 'own-names';
}

export interface PostbackUrl {
  trackingSystem: 'AppsFlyer' | 'Singular' | 'Impact' | 'Adjust' | 'CJAffiliate' | 'TUNE' | 'CAKE' | 'Everflow' | 'PerformCB' | 'MAF' | 'Lootably' | 'Sharesale' | 'AdAction' | 'AdGateMedia' | 'RevenueUniverse' | 'HangMyAds' | 'Torox' | 'AyeTstudios' | 'Besitos' | 'Rakuten' | 'AdGateReward' | 'AdJoe' | 'AdMantum' | 'AdscendMedia' | 'AdworkMedia' | 'Bitlabs' | 'Cpalead' | 'JustTrack' | 'KashKick' | 'Kiwiwall' | 'MyChips' | 'Notik' | 'Personaly' | 'RevenueHut' | 'Tapjoy' | 'Tenjin' | 'TimeWall' | 'Wannads' | 'Branch' | 'Kochava' | 'CustomTracking' | 'AWIN' | 'AppSamurai' | 'GoKart' | null;
  /** Ready to paste: the system's own macros stand in it. */
  url: string;
  securitySegment: string;
  signature: string;
  /** The host of the address, for systems that ask for its parts. */
  domain: string;
  /** Whether the pair is the system's own; its offers then accept only it. */
  isBound: boolean;
  title: string | null;
  /** Whether its screen asks for domain, security segment and signature apart. */
  asksForThreeValues: boolean;
  clickParameter: string | null;
  /** Networks it says it calls from. */
  networks: string[];
  notes: string[];
}

export interface Readiness {
  status: string;
}

export interface RefusedRow {
  /** As a spreadsheet counts; the headings are row 1. */
  row: number;
  messages: string[];
}

export type RefusedRowPage = Page<RefusedRow>;

export interface Report {
  from: string;
  to: string;
  currency: string;
  rewardCurrency: string;
  rows: ReportRow[];
  totals: ReportTotals;
  /** Whether there are more rows than the limit. */
  isCut: boolean;
}

export interface ReportRow {
  hour?: string;
  day?: string;
  /** The Monday it begins with. */
  week?: string;
  /** The day it begins with. */
  month?: string;
  offerId?: string;
  offerName?: string;
  advertiserId?: string;
  advertiserName?: string;
  /** Null for the own wall. */
  partnerId?: string | null;
  partnerName?: string | null;
  categoryId?: string | null;
  categoryName?: string | null;
  /** ISO alpha-2; empty where it is not known. */
  country?: string;
  device?: string;
  sub1?: string;
  sub2?: string;
  sub3?: string;
  sub4?: string;
  sub5?: string;
  sub6?: string;
  sub7?: string;
  sub8?: string;
  sub9?: string;
  sub10?: string;
  sub11?: string;
  sub12?: string;
  sub13?: string;
  sub14?: string;
  sub15?: string;
  views?: number;
  clicks?: number;
  conversions?: number;
  rejected?: number;
  revenue?: number;
  payout?: number;
  reward?: number;
  margin?: number;
  /** Null where there is nothing to divide by. */
  epc?: number | null;
  /** Null where there is nothing to divide by. */
  conversionRate?: number | null;
  /** Null where there is nothing to divide by. */
  approvalRate?: number | null;
}

export interface ReportTotals {
  views?: number;
  clicks?: number;
  conversions?: number;
  rejected?: number;
  revenue?: number;
  payout?: number;
  reward?: number;
  margin?: number;
  /** Null where there is nothing to divide by. */
  epc?: number | null;
  /** Null where there is nothing to divide by. */
  conversionRate?: number | null;
  /** Null where there is nothing to divide by. */
  approvalRate?: number | null;
}

export interface ReprocessAnswer {
  decided: number;
  accepted: number;
  held: number;
  rejected: number;
  duplicate: number;
  parked: number;
  /** Those that could not be decided; they stay as they were. */
  failed: number;
  /** Whether others still fit; send `next` as `after` to go on. */
  hasMore: boolean;
  next: string | null;
}

export interface ReprocessInput {
  /** Only parked ones unless it is given. */
  outcome?: ('parked' | 'rejected' | 'refused' | 'held' | 'duplicate')[];
  reason?: string[];
  offerId?: string;
  clickId?: string;
  from?: string;
  to?: string;
  /** `next` of the call before. */
  after?: string;
}

export interface ResendAnswer {
  resent: number;
  /** Whether others still fit; the same call goes on with them. */
  hasMore: boolean;
}

export interface ResendInput {
  kind?: 'Callback' | 'PartnerPostback';
  /** Only failed ones unless it is given. */
  status?: ('Failed' | 'Delivered')[];
  conversionId?: string;
  offerId?: string;
  partnerId?: string;
  endpointId?: string;
  from?: string;
  to?: string;
}

export interface RetentionSettings {
  clickDays: number;
  viewDays: number;
  rawRequestDays: number;
  deliveryTryDays: number;
  auditDays: number;
}

export interface RetentionSettingsInput {
  clickDays?: number;
  viewDays?: number;
  rawRequestDays?: number;
  deliveryTryDays?: number;
  auditDays?: number;
}

export interface SavedOffer {
  id: string;
  Id: string;
}

export interface SavedShare {
  payoutId: string;
}

export interface ScheduledChange {
  id: string;
  field: 'revenue' | 'reward';
  value: number;
  at: string;
  offerEventId: string | null;
  createdAt: string;
}

export interface ScheduledChangeInput {
  field: 'revenue' | 'reward';
  value: number;
  /** A full hour, at most one year ahead. */
  at: string;
  /** Required on a MultiEvent offer. */
  offerEventId?: string;
}

export type ScheduledChangePage = Page<ScheduledChange>;

export interface SentPostback {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body: string | null;
  status: number;
  durationMs: number;
  answer: {
    accepted: boolean | null;
    conversionId: string | null;
    status: string | null;
    reason: string | null;
  };
  messages: string[];
}

export interface Session {
  userId: string;
  email: string;
  role: 'owner' | 'manager' | 'viewer' | 'partner' | 'advertiser';
  /** The tenant's label. */
  tenant: string;
  partnerId: string | null;
  advertiserId: string | null;
  expiresAt: string;
}

export interface SetStatusResult {
  id: string;
  outcome: 'changed' | 'unchanged' | 'failed';
  status: 'Pending' | 'Success' | 'Rejected' | null;
  rejectionReason: string | null;
  messages: string[];
}

export interface SetStatusesAnswer {
  changed: number;
  unchanged: number;
  failed: number;
  hasMore: boolean;
  results: SetStatusResult[];
}

export interface SetStatusesInput {
  ids?: string[];
  filter?: ConversionFilter;
  status: 'Pending' | 'Success' | 'Rejected';
  /** Kept in the history; on Rejected it is the rejectionReason. */
  note?: string;
}

export interface Settings {
  name: string;
  currency: string;
  rewardCurrency: string;
  rewardDecimals: number;
  /** Points for one unit of revenue. */
  rewardRatio: number;
  clickLifetimeDays: number;
  /** Whether offers that ask for a value are shown to members whose value is unknown. */
  unknownAudience: {
    age: 'show' | 'hide';
    gender: 'show' | 'hide';
    country: 'show' | 'hide';
    state: 'show' | 'hide';
    zip: 'show' | 'hide';
    device: 'show' | 'hide';
  };
  callback: {
    url: string | null;
    headerName: string | null;
    sendPending: boolean;
    sendRejected: boolean;
    /** The shape of another wall, whose receiver then works as it is; null is the shape of this API. `url` may then hold the macros of that wall. */
    dialect: 'AyetStudios' | 'AdGate' | 'BitLabs' | 'Tapjoy' | 'Lootably' | 'OfferToro' | 'Wannads' | 'AdGem' | null;
    /** Whether a header value is set; the value itself is never shown. */
    hasHeaderValue: boolean;
    /** Whether a secret of the dialect is set; the secret itself is never shown. */
    hasDialectSecret: boolean;
  };
  postback: {
    ipAllowList: string[];
    allowBarePath: boolean;
  };
}

export interface SettingsInput {
  name?: string;
  currency?: string;
  rewardCurrency?: string;
  rewardDecimals?: number;
  /** Points for one unit of revenue. */
  rewardRatio?: number;
  clickLifetimeDays?: number;
  unknownAudience?: {
    age?: 'show' | 'hide';
    gender?: 'show' | 'hide';
    country?: 'show' | 'hide';
    state?: 'show' | 'hide';
    zip?: 'show' | 'hide';
    device?: 'show' | 'hide';
  };
  callback?: {
    url?: string | null;
    headerName?: string | null;
    sendPending?: boolean;
    sendRejected?: boolean;
    /** The shape of another wall, whose receiver then works as it is; null is the shape of this API. `url` may then hold the macros of that wall. */
    dialect?: 'AyetStudios' | 'AdGate' | 'BitLabs' | 'Tapjoy' | 'Lootably' | 'OfferToro' | 'Wannads' | 'AdGem' | null;
    headerValue?: string | null;
    dialectSecret?: string | null;
  };
  postback?: {
    ipAllowList?: string[];
    allowBarePath?: boolean;
  };
}

export interface Share {
  payoutId: string;
  offerId: string;
  name: string;
  offerType: 'SingleEvent' | 'MultiEvent';
  conversionType: 'FlatRate' | 'RevShare';
  status: 'Pending' | 'Active' | 'Expired';
  payout: number | null;
  events: {
    offerEventId: string;
    eventId: string;
    name: string;
    payout: number;
  }[];
  /** Steps that pay this partner nothing because the share does not name them. */
  eventsWithoutPayout: string[];
  dailyCap: number | null;
  weeklyCap: number | null;
  monthlyCap: number | null;
  allTimeCap: number | null;
  dailyConversions: number;
  weeklyConversions: number;
  monthlyConversions: number;
  allTimeConversions: number;
  versionNumber: number;
  createdAt: string;
  modifiedAt: string;
}

export interface ShareInput {
  /** What the partner is paid for one conversion; a percentage on RevShare. Required on a SingleEvent offer, without effect on a MultiEvent one. */
  payout?: number | null;
  /** What the partner is paid for each step; one that is not named pays nothing. */
  events?: {
    offerEventId: string;
    payout: number;
  }[];
  dailyCap?: number | null;
  weeklyCap?: number | null;
  monthlyCap?: number | null;
  allTimeCap?: number | null;
}

export type SharePage = Page<Share>;

export interface SignIn {
  email?: string;
  password?: string;
  /** The secret of a one-time link. */
  link?: string;
  code?: string;
}

export interface SimulatedPostback {
  trackingSystem: 'AppsFlyer' | 'Singular' | 'Impact' | 'Adjust' | 'CJAffiliate' | 'TUNE' | 'CAKE' | 'Everflow' | 'PerformCB' | 'MAF' | 'Lootably' | 'Sharesale' | 'AdAction' | 'AdGateMedia' | 'RevenueUniverse' | 'HangMyAds' | 'Torox' | 'AyeTstudios' | 'Besitos' | 'Rakuten' | 'AdGateReward' | 'AdJoe' | 'AdMantum' | 'AdscendMedia' | 'AdworkMedia' | 'Bitlabs' | 'Cpalead' | 'JustTrack' | 'KashKick' | 'Kiwiwall' | 'MyChips' | 'Notik' | 'Personaly' | 'RevenueHut' | 'Tapjoy' | 'Tenjin' | 'TimeWall' | 'Wannads' | 'Branch' | 'Kochava' | 'CustomTracking' | 'AWIN' | 'AppSamurai' | 'GoKart';
  sent: SentPostback[];
  deliveries: FollowingDelivery[];
}

export interface SingularCostRow {
  date: string;
  offer_id: string;
  offer_name: string;
  offerName: string;
  campaign_name: string;
  campaignName: string;
  campaign_Id: string;
  partner_id: string;
  partner_Id: string;
  app: string;
  store_id: string;
  os: string | null;
  clicks: number;
  conversions: number;
  cost: number;
}

export interface State {
  id: string;
  name: string;
  code: string;
  countryId: string;
}

export type StatePage = Page<State>;

export interface Statement {
  format: 'pitwall-statement-1';
  tenantId: string;
  tenantName: string;
  party: {
    kind: 'Partner' | 'Advertiser';
    id: string;
    name: string;
  };
  from: string;
  to: string;
  madeAt: string;
  opening: StatementBalance[];
  closing: StatementBalance[];
  lines: StatementLine[];
  /** The seals of its lines. */
  seals: LedgerSeal[];
}

export interface StatementBalance {
  currency: string;
  pending: number;
  due: number;
}

export interface StatementLine {
  entryId: string;
  postedAt: string;
  conversionId: string;
  offerId: string;
  offerName: string;
  /** The partner's own id of the click, as it was received. */
  pubClickId: string | null;
  phase: 'pending' | 'due';
  currency: string;
  /** What is owed: to the partner, or by the advertiser. A reversal is negative. */
  amount: number;
  sealNumber: number | null;
  /** The line as the hash chain covers it. */
  sealedText: string;
  /** The hashes beside it on the way to the root of its seal, each with its side: `L` or `R`. */
  proof: string;
}

export interface StatusNote {
  /** Kept in the history; on Rejected it is the rejectionReason. */
  note?: string;
}

export interface TestLink {
  url: string;
  expiresAt: string;
}

export interface TestLinkInput {
  offerId: string;
  partnerId?: string | null;
  /** Who the member is, in the words of the publisher. */
  pub_member_id?: string;
  /** The session of the member, passed through. */
  pub_session_id?: string;
  /** The click of the publisher, passed through. */
  pub_click_id?: string;
  /** Gender by name; unknown words match no list of genders. */
  pub_gender?: string;
  /** Age in whole years. */
  pub_age?: string;
  /** Country as ISO 3166-1 alpha-2, alpha-3 or numeric code. */
  pub_geo_country?: string;
  /** State as ISO 3166-2 code such as US-CA. */
  pub_geo_state?: string;
  /** Postal code; letter case and blanks do not matter. */
  pub_postal_code?: string;
  /** One of IOS, Android, MacOS, Browser, All, or several with commas; read from the User-Agent when absent. */
  pub_device?: string;
  /** Passed through to callbacks. */
  pub_sub_1?: string;
  /** Passed through to callbacks. */
  pub_sub_2?: string;
  /** Passed through to callbacks. */
  pub_sub_3?: string;
  /** Passed through to callbacks. */
  pub_sub_4?: string;
  /** Passed through to callbacks. */
  pub_sub_5?: string;
  /** Passed through to callbacks. */
  pub_sub_6?: string;
  /** Passed through to callbacks. */
  pub_sub_7?: string;
  /** Passed through to callbacks. */
  pub_sub_8?: string;
  /** Passed through to callbacks. */
  pub_sub_9?: string;
  /** Passed through to callbacks. */
  pub_sub_10?: string;
  /** Passed through to callbacks. */
  pub_sub_11?: string;
  /** Passed through to callbacks. */
  pub_sub_12?: string;
  /** Passed through to callbacks. */
  pub_sub_13?: string;
  /** Passed through to callbacks. */
  pub_sub_14?: string;
  /** Passed through to callbacks. */
  pub_sub_15?: string;
}

export interface Token {
  id: string;
  name: string;
  scope: 'management' | 'partner' | 'advertiser';
  partnerId: string | null;
  advertiserId: string | null;
  /** The end of the token, to tell one from another. */
  hint: string;
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
}

export interface TokenInput {
  name: string;
  scope: 'management' | 'partner' | 'advertiser';
  partnerId?: string;
  advertiserId?: string;
  expiresAt?: string;
}

export type TokenPage = Page<Token>;

export interface TotpCode {
  code: string;
}

export interface TotpSecret {
  /** In base 32. */
  secret: string;
  uri: string;
}

export interface UploadInput {
  /** CSV or XLSX, up to 100 MB. */
  file: Blob;
}

export interface User {
  id: string;
  email: string;
  name: string;
  role: 'owner' | 'manager' | 'viewer' | 'partner' | 'advertiser';
  partnerId: string | null;
  advertiserId: string | null;
  status: 'Invited' | 'Active' | 'Suspended';
  isTotpEnabled: boolean;
  createdAt: string;
}

export interface UserInput {
  name?: string;
  role?: 'owner' | 'manager' | 'viewer' | 'partner' | 'advertiser';
  partnerId?: string | null;
  advertiserId?: string | null;
  isSuspended?: boolean;
  isTotpEnabled?: false;
}

export type UserPage = Page<User>;

export interface View {
  id: string;
  createdAt: string;
  offerId: string;
  offerName: string;
  /** Null once the member was erased. */
  pubMemberId: string | null;
  /** The publisher parameters as received. */
  parameters: Record<string, string>;
  ip: string | null;
  userAgent: string | null;
}

export type ViewPage = Page<View>;

export interface WallClaim {
  id: string;
  offerEventId: string | null;
  status: 'Open' | 'Answered';
  outcome: 'Accepted' | 'Declined' | null;
  message: string;
  answer: string;
  hasProof: boolean;
  createdAt: string;
  answeredAt: string | null;
}

export interface WallClaimAnswer {
  verdict: ClaimVerdict;
  claim: WallClaim | null;
}

export interface WallClaimInput {
  offerId: string;
  offerEventId?: string | null;
  message: string;
  proof?: {
    mediaType: 'image/png' | 'image/jpeg' | 'image/webp';
    /** The picture, at most 2 MB. */
    base64: string;
  };
}

export interface WallClaims {
  subjects: ClaimSubject[];
  claims: WallClaim[];
}

export interface WallCreative {
  order: number;
  url: string;
  metadata: string | null;
}

export interface WallEvent {
  offerEventId: string;
  name: string;
  displayOrder: number;
  sequenceNumber: number | null;
  reward: number | null;
  deadlineDays: number | null;
  rewardPendingDays: number | null;
}

export interface WallOffer {
  id: string;
  name: string;
  headline: string;
  /** May hold HTML, cleaned of everything that could run or load. */
  shortDescription: string;
  /** May hold HTML, cleaned of everything that could run or load. */
  keyPoints: string;
  /** May hold HTML, cleaned of everything that could run or load. */
  offerDetails: string;
  /** May hold HTML, cleaned of everything that could run or load. */
  termsAndDisclaimers: string;
  /** The first creative by order. */
  creativeFileUrl: string;
  /** The first category. */
  categoryName: string;
  offerSource: string;
  conversionType: 'FlatRate' | 'RevShare';
  allowRepetitions: boolean;
  /** What the member gets: on a MultiEvent offer the sum over the steps shown, on RevShare the highest percentage. */
  reward: number | null;
  rewardPendingDays: number | null;
  offerType: 'SingleEvent' | 'MultiEvent';
  launchDate: string;
  endDate: string | null;
  deviceTypes: ('IOS' | 'Android' | 'MacOS' | 'Browser' | 'All')[];
  advertiserId: string;
  advertiserName: string;
  creatives: WallCreative[];
  categories: {
    id: string;
    name: string;
  }[];
  events: WallEvent[];
  /** Only with `fields=epc`. */
  epc?: number;
  /** Only with `fields=isFeatured`. */
  isFeatured?: boolean;
}

export interface WallOfferDetails {
  viewId: string;
  offerData: MemberOffer;
}

export type WallOfferPage = Page<WallOffer>;

export interface WallOffers {
  offers: WallOfferPage;
}

export interface WallSettings {
  logoUrl: string | null;
  accentColour: string;
  accentTextColour: string;
  theme: 'light' | 'dark' | 'auto';
  currencyName: string;
  currencyIconUrl: string | null;
  frameOrigins: string[];
}

export interface WallSettingsInput {
  logoUrl?: string | null;
  accentColour?: string;
  accentTextColour?: string;
  theme?: 'light' | 'dark' | 'auto';
  currencyName?: string;
  currencyIconUrl?: string | null;
  frameOrigins?: string[];
}

/** The query of `listUsers`. */
export interface ListUsersQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'CreatedAt' | 'Email';
  /** Contains this text, in any letter case. */
  'filter.search'?: string;
  'filter.role'?: ('owner' | 'manager' | 'viewer' | 'partner' | 'advertiser')[];
  'filter.status'?: ('Invited' | 'Active' | 'Suspended')[];
}

/** The query of `listInvitations`. */
export interface ListInvitationsQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'CreatedAt' | 'Email';
  /** Contains this text, in any letter case. */
  'filter.search'?: string;
}

/** The query of `listAdvertisers`. */
export interface ListAdvertisersQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'CreatedAt' | 'Name';
  /** Contains this text, in any letter case. */
  'filter.search'?: string;
}

/** The query of `listPartners`. */
export interface ListPartnersQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'CreatedAt' | 'Name';
  /** Contains this text, in any letter case. */
  'filter.search'?: string;
}

/** The query of `listPlacements`. */
export interface ListPlacementsQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'CreatedAt' | 'Name';
  /** Contains this text, in any letter case. */
  'filter.search'?: string;
}

/** The query of `listCategories`. */
export interface ListCategoriesQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'CreatedAt' | 'Name';
  /** Contains this text, in any letter case. */
  'filter.search'?: string;
}

/** The query of `listGenders`. */
export interface ListGendersQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'CreatedAt' | 'Name';
  /** Contains this text, in any letter case. */
  'filter.search'?: string;
}

/** The query of `listAgeRanges`. */
export interface ListAgeRangesQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'CreatedAt' | 'Name';
  /** Contains this text, in any letter case. */
  'filter.search'?: string;
}

/** The query of `listCountries`. */
export interface ListCountriesQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'CreatedAt' | 'Name';
  /** Contains this text, in any letter case. */
  'filter.search'?: string;
}

/** The query of `listStates`. */
export interface ListStatesQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'CreatedAt' | 'Name';
  /** Contains this text, in any letter case. */
  'filter.search'?: string;
  'filter.countryId'?: string;
}

/** The query of `listTokens`. */
export interface ListTokensQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'CreatedAt' | 'Name';
  /** Contains this text, in any letter case. */
  'filter.search'?: string;
  'filter.scope'?: ('management' | 'partner' | 'advertiser')[];
  'filter.partner_id'?: string[];
  'filter.advertiser_id'?: string[];
}

/** The query of `rotatePostbackPair`. */
export interface RotatePostbackPairQuery {
  now?: boolean;
}

/** The query of `rotateCallbackSecret`. */
export interface RotateCallbackSecretQuery {
  now?: boolean;
}

/** The query of `listOffers`. */
export interface ListOffersQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'CreatedAt' | 'Name' | 'LaunchDate' | 'Epc' | 'Revenue' | 'Conversions';
  /** Contains this text, in any letter case. */
  'filter.search'?: string;
  'filter.status'?: ('Pending' | 'Active' | 'Expired')[];
  'filter.offer_type'?: ('SingleEvent' | 'MultiEvent')[];
  'filter.tracking_system'?: ('AppsFlyer' | 'Singular' | 'Impact' | 'Adjust' | 'CJAffiliate' | 'TUNE' | 'CAKE' | 'Everflow' | 'PerformCB' | 'MAF' | 'Lootably' | 'Sharesale' | 'AdAction' | 'AdGateMedia' | 'RevenueUniverse' | 'HangMyAds' | 'Torox' | 'AyeTstudios' | 'Besitos' | 'Rakuten' | 'AdGateReward' | 'AdJoe' | 'AdMantum' | 'AdscendMedia' | 'AdworkMedia' | 'Bitlabs' | 'Cpalead' | 'JustTrack' | 'KashKick' | 'Kiwiwall' | 'MyChips' | 'Notik' | 'Personaly' | 'RevenueHut' | 'Tapjoy' | 'Tenjin' | 'TimeWall' | 'Wannads' | 'Branch' | 'Kochava' | 'CustomTracking' | 'AWIN' | 'AppSamurai' | 'GoKart')[];
  'filter.offer_source'?: ('GoKart' | 'RevenueUniverse' | 'CustomIntegration' | 'Wannads')[];
  'filter.device_type'?: ('IOS' | 'Android' | 'MacOS' | 'Browser' | 'All')[];
}

/** The query of `listOfferVersions`. */
export interface ListOfferVersionsQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'Number';
}

/** The query of `compareOfferVersions`. */
export interface CompareOfferVersionsQuery {
  /** The number of one version. */
  from: number;
  /** The number of the other version. */
  to: number;
}

/** The query of `listScheduledChanges`. */
export interface ListScheduledChangesQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'At' | 'CreatedAt';
}

/** The query of `listAudit`. */
export interface ListAuditQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'CreatedAt';
  'filter.object_kind'?: string[];
  'filter.object_id'?: string[];
  'filter.actor_kind'?: ('token' | 'user' | 'system' | 'command')[];
  'filter.actor_id'?: string[];
  /** The actor's name contains this, in any case. */
  'filter.actor'?: string;
  'filter.action'?: string[];
  'filter.request_id'?: string[];
  'filter.from'?: string;
  'filter.to'?: string;
}

/** The query of `listNotifications`. */
export interface ListNotificationsQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'CreatedAt';
  'filter.kind'?: ('endpoint_off' | 'endpoint_on' | 'cap_reached' | 'budget_exhausted' | 'postback_parked' | 'share_without_payout' | 'import_refused' | 'cost_push_failed' | 'synchronisation_failed' | 'mail_failed')[];
  'filter.severity'?: ('info' | 'warning' | 'error')[];
  'filter.read'?: boolean;
  'filter.from'?: string;
  'filter.to'?: string;
}

/** The query of `exportMember`. */
export interface ExportMemberQuery {
  partnerId?: string;
}

/** The query of `eraseMember`. */
export interface EraseMemberQuery {
  partnerId?: string;
}

/** The query of `readCostReport`. */
export interface ReadCostReportQuery {
  /** Its UTC day is the first one. */
  date_from: string;
  /** Its UTC day is the last one. */
  date_to: string;
  offerId?: string;
}

/** The query of `readCostReportCsv`. */
export interface ReadCostReportCsvQuery {
  /** Its UTC day is the first one. */
  date_from: string;
  /** Its UTC day is the last one. */
  date_to: string;
  offerId?: string;
}

/** The query of `readSingularCostReport`. */
export interface ReadSingularCostReportQuery {
  /** Its UTC day is the first one. */
  date_from: string;
  /** Its UTC day is the last one. */
  date_to: string;
  offerId?: string;
}

/** The query of `listCostPushes`. */
export interface ListCostPushesQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'DueAt' | 'CreatedAt' | 'AppId';
  'filter.status'?: ('Waiting' | 'Delivered' | 'Failed')[];
  'filter.app_id'?: string[];
  /** Due at this instant or later. */
  'filter.from'?: string;
  /** Due before this instant. */
  'filter.to'?: string;
}

/** The query of `listImports`. */
export interface ListImportsQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'CreatedAt';
  'filter.kind'?: ('Conversions' | 'Statuses')[];
  'filter.status'?: ('Waiting' | 'Running' | 'Done' | 'Failed')[];
}

/** The query of `listRefusedRows`. */
export interface ListRefusedRowsQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'Row';
}

/** The query of `explainOffer`. */
export interface ExplainOfferQuery {
  offerId: string;
  partnerId?: string;
  placementId?: string;
  /** Where pub_device is read from when it is absent. */
  userAgent?: string;
  /** Where pub_geo_country is read from when it is absent. */
  ip?: string;
  /** Who the member is, in the words of the publisher. */
  pub_member_id?: string;
  /** The session of the member, passed through. */
  pub_session_id?: string;
  /** The click of the publisher, passed through. */
  pub_click_id?: string;
  /** Gender by name; unknown words match no list of genders. */
  pub_gender?: string;
  /** Age in whole years. */
  pub_age?: string;
  /** Country as ISO 3166-1 alpha-2, alpha-3 or numeric code. */
  pub_geo_country?: string;
  /** State as ISO 3166-2 code such as US-CA. */
  pub_geo_state?: string;
  /** Postal code; letter case and blanks do not matter. */
  pub_postal_code?: string;
  /** One of IOS, Android, MacOS, Browser, All, or several with commas; read from the User-Agent when absent. */
  pub_device?: string;
  /** Passed through to callbacks. */
  pub_sub_1?: string;
  /** Passed through to callbacks. */
  pub_sub_2?: string;
  /** Passed through to callbacks. */
  pub_sub_3?: string;
  /** Passed through to callbacks. */
  pub_sub_4?: string;
  /** Passed through to callbacks. */
  pub_sub_5?: string;
  /** Passed through to callbacks. */
  pub_sub_6?: string;
  /** Passed through to callbacks. */
  pub_sub_7?: string;
  /** Passed through to callbacks. */
  pub_sub_8?: string;
  /** Passed through to callbacks. */
  pub_sub_9?: string;
  /** Passed through to callbacks. */
  pub_sub_10?: string;
  /** Passed through to callbacks. */
  pub_sub_11?: string;
  /** Passed through to callbacks. */
  pub_sub_12?: string;
  /** Passed through to callbacks. */
  pub_sub_13?: string;
  /** Passed through to callbacks. */
  pub_sub_14?: string;
  /** Passed through to callbacks. */
  pub_sub_15?: string;
}

/** The query of `listShares`. */
export interface ListSharesQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'CreatedAt' | 'Name';
  /** Contains this text, in any letter case. */
  'filter.search'?: string;
  'filter.offer_type'?: ('SingleEvent' | 'MultiEvent')[];
}

/** The query of `listPartnerOffers`. */
export interface ListPartnerOffersQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'CreatedAt' | 'Name' | 'LaunchDate' | 'EndDate' | 'BudgetAmount' | 'OfferType';
  /** Contains this text, in any letter case. */
  'filter.search'?: string;
  'filter.offer_type'?: ('SingleEvent' | 'MultiEvent')[];
}

/** The query of `listWallOffers`. */
export interface ListWallOffersQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'epc' | 'launchDate' | 'reward' | 'revenue' | 'name';
  'filter.categoryId'?: string[];
  /** The name of a category, in any letter case. */
  'filter.categoryName'?: string;
  /** Only offers assigned to one of these placements. */
  'filter.placementId'?: string[];
  'filter.isFeatured'?: boolean;
  /** Contains this text, in any letter case. */
  'filter.search'?: string;
  /** Further fields of each item: epc, isFeatured. Other names are ignored. */
  fields?: string[];
  /** Who the member is, in the words of the publisher. */
  pub_member_id?: string;
  /** The session of the member, passed through. */
  pub_session_id?: string;
  /** The click of the publisher, passed through. */
  pub_click_id?: string;
  /** Gender by name; unknown words match no list of genders. */
  pub_gender?: string;
  /** Age in whole years. */
  pub_age?: string;
  /** Country as ISO 3166-1 alpha-2, alpha-3 or numeric code. */
  pub_geo_country?: string;
  /** State as ISO 3166-2 code such as US-CA. */
  pub_geo_state?: string;
  /** Postal code; letter case and blanks do not matter. */
  pub_postal_code?: string;
  /** One of IOS, Android, MacOS, Browser, All, or several with commas; read from the User-Agent when absent. */
  pub_device?: string;
  /** Passed through to callbacks. */
  pub_sub_1?: string;
  /** Passed through to callbacks. */
  pub_sub_2?: string;
  /** Passed through to callbacks. */
  pub_sub_3?: string;
  /** Passed through to callbacks. */
  pub_sub_4?: string;
  /** Passed through to callbacks. */
  pub_sub_5?: string;
  /** Passed through to callbacks. */
  pub_sub_6?: string;
  /** Passed through to callbacks. */
  pub_sub_7?: string;
  /** Passed through to callbacks. */
  pub_sub_8?: string;
  /** Passed through to callbacks. */
  pub_sub_9?: string;
  /** Passed through to callbacks. */
  pub_sub_10?: string;
  /** Passed through to callbacks. */
  pub_sub_11?: string;
  /** Passed through to callbacks. */
  pub_sub_12?: string;
  /** Passed through to callbacks. */
  pub_sub_13?: string;
  /** Passed through to callbacks. */
  pub_sub_14?: string;
  /** Passed through to callbacks. */
  pub_sub_15?: string;
}

/** The query of `readWallOffer`. */
export interface ReadWallOfferQuery {
  offerId: string;
  /** A view to reuse; passed over when it is not of this offer and member. */
  viewId?: string;
  /** Who the member is, in the words of the publisher. */
  pub_member_id: string;
  /** The session of the member, passed through. */
  pub_session_id?: string;
  /** The click of the publisher, passed through. */
  pub_click_id?: string;
  /** Gender by name; unknown words match no list of genders. */
  pub_gender?: string;
  /** Age in whole years. */
  pub_age?: string;
  /** Country as ISO 3166-1 alpha-2, alpha-3 or numeric code. */
  pub_geo_country?: string;
  /** State as ISO 3166-2 code such as US-CA. */
  pub_geo_state?: string;
  /** Postal code; letter case and blanks do not matter. */
  pub_postal_code?: string;
  /** One of IOS, Android, MacOS, Browser, All, or several with commas; read from the User-Agent when absent. */
  pub_device?: string;
  /** Passed through to callbacks. */
  pub_sub_1?: string;
  /** Passed through to callbacks. */
  pub_sub_2?: string;
  /** Passed through to callbacks. */
  pub_sub_3?: string;
  /** Passed through to callbacks. */
  pub_sub_4?: string;
  /** Passed through to callbacks. */
  pub_sub_5?: string;
  /** Passed through to callbacks. */
  pub_sub_6?: string;
  /** Passed through to callbacks. */
  pub_sub_7?: string;
  /** Passed through to callbacks. */
  pub_sub_8?: string;
  /** Passed through to callbacks. */
  pub_sub_9?: string;
  /** Passed through to callbacks. */
  pub_sub_10?: string;
  /** Passed through to callbacks. */
  pub_sub_11?: string;
  /** Passed through to callbacks. */
  pub_sub_12?: string;
  /** Passed through to callbacks. */
  pub_sub_13?: string;
  /** Passed through to callbacks. */
  pub_sub_14?: string;
  /** Passed through to callbacks. */
  pub_sub_15?: string;
}

/** The query of `listMemberOffers`. */
export interface ListMemberOffersQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'epc' | 'launchDate' | 'reward' | 'revenue' | 'name';
  'filter.categoryId'?: string[];
  /** The name of a category, in any letter case. */
  'filter.categoryName'?: string;
  /** Only offers assigned to one of these placements. */
  'filter.placementId'?: string[];
  'filter.isFeatured'?: boolean;
  /** Contains this text, in any letter case. */
  'filter.search'?: string;
  /** Both when it is not sent. */
  'filter.Progress'?: ('InProgress' | 'Completed')[];
  /** Further fields of each item: epc, isFeatured. Other names are ignored. */
  fields?: string[];
  /** Who the member is, in the words of the publisher. */
  pub_member_id: string;
  /** The session of the member, passed through. */
  pub_session_id?: string;
  /** The click of the publisher, passed through. */
  pub_click_id?: string;
  /** Gender by name; unknown words match no list of genders. */
  pub_gender?: string;
  /** Age in whole years. */
  pub_age?: string;
  /** Country as ISO 3166-1 alpha-2, alpha-3 or numeric code. */
  pub_geo_country?: string;
  /** State as ISO 3166-2 code such as US-CA. */
  pub_geo_state?: string;
  /** Postal code; letter case and blanks do not matter. */
  pub_postal_code?: string;
  /** One of IOS, Android, MacOS, Browser, All, or several with commas; read from the User-Agent when absent. */
  pub_device?: string;
  /** Passed through to callbacks. */
  pub_sub_1?: string;
  /** Passed through to callbacks. */
  pub_sub_2?: string;
  /** Passed through to callbacks. */
  pub_sub_3?: string;
  /** Passed through to callbacks. */
  pub_sub_4?: string;
  /** Passed through to callbacks. */
  pub_sub_5?: string;
  /** Passed through to callbacks. */
  pub_sub_6?: string;
  /** Passed through to callbacks. */
  pub_sub_7?: string;
  /** Passed through to callbacks. */
  pub_sub_8?: string;
  /** Passed through to callbacks. */
  pub_sub_9?: string;
  /** Passed through to callbacks. */
  pub_sub_10?: string;
  /** Passed through to callbacks. */
  pub_sub_11?: string;
  /** Passed through to callbacks. */
  pub_sub_12?: string;
  /** Passed through to callbacks. */
  pub_sub_13?: string;
  /** Passed through to callbacks. */
  pub_sub_14?: string;
  /** Passed through to callbacks. */
  pub_sub_15?: string;
}

/** The query of `readWallPage`. */
export interface ReadWallPageQuery {
  /** Who the member is, in the words of the publisher. */
  pub_member_id?: string;
  /** The session of the member, passed through. */
  pub_session_id?: string;
  /** The click of the publisher, passed through. */
  pub_click_id?: string;
  /** Gender by name; unknown words match no list of genders. */
  pub_gender?: string;
  /** Age in whole years. */
  pub_age?: string;
  /** Country as ISO 3166-1 alpha-2, alpha-3 or numeric code. */
  pub_geo_country?: string;
  /** State as ISO 3166-2 code such as US-CA. */
  pub_geo_state?: string;
  /** Postal code; letter case and blanks do not matter. */
  pub_postal_code?: string;
  /** One of IOS, Android, MacOS, Browser, All, or several with commas; read from the User-Agent when absent. */
  pub_device?: string;
  /** Passed through to callbacks. */
  pub_sub_1?: string;
  /** Passed through to callbacks. */
  pub_sub_2?: string;
  /** Passed through to callbacks. */
  pub_sub_3?: string;
  /** Passed through to callbacks. */
  pub_sub_4?: string;
  /** Passed through to callbacks. */
  pub_sub_5?: string;
  /** Passed through to callbacks. */
  pub_sub_6?: string;
  /** Passed through to callbacks. */
  pub_sub_7?: string;
  /** Passed through to callbacks. */
  pub_sub_8?: string;
  /** Passed through to callbacks. */
  pub_sub_9?: string;
  /** Passed through to callbacks. */
  pub_sub_10?: string;
  /** Passed through to callbacks. */
  pub_sub_11?: string;
  /** Passed through to callbacks. */
  pub_sub_12?: string;
  /** Passed through to callbacks. */
  pub_sub_13?: string;
  /** Passed through to callbacks. */
  pub_sub_14?: string;
  /** Passed through to callbacks. */
  pub_sub_15?: string;
  /** `available`, `in-progress` or `completed`. */
  tab?: string;
  /** Search text. */
  q?: string;
  /** Name of a category. */
  category?: string;
  /** `IOS`, `Android`, `MacOS`, `Browser` or `All`; without it the device that asks. */
  device?: string;
  /** `recommended`, `reward`, `newest` or `name`. */
  sort?: string;
  /** How many pages of the list are shown. */
  pages?: string;
  /** Id of the offer whose details are open. */
  offer?: string;
  /** `en`, `es` or `ar`; without it the language that the browser prefers. */
  lang?: string;
  /** The only origin that the wall talks to by postMessage. */
  embed_origin?: string;
  /** `1` for a button that closes the wall. */
  embed_closable?: string;
}

/** The query of `readEmbedExample`. */
export interface ReadEmbedExampleQuery {
  pub_member_id?: string;
}

/** The query of `readWallClaims`. */
export interface ReadWallClaimsQuery {
  offerId: string;
  /** Who the member is, in the words of the publisher. */
  pub_member_id: string;
}

/** The query of `createWallClaim`. */
export interface CreateWallClaimQuery {
  /** Who the member is, in the words of the publisher. */
  pub_member_id: string;
}

/** The query of `listClaims`. */
export interface ListClaimsQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'CreatedAt' | 'AnsweredAt';
  /** Contains this text, in any letter case. */
  'filter.search'?: string;
  'filter.status'?: ('Open' | 'Answered')[];
  'filter.outcome'?: ('Accepted' | 'Declined')[];
  'filter.offer_id'?: string[];
}

/** The query of `getOfferLink`. */
export interface GetOfferLinkQuery {
  viewId: string;
  offerId?: string;
  /** Who the member is, in the words of the publisher. */
  pub_member_id?: string;
  /** The session of the member, passed through. */
  pub_session_id?: string;
  /** The click of the publisher, passed through. */
  pub_click_id?: string;
  /** Gender by name; unknown words match no list of genders. */
  pub_gender?: string;
  /** Age in whole years. */
  pub_age?: string;
  /** Country as ISO 3166-1 alpha-2, alpha-3 or numeric code. */
  pub_geo_country?: string;
  /** State as ISO 3166-2 code such as US-CA. */
  pub_geo_state?: string;
  /** Postal code; letter case and blanks do not matter. */
  pub_postal_code?: string;
  /** One of IOS, Android, MacOS, Browser, All, or several with commas; read from the User-Agent when absent. */
  pub_device?: string;
  /** Passed through to callbacks. */
  pub_sub_1?: string;
  /** Passed through to callbacks. */
  pub_sub_2?: string;
  /** Passed through to callbacks. */
  pub_sub_3?: string;
  /** Passed through to callbacks. */
  pub_sub_4?: string;
  /** Passed through to callbacks. */
  pub_sub_5?: string;
  /** Passed through to callbacks. */
  pub_sub_6?: string;
  /** Passed through to callbacks. */
  pub_sub_7?: string;
  /** Passed through to callbacks. */
  pub_sub_8?: string;
  /** Passed through to callbacks. */
  pub_sub_9?: string;
  /** Passed through to callbacks. */
  pub_sub_10?: string;
  /** Passed through to callbacks. */
  pub_sub_11?: string;
  /** Passed through to callbacks. */
  pub_sub_12?: string;
  /** Passed through to callbacks. */
  pub_sub_13?: string;
  /** Passed through to callbacks. */
  pub_sub_14?: string;
  /** Passed through to callbacks. */
  pub_sub_15?: string;
  /** `1` on a signed test link: decided in full, counted nowhere. */
  test?: string;
  /** Part of a signed test link. */
  test_expires?: string;
  /** Part of a signed test link. */
  test_signature?: string;
}

/** The query of `followOfferLink`. */
export interface FollowOfferLinkQuery {
  viewId?: string;
  offerId?: string;
  pub_member_id?: string;
  pub_session_id?: string;
  pub_click_id?: string;
  pub_gender?: string;
  pub_age?: string;
  pub_geo_country?: string;
  pub_geo_state?: string;
  pub_postal_code?: string;
  pub_device?: string;
  pub_sub_1?: string;
  pub_sub_2?: string;
  pub_sub_3?: string;
  pub_sub_4?: string;
  pub_sub_5?: string;
  pub_sub_6?: string;
  pub_sub_7?: string;
  pub_sub_8?: string;
  pub_sub_9?: string;
  pub_sub_10?: string;
  pub_sub_11?: string;
  pub_sub_12?: string;
  pub_sub_13?: string;
  pub_sub_14?: string;
  pub_sub_15?: string;
  /** `1` on a signed test link: decided in full, counted nowhere. */
  test?: string;
  /** Part of a signed test link. */
  test_expires?: string;
  /** Part of a signed test link. */
  test_signature?: string;
}

/** The query of `followPartnerLink`. */
export interface FollowPartnerLinkQuery {
  pub_member_id?: string;
  pub_session_id?: string;
  pub_click_id?: string;
  pub_gender?: string;
  pub_age?: string;
  pub_geo_country?: string;
  pub_geo_state?: string;
  pub_postal_code?: string;
  pub_device?: string;
  pub_sub_1?: string;
  pub_sub_2?: string;
  pub_sub_3?: string;
  pub_sub_4?: string;
  pub_sub_5?: string;
  pub_sub_6?: string;
  pub_sub_7?: string;
  pub_sub_8?: string;
  pub_sub_9?: string;
  pub_sub_10?: string;
  pub_sub_11?: string;
  pub_sub_12?: string;
  pub_sub_13?: string;
  pub_sub_14?: string;
  pub_sub_15?: string;
  /** `1` on a signed test link: decided in full, counted nowhere. */
  test?: string;
  /** Part of a signed test link. */
  test_expires?: string;
  /** Part of a signed test link. */
  test_signature?: string;
}

/** The query of `listViews`. */
export interface ListViewsQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'CreatedAt';
  'filter.offer_id'?: string[];
  /** The whole text, in the letter case it was sent in. */
  'filter.pub_member_id'?: string;
  'filter.from'?: string;
  'filter.to'?: string;
}

/** The query of `listClicks`. */
export interface ListClicksQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'CreatedAt';
  'filter.offer_id'?: string[];
  /** The whole text, in the letter case it was sent in. */
  'filter.pub_member_id'?: string;
  'filter.from'?: string;
  'filter.to'?: string;
  'filter.partner_id'?: string[];
  'filter.kind'?: ('followed' | 'head' | 'prefetch' | 'bot')[];
  'filter.test'?: boolean;
}

/** The query of `listConversions`. */
export interface ListConversionsQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'CreatedAt' | 'ModifiedAt' | 'UserCompletedAt' | 'Revenue' | 'OfferName' | 'Status';
  'filter.user_completed_at_from'?: string;
  'filter.user_completed_at_to'?: string;
  /** Contains this text, in any letter case. */
  'filter.search'?: string;
  'filter.searchBy'?: ('PubMemberId' | 'PubClickId' | 'ClickId' | 'OfferName' | 'PartnerName' | 'AdvertiserName')[];
  'filter.offer_type'?: ('SingleEvent' | 'MultiEvent')[];
  'filter.tracking_system'?: ('AppsFlyer' | 'Singular' | 'Impact' | 'Adjust' | 'CJAffiliate' | 'TUNE' | 'CAKE' | 'Everflow' | 'PerformCB' | 'MAF' | 'Lootably' | 'Sharesale' | 'AdAction' | 'AdGateMedia' | 'RevenueUniverse' | 'HangMyAds' | 'Torox' | 'AyeTstudios' | 'Besitos' | 'Rakuten' | 'AdGateReward' | 'AdJoe' | 'AdMantum' | 'AdscendMedia' | 'AdworkMedia' | 'Bitlabs' | 'Cpalead' | 'JustTrack' | 'KashKick' | 'Kiwiwall' | 'MyChips' | 'Notik' | 'Personaly' | 'RevenueHut' | 'Tapjoy' | 'Tenjin' | 'TimeWall' | 'Wannads' | 'Branch' | 'Kochava' | 'CustomTracking' | 'AWIN' | 'AppSamurai' | 'GoKart')[];
  'filter.offer_source'?: ('GoKart' | 'RevenueUniverse' | 'CustomIntegration' | 'Wannads')[];
  'filter.device_type'?: ('IOS' | 'Android' | 'MacOS' | 'Browser' | 'All')[];
  'filter.status'?: ('Pending' | 'Success' | 'Rejected')[];
  'filter.offer_id'?: string[];
  'filter.partner_id'?: string[];
  'filter.advertiser_id'?: string[];
  /** Only conversions of test links; without it none of them. */
  'filter.test'?: boolean;
  /** Rejection reasons, or `waiting_for_previous_event` for what is held. */
  'filter.reason'?: string[];
  user_completed_at_from?: string;
  user_completed_at_to?: string;
  searchBy?: ('PubMemberId' | 'PubClickId' | 'ClickId' | 'OfferName' | 'PartnerName' | 'AdvertiserName')[];
}

/** The query of `setConversionStatus`. */
export interface SetConversionStatusQuery {
  status: 'Pending' | 'Success' | 'Rejected';
}

/** The query of `setConversionEventStatus`. */
export interface SetConversionEventStatusQuery {
  status: 'Pending' | 'Success' | 'Rejected';
}

/** The query of `listInbox`. */
export interface ListInboxQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'ReceivedAt' | 'DecidedAt' | 'Outcome' | 'Reason';
  'filter.outcome'?: ('accepted' | 'held' | 'duplicate' | 'rejected' | 'parked' | 'refused')[];
  'filter.reason'?: string[];
  'filter.offer_id'?: string[];
  'filter.click_id'?: string[];
  'filter.conversion_id'?: string[];
  'filter.from'?: string;
  'filter.to'?: string;
}

/** The query of `listInboxGroups`. */
export interface ListInboxGroupsQuery {
  'filter.outcome'?: ('accepted' | 'held' | 'duplicate' | 'rejected' | 'parked' | 'refused')[];
  'filter.reason'?: string[];
  'filter.offer_id'?: string[];
  'filter.from'?: string;
  'filter.to'?: string;
}

/** The query of `listCurrencyRates`. */
export interface ListCurrencyRatesQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'ValidFrom' | 'Currency' | 'CreatedAt';
  'filter.currency'?: string[];
}

/** The query of `listLedger`. */
export interface ListLedgerQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'PostedAt' | 'Amount';
  'filter.account'?: ('advertiser' | 'partner' | 'margin' | 'member' | 'rewards')[];
  'filter.party_id'?: string[];
  'filter.currency'?: string[];
  'filter.phase'?: ('pending' | 'due')[];
  'filter.conversion_id'?: string[];
  'filter.offer_id'?: string[];
  'filter.from'?: string;
  'filter.to'?: string;
}

/** The query of `listBalances`. */
export interface ListBalancesQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'Account' | 'Due' | 'Pending';
  'filter.account'?: ('advertiser' | 'partner' | 'margin' | 'member' | 'rewards')[];
  'filter.party_id'?: string[];
  'filter.currency'?: string[];
  'filter.at'?: string;
}

/** The query of `listSeals`. */
export interface ListSealsQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'Number';
  'filter.from_number'?: number;
  'filter.to_number'?: number;
}

/** The query of `listPartnerSeals`. */
export interface ListPartnerSealsQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'Number';
  'filter.from_number'?: number;
  'filter.to_number'?: number;
}

/** The query of `listAdvertiserSeals`. */
export interface ListAdvertiserSealsQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'Number';
  'filter.from_number'?: number;
  'filter.to_number'?: number;
}

/** The query of `readStatement`. */
export interface ReadStatementQuery {
  partnerId?: string;
  advertiserId?: string;
  /** Start of the period; the beginning without it. */
  from?: string;
  /** End of the period, not included; now without it. */
  to?: string;
}

/** The query of `readPartnerStatement`. */
export interface ReadPartnerStatementQuery {
  /** Start of the period; the beginning without it. */
  from?: string;
  /** End of the period, not included; now without it. */
  to?: string;
}

/** The query of `readAdvertiserStatement`. */
export interface ReadAdvertiserStatementQuery {
  /** Start of the period; the beginning without it. */
  from?: string;
  /** End of the period, not included; now without it. */
  to?: string;
}

/** The query of `readReport`. */
export interface ReadReportQuery {
  /** What to break the sums down by; `day` unless given. */
  dimensions?: ('day' | 'week' | 'month' | 'hour' | 'offer' | 'advertiser' | 'partner' | 'category' | 'country' | 'device' | 'sub1' | 'sub2' | 'sub3' | 'sub4' | 'sub5' | 'sub6' | 'sub7' | 'sub8' | 'sub9' | 'sub10' | 'sub11' | 'sub12' | 'sub13' | 'sub14' | 'sub15')[];
  /** What to count; everything unless given. */
  metrics?: ('views' | 'clicks' | 'conversions' | 'rejected' | 'revenue' | 'payout' | 'reward' | 'margin' | 'epc' | 'conversionRate' | 'approvalRate')[];
  /** Begins here; 30 days before the end unless given. */
  from?: string;
  /** Ends before this; the end of today unless given. */
  to?: string;
  /** A dimension or metric of the report; its first dimension, upwards, unless given. */
  orderby?: 'day' | 'week' | 'month' | 'hour' | 'offer' | 'advertiser' | 'partner' | 'category' | 'country' | 'device' | 'sub1' | 'sub2' | 'sub3' | 'sub4' | 'sub5' | 'sub6' | 'sub7' | 'sub8' | 'sub9' | 'sub10' | 'sub11' | 'sub12' | 'sub13' | 'sub14' | 'sub15' | 'views' | 'clicks' | 'conversions' | 'rejected' | 'revenue' | 'payout' | 'reward' | 'margin' | 'epc' | 'conversionRate' | 'approvalRate';
  order_asc?: boolean;
  limit?: number;
  'filter.offer_id'?: string[];
  'filter.country'?: string[];
  'filter.device'?: string[];
  /** The uuid of noughts stands for the own wall. */
  'filter.partner_id'?: string[];
  'filter.advertiser_id'?: string[];
}

/** The query of `readPartnerReport`. */
export interface ReadPartnerReportQuery {
  /** What to break the sums down by; `day` unless given. */
  dimensions?: ('day' | 'week' | 'month' | 'hour' | 'offer' | 'country' | 'device' | 'sub1' | 'sub2' | 'sub3' | 'sub4' | 'sub5' | 'sub6' | 'sub7' | 'sub8' | 'sub9' | 'sub10' | 'sub11' | 'sub12' | 'sub13' | 'sub14' | 'sub15')[];
  /** What to count; everything unless given. */
  metrics?: ('clicks' | 'conversions' | 'rejected' | 'payout' | 'epc' | 'conversionRate' | 'approvalRate')[];
  /** Begins here; 30 days before the end unless given. */
  from?: string;
  /** Ends before this; the end of today unless given. */
  to?: string;
  /** A dimension or metric of the report; its first dimension, upwards, unless given. */
  orderby?: 'day' | 'week' | 'month' | 'hour' | 'offer' | 'country' | 'device' | 'sub1' | 'sub2' | 'sub3' | 'sub4' | 'sub5' | 'sub6' | 'sub7' | 'sub8' | 'sub9' | 'sub10' | 'sub11' | 'sub12' | 'sub13' | 'sub14' | 'sub15' | 'clicks' | 'conversions' | 'rejected' | 'payout' | 'epc' | 'conversionRate' | 'approvalRate';
  order_asc?: boolean;
  limit?: number;
  'filter.offer_id'?: string[];
  'filter.country'?: string[];
  'filter.device'?: string[];
}

/** The query of `listDeliveries`. */
export interface ListDeliveriesQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'CreatedAt' | 'ModifiedAt' | 'NextTryAt';
  'filter.kind'?: ('Callback' | 'PartnerPostback')[];
  'filter.status'?: ('Waiting' | 'Delivered' | 'Failed' | 'Cancelled')[];
  'filter.conversion_id'?: string[];
  'filter.offer_id'?: string[];
  'filter.partner_id'?: string[];
  'filter.endpoint_id'?: string[];
  /** Only test conversions, or none of them. */
  'filter.test'?: boolean;
  'filter.from'?: string;
  'filter.to'?: string;
}

/** The query of `listPartnerDeliveries`. */
export interface ListPartnerDeliveriesQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'CreatedAt' | 'ModifiedAt' | 'NextTryAt';
  'filter.status'?: ('Waiting' | 'Delivered' | 'Failed' | 'Cancelled')[];
  'filter.conversion_id'?: string[];
  'filter.offer_id'?: string[];
  /** Only test conversions, or none of them. */
  'filter.test'?: boolean;
  'filter.from'?: string;
  'filter.to'?: string;
}

/** The query of `listDeliveryEndpoints`. */
export interface ListDeliveryEndpointsQuery {
  /** Page, counted from 0. */
  page?: number;
  /** Items on a page. */
  page_size?: number;
  /** Whether the smallest comes first. */
  order_asc?: boolean;
  /** What to sort by. */
  orderby?: 'CreatedAt' | 'Origin';
  'filter.kind'?: ('Callback' | 'PartnerPostback')[];
  'filter.partner_id'?: string[];
  'filter.is_on'?: boolean;
}

/** Every call of the API: what it takes and what it answers. */
export interface Operations {
  /**
   * Whether the process runs.
   *
   * `GET /healthz`. Needs no credential.
   */
  readHealth: {
    input: {};
    data: Health;
  };
  /**
   * Whether the database is reachable and migrated and the process is not draining.
   *
   * `GET /readyz`. Needs no credential.
   */
  readReadiness: {
    input: {};
    data: Readiness;
  };
  /**
   * Measurements in the Prometheus text format.
   *
   * `GET /metrics`. Needs no credential.
   */
  readMetrics: {
    input: {};
    data: string;
  };
  /**
   * This description, as OpenAPI 3.1.
   *
   * `GET /openapi.json`. Needs no credential.
   */
  readOpenApi: {
    input: {};
    data: unknown;
  };
  /**
   * Signs a user in by e-mail and password, or by a one-time link.
   *
   * A one-time link works once and sets the password when one is sent beside it; the link of an invitation needs one. Who has switched codes on sends one too: without it the answer is 401 and names `code`. The answer sets a session cookie.
   *
   * `POST /api/v1/auth/sign-in`. Needs no credential; the tenant comes from the host.
   */
  signIn: {
    input: {
      body: SignIn;
    };
    data: Session;
  };
  /**
   * Ends the session and clears its cookie.
   *
   * `POST /api/v1/auth/sign-out`. Needs no credential; the tenant comes from the host.
   */
  signOut: {
    input: {};
    data: undefined;
  };
  /**
   * Tells who is signed in and until when.
   *
   * `GET /api/v1/auth/session`. Needs the session of a signed-in user.
   */
  readSession: {
    input: {};
    data: CurrentSession;
  };
  /**
   * Makes a secret for the authenticator app of whoever is signed in.
   *
   * Nothing changes until a first code confirms it. The secret is in this answer only.
   *
   * `POST /api/v1/auth/totp`. Needs the session of a signed-in user.
   */
  enrolTotp: {
    input: {};
    data: TotpSecret;
  };
  /**
   * Switches codes on by the first of them; signing in asks for one from now on.
   *
   * `POST /api/v1/auth/totp/confirm`. Needs the session of a signed-in user.
   */
  confirmTotp: {
    input: {
      body: TotpCode;
    };
    data: undefined;
  };
  /**
   * Switches codes off, by one more of them.
   *
   * `POST /api/v1/auth/totp/disable`. Needs the session of a signed-in user.
   */
  disableTotp: {
    input: {
      body: TotpCode;
    };
    data: undefined;
  };
  /**
   * Lists who can sign in.
   *
   * `GET /api/v1/users`. Needs a Management token.
   */
  listUsers: {
    input: {
      query?: ListUsersQuery;
    };
    data: UserPage;
    item: User;
    isFile: true;
  };
  /**
   * Changes any subset of a user: name, role, whether suspended.
   *
   * Owners may do everything, managers everything but manage users and tokens, viewers may only look; partner and advertiser users see what is theirs. Suspending ends the user's sessions at once. `isTotpEnabled` can only be switched off here, for somebody who lost the device. The last active owner stays one.
   *
   * `PUT /api/v1/users/{id}`. Needs a Management token.
   */
  changeUser: {
    input: {
      id: string;
      body: UserInput;
    };
    data: User;
  };
  /**
   * Removes a user and ends the sessions; the last active owner stays.
   *
   * `DELETE /api/v1/users/{id}`. Needs a Management token.
   */
  deleteUser: {
    input: {
      id: string;
    };
    data: undefined;
  };
  /**
   * Invites somebody by e-mail.
   *
   * The link is in this answer only, works once within 7 days, and is mailed where the installation has a mail server. Whoever follows it chooses a password. Owners may do everything, managers everything but manage users and tokens, viewers may only look; partner and advertiser users see what is theirs.
   *
   * `POST /api/v1/auth/invitations`. Needs a Management token.
   */
  createInvitation: {
    input: {
      body: InvitationInput;
    };
    data: NewInvitation;
  };
  /**
   * Lists the invitations that nobody followed yet.
   *
   * `GET /api/v1/auth/invitations`. Needs a Management token.
   */
  listInvitations: {
    input: {
      query?: ListInvitationsQuery;
    };
    data: InvitationPage;
    item: Invitation;
    isFile: true;
  };
  /**
   * Takes an invitation back; its link no longer works.
   *
   * `DELETE /api/v1/auth/invitations/{id}`. Needs a Management token.
   */
  deleteInvitation: {
    input: {
      id: string;
    };
    data: undefined;
  };
  /**
   * Serves a picture or other file that belongs to the tenant.
   *
   * `GET /assets/{name}`. Needs no credential; the tenant comes from the host.
   */
  readAsset: {
    input: {
      name: string;
    };
    data: string;
  };
  /**
   * Lists advertisers.
   *
   * `GET /api/v1/sdk-back-office-management/advertisers`. Needs a Management token.
   */
  listAdvertisers: {
    input: {
      query?: ListAdvertisersQuery;
    };
    data: AdvertiserPage;
    item: NamedItem;
    isFile: true;
  };
  /**
   * Reads one advertiser.
   *
   * `GET /api/v1/sdk-back-office-management/advertisers/{id}`. Needs a Management token.
   */
  readAdvertiser: {
    input: {
      id: string;
    };
    data: NamedItem;
  };
  /**
   * Creates one advertiser.
   *
   * `POST /api/v1/sdk-back-office-management/advertisers`. Needs a Management token.
   */
  createAdvertiser: {
    input: {
      body: NamedItemInput;
    };
    data: NamedItem;
  };
  /**
   * Changes one advertiser.
   *
   * `PUT /api/v1/sdk-back-office-management/advertisers/{id}`. Needs a Management token.
   */
  changeAdvertiser: {
    input: {
      id: string;
      body: NamedItemInput;
    };
    data: NamedItem;
  };
  /**
   * Deletes one advertiser that nothing uses.
   *
   * `DELETE /api/v1/sdk-back-office-management/advertisers/{id}`. Needs a Management token.
   */
  deleteAdvertiser: {
    input: {
      id: string;
    };
    data: undefined;
  };
  /**
   * Lists partners.
   *
   * `GET /api/v1/sdk-back-office-management/partners`. Needs a Management token.
   */
  listPartners: {
    input: {
      query?: ListPartnersQuery;
    };
    data: PartnerPage;
    item: NamedItem;
    isFile: true;
  };
  /**
   * Reads one partner.
   *
   * `GET /api/v1/sdk-back-office-management/partners/{id}`. Needs a Management token.
   */
  readPartner: {
    input: {
      id: string;
    };
    data: NamedItem;
  };
  /**
   * Creates one partner.
   *
   * `POST /api/v1/sdk-back-office-management/partners`. Needs a Management token.
   */
  createPartner: {
    input: {
      body: NamedItemInput;
    };
    data: NamedItem;
  };
  /**
   * Changes one partner.
   *
   * `PUT /api/v1/sdk-back-office-management/partners/{id}`. Needs a Management token.
   */
  changePartner: {
    input: {
      id: string;
      body: NamedItemInput;
    };
    data: NamedItem;
  };
  /**
   * Deletes one partner that nothing uses.
   *
   * `DELETE /api/v1/sdk-back-office-management/partners/{id}`. Needs a Management token.
   */
  deletePartner: {
    input: {
      id: string;
    };
    data: undefined;
  };
  /**
   * Lists placements.
   *
   * `GET /api/v1/sdk-back-office-management/placements`. Needs a Management token.
   */
  listPlacements: {
    input: {
      query?: ListPlacementsQuery;
    };
    data: PlacementPage;
    item: NamedItem;
    isFile: true;
  };
  /**
   * Reads one placement.
   *
   * `GET /api/v1/sdk-back-office-management/placements/{id}`. Needs a Management token.
   */
  readPlacement: {
    input: {
      id: string;
    };
    data: NamedItem;
  };
  /**
   * Creates one placement.
   *
   * `POST /api/v1/sdk-back-office-management/placements`. Needs a Management token.
   */
  createPlacement: {
    input: {
      body: NamedItemInput;
    };
    data: NamedItem;
  };
  /**
   * Changes one placement.
   *
   * `PUT /api/v1/sdk-back-office-management/placements/{id}`. Needs a Management token.
   */
  changePlacement: {
    input: {
      id: string;
      body: NamedItemInput;
    };
    data: NamedItem;
  };
  /**
   * Deletes one placement that nothing uses.
   *
   * `DELETE /api/v1/sdk-back-office-management/placements/{id}`. Needs a Management token.
   */
  deletePlacement: {
    input: {
      id: string;
    };
    data: undefined;
  };
  /**
   * Lists categories.
   *
   * `GET /api/v1/sdk-back-office-management/categories`. Needs a Management token.
   */
  listCategories: {
    input: {
      query?: ListCategoriesQuery;
    };
    data: CategoryPage;
    item: NamedItem;
    isFile: true;
  };
  /**
   * Reads one category.
   *
   * `GET /api/v1/sdk-back-office-management/categories/{id}`. Needs a Management token.
   */
  readCategory: {
    input: {
      id: string;
    };
    data: NamedItem;
  };
  /**
   * Creates one category.
   *
   * `POST /api/v1/sdk-back-office-management/categories`. Needs a Management token.
   */
  createCategory: {
    input: {
      body: NamedItemInput;
    };
    data: NamedItem;
  };
  /**
   * Changes one category.
   *
   * `PUT /api/v1/sdk-back-office-management/categories/{id}`. Needs a Management token.
   */
  changeCategory: {
    input: {
      id: string;
      body: NamedItemInput;
    };
    data: NamedItem;
  };
  /**
   * Deletes one category that nothing uses.
   *
   * `DELETE /api/v1/sdk-back-office-management/categories/{id}`. Needs a Management token.
   */
  deleteCategory: {
    input: {
      id: string;
    };
    data: undefined;
  };
  /**
   * Lists genders.
   *
   * `GET /api/v1/sdk-back-office-management/genders`. Needs a Management token.
   */
  listGenders: {
    input: {
      query?: ListGendersQuery;
    };
    data: GenderPage;
    item: NamedItem;
    isFile: true;
  };
  /**
   * Reads one gender.
   *
   * `GET /api/v1/sdk-back-office-management/genders/{id}`. Needs a Management token.
   */
  readGender: {
    input: {
      id: string;
    };
    data: NamedItem;
  };
  /**
   * Creates one gender.
   *
   * `POST /api/v1/sdk-back-office-management/genders`. Needs a Management token.
   */
  createGender: {
    input: {
      body: NamedItemInput;
    };
    data: NamedItem;
  };
  /**
   * Changes one gender.
   *
   * `PUT /api/v1/sdk-back-office-management/genders/{id}`. Needs a Management token.
   */
  changeGender: {
    input: {
      id: string;
      body: NamedItemInput;
    };
    data: NamedItem;
  };
  /**
   * Deletes one gender that nothing uses.
   *
   * `DELETE /api/v1/sdk-back-office-management/genders/{id}`. Needs a Management token.
   */
  deleteGender: {
    input: {
      id: string;
    };
    data: undefined;
  };
  /**
   * Lists age ranges.
   *
   * `GET /api/v1/sdk-back-office-management/age-ranges`. Needs a Management token.
   */
  listAgeRanges: {
    input: {
      query?: ListAgeRangesQuery;
    };
    data: AgeRangePage;
    item: AgeRange;
    isFile: true;
  };
  /**
   * Reads one age range.
   *
   * `GET /api/v1/sdk-back-office-management/age-ranges/{id}`. Needs a Management token.
   */
  readAgeRange: {
    input: {
      id: string;
    };
    data: AgeRange;
  };
  /**
   * Creates one age range.
   *
   * `POST /api/v1/sdk-back-office-management/age-ranges`. Needs a Management token.
   */
  createAgeRange: {
    input: {
      body: AgeRangeInput;
    };
    data: AgeRange;
  };
  /**
   * Changes one age range.
   *
   * `PUT /api/v1/sdk-back-office-management/age-ranges/{id}`. Needs a Management token.
   */
  changeAgeRange: {
    input: {
      id: string;
      body: AgeRangeInput;
    };
    data: AgeRange;
  };
  /**
   * Deletes one age range that nothing uses.
   *
   * `DELETE /api/v1/sdk-back-office-management/age-ranges/{id}`. Needs a Management token.
   */
  deleteAgeRange: {
    input: {
      id: string;
    };
    data: undefined;
  };
  /**
   * Lists countries.
   *
   * `GET /api/v1/sdk-back-office-management/countries`. Needs a Management token.
   */
  listCountries: {
    input: {
      query?: ListCountriesQuery;
    };
    data: CountryPage;
    item: Country;
    isFile: true;
  };
  /**
   * Reads one country.
   *
   * `GET /api/v1/sdk-back-office-management/countries/{id}`. Needs a Management token.
   */
  readCountry: {
    input: {
      id: string;
    };
    data: Country;
  };
  /**
   * Lists states.
   *
   * `GET /api/v1/sdk-back-office-management/states`. Needs a Management token.
   */
  listStates: {
    input: {
      query?: ListStatesQuery;
    };
    data: StatePage;
    item: State;
    isFile: true;
  };
  /**
   * Reads one state.
   *
   * `GET /api/v1/sdk-back-office-management/states/{id}`. Needs a Management token.
   */
  readState: {
    input: {
      id: string;
    };
    data: State;
  };
  /**
   * Lists API tokens.
   *
   * `GET /api/v1/tokens`. Needs a Management token.
   */
  listTokens: {
    input: {
      query?: ListTokensQuery;
    };
    data: TokenPage;
    item: Token;
    isFile: true;
  };
  /**
   * Creates an API token.
   *
   * The token itself is in this answer only. A partner token is bound to one partner, an advertiser token to one advertiser.
   *
   * `POST /api/v1/tokens`. Needs a Management token.
   */
  createToken: {
    input: {
      body: TokenInput;
    };
    data: NewToken;
  };
  /**
   * Revokes an API token, effective at once.
   *
   * `DELETE /api/v1/tokens/{id}`. Needs a Management token.
   */
  deleteToken: {
    input: {
      id: string;
    };
    data: undefined;
  };
  /**
   * Reads the settings of the tenant.
   *
   * `GET /api/v1/settings`. Needs a Management token.
   */
  readSettings: {
    input: {};
    data: Settings;
  };
  /**
   * Changes any subset of the settings.
   *
   * `PUT /api/v1/settings`. Needs a Management token.
   */
  changeSettings: {
    input: {
      body: SettingsInput;
    };
    data: Settings;
  };
  /**
   * Makes a new secret pair for inbound postbacks.
   *
   * The old pair works for 7 more days, or ends at once with `now=true`. With `trackingSystem` the pair is bound to that system, whose offers then accept only it.
   *
   * `POST /api/v1/settings/postback/rotate`. Needs a Management token.
   */
  rotatePostbackPair: {
    input: {
      query?: RotatePostbackPairQuery;
      body?: PostbackRotation;
    };
    data: PostbackPair;
  };
  /**
   * Makes a new secret that signs callbacks.
   *
   * For 7 more days callbacks carry a signature by the old secret too, unless `now=true`. At most two secrets live at once: another rotation within these days ends the older one immediately.
   *
   * `POST /api/v1/settings/callback/rotate`. Needs a Management token.
   */
  rotateCallbackSecret: {
    input: {
      query?: RotateCallbackSecretQuery;
    };
    data: CallbackSecret;
  };
  /**
   * Reads the looks of the hosted wall.
   *
   * `GET /api/v1/settings/wall`. Needs a Management token.
   */
  readWallSettings: {
    input: {};
    data: WallSettings;
  };
  /**
   * Changes any subset of the looks of the hosted wall.
   *
   * `PUT /api/v1/settings/wall`. Needs a Management token.
   */
  changeWallSettings: {
    input: {
      body: WallSettingsInput;
    };
    data: WallSettings;
  };
  /**
   * Reads how long records are kept.
   *
   * `GET /api/v1/settings/retention`. Needs a Management token.
   */
  readRetentionSettings: {
    input: {};
    data: RetentionSettings;
  };
  /**
   * Changes any subset of how long records are kept.
   *
   * `PUT /api/v1/settings/retention`. Needs a Management token.
   */
  changeRetentionSettings: {
    input: {
      body: RetentionSettingsInput;
    };
    data: RetentionSettings;
  };
  /**
   * Reads who is told about what.
   *
   * `GET /api/v1/settings/notifications`. Needs a Management token.
   */
  readNotificationSettings: {
    input: {};
    data: NotificationSettings;
  };
  /**
   * Changes any subset of who is told about what.
   *
   * `PUT /api/v1/settings/notifications`. Needs a Management token.
   */
  changeNotificationSettings: {
    input: {
      body: NotificationSettingsInput;
    };
    data: NotificationSettings;
  };
  /**
   * Lists ready postback URLs: the general address first, then one for each tracking system.
   *
   * The general address is complete but for the parameters of the conversion, which are appended with `&`. The others carry the macros of their system.
   *
   * `GET /api/v1/settings/postback-urls`. Needs a Management token.
   */
  listPostbackUrls: {
    input: {};
    data: PostbackUrl[];
  };
  /**
   * Says what is wrong with a tracking link or postback URL, and gives the corrected one.
   *
   * `POST /api/v1/tools/check-link`. Needs a Management token.
   */
  checkLink: {
    input: {
      body: LinkCheck;
    };
    data: LinkDiagnosis;
  };
  /**
   * Sends a postback exactly as a tracking system would, rightly or with a typical mistake.
   *
   * Goes through the real address and is decided like any other: use the click of a test link to leave money and limits alone. Shows what was sent, the decision, and the callbacks that followed within two seconds.
   *
   * `POST /api/v1/tools/simulate-postback`. Needs a Management token.
   */
  simulatePostback: {
    input: {
      body: PostbackSimulation;
    };
    data: SimulatedPostback;
  };
  /**
   * Lists offers. With the product `publisher` this is the marketplace feed.
   *
   * `GET /api/v1/sdk-offer-management/{product}/offers`. Needs a Management token.
   */
  listOffers: {
    input: {
      product?: Product;
      query?: ListOffersQuery;
    };
    data: OfferPage;
    item: OfferItem;
    isFile: true;
  };
  /**
   * Creates an offer.
   *
   * `POST /api/v1/sdk-offer-management/{product}/offers`. Needs a Management token.
   */
  createOffer: {
    input: {
      product?: Product;
      body: OfferInput;
    };
    data: SavedOffer;
  };
  /**
   * Reads an offer.
   *
   * Every field of its body, so that it can be edited and sent back, and what is computed. `linkAdvice` says what the link doctor finds in the tracking link: a link that cannot work is refused when it is saved, everything else is advice.
   *
   * `GET /api/v1/sdk-offer-management/{product}/offers/{id}`. Needs a Management token.
   */
  readOffer: {
    input: {
      product?: Product;
      id: string;
    };
    data: OfferDetails;
  };
  /**
   * Replaces an offer as a whole.
   *
   * An omitted optional field returns to its default; `isPaused`, when omitted, is left as it is. A step is matched by its `id`, else by its `eventId`; one that is absent is archived. `If-Match` with the `ETag` of the details refuses to overwrite a change of somebody else.
   *
   * `PUT /api/v1/sdk-offer-management/{product}/offers/{id}`. Needs a Management token.
   */
  replaceOffer: {
    input: {
      product?: Product;
      id: string;
      body: OfferReplacement;
    };
    data: SavedOffer;
  };
  /**
   * Pauses an offer at once; repeating it changes nothing.
   *
   * `PATCH /api/v1/sdk-offer-management/offers/{id}/pause`. Needs a Management token.
   */
  pauseOffer: {
    input: {
      id: string;
    };
    data: undefined;
  };
  /**
   * Resumes an offer at once; repeating it changes nothing.
   *
   * `PATCH /api/v1/sdk-offer-management/offers/{id}/resume`. Needs a Management token.
   */
  resumeOffer: {
    input: {
      id: string;
    };
    data: undefined;
  };
  /**
   * Lists every version of an offer, those that scheduled changes wrote in advance included.
   *
   * `GET /api/v1/sdk-offer-management/{product}/offers/{id}/versions`. Needs a Management token.
   */
  listOfferVersions: {
    input: {
      product?: Product;
      id: string;
      query?: ListOfferVersionsQuery;
    };
    data: OfferVersionPage;
    item: OfferVersion;
    isFile: true;
  };
  /**
   * Names each field in which two versions of an offer differ.
   *
   * `GET /api/v1/sdk-offer-management/{product}/offers/{id}/versions/compare`. Needs a Management token.
   */
  compareOfferVersions: {
    input: {
      product?: Product;
      id: string;
      query: CompareOfferVersionsQuery;
    };
    data: OfferComparison;
  };
  /**
   * Lists the changes of revenue and reward that still wait for their hour.
   *
   * `GET /api/v1/sdk-offer-management/{product}/offers/{id}/scheduled-changes`. Needs a Management token.
   */
  listScheduledChanges: {
    input: {
      product?: Product;
      id: string;
      query?: ListScheduledChangesQuery;
    };
    data: ScheduledChangePage;
    item: ScheduledChange;
  };
  /**
   * Schedules a change of revenue or reward for a future full hour.
   *
   * At most 5 changes may wait for each field of an offer or step, and never two for the same field and hour.
   *
   * `POST /api/v1/sdk-offer-management/{product}/offers/{id}/scheduled-changes`. Needs a Management token.
   */
  createScheduledChange: {
    input: {
      product?: Product;
      id: string;
      body: ScheduledChangeInput;
    };
    data: ScheduledChange;
  };
  /**
   * Replaces a change that still waits.
   *
   * `PUT /api/v1/sdk-offer-management/{product}/offers/{id}/scheduled-changes/{changeId}`. Needs a Management token.
   */
  replaceScheduledChange: {
    input: {
      product?: Product;
      id: string;
      changeId: string;
      body: ScheduledChangeInput;
    };
    data: ScheduledChange;
  };
  /**
   * Withdraws a change that still waits.
   *
   * `DELETE /api/v1/sdk-offer-management/{product}/offers/{id}/scheduled-changes/{changeId}`. Needs a Management token.
   */
  deleteScheduledChange: {
    input: {
      product?: Product;
      id: string;
      changeId: string;
    };
    data: undefined;
  };
  /**
   * Creates and overwrites offers of an outside source.
   *
   * `Insert` creates or overwrites by `externalId`; `Synchronize` also pauses the offers of this source that the call does not name. Each offer succeeds or fails by itself. The same `concurrencyRequestId` gives the same answer for 30 days; only one synchronisation of a tenant runs at a time.
   *
   * `POST /api/v1/integrations/offer-providers/custom/offers`. Needs a Management token.
   */
  synchroniseCustomOffers: {
    input: {
      body: CustomOffersInput;
    };
    data: CustomOffersAnswer;
  };
  /**
   * Reads how far a synchronisation is, then its answer.
   *
   * `GET /api/v1/integrations/offer-providers/custom/offers/{concurrencyRequestId}`. Needs a Management token.
   */
  readCustomOffers: {
    input: {
      concurrencyRequestId: string;
    };
    data: CustomOffersProgress;
  };
  /**
   * Lists who changed what, before and after, the newest first.
   *
   * `GET /api/v1/audit`. Needs a Management token.
   */
  listAudit: {
    input: {
      query?: ListAuditQuery;
    };
    data: AuditPage;
    item: AuditEntry;
    isFile: true;
  };
  /**
   * Lists what operators should know, the newest first.
   *
   * How many are unread is the `totalCount` of `filter.read=false`. What was read by one operator is read for all of them.
   *
   * `GET /api/v1/notifications`. Needs a Management token.
   */
  listNotifications: {
    input: {
      query?: ListNotificationsQuery;
    };
    data: NotificationPage;
    item: Notification;
    isFile: true;
  };
  /**
   * Marks a notice as read.
   *
   * `POST /api/v1/notifications/{id}/read`. Needs a Management token.
   */
  readNotification: {
    input: {
      id: string;
    };
    data: undefined;
  };
  /**
   * Marks all notices as read.
   *
   * `POST /api/v1/notifications/read`. Needs a Management token.
   */
  readNotifications: {
    input: {};
    data: NotificationsRead;
  };
  /**
   * Gives everything that is stored of a member.
   *
   * A member is known within its source: the own wall, or with `partnerId` that partner. The same text from two sources is two members. Streamed; each record has the columns it is stored with.
   *
   * `GET /api/v1/members/{pubMemberId}/export`. Needs a Management token.
   */
  exportMember: {
    input: {
      pubMemberId: string;
      query?: ExportMemberQuery;
    };
    data: MemberExport;
  };
  /**
   * Erases the personal values of a member, for good.
   *
   * A member is known within its source: the own wall, or with `partnerId` that partner. The same text from two sources is two members. From now on nobody finds the member by this text, and what was not sent yet is cancelled. Views, clicks, postbacks, deliveries, claims and the audit lose their personal values at once or within minutes; conversions, money and the seals of the ledger stay as they are.
   *
   * `POST /api/v1/members/{pubMemberId}/erase`. Needs a Management token.
   */
  eraseMember: {
    input: {
      pubMemberId: string;
      query?: EraseMemberQuery;
    };
    data: ErasedMember;
  };
  /**
   * Reads what each offer cost.
   *
   * Views, clicks, standing conversions and what they cost, for the offers of the token's advertiser, summed by UTC days of arrival.
   *
   * `GET /api/v1/integrations/cost-report/json`. Needs an Advertiser token.
   */
  readCostReport: {
    input: {
      query: ReadCostReportQuery;
    };
    data: CostReportRow[];
  };
  /**
   * Reads what each offer cost, as a CSV file.
   *
   * Views, clicks, standing conversions and what they cost, for the offers of the token's advertiser, summed by UTC days of arrival.
   *
   * `GET /api/v1/integrations/cost-report/csv`. Needs an Advertiser token.
   */
  readCostReportCsv: {
    input: {
      query: ReadCostReportCsvQuery;
    };
    data: string;
  };
  /**
   * Reads what each offer cost on each day, as Singular takes it.
   *
   * Views, clicks, standing conversions and what they cost, for the offers of the token's advertiser, summed by UTC days of arrival.
   *
   * `GET /api/v1/integrations/cost-report/singular/json`. Needs an Advertiser token.
   */
  readSingularCostReport: {
    input: {
      query: ReadSingularCostReportQuery;
    };
    data: SingularCostRow[];
  };
  /**
   * Lists the pushes of costs to AppsFlyer.
   *
   * `GET /api/v1/cost-pushes`. Needs a Management token.
   */
  listCostPushes: {
    input: {
      query?: ListCostPushesQuery;
    };
    data: CostPushPage;
    item: CostPush;
    isFile: true;
  };
  /**
   * Reads whether costs are pushed to AppsFlyer.
   *
   * `GET /api/v1/settings/appsflyer`. Needs a Management token.
   */
  readAppsFlyerSettings: {
    input: {};
    data: AppsFlyerSettings;
  };
  /**
   * Switches the push of costs to AppsFlyer on, or changes its key or media source.
   *
   * Costs are pushed at 00:00 and 12:00 UTC. The first time both fields are required; later any one of them.
   *
   * `PUT /api/v1/settings/appsflyer`. Needs a Management token.
   */
  changeAppsFlyerSettings: {
    input: {
      body: AppsFlyerSettingsInput;
    };
    data: AppsFlyerSettings;
  };
  /**
   * Switches the push of costs to AppsFlyer off and forgets the key.
   *
   * `DELETE /api/v1/settings/appsflyer`. Needs a Management token.
   */
  deleteAppsFlyerSettings: {
    input: {};
    data: undefined;
  };
  /**
   * Takes a file of conversions.
   *
   * Columns `ClickId`, `EventID`, `UserCompletedAt`, `Revenue`, `Reward`; only the first is required. Rows are decided like postbacks. On a RevShare offer `Revenue` is the amount that the percentages are taken of; elsewhere `Revenue` and `Reward`, where given, have to be those of the click’s terms. The first row names the columns, in any order and letter case. The answer is a job: read it at `/api/v1/imports/{id}` until it is done. Each row is taken whole or refused with its reasons, and none holds up another.
   *
   * `POST /api/v1/sdk-conversion-system/conversions/upload`. Needs a Management token.
   */
  uploadConversions: {
    input: {
      body: FormData | UploadInput;
    };
    data: ImportDetails;
  };
  /**
   * Takes a file of statuses of conversions.
   *
   * Columns `gk_click_id`, `EventId` (of a MultiEvent offer) and `Status`: Pending, Success or Rejected. The first row names the columns, in any order and letter case. The answer is a job: read it at `/api/v1/imports/{id}` until it is done. Each row is taken whole or refused with its reasons, and none holds up another.
   *
   * `POST /api/v1/sdk-conversion-system/conversions/status-upload`. Needs a Management token.
   */
  uploadStatuses: {
    input: {
      body: FormData | UploadInput;
    };
    data: ImportDetails;
  };
  /**
   * Lists imports of files.
   *
   * `GET /api/v1/imports`. Needs a Management token.
   */
  listImports: {
    input: {
      query?: ListImportsQuery;
    };
    data: ImportPage;
    item: ImportItem;
    isFile: true;
  };
  /**
   * Reads how far an import is, and which rows it refused.
   *
   * `GET /api/v1/imports/{id}`. Needs a Management token.
   */
  readImport: {
    input: {
      id: string;
    };
    data: ImportDetails;
  };
  /**
   * Lists the rows that an import refused.
   *
   * `GET /api/v1/imports/{id}/refused`. Needs a Management token.
   */
  listRefusedRows: {
    input: {
      id: string;
      query?: ListRefusedRowsQuery;
    };
    data: RefusedRowPage;
    item: RefusedRow;
    isFile: true;
  };
  /**
   * Reads the whole configuration of the tenant.
   *
   * Settings, back office, the tenant's own offers and their shares. Offers that are synchronised with an outside source come from there and are left out.
   *
   * `GET /api/v1/configuration`. Needs a Management token.
   */
  exportConfiguration: {
    input: {};
    data: Configuration;
  };
  /**
   * Says what applying a configuration would change; changes nothing.
   *
   * `POST /api/v1/configuration/plan`. Needs a Management token.
   */
  planConfiguration: {
    input: {
      body: Configuration;
    };
    data: ConfigurationPlan;
  };
  /**
   * Makes exactly the changes of the plan.
   *
   * Everything is checked first, and with one fault nothing is changed. What the configuration leaves out is deleted where it can be, ended where it is a share, and paused where it is an offer.
   *
   * `POST /api/v1/configuration/apply`. Needs a Management token.
   */
  applyConfiguration: {
    input: {
      body: Configuration;
    };
    data: ConfigurationApplied;
  };
  /**
   * Explains why an offer is shown to a member or not, rule by rule, with the smallest change.
   *
   * The publisher's parameters are those of the wall. With `partnerId` the link of that partner is explained, where targeting is not asked again.
   *
   * `GET /api/v1/explain`. Needs a Management token.
   */
  explainOffer: {
    input: {
      query: ExplainOfferQuery;
    };
    data: Explanation;
  };
  /**
   * Lists the offers shared with a partner.
   *
   * `GET /api/v1/partners/{partnerId}/offers`. Needs a Management token.
   */
  listShares: {
    input: {
      partnerId: string;
      query?: ListSharesQuery;
    };
    data: SharePage;
    item: Share;
    isFile: true;
  };
  /**
   * Shares an offer with a partner, or changes the payouts and caps of the share.
   *
   * Payouts hold for clicks made from now on; caps are effective at once. A share that was ended gets its old payoutId back.
   *
   * `PUT /api/v1/partners/{partnerId}/offers/{offerId}`. Needs a Management token.
   */
  putShare: {
    input: {
      partnerId: string;
      offerId: string;
      body: ShareInput;
    };
    data: SavedShare;
  };
  /**
   * Ends a share: its link takes no more clicks, what was clicked before is still paid.
   *
   * `DELETE /api/v1/partners/{partnerId}/offers/{offerId}`. Needs a Management token.
   */
  deleteShare: {
    input: {
      partnerId: string;
      offerId: string;
    };
    data: undefined;
  };
  /**
   * Lists the offers that are shared with the partner of the token and Active.
   *
   * `GET /api/v1/sdk-offer-management/partner`. Needs a Partner token.
   */
  listPartnerOffers: {
    input: {
      query?: ListPartnerOffersQuery;
    };
    data: PartnerOfferPage;
    item: PartnerOfferItem;
  };
  /**
   * Reads an offer that is shared with the partner of the token, also one that is not Active.
   *
   * `GET /api/v1/sdk-offer-management/partner/{id}`. Needs a Partner token.
   */
  readPartnerOffer: {
    input: {
      id: string;
    };
    data: PartnerOffer;
  };
  /**
   * Lists the offers that this member can do, best first.
   *
   * Without `pub_member_id` the page is empty. What the publisher does not send about the member hides no offer unless the tenant chose so.
   *
   * `GET /api/v1/offer-wall/offers`. Needs no credential; the tenant comes from the host.
   */
  listWallOffers: {
    input: {
      query?: ListWallOffersQuery;
    };
    data: WallOffers;
    item: WallOffer;
  };
  /**
   * Reads one offer with the member's progress, and records a view.
   *
   * An offer that is gone still answers, with `isOfferAvailable: false`.
   *
   * `GET /api/v1/offer-wall/offer-details`. Needs no credential; the tenant comes from the host.
   */
  readWallOffer: {
    input: {
      query: ReadWallOfferQuery;
    };
    data: WallOfferDetails;
  };
  /**
   * Lists the offers that this member clicked or completed, with the progress of each.
   *
   * Targeting and availability hide nothing here; the terms shown are those of the attempt.
   *
   * `GET /api/v1/offer-wall/pub-member/offers`. Needs no credential; the tenant comes from the host.
   */
  listMemberOffers: {
    input: {
      query: ListMemberOffersQuery;
    };
    data: MemberOfferPage;
    item: MemberOffer;
  };
  /**
   * Shows the hosted offer wall, as a page of its own or in a frame.
   *
   * `GET /offer-wall`. Needs no credential; the tenant comes from the host.
   */
  readWallPage: {
    input: {
      query?: ReadWallPageQuery;
    };
    data: string;
  };
  /**
   * Serves a file that the hosted wall is made of. Its name changes with its content.
   *
   * `GET /offer-wall/static/{name}`. Needs no credential.
   */
  readWallFile: {
    input: {
      name: string;
    };
    data: string;
  };
  /**
   * Serves the script that shows the wall inside another page.
   *
   * `GET /offer-wall.js`. Needs no credential.
   */
  readWallScript: {
    input: {};
    data: string;
  };
  /**
   * Shows a page with the wall inside it, as an example to copy.
   *
   * `GET /examples/embed`. Needs no credential; the tenant comes from the host.
   */
  readEmbedExample: {
    input: {
      query?: ReadEmbedExampleQuery;
    };
    data: string;
  };
  /**
   * Reads what is known about a member's rewards of one offer, and their claims on it.
   *
   * `GET /api/v1/offer-wall/claims`. Needs no credential; the tenant comes from the host.
   */
  readWallClaims: {
    input: {
      query: ReadWallClaimsQuery;
    };
    data: WallClaims;
  };
  /**
   * Claims a missing reward.
   *
   * Answers 200 without a claim where what is known explains why the reward is missing, else 201 with the claim that a person will answer. One claim at a time on each step.
   *
   * `POST /api/v1/offer-wall/claims`. Needs no credential; the tenant comes from the host.
   */
  createWallClaim: {
    input: {
      query: CreateWallClaimQuery;
      body: WallClaimInput;
    };
    data: WallClaimAnswer;
  };
  /**
   * Lists claims of missing rewards.
   *
   * `GET /api/v1/claims`. Needs a Management token.
   */
  listClaims: {
    input: {
      query?: ListClaimsQuery;
    };
    data: ClaimPage;
    item: Claim;
    isFile: true;
  };
  /**
   * Reads a claim with what was known when it was made.
   *
   * `GET /api/v1/claims/{id}`. Needs a Management token.
   */
  readClaim: {
    input: {
      id: string;
    };
    data: ClaimDetails;
  };
  /**
   * Reads the picture that a member sent as proof.
   *
   * `GET /api/v1/claims/{id}/proof`. Needs a Management token.
   */
  readClaimProof: {
    input: {
      id: string;
    };
    data: Blob;
  };
  /**
   * Answers a claim; the member reads the answer on the wall.
   *
   * Accepting a claim pays nothing by itself: the conversion is reported, or approved, where conversions are. An answer can be changed.
   *
   * `PUT /api/v1/claims/{id}/answer`. Needs a Management token.
   */
  answerClaim: {
    input: {
      id: string;
      body: ClaimAnswerInput;
    };
    data: ClaimDetails;
  };
  /**
   * Records a click of a view and gives the address to send the member to.
   *
   * `GET /api/v1/offer-wall/offer-link`. Needs no credential; the tenant comes from the host.
   */
  getOfferLink: {
    input: {
      query: GetOfferLinkQuery;
    };
    data: OfferLink;
  };
  /**
   * Gives a signed link whose clicks are tests, of the own wall or of a partner.
   *
   * Clicks and conversions of a test link are decided and called back in full, marked as tests, and counted nowhere.
   *
   * `POST /api/v1/tools/test-link`. Needs a Management token.
   */
  createTestLink: {
    input: {
      body: TestLinkInput;
    };
    data: TestLink;
  };
  /**
   * Gives a signed link to an offer shared with the partner, whose clicks are tests.
   *
   * `POST /api/v1/partner/test-link`. Needs a Partner token.
   */
  createPartnerTestLink: {
    input: {
      body: PartnerTestLinkInput;
    };
    data: TestLink;
  };
  /**
   * Lists the openings of offer details, the newest first.
   *
   * Without `filter.from`, those of the last 31 days.
   *
   * `GET /api/v1/views`. Needs a Management token.
   */
  listViews: {
    input: {
      query?: ListViewsQuery;
    };
    data: ViewPage;
    item: View;
    isFile: true;
  };
  /**
   * Lists clicks of the own wall and of partner links, the newest first.
   *
   * Without `filter.from`, those of the last 31 days. Test clicks are listed with `filter.test=true` only.
   *
   * `GET /api/v1/clicks`. Needs a Management token.
   */
  listClicks: {
    input: {
      query?: ListClicksQuery;
    };
    data: ClickPage;
    item: Click;
    isFile: true;
  };
  /**
   * Takes a conversion from a tracking system.
   *
   * At an address that is bound to a tracking system whose software reads plain text (TUNE), the answer is text/plain in its own words, such as `success=true;`, unless the call accepts application/json.
   *
   * `GET /api/v1/postback/{first}/{second}`. Needs the secret path and `signature`.
   */
  receivePostback: {
    input: {
      first: string;
      second: string;
      query?: Record<string, string>;
    };
    data: PostbackAnswer;
  };
  /**
   * Takes a conversion from a tracking system; values may come as query, form or JSON.
   *
   * At an address that is bound to a tracking system whose software reads plain text (TUNE), the answer is text/plain in its own words, such as `success=true;`, unless the call accepts application/json.
   *
   * `POST /api/v1/postback/{first}/{second}`. Needs the secret path and `signature`.
   */
  receivePostbackBody: {
    input: {
      first: string;
      second: string;
      query?: Record<string, string>;
      body?: Record<string, unknown>;
    };
    data: PostbackAnswer;
  };
  /**
   * Takes a conversion without the secret path, where the tenant allows it.
   *
   * `GET /api/v1/postback`. Needs the secret path and `signature`.
   */
  receiveBarePostback: {
    input: {
      query?: Record<string, string>;
    };
    data: PostbackAnswer;
  };
  /**
   * Takes a conversion without the secret path, where the tenant allows it.
   *
   * `POST /api/v1/postback`. Needs the secret path and `signature`.
   */
  receiveBarePostbackBody: {
    input: {
      query?: Record<string, string>;
      body?: Record<string, unknown>;
    };
    data: PostbackAnswer;
  };
  /**
   * Lists conversions of a span of at most 3 months.
   *
   * One record for each attempt with at least one conversion; on SingleEvent offers for each conversion. A MultiEvent record is in the span when one of its steps is. Without both ends of the span the page is empty.
   *
   * `GET /api/v1/sdk-conversion-system/conversions`. Needs a Management token.
   */
  listConversions: {
    input: {
      query?: ListConversionsQuery;
    };
    data: ConversionPage;
    item: ConversionRecord;
    isFile: true;
  };
  /**
   * Reads a record, by its own id or by that of one of its steps, with its history.
   *
   * `GET /api/v1/sdk-conversion-system/conversions/{id}`. Needs a Management token.
   */
  readConversion: {
    input: {
      id: string;
    };
    data: ConversionDetails;
  };
  /**
   * Sets the status of a conversion of a SingleEvent offer.
   *
   * In any direction, as often as needed. The same status again changes nothing. An approval past a cap or budget is allowed and marked.
   *
   * `PATCH /api/v1/sdk-conversion-system/conversions/{id}/status`. Needs a Management token.
   */
  setConversionStatus: {
    input: {
      id: string;
      query: SetConversionStatusQuery;
      body?: StatusNote;
    };
    data: ConversionStatusAnswer;
  };
  /**
   * Sets the status of one step of a MultiEvent record.
   *
   * In any direction, as often as needed. The same status again changes nothing. An approval past a cap or budget is allowed and marked.
   *
   * `PATCH /api/v1/sdk-conversion-system/conversions/{id}/{conversionEventId}/status`. Needs a Management token.
   */
  setConversionEventStatus: {
    input: {
      id: string;
      conversionEventId: string;
      query: SetConversionEventStatusQuery;
      body?: StatusNote;
    };
    data: ConversionEventStatusAnswer;
  };
  /**
   * Sets the status of up to 1000 conversions and steps, by id or by filter.
   *
   * Ids are those of conversions and of steps (`conversionEventId`). Each succeeds or fails by itself. A filter takes what does not have the status yet, tests left out; `hasMore` says that the same call goes on with others.
   *
   * `POST /api/v1/sdk-conversion-system/conversions/status`. Needs a Management token.
   */
  setConversionStatuses: {
    input: {
      body: SetStatusesInput;
    };
    data: SetStatusesAnswer;
  };
  /**
   * Lists every inbound postback with its outcome, reason and probable cause.
   *
   * `GET /api/v1/postbacks`. Needs a Management token.
   */
  listInbox: {
    input: {
      query?: ListInboxQuery;
    };
    data: InboxPage;
    item: InboxRequest;
    isFile: true;
  };
  /**
   * Counts inbound postbacks by outcome, reason, offer and what they have in common.
   *
   * The largest 200 groups, largest first.
   *
   * `GET /api/v1/postbacks/groups`. Needs a Management token.
   */
  listInboxGroups: {
    input: {
      query?: ListInboxGroupsQuery;
    };
    data: InboxGroup[];
  };
  /**
   * Reads an inbound postback as it came, without its secrets.
   *
   * `GET /api/v1/postbacks/{id}`. Needs a Management token.
   */
  readInboxRequest: {
    input: {
      id: string;
    };
    data: InboxRequestDetails;
  };
  /**
   * Decides an inbound postback again, after what was wrong has been mended.
   *
   * It counts as arrived when it first did and keeps its conversion id if it has one. What was ever accepted is never decided again. A request that was refused for its secret is decided as if it had brought the right one.
   *
   * `POST /api/v1/postbacks/{id}/reprocess`. Needs a Management token.
   */
  reprocessRequest: {
    input: {
      id: string;
    };
    data: InboxRequest;
  };
  /**
   * Decides again all inbound postbacks that fit a filter, up to 5,000 in one call.
   *
   * It counts as arrived when it first did and keeps its conversion id if it has one. What was ever accepted is never decided again. In the order of arrival; at least one field is needed.
   *
   * `POST /api/v1/postbacks/reprocess`. Needs a Management token.
   */
  reprocessRequests: {
    input: {
      body: ReprocessInput;
    };
    data: ReprocessAnswer;
  };
  /**
   * Lists the dated rates of other currencies.
   *
   * `GET /api/v1/currency-rates`. Needs a Management token.
   */
  listCurrencyRates: {
    input: {
      query?: ListCurrencyRatesQuery;
    };
    data: CurrencyRatePage;
    item: CurrencyRate;
    isFile: true;
  };
  /**
   * Adds what a currency is worth from a day on.
   *
   * An amount is converted by the newest rate that was valid on the day it arrived, in UTC. Without one its postback is parked, to be reprocessed once there is a rate for that day.
   *
   * `POST /api/v1/currency-rates`. Needs a Management token.
   */
  createCurrencyRate: {
    input: {
      body: NewCurrencyRate;
    };
    data: CurrencyRate;
  };
  /**
   * Sets what a currency is worth from a day on.
   *
   * What was converted before keeps its value.
   *
   * `PUT /api/v1/currency-rates/{currency}/{validFrom}`. Needs a Management token.
   */
  putCurrencyRate: {
    input: {
      currency: string;
      validFrom: string;
      body: CurrencyRateValue;
    };
    data: CurrencyRate;
  };
  /**
   * Removes a rate; what was converted by it keeps its value.
   *
   * `DELETE /api/v1/currency-rates/{currency}/{validFrom}`. Needs a Management token.
   */
  deleteCurrencyRate: {
    input: {
      currency: string;
      validFrom: string;
    };
    data: undefined;
  };
  /**
   * Lists the lines of the ledger, double entry and append-only.
   *
   * `GET /api/v1/ledger`. Needs a Management token.
   */
  listLedger: {
    input: {
      query?: ListLedgerQuery;
    };
    data: LedgerPage;
    item: LedgerEntry;
    isFile: true;
  };
  /**
   * Lists what stands on each account: by advertiser, partner and member, pending and due, per currency.
   *
   * Positive is a debit (owed to the tenant), negative a credit (owed by the tenant). `filter.at` gives the balances as they stood at an instant.
   *
   * `GET /api/v1/ledger/balances`. Needs a Management token.
   */
  listBalances: {
    input: {
      query?: ListBalancesQuery;
    };
    data: LedgerBalancePage;
    item: LedgerBalance;
    isFile: true;
  };
  /**
   * Lists the seals of the ledger: a hash chain over batches of its lines.
   *
   * It holds no amounts and no names. Together with a statement it shows that nothing was changed or taken out between two seals.
   *
   * `GET /api/v1/ledger/seals`. Needs a Management token.
   */
  listSeals: {
    input: {
      query?: ListSealsQuery;
    };
    data: LedgerSealPage;
    item: LedgerSeal;
    isFile: true;
  };
  /**
   * Lists the seals of the ledger: a hash chain over batches of its lines.
   *
   * It holds no amounts and no names. Together with a statement it shows that nothing was changed or taken out between two seals.
   *
   * `GET /api/v1/partner/ledger/seals`. Needs a Partner token.
   */
  listPartnerSeals: {
    input: {
      query?: ListPartnerSealsQuery;
    };
    data: LedgerSealPage;
    item: LedgerSeal;
    isFile: true;
  };
  /**
   * Lists the seals of the ledger: a hash chain over batches of its lines.
   *
   * It holds no amounts and no names. Together with a statement it shows that nothing was changed or taken out between two seals.
   *
   * `GET /api/v1/advertiser/ledger/seals`. Needs an Advertiser token.
   */
  listAdvertiserSeals: {
    input: {
      query?: ListAdvertiserSealsQuery;
    };
    data: LedgerSealPage;
    item: LedgerSeal;
    isFile: true;
  };
  /**
   * A statement of what is owed to a partner or by an advertiser, with the proof of each line.
   *
   * At most 50000 lines as JSON. A file can be verified without us: see the guide to statements.
   *
   * `GET /api/v1/statements`. Needs a Management token.
   */
  readStatement: {
    input: {
      query?: ReadStatementQuery;
    };
    data: Statement;
  };
  /**
   * A statement of what is owed to a partner or by an advertiser, with the proof of each line.
   *
   * At most 50000 lines as JSON. A file can be verified without us: see the guide to statements.
   *
   * `GET /api/v1/partner/statements`. Needs a Partner token.
   */
  readPartnerStatement: {
    input: {
      query?: ReadPartnerStatementQuery;
    };
    data: Statement;
  };
  /**
   * A statement of what is owed to a partner or by an advertiser, with the proof of each line.
   *
   * At most 50000 lines as JSON. A file can be verified without us: see the guide to statements.
   *
   * `GET /api/v1/advertiser/statements`. Needs an Advertiser token.
   */
  readAdvertiserStatement: {
    input: {
      query?: ReadAdvertiserStatementQuery;
    };
    data: Statement;
  };
  /**
   * Sums views, clicks, conversions and money, broken down by whatever is asked.
   *
   * Views, clicks and conversions count on the UTC day and hour they arrived. Revenue, payout and reward are those of conversions that stand now, Pending or Success; `rejected` counts the others. Tests, robots and held conversions count nowhere. Reports by days, offers, advertisers, partners and categories take up to 1100 days; those by hours, countries, devices or sub values, and those that begin or end within a day, up to 93.
   *
   * `GET /api/v1/reports`. Needs a Management token.
   */
  readReport: {
    input: {
      query?: ReadReportQuery;
    };
    data: Report;
  };
  /**
   * Sums the partner's own clicks, conversions and payout, broken down by whatever is asked.
   *
   * Views, clicks and conversions count on the UTC day and hour they arrived. Revenue, payout and reward are those of conversions that stand now, Pending or Success; `rejected` counts the others. Tests, robots and held conversions count nowhere. Reports by days, offers, advertisers, partners and categories take up to 1100 days; those by hours, countries, devices or sub values, and those that begin or end within a day, up to 93. `epc` is payout per click.
   *
   * `GET /api/v1/partner/reports`. Needs a Partner token.
   */
  readPartnerReport: {
    input: {
      query?: ReadPartnerReportQuery;
    };
    data: Report;
  };
  /**
   * Lists callbacks and partner postbacks.
   *
   * `GET /api/v1/deliveries`. Needs a Management token.
   */
  listDeliveries: {
    input: {
      query?: ListDeliveriesQuery;
    };
    data: DeliveryPage;
    item: Delivery;
    isFile: true;
  };
  /**
   * Reads a delivery with its request and its tries.
   *
   * `GET /api/v1/deliveries/{id}`. Needs a Management token.
   */
  readDelivery: {
    input: {
      id: string;
    };
    data: DeliveryDetails;
  };
  /**
   * Sends a delivery again.
   *
   * The same request under the same id, tried at once and then by the schedule for 3 days more. A receiver that was switched off is switched on.
   *
   * `POST /api/v1/deliveries/{id}/resend`. Needs a Management token.
   */
  resendDelivery: {
    input: {
      id: string;
    };
    data: Delivery;
  };
  /**
   * Sends all deliveries again that fit a filter, up to 50,000 in one call.
   *
   * The same request under the same id, tried at once and then by the schedule for 3 days more. A receiver that was switched off is switched on. `from` and `to` bound the time at which they were written; at least one field is needed.
   *
   * `POST /api/v1/deliveries/resend`. Needs a Management token.
   */
  resendDeliveries: {
    input: {
      body: ResendInput;
    };
    data: ResendAnswer;
  };
  /**
   * Lists the postbacks to the partner of the token.
   *
   * `GET /api/v1/partner/deliveries`. Needs a Partner token.
   */
  listPartnerDeliveries: {
    input: {
      query?: ListPartnerDeliveriesQuery;
    };
    data: DeliveryPage;
    item: Delivery;
    isFile: true;
  };
  /**
   * Reads a postback to the partner of the token with its tries.
   *
   * `GET /api/v1/partner/deliveries/{id}`. Needs a Partner token.
   */
  readPartnerDelivery: {
    input: {
      id: string;
    };
    data: DeliveryDetails;
  };
  /**
   * Sends a postback to the partner of the token again.
   *
   * The same request under the same id, tried at once and then by the schedule for 3 days more. A receiver that was switched off is switched on.
   *
   * `POST /api/v1/partner/deliveries/{id}/resend`. Needs a Partner token.
   */
  resendPartnerDelivery: {
    input: {
      id: string;
    };
    data: Delivery;
  };
  /**
   * Lists the receivers of callbacks and partner postbacks with their health.
   *
   * `GET /api/v1/delivery-endpoints`. Needs a Management token.
   */
  listDeliveryEndpoints: {
    input: {
      query?: ListDeliveryEndpointsQuery;
    };
    data: DeliveryEndpointPage;
    item: DeliveryEndpoint;
  };
  /**
   * Switches a receiver on or off.
   *
   * Off: what waits for it fails, and what follows fails at once; all of it can be sent again.
   *
   * `PATCH /api/v1/delivery-endpoints/{id}`. Needs a Management token.
   */
  switchDeliveryEndpoint: {
    input: {
      id: string;
      body: DeliveryEndpointSwitch;
    };
    data: DeliveryEndpoint;
  };
  /**
   * Reads the postbacks of a partner.
   *
   * GET requests to address templates: the global one, those of the offer and those of the step all fire. Macros: {pub_click_id}, {pub_member_id}, {gk_offer_id}, {gk_offer_name}, {cnv_event_id}, {cnv_amount}, {pub_sub_1} to {pub_sub_15}, {payout}, {gk_conversion_id}, {cnv_status}. Success is always reported, Pending and Rejected where they are switched on.
   *
   * `GET /api/v1/partners/{partnerId}/postbacks`. Needs a Management token.
   */
  readPartnerPostbacks: {
    input: {
      partnerId: string;
    };
    data: PartnerPostbacks;
  };
  /**
   * Replaces the postbacks of a partner.
   *
   * GET requests to address templates: the global one, those of the offer and those of the step all fire. Macros: {pub_click_id}, {pub_member_id}, {gk_offer_id}, {gk_offer_name}, {cnv_event_id}, {cnv_amount}, {pub_sub_1} to {pub_sub_15}, {payout}, {gk_conversion_id}, {cnv_status}. Success is always reported, Pending and Rejected where they are switched on.
   *
   * `PUT /api/v1/partners/{partnerId}/postbacks`. Needs a Management token.
   */
  replacePartnerPostbacks: {
    input: {
      partnerId: string;
      body: PartnerPostbacksInput;
    };
    data: PartnerPostbacks;
  };
  /**
   * Reads the postbacks of the partner of the token.
   *
   * GET requests to address templates: the global one, those of the offer and those of the step all fire. Macros: {pub_click_id}, {pub_member_id}, {gk_offer_id}, {gk_offer_name}, {cnv_event_id}, {cnv_amount}, {pub_sub_1} to {pub_sub_15}, {payout}, {gk_conversion_id}, {cnv_status}. Success is always reported, Pending and Rejected where they are switched on.
   *
   * `GET /api/v1/partner/postbacks`. Needs a Partner token.
   */
  readOwnPostbacks: {
    input: {};
    data: PartnerPostbacks;
  };
  /**
   * Replaces the postbacks of the partner of the token.
   *
   * GET requests to address templates: the global one, those of the offer and those of the step all fire. Macros: {pub_click_id}, {pub_member_id}, {gk_offer_id}, {gk_offer_name}, {cnv_event_id}, {cnv_amount}, {pub_sub_1} to {pub_sub_15}, {payout}, {gk_conversion_id}, {cnv_status}. Success is always reported, Pending and Rejected where they are switched on.
   *
   * `PUT /api/v1/partner/postbacks`. Needs a Partner token.
   */
  replaceOwnPostbacks: {
    input: {
      body: PartnerPostbacksInput;
    };
    data: PartnerPostbacks;
  };
  /**
   * Sends samples to a receiver of callbacks or partner postbacks and grades what it answers.
   *
   * Callback: to `url`, or to the address of the settings; in its shape, signed as callbacks are; the own header is sent to the address of the settings alone. PartnerPostback: to the template `url`, or to the global one of `partnerId`. All samples are of made-up conversions with `isTest: true`. A receiver that gives no answer at all is not tried further.
   *
   * `POST /api/v1/tools/callback-test`. Needs a Management token.
   */
  testCallback: {
    input: {
      body?: CallbackTestInput;
    };
    data: CallbackTestResult;
  };
  /**
   * Sends samples to a receiver of postbacks of the token’s partner and grades what it answers.
   *
   * To the template `url`, or to the global one of the partner.
   *
   * `POST /api/v1/partner/tools/callback-test`. Needs a Partner token.
   */
  testPartnerPostback: {
    input: {
      body?: PartnerPostbackTestInput;
    };
    data: CallbackTestResult;
  };
}

/** Addresses that redirect; a browser follows them, the client only writes them. */
export interface Links {
  /**
   * Records a click and redirects the member to the advertiser.
   *
   * Takes either `viewId`, or `offerId` and `pub_member_id`.
   *
   * `GET /api/v1/offer-wall/offer-link-redirect`. Needs no credential; the tenant comes from the host.
   */
  followOfferLink: {
    input: {
      query?: FollowOfferLinkQuery;
    };
  };
  /**
   * Records a click of a partner's traffic and redirects the member to the advertiser.
   *
   * Needs `pub_click_id` and `pub_member_id`.
   *
   * `GET /api/v1/offer-link/redirect/{payoutId}`. Needs no credential; the tenant comes from the host.
   */
  followPartnerLink: {
    input: {
      payoutId: string;
      query?: FollowPartnerLinkQuery;
    };
  };
}

/** Method, path and flags of every call: k takes an Idempotency-Key, m is multipart, t answers text, j bare JSON, b bytes. */
export const routes: Readonly<Record<keyof (Operations & Links), string>> = {
  readHealth: 'GET /healthz',
  readReadiness: 'GET /readyz',
  readMetrics: 'GET /metrics t',
  readOpenApi: 'GET /openapi.json j',
  signIn: 'POST /api/v1/auth/sign-in',
  signOut: 'POST /api/v1/auth/sign-out',
  readSession: 'GET /api/v1/auth/session',
  enrolTotp: 'POST /api/v1/auth/totp',
  confirmTotp: 'POST /api/v1/auth/totp/confirm',
  disableTotp: 'POST /api/v1/auth/totp/disable',
  listUsers: 'GET /api/v1/users',
  changeUser: 'PUT /api/v1/users/{id}',
  deleteUser: 'DELETE /api/v1/users/{id}',
  createInvitation: 'POST /api/v1/auth/invitations k',
  listInvitations: 'GET /api/v1/auth/invitations',
  deleteInvitation: 'DELETE /api/v1/auth/invitations/{id}',
  readAsset: 'GET /assets/{name} t',
  listAdvertisers: 'GET /api/v1/sdk-back-office-management/advertisers',
  readAdvertiser: 'GET /api/v1/sdk-back-office-management/advertisers/{id}',
  createAdvertiser: 'POST /api/v1/sdk-back-office-management/advertisers k',
  changeAdvertiser: 'PUT /api/v1/sdk-back-office-management/advertisers/{id}',
  deleteAdvertiser: 'DELETE /api/v1/sdk-back-office-management/advertisers/{id}',
  listPartners: 'GET /api/v1/sdk-back-office-management/partners',
  readPartner: 'GET /api/v1/sdk-back-office-management/partners/{id}',
  createPartner: 'POST /api/v1/sdk-back-office-management/partners k',
  changePartner: 'PUT /api/v1/sdk-back-office-management/partners/{id}',
  deletePartner: 'DELETE /api/v1/sdk-back-office-management/partners/{id}',
  listPlacements: 'GET /api/v1/sdk-back-office-management/placements',
  readPlacement: 'GET /api/v1/sdk-back-office-management/placements/{id}',
  createPlacement: 'POST /api/v1/sdk-back-office-management/placements k',
  changePlacement: 'PUT /api/v1/sdk-back-office-management/placements/{id}',
  deletePlacement: 'DELETE /api/v1/sdk-back-office-management/placements/{id}',
  listCategories: 'GET /api/v1/sdk-back-office-management/categories',
  readCategory: 'GET /api/v1/sdk-back-office-management/categories/{id}',
  createCategory: 'POST /api/v1/sdk-back-office-management/categories k',
  changeCategory: 'PUT /api/v1/sdk-back-office-management/categories/{id}',
  deleteCategory: 'DELETE /api/v1/sdk-back-office-management/categories/{id}',
  listGenders: 'GET /api/v1/sdk-back-office-management/genders',
  readGender: 'GET /api/v1/sdk-back-office-management/genders/{id}',
  createGender: 'POST /api/v1/sdk-back-office-management/genders k',
  changeGender: 'PUT /api/v1/sdk-back-office-management/genders/{id}',
  deleteGender: 'DELETE /api/v1/sdk-back-office-management/genders/{id}',
  listAgeRanges: 'GET /api/v1/sdk-back-office-management/age-ranges',
  readAgeRange: 'GET /api/v1/sdk-back-office-management/age-ranges/{id}',
  createAgeRange: 'POST /api/v1/sdk-back-office-management/age-ranges k',
  changeAgeRange: 'PUT /api/v1/sdk-back-office-management/age-ranges/{id}',
  deleteAgeRange: 'DELETE /api/v1/sdk-back-office-management/age-ranges/{id}',
  listCountries: 'GET /api/v1/sdk-back-office-management/countries',
  readCountry: 'GET /api/v1/sdk-back-office-management/countries/{id}',
  listStates: 'GET /api/v1/sdk-back-office-management/states',
  readState: 'GET /api/v1/sdk-back-office-management/states/{id}',
  listTokens: 'GET /api/v1/tokens',
  createToken: 'POST /api/v1/tokens k',
  deleteToken: 'DELETE /api/v1/tokens/{id}',
  readSettings: 'GET /api/v1/settings',
  changeSettings: 'PUT /api/v1/settings',
  rotatePostbackPair: 'POST /api/v1/settings/postback/rotate k',
  rotateCallbackSecret: 'POST /api/v1/settings/callback/rotate k',
  readWallSettings: 'GET /api/v1/settings/wall',
  changeWallSettings: 'PUT /api/v1/settings/wall',
  readRetentionSettings: 'GET /api/v1/settings/retention',
  changeRetentionSettings: 'PUT /api/v1/settings/retention',
  readNotificationSettings: 'GET /api/v1/settings/notifications',
  changeNotificationSettings: 'PUT /api/v1/settings/notifications',
  listPostbackUrls: 'GET /api/v1/settings/postback-urls',
  checkLink: 'POST /api/v1/tools/check-link k',
  simulatePostback: 'POST /api/v1/tools/simulate-postback k',
  listOffers: 'GET /api/v1/sdk-offer-management/{product}/offers',
  createOffer: 'POST /api/v1/sdk-offer-management/{product}/offers k',
  readOffer: 'GET /api/v1/sdk-offer-management/{product}/offers/{id}',
  replaceOffer: 'PUT /api/v1/sdk-offer-management/{product}/offers/{id}',
  pauseOffer: 'PATCH /api/v1/sdk-offer-management/offers/{id}/pause',
  resumeOffer: 'PATCH /api/v1/sdk-offer-management/offers/{id}/resume',
  listOfferVersions: 'GET /api/v1/sdk-offer-management/{product}/offers/{id}/versions',
  compareOfferVersions: 'GET /api/v1/sdk-offer-management/{product}/offers/{id}/versions/compare',
  listScheduledChanges: 'GET /api/v1/sdk-offer-management/{product}/offers/{id}/scheduled-changes',
  createScheduledChange: 'POST /api/v1/sdk-offer-management/{product}/offers/{id}/scheduled-changes k',
  replaceScheduledChange: 'PUT /api/v1/sdk-offer-management/{product}/offers/{id}/scheduled-changes/{changeId}',
  deleteScheduledChange: 'DELETE /api/v1/sdk-offer-management/{product}/offers/{id}/scheduled-changes/{changeId}',
  synchroniseCustomOffers: 'POST /api/v1/integrations/offer-providers/custom/offers k',
  readCustomOffers: 'GET /api/v1/integrations/offer-providers/custom/offers/{concurrencyRequestId}',
  listAudit: 'GET /api/v1/audit',
  listNotifications: 'GET /api/v1/notifications',
  readNotification: 'POST /api/v1/notifications/{id}/read k',
  readNotifications: 'POST /api/v1/notifications/read k',
  exportMember: 'GET /api/v1/members/{pubMemberId}/export',
  eraseMember: 'POST /api/v1/members/{pubMemberId}/erase k',
  readCostReport: 'GET /api/v1/integrations/cost-report/json',
  readCostReportCsv: 'GET /api/v1/integrations/cost-report/csv t',
  readSingularCostReport: 'GET /api/v1/integrations/cost-report/singular/json',
  listCostPushes: 'GET /api/v1/cost-pushes',
  readAppsFlyerSettings: 'GET /api/v1/settings/appsflyer',
  changeAppsFlyerSettings: 'PUT /api/v1/settings/appsflyer',
  deleteAppsFlyerSettings: 'DELETE /api/v1/settings/appsflyer',
  uploadConversions: 'POST /api/v1/sdk-conversion-system/conversions/upload m',
  uploadStatuses: 'POST /api/v1/sdk-conversion-system/conversions/status-upload m',
  listImports: 'GET /api/v1/imports',
  readImport: 'GET /api/v1/imports/{id}',
  listRefusedRows: 'GET /api/v1/imports/{id}/refused',
  exportConfiguration: 'GET /api/v1/configuration',
  planConfiguration: 'POST /api/v1/configuration/plan k',
  applyConfiguration: 'POST /api/v1/configuration/apply k',
  explainOffer: 'GET /api/v1/explain',
  listShares: 'GET /api/v1/partners/{partnerId}/offers',
  putShare: 'PUT /api/v1/partners/{partnerId}/offers/{offerId}',
  deleteShare: 'DELETE /api/v1/partners/{partnerId}/offers/{offerId}',
  listPartnerOffers: 'GET /api/v1/sdk-offer-management/partner',
  readPartnerOffer: 'GET /api/v1/sdk-offer-management/partner/{id}',
  listWallOffers: 'GET /api/v1/offer-wall/offers',
  readWallOffer: 'GET /api/v1/offer-wall/offer-details',
  listMemberOffers: 'GET /api/v1/offer-wall/pub-member/offers',
  readWallPage: 'GET /offer-wall t',
  readWallFile: 'GET /offer-wall/static/{name} t',
  readWallScript: 'GET /offer-wall.js t',
  readEmbedExample: 'GET /examples/embed t',
  readWallClaims: 'GET /api/v1/offer-wall/claims',
  createWallClaim: 'POST /api/v1/offer-wall/claims',
  listClaims: 'GET /api/v1/claims',
  readClaim: 'GET /api/v1/claims/{id}',
  readClaimProof: 'GET /api/v1/claims/{id}/proof b',
  answerClaim: 'PUT /api/v1/claims/{id}/answer',
  getOfferLink: 'GET /api/v1/offer-wall/offer-link',
  followOfferLink: 'GET /api/v1/offer-wall/offer-link-redirect',
  followPartnerLink: 'GET /api/v1/offer-link/redirect/{payoutId}',
  createTestLink: 'POST /api/v1/tools/test-link k',
  createPartnerTestLink: 'POST /api/v1/partner/test-link k',
  listViews: 'GET /api/v1/views',
  listClicks: 'GET /api/v1/clicks',
  receivePostback: 'GET /api/v1/postback/{first}/{second}',
  receivePostbackBody: 'POST /api/v1/postback/{first}/{second}',
  receiveBarePostback: 'GET /api/v1/postback',
  receiveBarePostbackBody: 'POST /api/v1/postback',
  listConversions: 'GET /api/v1/sdk-conversion-system/conversions',
  readConversion: 'GET /api/v1/sdk-conversion-system/conversions/{id}',
  setConversionStatus: 'PATCH /api/v1/sdk-conversion-system/conversions/{id}/status',
  setConversionEventStatus: 'PATCH /api/v1/sdk-conversion-system/conversions/{id}/{conversionEventId}/status',
  setConversionStatuses: 'POST /api/v1/sdk-conversion-system/conversions/status k',
  listInbox: 'GET /api/v1/postbacks',
  listInboxGroups: 'GET /api/v1/postbacks/groups',
  readInboxRequest: 'GET /api/v1/postbacks/{id}',
  reprocessRequest: 'POST /api/v1/postbacks/{id}/reprocess k',
  reprocessRequests: 'POST /api/v1/postbacks/reprocess k',
  listCurrencyRates: 'GET /api/v1/currency-rates',
  createCurrencyRate: 'POST /api/v1/currency-rates k',
  putCurrencyRate: 'PUT /api/v1/currency-rates/{currency}/{validFrom}',
  deleteCurrencyRate: 'DELETE /api/v1/currency-rates/{currency}/{validFrom}',
  listLedger: 'GET /api/v1/ledger',
  listBalances: 'GET /api/v1/ledger/balances',
  listSeals: 'GET /api/v1/ledger/seals',
  listPartnerSeals: 'GET /api/v1/partner/ledger/seals',
  listAdvertiserSeals: 'GET /api/v1/advertiser/ledger/seals',
  readStatement: 'GET /api/v1/statements',
  readPartnerStatement: 'GET /api/v1/partner/statements',
  readAdvertiserStatement: 'GET /api/v1/advertiser/statements',
  readReport: 'GET /api/v1/reports',
  readPartnerReport: 'GET /api/v1/partner/reports',
  listDeliveries: 'GET /api/v1/deliveries',
  readDelivery: 'GET /api/v1/deliveries/{id}',
  resendDelivery: 'POST /api/v1/deliveries/{id}/resend k',
  resendDeliveries: 'POST /api/v1/deliveries/resend k',
  listPartnerDeliveries: 'GET /api/v1/partner/deliveries',
  readPartnerDelivery: 'GET /api/v1/partner/deliveries/{id}',
  resendPartnerDelivery: 'POST /api/v1/partner/deliveries/{id}/resend k',
  listDeliveryEndpoints: 'GET /api/v1/delivery-endpoints',
  switchDeliveryEndpoint: 'PATCH /api/v1/delivery-endpoints/{id}',
  readPartnerPostbacks: 'GET /api/v1/partners/{partnerId}/postbacks',
  replacePartnerPostbacks: 'PUT /api/v1/partners/{partnerId}/postbacks',
  readOwnPostbacks: 'GET /api/v1/partner/postbacks',
  replaceOwnPostbacks: 'PUT /api/v1/partner/postbacks',
  testCallback: 'POST /api/v1/tools/callback-test k',
  testPartnerPostback: 'POST /api/v1/partner/tools/callback-test k',
};

