import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { endpoints } from '#contract/endpoints.ts';
import type { Endpoint } from '#contract/endpoint.ts';
import { FailureSchema, successSchema } from '#contract/envelope.ts';
import { failures, type FailureType } from '#contract/failures.ts';
import { failuresOf } from '#contract/openapi.ts';

type Json = Record<string, unknown>;

/** What of an answer is compared with its description. */
export interface SeenAnswer {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly status: number;
  readonly mediaType: string | null;
  readonly text: string;
}

// Stricter than what is read: answers have one form of dates, of ids and of addresses.
const ajv = new Ajv2020({ allErrors: true, strict: false });
ajv.addKeyword({ keyword: 'decimals', validate: () => true });
ajv.addFormat('uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,5}[1-9])?\+00:00$/);
ajv.addFormat('date', /^\d{4}-\d\d-\d\d$/);
ajv.addFormat('http-url', /^https?:\/\//i);
ajv.addFormat('origin', /^https?:\/\/[^/]+$/);
ajv.addFormat('email', /@/);
ajv.addFormat('ip-range', /^[0-9a-f.:/]+$/i);

const compiled = new Map<unknown, ValidateFunction>();
const forms = endpoints.flatMap((endpoint) =>
  [endpoint.path, ...(endpoint.aliases ?? [])].map((path) => ({
    endpoint,
    form: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}/?$`),
  })),
);

/**
 * Compares an answer with what the contract says of its endpoint: the status is a described one, the body has every
 * field of its schema and no other, dates and ids have their one form.
 *
 * @returns one sentence for each difference
 */
export function answerFaults(answer: SeenAnswer): string[] {
  const path = answer.path.split('?')[0] as string;
  const candidates = forms.filter(
    ({ endpoint, form }) => endpoint.method === answer.method && form.test(path),
  );
  // Of several, the one with the fewest names in its path is the one that the router takes.
  const endpoint = candidates.toSorted((a, b) => namesIn(a.endpoint) - namesIn(b.endpoint))[0]?.endpoint;
  if (!endpoint) return [];
  const faults = answer.status < 400 ? successFaults(endpoint, answer) : failureFaults(endpoint, answer);
  return faults.map((fault) => `${answer.method} ${path} answered ${answer.status}: ${fault}`);
}

function namesIn({ path }: Endpoint): number {
  return path.split('{').length;
}

function successFaults(endpoint: Endpoint, { status, text, mediaType }: SeenAnswer): string[] {
  if (status === 304) return [];
  if (![endpoint.status, ...(endpoint.otherStatuses ?? [])].includes(status as 200))
    return [`the description says ${endpoint.status}`];
  if (!endpoint.data || !mediaType?.startsWith('application/json')) return [];
  return schemaFaults(endpoint, () => successSchema(endpoint.data as never), text);
}

function failureFaults(endpoint: Endpoint, { status, text, mediaType }: SeenAnswer): string[] {
  // Browsers get a page in the place of the envelope.
  if (!mediaType?.startsWith('application/json'))
    return mediaType?.startsWith('text/html') ? [] : ['not JSON'];
  const type = (JSON.parse(text) as { responseType: FailureType }).responseType;
  if (failures[type]?.status !== status) return [`${type} is not the type of this status`];
  if (!failuresOf(endpoint).includes(type)) return [`the description does not say ${type}`];
  return schemaFaults(FailureSchema, () => FailureSchema, text);
}

function schemaFaults(key: unknown, schema: () => unknown, text: string): string[] {
  let validate = compiled.get(key);
  if (!validate) compiled.set(key, (validate = ajv.compile(closed(schema()) as Json)));
  if (validate(JSON.parse(text))) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** The same schema without room for fields that it doesn't name. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [
    key,
    key === 'examples' ? value : closed(value),
  ]);
  const copy = Object.fromEntries(entries) as Json;
  const fields = copy['properties'];
  const isOpen = copy['additionalProperties'] !== undefined || 'patternProperties' in copy;
  if (copy['type'] === 'object' || (Array.isArray(copy['type']) && copy['type'].includes('object'))) {
    if (fields && !isOpen && Object.keys(fields).length > 0) copy['additionalProperties'] = false;
  }
  return copy;
}
