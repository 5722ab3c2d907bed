import { dialectNames } from '#domain/delivery/dialects/registry.ts';
import { trackingSystems } from '#domain/offer.ts';
import { endpoint } from './endpoint.ts';
import { HttpUrl, Name, named, nullable, oneOf, Type, type Static, type TObject } from './schema.ts';

const showOrHide = oneOf(['show', 'hide'] as const);
const optional = Type.Optional;
const currency = Type.String({
  pattern: '^[A-Z]{3}$',
  'x-says': 'must be an ISO 4217 code such as USD',
  examples: ['USD'],
});
const headerName = Type.String({
  pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$",
  'x-says': 'must be a header name',
  examples: ['X-Webhook-Secret'],
});
const networks = Type.Array(Type.String({ format: 'ip-range', examples: ['203.0.113.0/24'] }), {
  maxItems: 1_000,
});

const unknownAudience = {
  age: showOrHide,
  gender: showOrHide,
  country: showOrHide,
  state: showOrHide,
  zip: showOrHide,
  device: showOrHide,
};
const callback = {
  url: nullable(HttpUrl),
  headerName: nullable(headerName),
  sendPending: Type.Boolean(),
  sendRejected: Type.Boolean(),
  dialect: nullable(
    oneOf(dialectNames, {
      description:
        'The shape of another wall, whose receiver then works as it is; null is the shape of this API. `url` may then hold the macros of that wall.',
    }),
  ),
};
const postback = {
  ipAllowList: networks,
  allowBarePath: Type.Boolean(),
};
const secretText = Type.String({
  maxLength: 1_000,
  pattern: '^[\\t\\x20-\\x7e]*$',
  'x-says': 'must be printable ASCII',
  writeOnly: true,
});
const plain = {
  name: Name,
  currency,
  rewardCurrency: Type.String({ minLength: 1, maxLength: 40, examples: ['Coins'] }),
  rewardDecimals: Type.Integer({ minimum: 0, maximum: 6 }),
  rewardRatio: Type.Number({
    minimum: 0,
    maximum: 999_999_999_999,
    decimals: 6,
    description: 'Points for one unit of revenue.',
  }),
  clickLifetimeDays: Type.Integer({ minimum: 1, maximum: 3_650 }),
};

/** The settings of a tenant as they are read. */
export const Settings = named(
  'Settings',
  Type.Object({
    ...plain,
    unknownAudience: Type.Object(unknownAudience, {
      description: 'Whether offers that ask for a value are shown to members whose value is unknown.',
    }),
    callback: Type.Object({
      ...callback,
      hasHeaderValue: Type.Boolean({
        description: 'Whether a header value is set; the value itself is never shown.',
      }),
      hasDialectSecret: Type.Boolean({
        description: 'Whether a secret of the dialect is set; the secret itself is never shown.',
      }),
    }),
    postback: Type.Object(postback),
  }),
);
/** The settings of a tenant as they are read. */
export type Settings = Static<typeof Settings>;

function allOptional<T extends Record<string, Parameters<typeof Type.Optional>[0]>>(shape: T) {
  return Object.fromEntries(Object.entries(shape).map(([key, schema]) => [key, optional(schema)])) as {
    [K in keyof T]: ReturnType<typeof Type.Optional<T[K]>>;
  };
}

/** Any subset of the settings. */
export const SettingsInput = named(
  'SettingsInput',
  Type.Object({
    ...allOptional(plain),
    unknownAudience: optional(Type.Object(allOptional(unknownAudience))),
    callback: optional(
      Type.Object({
        ...allOptional(callback),
        headerValue: optional(nullable(secretText)),
        dialectSecret: optional(nullable(secretText)),
      }),
    ),
    postback: optional(Type.Object(allOptional(postback))),
  }),
);
/** Any subset of the settings. */
export type SettingsInput = Static<typeof SettingsInput>;

const path = '/api/v1/settings';
const tag = 'Settings';

/** Reads the settings. */
export const readSettings = endpoint({
  id: 'readSettings',
  method: 'GET',
  path,
  tag,
  access: 'management',
  summary: 'Reads the settings of the tenant.',
  status: 200,
  data: Settings,
});

/** Changes any subset of the settings. */
export const changeSettings = endpoint({
  id: 'changeSettings',
  method: 'PUT',
  path,
  tag,
  access: 'management',
  summary: 'Changes any subset of the settings.',
  body: SettingsInput,
  bodyExample: {
    rewardCurrency: 'Coins',
    rewardRatio: 100,
    callback: { url: 'https://example.com/callback' },
  },
  status: 200,
  data: Settings,
});

const pair = { securitySegment: Type.String(), signature: Type.String() };

