import { endpoint } from './endpoint.ts';
import { named, nullable, oneOf, Type } from './schema.ts';

const path = '/api/v1/configuration';
const tag = 'Configuration';
const megabyte = 1_048_576;
const Names = Type.Array(Type.String({ minLength: 1, maxLength: 200 }));
const optional = Type.Optional;
const fields = (description: string) => Type.Unsafe<Record<string, unknown>>({ type: 'object', description });
const text = Type.String({ minLength: 1 });

/** What of a tenant is configuration, in names instead of ids, so that it can be kept in a file and moved. */
export const Configuration = named(
  'Configuration',
  Type.Object({
    version: Type.Integer({ minimum: 1, maximum: 1 }),
    settings: fields(
      'As the settings are read, with their sections `wall`, `retention` and `notifications`; no secrets.',
    ),
    advertisers: Names,
    partners: Names,
    placements: Names,
    categories: Names,
    genders: Names,
    ageRanges: Type.Array(
      Type.Object({
        name: text,
        valueFrom: nullable(Type.Integer({ minimum: 0, maximum: 150 })),
        valueTo: nullable(Type.Integer({ minimum: 0, maximum: 150 })),
      }),
    ),
    offers: Type.Array(
      fields(
        "An offer's body with a `key` of its own, and with `advertiser`, `age`, `categories`, `countries`, `states`, `genders` and `placements` by name or code in the place of ids.",
      ),
    ),
    shares: Type.Array(
      Type.Object({
        partner: text,
        offer: text,
        payout: optional(nullable(Type.Number({ minimum: 0 }))),
        events: optional(Type.Array(Type.Object({ eventId: text, payout: Type.Number({ minimum: 0 }) }))),
        dailyCap: optional(nullable(Type.Integer({ minimum: 1 }))),
        weeklyCap: optional(nullable(Type.Integer({ minimum: 1 }))),
        monthlyCap: optional(nullable(Type.Integer({ minimum: 1 }))),
        allTimeCap: optional(nullable(Type.Integer({ minimum: 1 }))),
      }),
    ),
  }),
);

/** One thing that applying a configuration does. */
export const ConfigurationChange = named(
  'ConfigurationChange',
  Type.Object({
    kind: Type.String({ examples: ['offers'] }),
    key: Type.String(),
    action: oneOf(['create', 'change', 'pause', 'end', 'delete'] as const),
    differences: Type.Array(
      Type.Object({
        path: Type.String(),
        before: Type.Unsafe<unknown>({}),
        after: Type.Unsafe<unknown>({}),
      }),
    ),
  }),
);

/** Reads the configuration of the tenant. */
export const exportConfiguration = endpoint({
  id: 'exportConfiguration',
  method: 'GET',
  path,
  tag,
  access: 'management',
  summary: 'Reads the whole configuration of the tenant.',
  description:
    "Settings, back office, the tenant's own offers and their shares. Offers that are synchronised with an outside source come from there and are left out.",
  status: 200,
  data: Configuration,
});

const body = {
  method: 'POST',
  tag,
  access: 'management',
  body: Configuration,
  bodyLimitBytes: 16 * megabyte,
  bodyExample: {
    version: 1,
    settings: { currency: 'USD' },
    advertisers: ['Orchard House'],
    partners: [],
    placements: ['Home'],
    categories: ['Games'],
    genders: ['Female'],
    ageRanges: [{ name: 'All', valueFrom: null, valueTo: null }],
    offers: [],
    shares: [],
  },
  status: 200,
  failures: ['Conflict'],
} as const;

/** Says what applying a configuration would do. */
export const planConfiguration = endpoint({
  ...body,
  id: 'planConfiguration',
  path: `${path}/plan`,
  summary: 'Says what applying a configuration would change; changes nothing.',
  data: named('ConfigurationPlan', Type.Object({ changes: Type.Array(ConfigurationChange) })),
});

/** Makes the tenant be as a configuration says. */
export const applyConfiguration = endpoint({
  ...body,
  id: 'applyConfiguration',
  path: `${path}/apply`,
  summary: 'Makes exactly the changes of the plan.',
  description:
    'Everything is checked first, and with one fault nothing is changed. What the configuration leaves out is deleted where it can be, ended where it is a share, and paused where it is an offer.',
  data: named(
    'ConfigurationApplied',
    Type.Object({
      changes: Type.Array(ConfigurationChange),
      kept: Type.Array(
        Type.String({ description: 'What could not be deleted, because something still uses it.' }),
      ),
    }),
  ),
});

/** Every endpoint of configuration as data. */
export const configurationEndpoints = [exportConfiguration, planConfiguration, applyConfiguration];
