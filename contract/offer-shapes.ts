import {
  budgetTypes,
  conversionTypes,
  costTypes,
  deviceTypes,
  offerSources,
  offerStatuses,
  offerTypes,
  rewardingTypes,
  trackingSystems,
} from '#domain/offer.ts';
import {
  Amount,
  Balance,
  Cap,
  commaList,
  HttpUrl,
  Instant,
  named,
  nullable,
  oneOf,
  Text,
  Type,
  Uuid,
  type Static,
} from './schema.ts';
import { LinkProblem } from './tracking-systems.ts';

const optional = Type.Optional;
const count = Type.Integer({ minimum: 0 });
const days = Type.Integer({ minimum: 0, maximum: 36_500 });

const caps = { dailyCap: Cap, weeklyCap: Cap, monthlyCap: Cap, allTimeCap: Cap };
const optionalCaps = {
  dailyCap: optional(Cap),
  weeklyCap: optional(Cap),
  monthlyCap: optional(Cap),
  allTimeCap: optional(Cap),
};

/** How many were counted in the windows that are open now. */
const usedCounts = {
  dailyConversions: count,
  weeklyConversions: count,
  monthlyConversions: count,
  allTimeConversions: count,
};

const CostReportInfo = named(
  'OfferCostReportInfo',
  Type.Object({ costType: oneOf(costTypes), appName: Text, storeId: Text }),
);

const trackingLink = Type.String({
  minLength: 1,
  maxLength: 8_000,
  description: 'An http or https address with macros such as {gk_click_id}.',
  examples: ['https://track.example.com/click?pid=wall'],
});

const sequenceNumber = nullable(
  Type.Integer({ minimum: 1, description: 'Those given are 1..m, each once; null = independent.' }),
);
const minTimeFromPreviousEvent = nullable(Type.Integer({ minimum: 0, description: 'Hours.' }));
const deadlineDays = nullable(Type.Integer({ minimum: 1, maximum: 36_500 }));

/** One step in the body of an offer. */
export const OfferEventInput = named(
  'OfferEventInput',
  Type.Object({
    id: optional(Uuid),
    name: Text,
    eventId: Text,
    showOnOfferWall: Type.Boolean(),
    displayOrder: Type.Integer({ minimum: 1, description: "The offer's are 1..n, each once." }),
    sequenceNumber,
    minTimeFromPreviousEvent: optional(minTimeFromPreviousEvent),
    deadlineDays: optional(deadlineDays),
    pendingTime: nullable(days),
    hasRevenue: Type.Boolean(),
    revenue: nullable(Amount),
    hasReward: Type.Boolean(),
    useDefaultRatio: Type.Boolean({ description: "The reward is the revenue times the tenant's ratio." }),
    reward: nullable(Amount),
    ...optionalCaps,
    allowRepetitions: optional(Type.Boolean({ default: false })),
  }),
);

const codes = Type.Array(Type.String());

/** The body that creates an offer. */
const offerInputFields = {
  trackingSystemLink: trackingLink,
  trackingSystem: oneOf(trackingSystems),
  shouldSendCostData: optional(Type.Boolean({ default: false })),
  advertiserCampaignName: optional(Type.String()),
  offerCostReportInfo: optional(Type.Array(CostReportInfo)),
  name: Text,
  headline: Text,
  shortDescription: optional(Type.String()),
  keyPoints: optional(Type.String()),
  offerDetails: Text,
  termsAndDisclaimers: optional(Type.String()),
  creatives: Type.Array(
    named(
      'CreativeInput',
      Type.Object({ order: Type.Integer(), url: HttpUrl, metadata: optional(nullable(Type.String())) }),
    ),
    { minItems: 1 },
  ),
  offerType: oneOf(offerTypes),
  conversionType: oneOf(conversionTypes),
  advertiserId: Uuid,
  isFeatured: optional(Type.Boolean({ default: false })),
  allowRepetitions: optional(Type.Boolean({ default: false })),
  showAtBottomToAllUnselectedGenders: optional(Type.Boolean({ default: false })),
  ...optionalCaps,
  budgetType: oneOf(budgetTypes),
  budgetAmount: Amount,
  launchDate: Instant,
  endDate: optional(nullable(Instant)),
  ageId: Uuid,
  categoryIds: Type.Array(Uuid, { minItems: 1 }),
  countryIds: Type.Array(Type.String(), {
    minItems: 1,
    description: 'Ids or ISO 3166-1 codes.',
    examples: [['US', 'CAN', '040']],
  }),
  countryStateIds: optional(
    Type.Array(Type.String(), {
      description: 'Ids or ISO 3166-2 codes of targeted countries.',
      examples: [['US-CA']],
    }),
  ),
  zipCodes: optional(Type.Array(Type.String())),
  genderIds: optional(Type.Array(Type.String(), { description: 'Ids or names.' })),
  placementIds: optional(Type.Array(Uuid)),
  deviceTypes: optional(
    commaList(oneOf(deviceTypes), { description: 'A list, or one text with commas. None = All.' }),
  ),
  revenue: optional(nullable(Amount)),
  reward: optional(nullable(Amount)),
  rewardingType: optional(oneOf(rewardingTypes)),
  pendingTime: optional(nullable(days)),
  baselineEpc: Type.Unsafe<number | string>({
    type: ['number', 'string'],
    description: 'A number or a numeric text.',
    examples: [5],
  }),
  lockBaselineEpc: Type.Boolean(),
  offerEvents: optional(Type.Array(OfferEventInput, { description: 'At least one on a MultiEvent offer.' })),
};

