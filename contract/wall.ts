import { conversionTypes, deviceTypes, offerTypes } from '#domain/offer.ts';
import { endpoint } from './endpoint.ts';
import { listQuery, pageSchema, searchFilter, type ListQuery } from './lists.ts';
import { publisherQuery, publisherQueryOfMember } from './publisher.ts';
import {
  Amount,
  commaList,
  Instant,
  named,
  nullable,
  oneOf,
  Type,
  Uuid,
  type Static,
  type TSchema,
} from './schema.ts';

const base = '/api/v1/offer-wall';
const tag = 'Offer wall';

/** What the wall's lists can be sorted by; the first is the default. */
export const wallOrders = ['epc', 'launchDate', 'reward', 'revenue', 'name'] as const;

const creative = named(
  'WallCreative',
  Type.Object({ order: Type.Integer(), url: Type.String(), metadata: nullable(Type.String()) }),
);

const eventFields = {
  offerEventId: Uuid,
  name: Type.String(),
  displayOrder: Type.Integer({ minimum: 1 }),
  sequenceNumber: nullable(Type.Integer({ minimum: 1 })),
  reward: nullable(Amount),
  deadlineDays: nullable(Type.Integer({ minimum: 1 })),
  rewardPendingDays: nullable(Type.Integer({ minimum: 0 })),
};

/** A step as the wall shows it to everybody. */
export const WallEvent = named('WallEvent', Type.Object(eventFields));
/** A step as the wall shows it to everybody. */
export type WallEvent = Static<typeof WallEvent>;

const html = Type.String({ description: 'May hold HTML, cleaned of everything that could run or load.' });

const offerFields = {
  id: Uuid,
  name: Type.String(),
  headline: Type.String(),
  shortDescription: html,
  keyPoints: html,
  offerDetails: html,
  termsAndDisclaimers: html,
  creativeFileUrl: Type.String({ description: 'The first creative by order.' }),
  categoryName: Type.String({ description: 'The first category.' }),
  offerSource: Type.String(),
  conversionType: oneOf(conversionTypes),
  allowRepetitions: Type.Boolean(),
  reward: nullable(
    Type.Number({
      minimum: 0,
      description:
        'What the member gets: on a MultiEvent offer the sum over the steps shown, on RevShare the highest percentage.',
    }),
  ),
  rewardPendingDays: nullable(Type.Integer({ minimum: 0 })),
  offerType: oneOf(offerTypes),
  launchDate: Instant,
  endDate: nullable(Instant),
  deviceTypes: Type.Array(oneOf(deviceTypes)),
  advertiserId: Uuid,
  advertiserName: Type.String(),
  creatives: Type.Array(creative),
  categories: Type.Array(Type.Object({ id: Uuid, name: Type.String() })),
};
const askedFields = {
  epc: Type.Optional(Type.Number({ description: 'Only with `fields=epc`.' })),
  isFeatured: Type.Optional(Type.Boolean({ description: 'Only with `fields=isFeatured`.' })),
};

/** An offer as the wall shows it to everybody. */
export const WallOffer = named(
  'WallOffer',
  Type.Object({ ...offerFields, events: Type.Array(WallEvent), ...askedFields }),
);
/** An offer as the wall shows it to everybody. */
export type WallOffer = Static<typeof WallOffer>;

/** A step as the wall shows it to one member. */
export const MemberEvent = named(
  'MemberEvent',
  Type.Object({
    rewardStatus: nullable(oneOf(['Pending', 'Success'] as const)),
    rejectionReason: Type.Optional(
      Type.String({ description: 'Only when the conversion of the step is Rejected.' }),
    ),
    deadlineExpiresAt: nullable(Instant),
    isUserCompleted: Type.Boolean(),
    userCompletedAt: nullable(Instant),
    ...eventFields,
  }),
);
/** A step as the wall shows it to one member. */
export type MemberEvent = Static<typeof MemberEvent>;

