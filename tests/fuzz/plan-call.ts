import type { Operation } from '#support/operations.ts';
import { nobodysId } from '#support/operations.ts';
import { nastyValue, spoilt, validValue, type Maker, type Shape } from './values.ts';

/** Whose credential a call carries. */
export type Credential = 'management' | 'partner' | 'advertiser' | 'foreign' | 'unknown' | 'none';

/** One call, complete. */
export interface PlannedCall {
  readonly operation: Operation;
  /** With its query. */
  readonly path: string;
  readonly credential: Credential;
  readonly headers: Readonly<Record<string, string>>;
  /** A text is sent as it is. */
  readonly body?: unknown;
}

/** Values that an operation needs and no schema can say: by the name of a parameter, or `body`. */
export type Wanted = Readonly<Record<string, unknown>>;

/** The last fixed part of a path: what the things are that it is about. */
export function collectionOf(path: string): string {
  const fixed = path.split('/').filter((part) => part !== '' && !part.startsWith('{'));
  return fixed.at(-1) ?? '';
}

/** A call that should succeed, as far as its description can say, with some of what may be left out. */
export function planValid(maker: Maker, operation: Operation, wanted: Wanted = {}): PlannedCall {
  return planCall(maker, operation, wanted, true);
}

/** The same with nothing in its query but what has to be there. */
export function planPlain(maker: Maker, operation: Operation, wanted: Wanted = {}): PlannedCall {
  return planCall(maker, operation, wanted, false);
}

function planCall(maker: Maker, operation: Operation, wanted: Wanted, hasExtras: boolean): PlannedCall {
  const values = pathValues(maker, operation, wanted);
  const address = fill(operation.path, values);
  const body = validBody(maker, operation, address, values, wanted);
  return {
    operation,
    path: address + queryText(validQuery(maker, operation, wanted, hasExtras)),
    credential: credentialOf(operation),
    headers: headersOf(operation),
    ...(body !== undefined && { body }),
  };
}

/** The same with a few things wrong: places, parameters, body, credential, headers. */
export function planBroken(maker: Maker, operation: Operation, wanted: Wanted = {}): PlannedCall {
  const { random } = maker;
  const call = planValid(maker, operation, wanted);
  const [address = ''] = call.path.split('?');
  const query = validQuery(maker, operation, wanted);
  const ways = [
    () => ({ body: random.pick<unknown>(['{', '[]', 'null', '"x"', '\u0000', `{"a":${'['.repeat(2_000)}`]) }),
    () => ({ body: spoilt(maker, call.body ?? {}) }),
    () => ({ body: spoilt(maker, spoilt(maker, call.body ?? {})) }),
    () => ({ path: address + queryText(spoiltQuery(maker, operation, query)) }),
    () => ({ path: address + queryText(spoiltQuery(maker, operation, query)) }),
    () => ({ path: spoiltPath(maker, operation) + queryText(query) }),
    () => ({
      credential: random.pick<Credential>([
        'management',
        'partner',
        'advertiser',
        'foreign',
        'unknown',
        'none',
      ]),
    }),
    () => ({ headers: { ...call.headers, ...random.pick(oddHeaders) } }),
  ];
  let broken: PlannedCall = call;
  for (let times = random.whole(1, 2); times > 0; times--) {
    const change: Partial<PlannedCall> = random.pick(ways)();
    const takesBody = operation.method !== 'GET' && operation.endpoint.bodyType !== 'multipart';
    if (!('body' in change) || takesBody) broken = { ...broken, ...change };
  }
  // What is sent as text needs to say that it is JSON, or it is refused before anybody looks at it.
  if (typeof broken.body === 'string' && operation.hasJsonBody)
    return { ...broken, headers: { 'content-type': 'application/json', ...broken.headers } };
  return broken;
}

const oddHeaders: readonly Record<string, string>[] = [
  { accept: 'text/csv' },
  { accept: 'application/x-ndjson' },
  { accept: 'text/html' },
  { accept: 'image/png' },
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'content-type': 'multipart/form-data; boundary=x' },
  { 'if-match': '"nothing"' },
  { 'if-match': '*' },
  { 'if-none-match': '*' },
  { 'idempotency-key': 'again' },
  { 'idempotency-key': 'x'.repeat(300) },
  { 'x-forwarded-for': '999.1.1.1' },
  { 'x-request-id': 'x' },
  { 'user-agent': 'Googlebot/2.1' },
  { range: 'bytes=0-1' },
];

function credentialOf({ access }: Operation): Credential {
  return access === 'management' || access === 'partner' || access === 'advertiser' ? access : 'none';
}

/** The boundary of the files that are sent. */
const BOUNDARY = 'a-boundary';

