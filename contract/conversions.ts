import { conversionStatuses, offerSources, offerTypes, trackingSystems, deviceTypes } from '#domain/offer.ts';
import { CallbackConversion } from './callback.ts';
import { endpoint } from './endpoint.ts';
import { listQuery, pageSchema } from './lists.ts';
import {
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

const optional = Type.Optional;
const text = nullable(Type.String());
const amount = nullable(Type.Number());
const tag = 'Conversions';
const path = '/api/v1/sdk-conversion-system/conversions';

/** Where `search` looks. */
export const conversionSearchFields = [
  'PubMemberId',
  'PubClickId',
  'ClickId',
  'OfferName',
  'PartnerName',
  'AdvertiserName',
] as const;
/** One of {@link conversionSearchFields}. */
export type ConversionSearchField = (typeof conversionSearchFields)[number];

const callback = CallbackConversion.properties as unknown as Readonly<Record<string, TSchema>>;

/** The keys of the callback that begin so, in its order. */
function likeCallback(wanted: RegExp): Record<string, TSchema> {
  return Object.fromEntries(Object.entries(callback).filter(([name]) => wanted.test(name)));
}

const statusFields = {
  createdAt: Instant,
  modifiedAt: Instant,
  isRepeated: Type.Boolean({ description: 'Whether the step had been accepted before in the same attempt.' }),
  status: oneOf(conversionStatuses),
  rejectionReason: text,
  isUserCompleted: Type.Boolean({ description: 'Whether it was accepted and is not Rejected.' }),
  userCompletedAt: nullable(Instant),
  isRewardSent: Type.Boolean({ description: 'True once a callback of Success was answered with 2xx.' }),
};

const money = { revenue: amount, payout: amount, reward: amount };
const remarks = {
  reason: nullable(
    Type.String({ description: 'Why it waits or was rejected: the code, or the note of an operator.' }),
  ),
  isOverLimit: Type.Boolean({ description: 'Whether an operator approved it past a limit.' }),
  flags: Type.Array(Type.String(), { description: 'Oddities of the postback that changed nothing.' }),
};

/** One step of a MultiEvent record. */
export const ConversionEvent = named(
  'ConversionEvent',
  Type.Object({
    conversionEventId: Uuid,
    offerEventId: nullable(Uuid),
    eventId: text,
    eventName: text,
    sequenceNumber: nullable(Type.Integer()),
    ...statusFields,
    clickId: Uuid,
    ...money,
    ...likeCallback(/^trackSys/),
    ...remarks,
  }),
);
/** One step of a MultiEvent record. */
export type ConversionEvent = Static<typeof ConversionEvent>;

const recordFields = {
  id: Type.String({
    format: 'uuid',
    description: 'Of the attempt on a MultiEvent offer, of the conversion on a SingleEvent one.',
  }),
  ...statusFields,
  partnerId: nullable(Uuid),
  partnerName: text,
  ...likeCallback(/^offer(?!EventId)/),
  offerType: oneOf(offerTypes),
  trackingSystem: oneOf(trackingSystems),
  offerSource: oneOf(offerSources),
  viewId: nullable(Uuid),
  clickId: Uuid,
  clickTime: nullable(Instant),
  conversionId: nullable(Type.String({ format: 'uuid', description: 'Null on a MultiEvent record.' })),
  ...money,
  currency: Type.String(),
  rewardCurrency: Type.String(),
  ...likeCallback(/^(pub|trackSys)/),
  isTest: Type.Boolean(),
  ...remarks,
  conversionEvents: Type.Array(ConversionEvent, { description: 'Empty on a SingleEvent record.' }),
};

/** A record: one conversion of a SingleEvent offer, or one attempt at a MultiEvent offer with its steps. */
export const ConversionRecord = named('ConversionRecord', Type.Object(recordFields));
/** A record: one conversion of a SingleEvent offer, or one attempt at a MultiEvent offer with its steps. */
export type ConversionRecord = Static<typeof ConversionRecord>;

/** One thing that happened to a conversion. */
export const ConversionHistoryEntry = named(
  'ConversionHistoryEntry',
  Type.Object({
    at: Instant,
    conversionId: Uuid,
    kind: oneOf(['decided', 'released', 'ripened', 'operator', 'import', 'reprocessed', 'warning'] as const),
    fromStatus: nullable(oneOf([...conversionStatuses, 'Held'] as const)),
    toStatus: nullable(oneOf([...conversionStatuses, 'Held'] as const)),
    reason: text,
    note: text,
    actor: Type.String({ description: 'Who did it; empty when nobody asked.' }),
    postbackId: nullable(Uuid),
  }),
);

/** A record with everything that happened to it. */
export const ConversionDetails = named(
  'ConversionDetails',
  Type.Object({ ...recordFields, history: Type.Array(ConversionHistoryEntry) }),
);

const from = Instant;
const filters = {
  user_completed_at_from: optional(from),
  user_completed_at_to: optional(from),
  search: optional(Type.String({ maxLength: 200, description: 'Contains this text, in any letter case.' })),
  searchBy: optional(commaList(oneOf(conversionSearchFields))),
  offer_type: optional(commaList(oneOf(offerTypes))),
  tracking_system: optional(commaList(oneOf(trackingSystems))),
  offer_source: optional(commaList(oneOf(offerSources))),
  device_type: optional(commaList(oneOf(deviceTypes))),
  status: optional(commaList(oneOf(conversionStatuses))),
  offer_id: optional(commaList(Uuid)),
  partner_id: optional(commaList(Uuid)),
  advertiser_id: optional(commaList(Uuid)),
  test: optional(Type.Boolean({ description: 'Only conversions of test links; without it none of them.' })),
  reason: optional(
    commaList(Type.String({ maxLength: 200 }), {
      description: 'Rejection reasons, or `waiting_for_previous_event` for what is held.',
    }),
  ),
};

/** Lists conversions. */
export const listConversions = endpoint({
  id: 'listConversions',
  method: 'GET',
  path,
  tag,
  access: 'management',
  summary: 'Lists conversions of a span of at most 3 months.',
  description:
    'One record for each attempt with at least one conversion; on SingleEvent offers for each conversion. A MultiEvent record is in the span when one of its steps is. Without both ends of the span the page is empty.',
  query: Type.Object({
    ...listQuery(
      ['CreatedAt', 'ModifiedAt', 'UserCompletedAt', 'Revenue', 'OfferName', 'Status'] as const,
      filters,
    ).properties,
    user_completed_at_from: optional(from),
    user_completed_at_to: optional(from),
    searchBy: filters.searchBy,
  }),
  status: 200,
  data: pageSchema('ConversionPage', ConversionRecord),
  isExportable: true,
});

/** Reads one record. */
export const readConversion = endpoint({
  id: 'readConversion',
  method: 'GET',
  path: `${path}/{id}`,
  tag,
  access: 'management',
  summary: 'Reads a record, by its own id or by that of one of its steps, with its history.',
  params: Type.Object({ id: Uuid }),
  status: 200,
  data: ConversionDetails,
});

const note = optional(
  Type.String({
    maxLength: 1_000,
    description: 'Kept in the history; on Rejected it is the rejectionReason.',
  }),
);
const statusQuery = { query: Type.Object({ status: oneOf(conversionStatuses) }) };
const statusBody = {
  body: named('StatusNote', Type.Object({ note })),
  isBodyOptional: true,
  bodyExample: { note: 'The advertiser found no order' },
} as const;
const statusWords =
  'In any direction, as often as needed. The same status again changes nothing. An approval past a cap or budget is allowed and marked.';
const statusAnswer = {
  conversionId: Uuid,
  status: oneOf(conversionStatuses),
  rejectionReason: text,
  isRewardSent: Type.Boolean(),
};

/** Sets the status of a conversion of a SingleEvent offer. */
export const setConversionStatus = endpoint({
  id: 'setConversionStatus',
  method: 'PATCH',
  path: `${path}/{id}/status`,
  tag,
  access: 'management',
  summary: 'Sets the status of a conversion of a SingleEvent offer.',
  description: statusWords,
  params: Type.Object({ id: Uuid }),
  ...statusQuery,
  ...statusBody,
  status: 200,
  data: named('ConversionStatusAnswer', Type.Object(statusAnswer)),
  failures: ['Conflict'],
});

/** Sets the status of one step of a MultiEvent record. */
export const setConversionEventStatus = endpoint({
  id: 'setConversionEventStatus',
  method: 'PATCH',
  path: `${path}/{id}/{conversionEventId}/status`,
  tag,
  access: 'management',
  summary: 'Sets the status of one step of a MultiEvent record.',
  description: statusWords,
  params: Type.Object({ id: Uuid, conversionEventId: Uuid }),
  ...statusQuery,
  ...statusBody,
  status: 200,
  data: named(
    'ConversionEventStatusAnswer',
    Type.Object({ ...statusAnswer, conversionEventId: Uuid, eventId: text }),
  ),
  failures: ['Conflict'],
});

/** Which conversions a filter means. */
export const ConversionFilter = named(
  'ConversionFilter',
  Type.Object({
    userCompletedAtFrom: optional(Instant),
    userCompletedAtTo: optional(Instant),
    status: optional(commaList(oneOf(conversionStatuses))),
    reason: optional(commaList(Type.String({ maxLength: 200 }))),
    offerId: optional(commaList(Uuid)),
    partnerId: optional(commaList(Uuid)),
    advertiserId: optional(commaList(Uuid)),
  }),
);
/** Which conversions a filter means. */
export type ConversionFilter = Static<typeof ConversionFilter>;

/** The most conversions that one call sets. */
export const mostStatusesAtOnce = 1_000;

/** Sets the status of many conversions. */
export const setConversionStatuses = endpoint({
  id: 'setConversionStatuses',
  method: 'POST',
  path: `${path}/status`,
  tag,
  access: 'management',
  summary: `Sets the status of up to ${mostStatusesAtOnce} conversions and steps, by id or by filter.`,
  description:
    'Ids are those of conversions and of steps (`conversionEventId`). Each succeeds or fails by itself. A filter takes what does not have the status yet, tests left out; `hasMore` says that the same call goes on with others.',
  body: named(
    'SetStatusesInput',
    Type.Object({
      ids: optional(Type.Array(Uuid, { minItems: 1, maxItems: mostStatusesAtOnce })),
      filter: optional(ConversionFilter),
      status: oneOf(conversionStatuses),
      note,
    }),
  ),
  bodyExample: {
    filter: { offerId: '0193a1f2-7c40-7b1e-9c55-3a1f0f9b2d20', status: 'Pending' },
    status: 'Success',
  },
  status: 200,
  data: named(
    'SetStatusesAnswer',
    Type.Object({
      changed: Type.Integer({ minimum: 0 }),
      unchanged: Type.Integer({ minimum: 0 }),
      failed: Type.Integer({ minimum: 0 }),
      hasMore: Type.Boolean(),
      results: Type.Array(
        named(
          'SetStatusResult',
          Type.Object({
            id: Uuid,
            outcome: oneOf(['changed', 'unchanged', 'failed'] as const),
            status: nullable(oneOf(conversionStatuses)),
            rejectionReason: text,
            messages: Type.Array(Type.String()),
          }),
        ),
      ),
    }),
  ),
});

/** Every endpoint of conversions. */
export const conversionEndpoints = [
  listConversions,
  readConversion,
  setConversionStatus,
  setConversionEventStatus,
  setConversionStatuses,
];
