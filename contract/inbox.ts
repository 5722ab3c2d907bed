import { endpoint } from './endpoint.ts';
import { listQuery, pageSchema } from './lists.ts';
import { commaList, Instant, named, nullable, oneOf, Type, Uuid, type Static } from './schema.ts';

/** What became of an inbound request. */
export const requestOutcomes = ['accepted', 'held', 'duplicate', 'rejected', 'parked', 'refused'] as const;
/** What became of requests that can be decided again. */
export const reprocessableOutcomes = ['parked', 'rejected', 'refused', 'held', 'duplicate'] as const;

const optional = Type.Optional;
const text = Type.String();
const count = Type.Integer({ minimum: 0 });
const tag = 'Inbox';
const path = '/api/v1/postbacks';
const byId = { params: Type.Object({ id: Uuid }) };
const reasonCode = Type.String({ maxLength: 100, examples: ['unknown_event'] });

const fields = {
  id: Uuid,
  receivedAt: Instant,
  outcome: oneOf(requestOutcomes),
  reason: nullable(Type.String({ description: 'A code; the sentence is in `cause`.' })),
  cause: nullable(Type.String({ description: 'The probable cause and what would mend it.' })),
  warnings: Type.Array(text),
  isReprocessable: Type.Boolean({
    description:
      'Whether it can be decided again: nothing of it was ever accepted, and it is still readable.',
  }),
  conversionId: nullable(Uuid),
  clickId: nullable(Uuid),
  sentClickId: nullable(Type.String({ description: 'The click id as it was sent.' })),
  offerId: nullable(Uuid),
  offerName: nullable(text),
  eventId: nullable(text),
  amount: nullable(text),
  currency: nullable(text),
  trackingConversionId: nullable(text),
  ip: nullable(text),
  method: text,
  path: Type.String({ description: 'Without its secret part.' }),
  decidedAt: nullable(Instant),
  decidedTimes: count,
};

/** One inbound request with what became of it. */
export const InboxRequest = named('InboxRequest', Type.Object(fields));
/** One inbound request with what became of it. */
export type InboxRequest = Static<typeof InboxRequest>;

/** An inbound request as it came, without the secrets it brought. */
export const InboxRequestDetails = named(
  'InboxRequestDetails',
  Type.Object({
    ...fields,
    query: nullable(text),
    headers: Type.Record(Type.String(), Type.String()),
    body: nullable(text),
    email: nullable(text),
    userId: nullable(text),
    subs: Type.Array(nullable(text)),
  }),
);
/** An inbound request as it came, without the secrets it brought. */
export type InboxRequestDetails = Static<typeof InboxRequestDetails>;

const filters = {
  outcome: optional(commaList(oneOf(requestOutcomes))),
  reason: optional(commaList(reasonCode)),
  offer_id: optional(commaList(Uuid)),
  click_id: optional(commaList(Uuid)),
  conversion_id: optional(commaList(Uuid)),
  from: optional(Instant),
  to: optional(Instant),
};

/** Lists what tracking systems sent. */
export const listInbox = endpoint({
  id: 'listInbox',
  method: 'GET',
  path,
  tag,
  access: 'management',
  summary: 'Lists every inbound postback with its outcome, reason and probable cause.',
  query: listQuery(['ReceivedAt', 'DecidedAt', 'Outcome', 'Reason'] as const, filters),
  status: 200,
  data: pageSchema('InboxPage', InboxRequest),
  isExportable: true,
});

/** Requests that have one thing in common. */
export const InboxGroup = named(
  'InboxGroup',
  Type.Object({
    outcome: oneOf(requestOutcomes),
    reason: nullable(text),
    offerId: nullable(Uuid),
    offerName: nullable(text),
    detail: nullable(
      Type.String({
        description:
          'What they have in common beside the reason: the event id, currency or macro that was sent.',
      }),
    ),
    count,
    firstAt: Instant,
    lastAt: Instant,
    exampleId: Uuid,
    cause: nullable(Type.String({ description: 'The cause of the newest one.' })),
  }),
);

/** Counts the inbox by what went wrong. */
export const listInboxGroups = endpoint({
  id: 'listInboxGroups',
  method: 'GET',
  path: `${path}/groups`,
  tag,
  access: 'management',
  summary: 'Counts inbound postbacks by outcome, reason, offer and what they have in common.',
  description: 'The largest 200 groups, largest first.',
  query: Type.Object({
    'filter.outcome': filters.outcome,
    'filter.reason': filters.reason,
    'filter.offer_id': filters.offer_id,
    'filter.from': filters.from,
    'filter.to': filters.to,
  }),
  status: 200,
  data: Type.Array(InboxGroup),
});

/** Reads one request as it came. */
export const readInboxRequest = endpoint({
  id: 'readInboxRequest',
  method: 'GET',
  path: `${path}/{id}`,
  tag,
  access: 'management',
  summary: 'Reads an inbound postback as it came, without its secrets.',
  ...byId,
  status: 200,
  data: InboxRequestDetails,
});

const again =
  'It counts as arrived when it first did and keeps its conversion id if it has one. What was ever accepted is never decided again.';

/** Decides one request again. */
export const reprocessRequest = endpoint({
  id: 'reprocessRequest',
  method: 'POST',
  path: `${path}/{id}/reprocess`,
  tag,
  access: 'management',
  summary: 'Decides an inbound postback again, after what was wrong has been mended.',
  description: `${again} A request that was refused for its secret is decided as if it had brought the right one.`,
  ...byId,
  status: 200,
  data: InboxRequest,
  failures: ['Conflict'],
});

/** Which requests are decided again. */
export const ReprocessInput = named(
  'ReprocessInput',
  Type.Object({
    outcome: optional(
      Type.Array(oneOf(reprocessableOutcomes), {
        minItems: 1,
        description: 'Only parked ones unless it is given.',
      }),
    ),
    reason: optional(Type.Array(reasonCode, { minItems: 1 })),
    offerId: optional(Uuid),
    clickId: optional(Uuid),
    from: optional(Instant),
    to: optional(Instant),
    after: optional(Type.String({ format: 'uuid', description: '`next` of the call before.' })),
  }),
);

/** Decides many requests again. */
export const reprocessRequests = endpoint({
  id: 'reprocessRequests',
  method: 'POST',
  path: `${path}/reprocess`,
  tag,
  access: 'management',
  summary: 'Decides again all inbound postbacks that fit a filter, up to 5,000 in one call.',
  description: `${again} In the order of arrival; at least one field is needed.`,
  body: ReprocessInput,
  bodyExample: { reason: ['unknown_event'], from: '2026-02-27T20:00:00+00:00' },
  status: 200,
  data: named(
    'ReprocessAnswer',
    Type.Object({
      decided: count,
      accepted: count,
      held: count,
      rejected: count,
      duplicate: count,
      parked: count,
      failed: Type.Integer({
        minimum: 0,
        description: 'Those that could not be decided; they stay as they were.',
      }),
      hasMore: Type.Boolean({ description: 'Whether others still fit; send `next` as `after` to go on.' }),
      next: nullable(Uuid),
    }),
  ),
});

/** Every endpoint of the inbox. */
export const inboxEndpoints = [
  listInbox,
  listInboxGroups,
  readInboxRequest,
  reprocessRequest,
  reprocessRequests,
];