function headersOf({ endpoint }: Operation): Record<string, string> {
  return endpoint.bodyType === 'multipart'
    ? { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` }
    : {};
}

/** A file as a form sends it. */
export function formWith(name: string, content: string): string {
  return (
    `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n` +
    `content-type: text/csv\r\n\r\n${content}\r\n--${BOUNDARY}--\r\n`
  );
}

function pathValues({ random, known }: Maker, operation: Operation, wanted: Wanted): Record<string, string> {
  const parts = operation.path.split('/');
  const names = parts.flatMap((part, at) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined) return [];
    const given = wanted[name];
    const owner = collectionOf(parts.slice(0, at).join('/'));
    const value =
      typeof given === 'string'
        ? given
        : name === 'product'
          ? random.pick(['publisher', 'aff-network', 'advertiser'])
          : (known.pick(random, name === 'id' ? `${owner}Id` : name) ??
            known.pick(random, `${owner}Id`) ??
            nobodysId);
    return [[name, value] as const];
  });
  return Object.fromEntries(names);
}

function fill(path: string, values: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}

function spoiltPath(maker: Maker, operation: Operation): string {
  const values = pathValues(maker, operation, {});
  for (const name of Object.keys(values))
    if (maker.random.chance(0.7)) values[name] = textOf(nastyValue(maker)).slice(0, 700);
  return fill(operation.path, values);
}

type Query = readonly (readonly [string, string])[];

function validQuery(maker: Maker, operation: Operation, wanted: Wanted, hasExtras = true): Query {
  const { properties = {}, required = [] } = (operation.endpoint.query ?? {}) as Shape;
  const fixed = Object.entries(wanted)
    .filter(([name]) => name !== 'body' && !operation.path.includes(`{${name}}`))
    .map(([name, given]) => [name, textOf(given)] as const);
  const made = Object.entries(properties).flatMap(([name, schema]) => {
    if (wanted[name] !== undefined) return [];
    // A list is seldom asked for in many ways at once, and each way more makes an empty answer likelier.
    const share = hasExtras ? 2 / (Object.keys(properties).length + 2) : 0;
    if (!required.includes(name) && !maker.random.chance(share)) return [];
    return [[name, textOf(validValue(maker, schema, name))] as const];
  });
  return [...fixed, ...made];
}

function spoiltQuery(maker: Maker, operation: Operation, query: Query): Query {
  const { random } = maker;
  const names = Object.keys(operation.endpoint.query?.properties ?? {});
  const name = names.length === 0 || random.chance(0.05) ? 'filter.x' : random.pick(names);
  const bad = textOf(nastyValue(maker)).slice(0, 700);
  const others = query.filter(([other]) => other !== name || random.chance(0.3));
  return random.chance(0.15) ? others : [...others, [name, bad] as const];
}

function queryText(query: Query): string {
  return query.length === 0
    ? ''
    : `?${new URLSearchParams(query.map(([name, value]): [string, string] => [name, value])).toString()}`;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.toWellFormed();
  return Array.isArray(value) ? value.map(textOf).join(',') : JSON.stringify(value);
}

function validBody(
  maker: Maker,
  { endpoint, method }: Operation,
  address: string,
  values: Readonly<Record<string, string>>,
  wanted: Wanted,
): unknown {
  if (wanted['body'] !== undefined) return wanted['body'];
  if (!endpoint.body || endpoint.bodyType === 'multipart') return undefined;
  const { random, known } = maker;
  const sources = [() => validValue(maker, endpoint.body as Shape)];
  if (endpoint.bodyExample !== undefined)
    sources.push(...Array.from({ length: 3 }, () => () => relinked(maker, endpoint.bodyExample)));
  const read = method === 'PUT' ? known.lastRead(address) : undefined;
  if (read !== undefined && read !== null) sources.push(() => read);
  const body = random.pick(sources)();
  const id = values['id'];
  const isRecord = typeof body === 'object' && body !== null && !Array.isArray(body);
  return isRecord && id !== undefined && 'id' in body ? { ...body, id } : body;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An example with ids that exist in the place of its own, and addresses that nothing is sent to. */
function relinked(maker: Maker, value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((entry) => relinked(maker, entry, name));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([field, inner]) => [field, relinked(maker, inner, field)]),
    );
  }
  if (typeof value !== 'string') return value;
  if (name === 'concurrencyRequestId') return crypto.randomUUID();
  if (UUID.test(value)) return maker.known.pick(maker.random, name) ?? value;
  return ['url', 'global'].includes(name) ? value.replace(/\/\/[^/?]+/, '//127.0.0.1:9') : value;
}
