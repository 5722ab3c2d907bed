import { conversionStatuses } from '#domain/offer.ts';
import { endpoint } from './endpoint.ts';
import { listQuery, pageSchema } from './lists.ts';
import { commaList, Instant, named, nullable, oneOf, Type, Uuid, type Static } from './schema.ts';

/** What is delivered: a callback to the tenant, or a postback to a partner. */
export const deliveryKinds = ['Callback', 'PartnerPostback'] as const;
/** How far a delivery has come. */
export const deliveryStatuses = ['Waiting', 'Delivered', 'Failed', 'Cancelled'] as const;
/** Why a delivery failed: it was tried for 3 days, or its receiver is switched off. */
export const deliveryFailures = ['gave_up', 'endpoint_off'] as const;

const optional = Type.Optional;
const text = Type.String();
const count = Type.Integer({ minimum: 0 });
const tag = 'Deliveries';
const path = '/api/v1/deliveries';
const partnerPath = '/api/v1/partner/deliveries';
const byId = { params: Type.Object({ id: Uuid }) };

const fields = {
  id: Uuid,
  kind: oneOf(deliveryKinds),
  status: oneOf(deliveryStatuses),
  failureReason: nullable(oneOf(deliveryFailures)),
  conversionId: nullable(Uuid),
  conversionStatus: nullable(oneOf(conversionStatuses)),
  offerId: nullable(Uuid),
  offerName: nullable(text),
  partnerId: nullable(Uuid),
  partnerName: nullable(text),
  endpointId: nullable(Uuid),
  method: oneOf(['GET', 'POST'] as const),
  url: text,
  isTest: Type.Boolean(),
  tryCount: count,
  lastStatus: nullable(Type.Integer({ description: 'HTTP status of the last answer; null without one.' })),
  nextTryAt: nullable(Instant),
  createdAt: Instant,
  deliveredAt: nullable(Instant),
  modifiedAt: Instant,
};

/** One delivery: what is sent, to whom, and how far it has come. */
export const Delivery = named('Delivery', Type.Object(fields));
/** One delivery: what is sent, to whom, and how far it has come. */
export type Delivery = Static<typeof Delivery>;

/** One try of a delivery. */
export const DeliveryTry = named(
  'DeliveryTry',
  Type.Object({
    number: count,
    triedAt: Instant,
    status: nullable(Type.Integer()),
    durationMs: count,
    error: nullable(Type.String({ description: 'Why there was no answer.' })),
    answer: nullable(Type.String({ description: 'The first 1 KB of the answer.' })),
  }),
);

/** A delivery with its request and its tries. */
export const DeliveryDetails = named(
  'DeliveryDetails',
  Type.Object({
    ...fields,
    headers: Type.Record(Type.String(), Type.String(), {
      description: 'Those that are stored; signatures and secrets are added to each try.',
    }),
    body: nullable(text),
    tries: Type.Array(DeliveryTry),
  }),
);
/** A delivery with its request and its tries. */
export type DeliveryDetails = Static<typeof DeliveryDetails>;

const filters = {
  kind: optional(commaList(oneOf(deliveryKinds))),
  status: optional(commaList(oneOf(deliveryStatuses))),
  conversion_id: optional(commaList(Uuid)),
  offer_id: optional(commaList(Uuid)),
  partner_id: optional(commaList(Uuid)),
  endpoint_id: optional(commaList(Uuid)),
  test: optional(Type.Boolean({ description: 'Only test conversions, or none of them.' })),
  from: optional(Instant),
  to: optional(Instant),
};
const orders = ['CreatedAt', 'ModifiedAt', 'NextTryAt'] as const;

/** Lists deliveries. */
export const listDeliveries = endpoint({
  id: 'listDeliveries',
  method: 'GET',
  path,
  tag,
  access: 'management',
  summary: 'Lists callbacks and partner postbacks.',
  query: listQuery(orders, filters),
  status: 200,
  data: pageSchema('DeliveryPage', Delivery),
  isExportable: true,
});

