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
/** The path of conversions. */
export const conversionsPath = '/api/v1/sdk-conversion-system/conversions';

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

/** What happens to conversions. */
export const historyKinds = [
  'Decided',
  'Released',
  'Ripened',
  'Operator',
  'Upload',
  'Reprocessed',
  'Warning',
] as const;

/** One thing that happened to a conversion. */
export const ConversionHistoryEntry = named(
  'ConversionHistoryEntry',
  Type.Object({
    at: Instant,
    conversionId: Uuid,
    kind: oneOf(historyKinds),
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
  path: conversionsPath,
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
  path: `${conversionsPath}/{id}`,
  tag,
  access: 'management',
  summary: 'Reads a record, by its own id or by that of one of its steps, with its history.',
  params: Type.Object({ id: Uuid }),
  status: 200,
  data: ConversionDetails,
});

/** Every endpoint that reads conversions. */
export const conversionEndpoints = [listConversions, readConversion];
