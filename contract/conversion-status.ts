import { conversionStatuses } from '#domain/offer.ts';
import { conversionsPath } from './conversions.ts';
import { endpoint } from './endpoint.ts';
import { commaList, Instant, named, nullable, oneOf, Type, Uuid, type Static } from './schema.ts';

const optional = Type.Optional;
const text = nullable(Type.String());
const tag = 'Conversions';

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
  path: `${conversionsPath}/{id}/status`,
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
  path: `${conversionsPath}/{id}/{conversionEventId}/status`,
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
  path: `${conversionsPath}/status`,
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

/** Every endpoint that sets the status of conversions. */
export const conversionStatusEndpoints = [
  setConversionStatus,
  setConversionEventStatus,
  setConversionStatuses,
];
