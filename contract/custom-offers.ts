import { costTypes, trackingSystems } from '#domain/offer.ts';
import { endpoint } from './endpoint.ts';
import { OfferEventInput, OfferInput } from './offer-shapes.ts';
import { HttpUrl, named, nullable, oneOf, Text, Type, Uuid, type Static } from './schema.ts';

const path = '/api/v1/integrations/offer-providers/custom/offers';
const tag = 'Custom integration';
const megabyte = 1_048_576;
const optional = Type.Optional;

/** What a synchronisation does with the offers that it does not name. */
export const customOperations = ['Synchronize', 'Insert'] as const;
/** What a synchronisation does with the offers that it does not name. */
export type CustomOperation = (typeof customOperations)[number];

const {
  trackingSystemLink,
  trackingSystem: _trackingSystem,
  creatives,
  isPaused,
  baselineEpc,
  lockBaselineEpc,
  offerEvents: _offerEvents,
  ...sameFields
} = OfferInput.properties;

const {
  id: _id,
  hasRevenue: _hasRevenue,
  hasReward: _hasReward,
  ...eventFields
} = OfferEventInput.properties;

/** One step of an offer of a custom integration. */
const CustomOfferEvent = named('CustomOfferEventInput', Type.Object(eventFields));

/** An offer as a custom integration names its fields. */
export const CustomOfferData = named(
  'CustomOfferData',
  Type.Object({
    offerLink: trackingSystemLink,
    trackingSystem: oneOf(trackingSystems),
    ...sameFields,
    offerCostReportInfo: optional(
      Type.Array(Type.Object({ costType: oneOf(costTypes), appName: Text, storeId: Text })),
    ),
    creativeFileExternalUrl: optional(HttpUrl),
    creatives: optional(creatives),
    isPaused: optional(isPaused),
    baselineEpc: optional(baselineEpc),
    lockBaselineEpc: optional(lockBaselineEpc),
    offerEvents: optional(Type.Array(CustomOfferEvent)),
  }),
);

const CustomOffersInput = named(
  'CustomOffersInput',
  Type.Object({
    concurrencyRequestId: Uuid,
    operation: oneOf(customOperations),
    offers: Type.Array(
      Type.Object({
        externalId: Type.String({ minLength: 1, maxLength: 200 }),
        offerData: CustomOfferData,
      }),
      { minItems: 1 },
    ),
  }),
);

/** What is checked of a body as a whole; its offers are judged one by one. */
export const CustomOffersFrame = Type.Object({
  concurrencyRequestId: Uuid,
  operation: oneOf(customOperations),
  offers: Type.Array(Type.Unsafe<unknown>({}), { minItems: 1 }),
});

const CustomOfferResult = named(
  'CustomOfferResult',
  Type.Object({
    externalId: Type.String(),
    id: nullable(Uuid),
    messages: Type.Array(Type.String()),
  }),
);
/** What became of one offer. */
export type CustomOfferResult = Static<typeof CustomOfferResult>;

const results = {
  concurrencyRequestId: Uuid,
  createdOffers: Type.Array(CustomOfferResult),
  updatedOffers: Type.Array(CustomOfferResult),
  notChangedOffers: Type.Array(CustomOfferResult),
  failedOffers: Type.Array(CustomOfferResult),
  pausedOffers: Type.Array(CustomOfferResult),
};

const CustomOffersAnswer = named('CustomOffersAnswer', Type.Object(results));
/** What became of a synchronisation's offers. */
export type CustomOffersAnswer = Static<typeof CustomOffersAnswer>;

const CustomOffersProgress = named(
  'CustomOffersProgress',
  Type.Object({
    status: oneOf(['waiting', 'running', 'done', 'failed', 'cancelled'] as const),
    processed: Type.Integer({ minimum: 0, description: 'Offers of the call that are finished.' }),
    total: Type.Integer({ minimum: 0 }),
    error: nullable(Type.String()),
    ...results,
  }),
);

/** Creates and overwrites offers of an outside source. */
export const synchroniseCustomOffers = endpoint({
  id: 'synchroniseCustomOffers',
  method: 'POST',
  path,
  tag,
  access: 'management',
  summary: 'Creates and overwrites offers of an outside source.',
  description:
    '`Insert` creates or overwrites by `externalId`; `Synchronize` also pauses the offers of this source that the call does not name. Each offer succeeds or fails by itself. The same `concurrencyRequestId` gives the same answer for 30 days; only one synchronisation of a tenant runs at a time.',
  body: CustomOffersInput,
  isBodyCheckedByHandler: true,
  isBodyOfEntries: true,
  bodyLimitBytes: 16 * megabyte,
  bodyExample: {
    concurrencyRequestId: '0193a1f2-f000-7a11-8c22-000000000061',
    operation: 'Insert',
    offers: [
      {
        externalId: 'ext-1',
        offerData: {
          offerLink: 'https://track.example.com/click?pid=wall',
          trackingSystem: 'CustomTracking',
          name: 'Harbor Tycoon',
          headline: 'Build your harbor',
          offerDetails: 'Install the app and reach the levels shown',
          creativeFileExternalUrl: 'https://cdn.example.com/icon.png',
          offerType: 'SingleEvent',
          conversionType: 'FlatRate',
          advertiserId: '0193a1f2-b000-7a11-8c22-000000000021',
          budgetType: 'Daily',
          budgetAmount: 1000,
          launchDate: '2026-01-01T00:00:00Z',
          ageId: '0193a1f2-b000-7a11-8c22-000000000022',
          categoryIds: ['0193a1f2-b000-7a11-8c22-000000000023'],
          countryIds: ['US'],
          revenue: 2,
          reward: 1,
          rewardingType: 'Automatic',
          pendingTime: 0,
        },
      },
    ],
  },
  status: 200,
  data: CustomOffersAnswer,
  failures: ['Conflict', 'ServiceUnavailable'],
});

/** Reads how far a synchronisation is, and what became of its offers so far. */
export const readCustomOffers = endpoint({
  id: 'readCustomOffers',
  method: 'GET',
  path: `${path}/{concurrencyRequestId}`,
  tag,
  access: 'management',
  summary: 'Reads how far a synchronisation is, then its answer.',
  params: Type.Object({ concurrencyRequestId: Uuid }),
  status: 200,
  data: CustomOffersProgress,
});

/** Every endpoint of the custom integration. */
export const customOfferEndpoints = [synchroniseCustomOffers, readCustomOffers];