/** The body that creates an offer. */
export const OfferInput = named('OfferInput', Type.Object({ ...offerInputFields, isPaused: Type.Boolean() }));
/** The body that creates an offer. */
export type OfferInput = Static<typeof OfferInput>;

/** The body that replaces an offer. */
export const OfferReplacement = named(
  'OfferReplacement',
  Type.Object({
    id: Uuid,
    ...offerInputFields,
    isPaused: optional(Type.Boolean({ description: 'Left as it is when omitted.' })),
  }),
);

/** One step of an offer as it is read. */
export const OfferEventDetails = named(
  'OfferEventDetails',
  Type.Object({
    id: Uuid,
    name: Type.String(),
    eventId: Type.String(),
    showOnOfferWall: Type.Boolean(),
    displayOrder: count,
    sequenceNumber,
    minTimeFromPreviousEvent,
    deadlineDays,
    pendingTime: nullable(count),
    hasRevenue: Type.Boolean(),
    revenue: nullable(Balance),
    hasReward: Type.Boolean(),
    useDefaultRatio: Type.Boolean(),
    reward: nullable(Balance),
    ...caps,
    allowRepetitions: Type.Boolean(),
    ...usedCounts,
  }),
);
/** One step of an offer as it is read. */
export type OfferEventDetails = Static<typeof OfferEventDetails>;

const reference = Type.Object({ id: Uuid, name: Type.String() });

const itemFields = {
  id: Uuid,
  name: Type.String(),
  headline: Type.String(),
  offerType: oneOf(offerTypes),
  conversionType: oneOf(conversionTypes),
  status: oneOf(offerStatuses),
  isPaused: Type.Boolean(),
  isFeatured: Type.Boolean(),
  trackingSystem: oneOf(trackingSystems),
  trackingSystemLink: Type.String(),
  redirectLink: Type.String({ description: 'To be completed with the member id.' }),
  advertiserId: Uuid,
  advertiserName: Type.String(),
  offerSource: oneOf(offerSources),
  categories: Type.Array(reference),
  countries: Type.Array(Type.String(), { description: 'ISO 3166-1 alpha-2.', examples: [['US']] }),
  deviceTypes: Type.Array(oneOf(deviceTypes)),
  creativeFileUrl: Type.String({ description: 'The first creative by its order.' }),
  budgetType: oneOf(budgetTypes),
  budgetAmount: Balance,
  budgetSpent: Type.Number({ description: 'In the window that is open now.' }),
  ...caps,
  ...usedCounts,
  revenue: nullable(Balance),
  reward: nullable(Balance),
  launchDate: Instant,
  endDate: nullable(Instant),
  createdAt: Instant,
  modifiedAt: Instant,
  epc: Type.Number({ description: 'What the wall ranks by.' }),
  views: count,
  clicks: count,
  conversions: count,
  conversionRate: Type.Number({ minimum: 0, description: 'Conversions for one click.' }),
  totalRevenue: Balance,
  events: Type.Array(OfferEventDetails),
};

/** An offer in the list of offers. */
export const OfferItem = named('OfferItem', Type.Object(itemFields));
/** An offer in the list of offers. */
export type OfferItem = Static<typeof OfferItem>;

/** What can be edited of an offer, as it is read: the names of its body. */
const editableFields = {
  shouldSendCostData: Type.Boolean(),
  advertiserCampaignName: Type.String(),
  offerCostReportInfo: Type.Array(CostReportInfo),
  shortDescription: Type.String(),
  keyPoints: Type.String(),
  offerDetails: Type.String(),
  termsAndDisclaimers: Type.String(),
  creatives: Type.Array(
    Type.Object({ order: Type.Integer(), url: Type.String(), metadata: nullable(Type.String()) }),
  ),
  allowRepetitions: Type.Boolean(),
  showAtBottomToAllUnselectedGenders: Type.Boolean(),
  ageId: Uuid,
  categoryIds: Type.Array(Uuid),
  countryIds: Type.Array(Uuid),
  countryStateIds: Type.Array(Uuid),
  zipCodes: codes,
  genderIds: Type.Array(Uuid),
  placementIds: Type.Array(Uuid),
  rewardingType: oneOf(rewardingTypes),
  pendingTime: nullable(count),
  baselineEpc: Type.Number(),
  lockBaselineEpc: Type.Boolean(),
  offerEvents: Type.Array(OfferEventDetails),
};

/** A whole offer: everything its body takes, and what is computed beside it. */
export const OfferDetails = named(
  'OfferDetails',
  Type.Object({
    ...itemFields,
    ...editableFields,
    age: Type.String(),
    states: Type.Array(Type.String(), { description: 'ISO 3166-2.', examples: [['US-CA']] }),
    genders: Type.Array(Type.String()),
    versionNumber: count,
    archivedEvents: Type.Array(Type.Object({ id: Uuid, eventId: Type.String(), archivedAt: Instant }), {
      description: 'Steps that were left out; sending one with its id makes it live again.',
    }),
    linkAdvice: Type.Array(LinkProblem, {
      description: 'What is odd about the tracking link although it can be followed; empty for a sound one.',
    }),
  }),
);
/** A whole offer: everything its body takes, and what is computed beside it. */
export type OfferDetails = Static<typeof OfferDetails>;
