import type { Access, Endpoint } from './endpoint.ts';
import { endpoints } from './endpoints.ts';
import { FailureSchema, successSchema } from './envelope.ts';
import { failures, type FailureType } from './failures.ts';
import type { TSchema } from './schema.ts';

type Json = Record<string, unknown>;

const securityOf: Record<Access, Json[]> = {
  open: [],
  wall: [],
  postback: [{ postbackSignature: [] }],
  management: [{ managementToken: [] }],
  partner: [{ partnerToken: [] }],
  advertiser: [{ advertiserToken: [] }],
  session: [{ session: [] }],
};

/** The OpenAPI 3.1 description of the whole API, with every named schema among its components. */
export function openApiDocument(): Json {
  const components = new Map<string, Json>();
  const paths: Record<string, Json> = {};
  for (const one of endpoints) {
    const [first, ...aliases] = [one.path, ...(one.aliases ?? [])];
    (paths[first] ??= {})[one.method.toLowerCase()] = operation(one, one.id, components);
    for (const [index, alias] of aliases.entries()) {
      const id = `${one.id}Alias${index === 0 ? '' : index + 1}`;
      (paths[alias] ??= {})[one.method.toLowerCase()] = operation(one, id, components, alias);
    }
  }
  reference(FailureSchema, components);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Pitwall',
      version: '1',
      description:
        'Offer walls and performance marketing for many tenants: offers, wall, clicks, postbacks, conversions, ledger, callbacks, partners and reports. Every JSON answer has one envelope; every refusal names its type and the field.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'This installation' }],
    tags: [...new Set(endpoints.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries([...components].toSorted(([a], [b]) => (a < b ? -1 : 1))),
      responses: Object.fromEntries(
        Object.entries(failures).map(([type, { title }]) => [
          type,
          {
            description: title,
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
          },
        ]),
      ),
      securitySchemes: {
        managementToken: headerToken('A Management API token: `Authorization: ApiToken {token}`.'),
        partnerToken: headerToken('A Partner API token: `Authorization: ApiToken {token}`.'),
        advertiserToken: headerToken('An Advertiser API token: `Authorization: ApiToken {token}`.'),
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'pitwall_session',
          description: 'The session of a signed-in user.',
        },
        postbackSignature: {
          type: 'apiKey',
          in: 'query',
          name: 'signature',
          description: 'The signature beside the secret path segment.',
        },
      },
    },
  };
}

function headerToken(description: string): Json {
  return { type: 'apiKey', in: 'header', name: 'Authorization', description };
}

function operation(one: Endpoint, operationId: string, components: Map<string, Json>, path = one.path): Json {
  return {
    operationId,
    tags: [one.tag],
    summary: one.summary,
    ...(one.description && { description: one.description }),
    security: securityOf[one.access],
    parameters: [...pathParameters(one, path), ...queryParameters(one, components), ...headerParameters(one)],
    ...(one.body && {
      requestBody: {
        required: !one.isBodyOptional,
        content: {
          [one.bodyType === 'multipart' ? 'multipart/form-data' : 'application/json']: {
            schema: reference(one.body, components),
            ...(one.bodyExample !== undefined && { example: one.bodyExample }),
          },
        },
      },
    }),
    responses: responses(one, components),
  };
}

function pathParameters(one: Endpoint, path: string): Json[] {
  const properties = (one.params?.properties ?? {}) as Record<string, Json>;
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema:
      name === 'product'
        ? { type: 'string', enum: ['publisher', 'aff-network', 'advertiser'] }
        : plain(properties[name as string] ?? { type: 'string' }),
  }));
}

function queryParameters(one: Endpoint, components: Map<string, Json>): Json[] {
  const required = new Set((one.query?.required ?? []) as string[]);
  return Object.entries((one.query?.properties ?? {}) as Record<string, TSchema>).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.has(name),
    ...('x-comma-list' in schema && { style: 'form', explode: false }),
    schema: reference(schema, components),
  }));
}

