import { conversionTypes, offerStatuses, offerTypes } from '#domain/offer.ts';
import { endpoint } from './endpoint.ts';
import { listQuery, pageSchema, searchFilter } from './lists.ts';
import {
  Amount,
  Cap,
  commaList,
  Instant,
  named,
  nullable,
  oneOf,
  Type,
  Uuid,
  type Static,
} from './schema.ts';

const path = '/api/v1/partners/{partnerId}/offers';
const tag = 'Shares';
const count = Type.Integer({ minimum: 0 });
const params = Type.Object({ partnerId: Uuid, offerId: Uuid });

/** The body that gives an offer to a partner. */
export const ShareInput = named(
  'ShareInput',
  Type.Object({
    payout: Type.Optional(
      nullable(
        Type.Number({
          minimum: 0,
          maximum: 999_999_999_999,
          decimals: 6,
          description:
            'What the partner is paid for one conversion; a percentage on RevShare. Required on a SingleEvent offer, without effect on a MultiEvent one.',
        }),
      ),
    ),
    events: Type.Optional(
      Type.Array(Type.Object({ offerEventId: Uuid, payout: Amount }), {
        maxItems: 1_000,
        description: 'What the partner is paid for each step; one that is not named pays nothing.',
      }),
    ),
    dailyCap: Type.Optional(Cap),
    weeklyCap: Type.Optional(Cap),
    monthlyCap: Type.Optional(Cap),
    allTimeCap: Type.Optional(Cap),
  }),
);
/** The body that gives an offer to a partner. */
export type ShareInput = Static<typeof ShareInput>;

/** An offer as it is shared with a partner. */
export const Share = named(
  'Share',
  Type.Object({
    payoutId: Uuid,
    offerId: Uuid,
    name: Type.String(),
    offerType: oneOf(offerTypes),
    conversionType: oneOf(conversionTypes),
    status: oneOf(offerStatuses),
    payout: nullable(Amount),
    events: Type.Array(
      Type.Object({ offerEventId: Uuid, eventId: Type.String(), name: Type.String(), payout: Amount }),
    ),
    eventsWithoutPayout: Type.Array(Uuid, {
      description: 'Steps that pay this partner nothing because the share does not name them.',
    }),
    dailyCap: Cap,
    weeklyCap: Cap,
    monthlyCap: Cap,
    allTimeCap: Cap,
    dailyConversions: count,
    weeklyConversions: count,
    monthlyConversions: count,
    allTimeConversions: count,
    versionNumber: count,
    createdAt: Instant,
    modifiedAt: Instant,
  }),
);
/** An offer as it is shared with a partner. */
export type Share = Static<typeof Share>;

/** Shares an offer with a partner, or changes the share. */
export const putShare = endpoint({
  id: 'putShare',
  method: 'PUT',
  path: `${path}/{offerId}`,
  tag,
  access: 'management',
  summary: 'Shares an offer with a partner, or changes the payouts and caps of the share.',
  description:
    'Payouts hold for clicks made from now on; caps are effective at once. A share that was ended gets its old payoutId back.',
  params,
  body: ShareInput,
  isBodyCheckedByHandler: true,
  bodyExample: { payout: 1.5, dailyCap: 100 },
  status: 200,
  data: named('SavedShare', Type.Object({ payoutId: Uuid })),
});

/** Ends a share. */
export const deleteShare = endpoint({
  id: 'deleteShare',
  method: 'DELETE',
  path: `${path}/{offerId}`,
  tag,
  access: 'management',
  summary: 'Ends a share: its link takes no more clicks, what was clicked before is still paid.',
  params,
  status: 204,
});

/** Lists what is shared with a partner. */
export const listShares = endpoint({
  id: 'listShares',
  method: 'GET',
  path,
  tag,
  access: 'management',
  summary: 'Lists the offers shared with a partner.',
  params: Type.Object({ partnerId: Uuid }),
  query: listQuery(['CreatedAt', 'Name'], {
    search: searchFilter,
    offer_type: Type.Optional(commaList(oneOf(offerTypes))),
  }),
  status: 200,
  data: pageSchema('SharePage', Share),
  isExportable: true,
});

/** Every endpoint of shares. */
export const shareEndpoints = [listShares, putShare, deleteShare];
