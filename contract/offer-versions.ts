import { changeableFields } from '#domain/scheduled-changes.ts';
import { endpoint } from './endpoint.ts';
import { listQuery, pageSchema } from './lists.ts';
import { offerParams, offersPath } from './offers.ts';
import { Amount, Instant, named, nullable, oneOf, Type, Uuid, type Static } from './schema.ts';

const tag = 'Offer versions';
const number = Type.Integer({ minimum: 1 });

/** One save of an offer, or one that a scheduled change has written in advance. */
export const OfferVersion = named(
  'OfferVersion',
  Type.Object({
    id: Uuid,
    number,
    validFrom: Instant,
    isCurrent: Type.Boolean(),
    isScheduled: Type.Boolean({ description: 'It becomes valid in the future.' }),
    createdAt: Instant,
    actor: Type.String({ description: 'Who saved it.' }),
    changedFields: Type.Array(Type.String(), {
      description: 'The paths in which it differs from the version before it; empty on the first.',
    }),
  }),
);
/** One save of an offer. */
export type OfferVersion = Static<typeof OfferVersion>;

/** One field in which two versions differ. */
export const Difference = named(
  'OfferDifference',
  Type.Object({
    path: Type.String({ examples: ['offerEvents[0].revenue'] }),
    before: Type.Unknown({ description: 'Absent from the first version: null.' }),
    after: Type.Unknown({ description: 'Absent from the second version: null.' }),
  }),
);
/** One field in which two versions differ. */
export type Difference = Static<typeof Difference>;

/** Lists the versions of an offer. */
export const listOfferVersions = endpoint({
  id: 'listOfferVersions',
  method: 'GET',
  path: `${offersPath}/{id}/versions`,
  tag,
  access: 'management',
  summary: 'Lists every version of an offer, those that scheduled changes wrote in advance included.',
  params: offerParams,
  query: listQuery(['Number'], {}),
  status: 200,
  data: pageSchema('OfferVersionPage', OfferVersion),
  isExportable: true,
});

/** Compares two versions of an offer. */
export const compareOfferVersions = endpoint({
  id: 'compareOfferVersions',
  method: 'GET',
  path: `${offersPath}/{id}/versions/compare`,
  tag,
  access: 'management',
  summary: 'Names each field in which two versions of an offer differ.',
  params: offerParams,
  query: Type.Object({
    from: Type.Integer({ minimum: 1, description: 'The number of one version.' }),
    to: Type.Integer({ minimum: 1, description: 'The number of the other version.' }),
  }),
  status: 200,
  data: named(
    'OfferComparison',
    Type.Object({ from: number, to: number, differences: Type.Array(Difference) }),
  ),
});

/** A change of money at a future full hour. */
export const ScheduledChange = named(
  'ScheduledChange',
  Type.Object({
    id: Uuid,
    field: oneOf(changeableFields),
    value: Amount,
    at: Instant,
    offerEventId: nullable(Uuid),
    createdAt: Instant,
  }),
);
/** A change of money at a future full hour. */
export type ScheduledChange = Static<typeof ScheduledChange>;

const ScheduledChangeInput = named(
  'ScheduledChangeInput',
  Type.Object({
    field: oneOf(changeableFields),
    value: Amount,
    at: Type.String({ format: 'date-time', description: 'A full hour, at most one year ahead.' }),
    offerEventId: Type.Optional(
      Type.String({ format: 'uuid', description: 'Required on a MultiEvent offer.' }),
    ),
  }),
);

const changesPath = `${offersPath}/{id}/scheduled-changes`;
const changeParams = Type.Object({ product: Type.String(), id: Uuid, changeId: Uuid });
const bodyExample = { field: 'revenue', value: 2.5, at: '2027-01-01T00:00:00Z' };

/** Lists the changes that wait. */
export const listScheduledChanges = endpoint({
  id: 'listScheduledChanges',
  method: 'GET',
  path: changesPath,
  tag,
  access: 'management',
  summary: 'Lists the changes of revenue and reward that still wait for their hour.',
  params: offerParams,
  query: listQuery(['At', 'CreatedAt'], {}),
  status: 200,
  data: pageSchema('ScheduledChangePage', ScheduledChange),
});

/** Schedules a change. */
export const createScheduledChange = endpoint({
  id: 'createScheduledChange',
  method: 'POST',
  path: changesPath,
  tag,
  access: 'management',
  summary: 'Schedules a change of revenue or reward for a future full hour.',
  description:
    'At most 5 changes may wait for each field of an offer or step, and never two for the same field and hour.',
  params: offerParams,
  body: ScheduledChangeInput,
  isBodyCheckedByHandler: true,
  bodyExample,
  status: 201,
  data: ScheduledChange,
});

/** Replaces a change that waits. */
export const replaceScheduledChange = endpoint({
  id: 'replaceScheduledChange',
  method: 'PUT',
  path: `${changesPath}/{changeId}`,
  tag,
  access: 'management',
  summary: 'Replaces a change that still waits.',
  params: changeParams,
  body: ScheduledChangeInput,
  isBodyCheckedByHandler: true,
  bodyExample,
  status: 200,
  data: ScheduledChange,
});

/** Withdraws a change that waits. */
export const deleteScheduledChange = endpoint({
  id: 'deleteScheduledChange',
  method: 'DELETE',
  path: `${changesPath}/{changeId}`,
  tag,
  access: 'management',
  summary: 'Withdraws a change that still waits.',
  params: changeParams,
  status: 204,
});

/** Every endpoint of versions and scheduled changes. */
export const offerVersionEndpoints = [
  listOfferVersions,
  compareOfferVersions,
  listScheduledChanges,
  createScheduledChange,
  replaceScheduledChange,
  deleteScheduledChange,
];
