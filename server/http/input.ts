import type { FastifyRequest } from 'fastify';
import type { Endpoint } from '#contract/endpoint.ts';
import type { TObject } from '#contract/schema.ts';
import { isUuid } from '#domain/ids.ts';
import { refuse } from './answer.ts';
import { faultsOf } from './check.ts';
import { foldBody, foldQuery } from './fold.ts';

/** The checked input of a call. */
export interface Input {
  readonly params: Record<string, unknown>;
  readonly query: Record<string, unknown>;
  readonly body: unknown;
}

/**
 * Reads and checks what a call was given; all faults of query and body are named at once.
 *
 * @throws Refusal: 404 for an id in the path that cannot exist, 400 for everything else, 415 for a body of another kind
 */
export function readInput(endpoint: Endpoint, request: FastifyRequest): Input {
  const params = readParams(endpoint.params, request.params as Record<string, string>);
  const query = endpoint.query ? foldQuery(endpoint.query, request.query as Record<string, unknown>) : {};
  const faults = endpoint.query ? faultsOf(endpoint.query, query) : [];
  const body = readBody(endpoint, request, faults);
  if (faults.length === 0)
    faults.push(...unstorable(query), ...(endpoint.isBodyOfEntries ? [] : unstorable(body)));
  if (faults.length > 0) refuse('ValidationError', ...faults);
  return { params, query, body };
}

function readParams(schema: TObject | undefined, params: Record<string, string>): Record<string, unknown> {
  const properties = (schema?.properties ?? {}) as Record<string, { format?: string }>;
  const read: Record<string, unknown> = { ...params };
  for (const [name, { format }] of Object.entries(properties)) {
    const text = params[name] ?? '';
    if (format !== 'uuid') continue;
    if (!isUuid(text)) refuse('NotFound', `${name}: nothing has the id "${text.slice(0, 100)}"`);
    read[name] = text.toLowerCase();
  }
  return read;
}

function readBody(endpoint: Endpoint, request: FastifyRequest, faults: string[]): unknown {
  if (!endpoint.body || endpoint.bodyType === 'multipart' || endpoint.bodyType === 'any') return request.body;
  if (request.body === undefined || request.body === null) {
    if (endpoint.isBodyOptional) return {};
    faults.push('body: is required');
    return undefined;
  }
  if (typeof request.body !== 'object' || Array.isArray(request.body)) {
    faults.push('body: must be an object');
    return undefined;
  }
  const body = foldBody(endpoint.body, request.body);
  if (!endpoint.isBodyCheckedByHandler) faults.push(...faultsOf(endpoint.body, body));
  return body;
}

/** Deeper than any body of ours; what is deeper only wants to exhaust a recursion. */
const DEEPEST = 50;

/** Names what no database can keep: texts with the character U+0000 or half of a surrogate pair, and endless nesting. */
export function unstorable(value: unknown): string[] {
  return isStorable(value, 0) ? [] : faultsOfUnstorable(value);
}

/** Almost everything is; what isn't is looked through once more for the places. */
function isStorable(value: unknown, depth: number): boolean {
  if (depth > DEEPEST) return false;
  if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed();
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return true;
  const entries: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return entries.every((entry) => isStorable(entry, depth + 1));
}

function faultsOfUnstorable(value: unknown): string[] {
  const faults: string[] = [];
  // A list of what is still to be looked at, since a recursion would end at the depth of somebody else's body.
  const waiting: { value: unknown; path: string; depth: number }[] = [{ value, path: '', depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value: here, path, depth } = next;
    if (depth > DEEPEST) return [`${path.slice(0, 100)}: is nested too deeply`];
    if (typeof here === 'string') {
      if (here.includes('\0') || !here.isWellFormed())
        faults.push(`${path}: must not hold the character U+0000 or half a surrogate pair`);
    } else if (Array.isArray(here)) {
      for (const [index, entry] of here.entries())
        waiting.push({ value: entry, path: `${path}[${index}]`, depth: depth + 1 });
    } else if (typeof here === 'object' && here !== null && !Buffer.isBuffer(here)) {
      for (const [name, field] of Object.entries(here))
        waiting.push({ value: field, path: path ? `${path}.${name}` : name, depth: depth + 1 });
    }
  }
  return faults;
}