/** Gives inbound postbacks a new secret pair. */
export const rotatePostbackPair = endpoint({
  id: 'rotatePostbackPair',
  method: 'POST',
  path: `${path}/postback/rotate`,
  tag,
  access: 'management',
  summary: 'Makes a new secret pair for inbound postbacks.',
  description:
    'The old pair works for 7 more days, or ends at once with `now=true`. With `trackingSystem` the pair is bound to that system, whose offers then accept only it.',
  query: Type.Object({ now: optional(Type.Boolean({ default: false })) }),
  body: named('PostbackRotation', Type.Object({ trackingSystem: optional(oneOf(trackingSystems)) })),
  isBodyOptional: true,
  status: 200,
  data: named('PostbackPair', Type.Object({ trackingSystem: nullable(oneOf(trackingSystems)), ...pair })),
});

/** Gives callbacks a new signing secret. */
export const rotateCallbackSecret = endpoint({
  id: 'rotateCallbackSecret',
  method: 'POST',
  path: `${path}/callback/rotate`,
  tag,
  access: 'management',
  summary: 'Makes a new secret that signs callbacks.',
  description:
    'For 7 more days callbacks carry a signature by the old secret too, unless `now=true`. At most two secrets live at ' +
    'once: another rotation within these days ends the older one immediately.',
  query: Type.Object({ now: optional(Type.Boolean({ default: false })) }),
  status: 200,
  data: named('CallbackSecret', Type.Object({ secret: Type.String({ examples: ['whsec_…'] }) })),
});

const colour = Type.String({ pattern: '^#[0-9a-fA-F]{6}$', 'x-says': 'must be a colour such as #0f766e' });

/** How the hosted wall looks and where it may be framed. */
export const WallSettings = named(
  'WallSettings',
  Type.Object({
    logoUrl: nullable(HttpUrl),
    accentColour: colour,
    accentTextColour: colour,
    theme: oneOf(['light', 'dark', 'auto'] as const),
    currencyName: Type.String({ maxLength: 40 }),
    currencyIconUrl: nullable(HttpUrl),
    frameOrigins: Type.Array(Type.String({ format: 'origin', examples: ['https://example.com'] }), {
      maxItems: 100,
    }),
  }),
);

/** How long personal and technical records are kept, in days. */
export const RetentionSettings = named(
  'RetentionSettings',
  Type.Object({
    clickDays: Type.Integer({ minimum: 30, maximum: 3_650 }),
    viewDays: Type.Integer({ minimum: 7, maximum: 3_650 }),
    rawRequestDays: Type.Integer({ minimum: 30, maximum: 3_650 }),
    deliveryTryDays: Type.Integer({ minimum: 7, maximum: 3_650 }),
    auditDays: Type.Integer({ minimum: 90, maximum: 3_650 }),
  }),
);

/** Who is told about what. */
export const NotificationSettings = named(
  'NotificationSettings',
  Type.Object({
    emails: Type.Array(Type.String({ format: 'email' }), { maxItems: 50 }),
    onEndpointOff: Type.Boolean(),
    onCapReached: Type.Boolean(),
    onBudgetExhausted: Type.Boolean(),
    onParked: Type.Boolean(),
  }),
);

function section<const S extends TObject>(name: string, words: string, schema: S, suffix: string) {
  // A schema that was given a name is a plain object, which TypeBox's own Partial would take for an empty one.
  const partial = Type.Object(allOptional(schema.properties)) as unknown as ReturnType<
    typeof Type.Partial<S>
  >;
  const input = named(`${name}SettingsInput`, partial);
  return [
    endpoint({
      id: `read${name}Settings`,
      method: 'GET',
      path: `${path}/${suffix}`,
      tag,
      access: 'management',
      summary: `Reads ${words}.`,
      status: 200,
      data: schema,
    }),
    endpoint({
      id: `change${name}Settings`,
      method: 'PUT',
      path: `${path}/${suffix}`,
      tag,
      access: 'management',
      summary: `Changes any subset of ${words}.`,
      body: input,
      status: 200,
      data: schema,
    }),
  ] as const;
}

/** Reading and changing the looks of the hosted wall. */
export const [readWallSettings, changeWallSettings] = section(
  'Wall',
  'the looks of the hosted wall',
  WallSettings,
  'wall',
);
/** Reading and changing how long records are kept. */
export const [readRetentionSettings, changeRetentionSettings] = section(
  'Retention',
  'how long records are kept',
  RetentionSettings,
  'retention',
);
/** Reading and changing who is told about what. */
export const [readNotificationSettings, changeNotificationSettings] = section(
  'Notification',
  'who is told about what',
  NotificationSettings,
  'notifications',
);

/** Every endpoint of settings. */
export const settingsEndpoints = [
  readSettings,
  changeSettings,
  rotatePostbackPair,
  rotateCallbackSecret,
  readWallSettings,
  changeWallSettings,
  readRetentionSettings,
  changeRetentionSettings,
  readNotificationSettings,
  changeNotificationSettings,
];
