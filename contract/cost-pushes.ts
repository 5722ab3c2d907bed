import { endpoint } from './endpoint.ts';
import { listQuery, pageSchema } from './lists.ts';
import { commaList, Instant, named, nullable, oneOf, Type, type Static } from './schema.ts';

/** How far a push has come. */
export const costPushStatuses = ['Waiting', 'Delivered', 'Failed'] as const;

const optional = Type.Optional;
const text = Type.String();
const count = Type.Integer({ minimum: 0 });
const tag = 'Cost reports';
const settingsPath = '/api/v1/settings/appsflyer';

/** One push of one app's costs, with its request and what became of it. */
export const CostPush = named(
  'CostPush',
  Type.Object({
    id: Type.String({ format: 'uuid' }),
    dueAt: Instant,
    appId: text,
    status: oneOf(costPushStatuses),
    rowCount: count,
    tryCount: count,
    url: text,
    body: Type.String({ description: 'What is sent, the same at every try.' }),
    httpStatus: nullable(Type.Integer({ description: 'Status of the last answer; null without one.' })),
    durationMs: nullable(count),
    error: nullable(Type.String({ description: 'Why there was no answer.' })),
    answer: nullable(Type.String({ description: 'The first 1 KB of the last answer.' })),
    nextTryAt: nullable(Instant),
    createdAt: Instant,
    sentAt: nullable(Instant),
  }),
);
/** One push of one app's costs, with its request and what became of it. */
export type CostPush = Static<typeof CostPush>;

/** Lists what was pushed to AppsFlyer. */
export const listCostPushes = endpoint({
  id: 'listCostPushes',
  method: 'GET',
  path: '/api/v1/cost-pushes',
  tag,
  access: 'management',
  summary: 'Lists the pushes of costs to AppsFlyer.',
  query: listQuery(['DueAt', 'CreatedAt', 'AppId'] as const, {
    status: optional(commaList(oneOf(costPushStatuses))),
    app_id: optional(commaList(text)),
    from: optional(Type.Unsafe<string>({ ...Instant, description: 'Due at this instant or later.' })),
    to: optional(Type.Unsafe<string>({ ...Instant, description: 'Due before this instant.' })),
  }),
  status: 200,
  data: pageSchema('CostPushPage', CostPush),
  isExportable: true,
});

const mediaSource = Type.String({
  minLength: 1,
  maxLength: 50,
  pattern: '\\S',
  'x-says': 'must not be empty',
  examples: ['yournetwork_int'],
  description: 'The name under which AppsFlyer knows the network.',
});

/** Whether costs are pushed to AppsFlyer, and as whom. */
export const AppsFlyerSettings = named(
  'AppsFlyerSettings',
  Type.Object({
    mediaSource: nullable(Type.String({ description: 'Null while nothing is pushed.' })),
    hasKey: Type.Boolean({ description: 'Whether a key is set; the key itself is never shown.' }),
    nextPushAt: nullable(Instant),
  }),
);
/** Whether costs are pushed to AppsFlyer, and as whom. */
export type AppsFlyerSettings = Static<typeof AppsFlyerSettings>;

/** Reads the settings of the push. */
export const readAppsFlyerSettings = endpoint({
  id: 'readAppsFlyerSettings',
  method: 'GET',
  path: settingsPath,
  tag,
  access: 'management',
  summary: 'Reads whether costs are pushed to AppsFlyer.',
  status: 200,
  data: AppsFlyerSettings,
});

/** Switches the push on, or changes its key or media source. */
export const changeAppsFlyerSettings = endpoint({
  id: 'changeAppsFlyerSettings',
  method: 'PUT',
  path: settingsPath,
  tag,
  access: 'management',
  summary: 'Switches the push of costs to AppsFlyer on, or changes its key or media source.',
  description:
    'Costs are pushed at 00:00 and 12:00 UTC. The first time both fields are required; later any one of them.',
  body: named(
    'AppsFlyerSettingsInput',
    Type.Object({
      mediaSource: optional(mediaSource),
      key: optional(
        Type.String({
          minLength: 1,
          maxLength: 4_000,
          pattern: '^[\\x21-\\x7e]+$',
          'x-says': 'must be printable ASCII without spaces',
          writeOnly: true,
          description: "AppsFlyer's API token of the network.",
        }),
      ),
    }),
  ),
  bodyExample: { mediaSource: 'yournetwork_int', key: 'eyJhbGciOi.example' },
  status: 200,
  data: AppsFlyerSettings,
});

/** Switches the push off. */
export const deleteAppsFlyerSettings = endpoint({
  id: 'deleteAppsFlyerSettings',
  method: 'DELETE',
  path: settingsPath,
  tag,
  access: 'management',
  summary: 'Switches the push of costs to AppsFlyer off and forgets the key.',
  status: 204,
});

/** Every endpoint of the push of costs. */
export const costPushEndpoints = [
  listCostPushes,
  readAppsFlyerSettings,
  changeAppsFlyerSettings,
  deleteAppsFlyerSettings,
];