/** Reads one delivery. */
export const readDelivery = endpoint({
  id: 'readDelivery',
  method: 'GET',
  path: `${path}/{id}`,
  tag,
  access: 'management',
  summary: 'Reads a delivery with its request and its tries.',
  ...byId,
  status: 200,
  data: DeliveryDetails,
});

const resend = {
  method: 'POST',
  tag,
  status: 200,
  data: Delivery,
  failures: ['Conflict'],
} as const;
const resendWords =
  'The same request under the same id, tried at once and then by the schedule for 3 days more. A receiver that was switched off is switched on.';

/** Sends one delivery again. */
export const resendDelivery = endpoint({
  ...resend,
  ...byId,
  id: 'resendDelivery',
  path: `${path}/{id}/resend`,
  access: 'management',
  summary: 'Sends a delivery again.',
  description: resendWords,
});

/** Which deliveries are sent again. */
export const ResendInput = named(
  'ResendInput',
  Type.Object({
    kind: optional(oneOf(deliveryKinds)),
    status: optional(
      Type.Array(oneOf(['Failed', 'Delivered'] as const), {
        minItems: 1,
        description: 'Only failed ones unless it is given.',
      }),
    ),
    conversionId: optional(Uuid),
    offerId: optional(Uuid),
    partnerId: optional(Uuid),
    endpointId: optional(Uuid),
    from: optional(Instant),
    to: optional(Instant),
  }),
);

/** Sends many deliveries again. */
export const resendDeliveries = endpoint({
  id: 'resendDeliveries',
  method: 'POST',
  path: `${path}/resend`,
  tag,
  access: 'management',
  summary: 'Sends all deliveries again that fit a filter, up to 50,000 in one call.',
  description: `${resendWords} \`from\` and \`to\` bound the time at which they were written; at least one field is needed.`,
  body: ResendInput,
  bodyExample: { from: '2026-02-27T20:00:00+00:00', to: '2026-02-27T23:00:00+00:00' },
  status: 200,
  data: named(
    'ResendAnswer',
    Type.Object({
      resent: count,
      hasMore: Type.Boolean({ description: 'Whether others still fit; the same call goes on with them.' }),
    }),
  ),
});

/** Lists the deliveries to the partner of the token. */
export const listPartnerDeliveries = endpoint({
  id: 'listPartnerDeliveries',
  method: 'GET',
  path: partnerPath,
  tag,
  access: 'partner',
  summary: 'Lists the postbacks to the partner of the token.',
  query: listQuery(orders, {
    status: filters.status,
    conversion_id: filters.conversion_id,
    offer_id: filters.offer_id,
    test: filters.test,
    from: filters.from,
    to: filters.to,
  }),
  status: 200,
  data: pageSchema('DeliveryPage', Delivery),
  isExportable: true,
});

/** Reads one delivery to the partner of the token. */
export const readPartnerDelivery = endpoint({
  id: 'readPartnerDelivery',
  method: 'GET',
  path: `${partnerPath}/{id}`,
  tag,
  access: 'partner',
  summary: 'Reads a postback to the partner of the token with its tries.',
  ...byId,
  status: 200,
  data: DeliveryDetails,
});

/** Sends one postback of the token's partner again. */
export const resendPartnerDelivery = endpoint({
  ...resend,
  ...byId,
  id: 'resendPartnerDelivery',
  path: `${partnerPath}/{id}/resend`,
  access: 'partner',
  summary: 'Sends a postback to the partner of the token again.',
  description: resendWords,
});

/** Every endpoint of deliveries. */
export const deliveryEndpoints = [
  listDeliveries,
  readDelivery,
  resendDelivery,
  resendDeliveries,
  listPartnerDeliveries,
  readPartnerDelivery,
  resendPartnerDelivery,
];