function headerParameters(one: Endpoint): Json[] {
  if (one.method !== 'POST' || !['management', 'partner'].includes(one.access)) return [];
  const description =
    'Makes repeating the call safe: the same key and body give the same answer for 24 hours.';
  return [
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description,
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    },
  ];
}

function responses(one: Endpoint, components: Map<string, Json>): Json {
  const success: Json = { description: one.summary };
  if (one.data) success['content'] = contents(one, components);
  else if (one.mediaType)
    success['content'] = {
      [one.mediaType]: { schema: { type: one.mediaType.endsWith('json') ? 'object' : 'string' } },
    };
  const all: Json = { [one.status]: success };
  for (const status of one.otherStatuses ?? []) all[status] = success;
  for (const type of failuresOf(one)) all[failures[type].status] = { $ref: `#/components/responses/${type}` };
  return all;
}

function contents(one: Endpoint, components: Map<string, Json>): Json {
  const json = { 'application/json': { schema: reference(successSchema(one.data as TSchema), components) } };
  if (!one.isExportable) return json;
  return {
    ...json,
    'text/csv': { schema: { type: 'string' } },
    'application/x-ndjson': { schema: { type: 'string' } },
  };
}

/** The failures that an endpoint can answer with: those of its own and those that follow from its shape. */
export function failuresOf(one: Endpoint): FailureType[] {
  const types = new Set<FailureType>(one.failures ?? []);
  if (one.access !== 'open') types.add('ServiceUnavailable').add('InternalError');
  if (one.query || one.body) types.add('ValidationError');
  const needsCredential = one.access !== 'open' && one.access !== 'wall';
  if (needsCredential) types.add('Unauthorized');
  if (needsCredential && one.access !== 'postback') types.add('Forbidden');
  if (one.params || one.access === 'wall') types.add('NotFound');
  if (one.rateLimit) types.add('TooManyRequests');
  if (one.body) types.add('PayloadTooLarge').add('UnsupportedMediaType');
  // What an idempotency key can be refused for.
  if (one.method === 'POST' && (one.access === 'management' || one.access === 'partner'))
    types.add('ValidationError').add('Conflict');
  return (Object.keys(failures) as FailureType[]).filter((type) => types.has(type));
}

/** The schema as the document shows it: named ones by reference, remembered among the components. */
function reference(schema: unknown, components: Map<string, Json>): Json {
  const { 'x-name': name, ...rest } = schema as Json;
  if (typeof name !== 'string') return inline(rest, components);
  const nulls = Array.isArray(rest['type']) && rest['type'].includes('null');
  if (!components.has(name)) {
    components.set(name, {});
    components.set(name, inline(nulls ? { ...rest, type: (rest['type'] as string[])[0] } : rest, components));
  }
  const pointer = { $ref: `#/components/schemas/${name}` };
  return nulls ? { anyOf: [pointer, { type: 'null' }] } : pointer;
}

function inline(schema: Json, components: Map<string, Json>): Json {
  return Object.fromEntries(
    Object.entries(plain(schema)).map(([key, value]) => {
      if (key === 'properties' || key === 'patternProperties') {
        return [
          key,
          Object.fromEntries(
            Object.entries(value as Json).map(([name, one]) => [name, reference(one, components)]),
          ),
        ];
      }
      if (key === 'items' || key === 'additionalProperties') {
        return [key, typeof value === 'object' ? reference(value, components) : value];
      }
      if (key === 'anyOf' || key === 'oneOf' || key === 'allOf')
        return [key, (value as unknown[]).map((one) => reference(one, components))];
      return [key, value];
    }),
  );
}

/** Leaves out what only our own validation reads, and says decimals in the words of JSON Schema. */
function plain(schema: Json): Json {
  const { 'x-comma-list': _list, 'x-says': _says, decimals, format, ...rest } = schema;
  const standard = format === 'http-url' ? 'uri' : format === 'origin' ? 'uri' : format;
  return {
    ...rest,
    ...(standard !== undefined && standard !== 'ip-range' && { format: standard }),
    ...(decimals !== undefined && {
      description: [rest['description'], `At most ${decimals as number} decimals.`].filter(Boolean).join(' '),
    }),
  };
}