/** An offer as the wall shows it to one member. */
export const MemberOffer = named(
  'MemberOffer',
  Type.Object({
    isOfferAvailable: Type.Boolean(),
    isUserCompleted: Type.Boolean(),
    userCompletedAt: nullable(Instant),
    rewardStatus: nullable(
      oneOf(['InProgress', 'Pending', 'Completed'] as const, {
        description: 'Null: never clicked.',
      }),
    ),
    rejectionReason: Type.Optional(
      Type.String({ description: 'Only when the conversion of the offer is Rejected.' }),
    ),
    sessionId: nullable(Type.String({ description: 'The last `pub_session_id`.' })),
    events: Type.Array(MemberEvent),
    ...offerFields,
    ...askedFields,
  }),
);
/** An offer as the wall shows it to one member. */
export type MemberOffer = Static<typeof MemberOffer>;

const wallFilters = {
  categoryId: Type.Optional(commaList(Uuid)),
  categoryName: Type.Optional(
    Type.String({ maxLength: 200, description: 'The name of a category, in any letter case.' }),
  ),
  placementId: Type.Optional(
    commaList(Uuid, { description: 'Only offers assigned to one of these placements.' }),
  ),
  isFeatured: Type.Optional(Type.Boolean()),
  search: searchFilter,
};

/** The parameters of a wall list; the wall has no files, so its lists take no format. */
function wallQuery<F extends Record<string, TSchema>, P extends Record<string, TSchema>>(
  filters: F,
  publisher: P,
) {
  const { format: _format, ...rest } = listQuery(wallOrders, { ...wallFilters, ...filters }).properties;
  const fields = Type.Optional(
    commaList(Type.String({ maxLength: 100 }), {
      description: 'Further fields of each item: epc, isFeatured. Other names are ignored.',
    }),
  );
  return Type.Object({ ...rest, fields, ...publisher });
}

/** The query of a wall list as both lists read it. */
export type WallListQuery = Omit<ListQuery, 'format' | 'orderby'> & {
  orderby?: (typeof wallOrders)[number];
  fields?: string[];
  'filter.categoryId'?: string[];
  'filter.categoryName'?: string;
  'filter.placementId'?: string[];
  'filter.isFeatured'?: boolean;
  'filter.search'?: string;
};

/** The offers that a member can do. */
export const listWallOffers = endpoint({
  id: 'listWallOffers',
  method: 'GET',
  path: `${base}/offers`,
  tag,
  access: 'wall',
  summary: 'Lists the offers that this member can do, best first.',
  description:
    'Without `pub_member_id` the page is empty. What the publisher does not send about the member hides no offer unless the tenant chose so.',
  query: wallQuery({}, publisherQuery),
  status: 200,
  data: named('WallOffers', Type.Object({ offers: pageSchema('WallOfferPage', WallOffer) })),
  rateLimit: { bucket: 'wall-offers', perMinute: 250 },
});

/** One offer as one member sees it; opening it is a view. */
export const readWallOffer = endpoint({
  id: 'readWallOffer',
  method: 'GET',
  path: `${base}/offer-details`,
  tag,
  access: 'wall',
  summary: "Reads one offer with the member's progress, and records a view.",
  description: 'An offer that is gone still answers, with `isOfferAvailable: false`.',
  query: Type.Object({
    offerId: Uuid,
    viewId: Type.Optional({
      ...Uuid,
      description: 'A view to reuse; passed over when it is not of this offer and member.',
    }),
    ...publisherQueryOfMember,
  }),
  status: 200,
  data: named('WallOfferDetails', Type.Object({ viewId: Uuid, offerData: MemberOffer })),
  rateLimit: { bucket: 'wall-offer-details', perMinute: 60 },
});

/** How far the filter of a member's offers looks. */
export const memberOfferProgress = ['InProgress', 'Completed'] as const;

/** The offers that a member has begun. */
export const listMemberOffers = endpoint({
  id: 'listMemberOffers',
  method: 'GET',
  path: `${base}/pub-member/offers`,
  tag,
  access: 'wall',
  summary: 'Lists the offers that this member clicked or completed, with the progress of each.',
  description: 'Targeting and availability hide nothing here; the terms shown are those of the attempt.',
  query: wallQuery(
    {
      Progress: Type.Optional(
        commaList(oneOf(memberOfferProgress), { description: 'Both when it is not sent.' }),
      ),
    },
    publisherQueryOfMember,
  ),
  status: 200,
  data: pageSchema('MemberOfferPage', MemberOffer),
  rateLimit: { bucket: 'wall-member-offers', perMinute: 250 },
});

/** Every endpoint of the wall's lists and details. */
export const wallEndpoints = [listWallOffers, readWallOffer, listMemberOffers];
