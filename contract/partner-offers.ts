import { budgetTypes, conversionTypes, deviceTypes, offerStatuses, offerTypes } from '#domain/offer.ts';
import { endpoint } from './endpoint.ts';
import { listQuery, pageSchema, searchFilter } from './lists.ts';
import {
  Amount,
  Balance,
  commaList,
  Instant,
  named,
  nullable,
  oneOf,
  Type,
  Uuid,
  type Static,
} from './schema.ts';

const path = '/api/v1/sdk-offer-management/partner';
const tag = 'Partner API';
const days = nullable(Type.Integer({ minimum: 0 }));

/** An offer in a partner's list. */
export const PartnerOfferItem = named(
  'PartnerOfferItem',
  Type.Object({
    id: Uuid,
    categories: Type.Array(Type.String()),
    name: Type.String(),
    budgetAmount: Balance,
    launchDate: Instant,
    endDate: nullable(Instant),
    offerType: oneOf(offerTypes),
  }),
);
/** An offer in a partner's list. */
export type PartnerOfferItem = Static<typeof PartnerOfferItem>;

/** One step as a partner sees it: with the own payout, without what the advertiser pays. */
export const PartnerEvent = named(
  'PartnerEvent',
  Type.Object({
    id: Uuid,
    name: Type.String(),
    eventId: Type.String(),
    displayOrder: Type.Integer({ minimum: 1 }),
    sequenceNumber: nullable(Type.Integer({ minimum: 1 })),
    minTimeFromPreviousEvent: nullable(Type.Integer({ minimum: 0, description: 'Hours.' })),
    deadlineDays: nullable(Type.Integer({ minimum: 1 })),
    rewardPendingDays: days,
    payout: nullable(Amount),
    allowRepetitions: Type.Boolean(),
  }),
);

/** A whole offer as a partner sees it. */
export const PartnerOffer = named(
  'PartnerOffer',
  Type.Object({
    id: Uuid,
    payoutId: Uuid,
    name: Type.String(),
    headline: Type.String(),
    shortDescription: Type.String(),
    keyPoints: Type.String(),
    offerDetails: Type.String(),
    termsAndDisclaimers: Type.String(),
    categories: Type.Array(Type.String()),
    trackingLink: Type.String({ description: 'To be completed with pub_click_id and pub_member_id.' }),
    offerType: oneOf(offerTypes),
    conversionType: oneOf(conversionTypes),
    status: oneOf(offerStatuses),
    budgetType: oneOf(budgetTypes),
    budgetAmount: Balance,
    launchDate: Instant,
    endDate: nullable(Instant),
    age: Type.String(),
    countries: Type.Array(Type.String(), { description: 'ISO 3166-1 alpha-3.', examples: [['USA']] }),
    states: Type.Array(Type.String(), { description: 'ISO 3166-2.', examples: [['US-CA']] }),
    zipCodes: Type.Array(Type.String()),
    genders: Type.Array(Type.String()),
    allowRepetitions: Type.Boolean(),
    deviceTypes: Type.Array(oneOf(deviceTypes)),
    payout: nullable(
      Type.Number({ minimum: 0, description: 'Null on a MultiEvent offer; a percentage on RevShare.' }),
    ),
    rewardPendingDays: days,
    creatives: Type.Array(
      Type.Object({
        id: Uuid,
        order: Type.Integer(),
        url: Type.String(),
        metadata: nullable(Type.String()),
      }),
    ),
    events: Type.Array(PartnerEvent),
  }),
);
/** A whole offer as a partner sees it. */
export type PartnerOffer = Static<typeof PartnerOffer>;

/** Lists what can be run now. */
export const listPartnerOffers = endpoint({
  id: 'listPartnerOffers',
  method: 'GET',
  path,
  tag,
  access: 'partner',
  summary: 'Lists the offers that are shared with the partner of the token and Active.',
  query: listQuery(['CreatedAt', 'Name', 'LaunchDate', 'EndDate', 'BudgetAmount', 'OfferType'], {
    search: searchFilter,
    offer_type: Type.Optional(commaList(oneOf(offerTypes))),
  }),
  status: 200,
  data: pageSchema('PartnerOfferPage', PartnerOfferItem),
});

/** Reads one offer. */
export const readPartnerOffer = endpoint({
  id: 'readPartnerOffer',
  method: 'GET',
  path: `${path}/{id}`,
  tag,
  access: 'partner',
  summary: 'Reads an offer that is shared with the partner of the token, also one that is not Active.',
  params: Type.Object({ id: Uuid }),
  status: 200,
  data: PartnerOffer,
});

/** Every endpoint of the partner API's offers. */
export const partnerOfferEndpoints = [listPartnerOffers, readPartnerOffer];
