import type { Access, Endpoint } from '#contract/endpoint.ts';
import { failureTypes } from '#contract/failures.ts';
import type { TSchema } from '#contract/schema.ts';
import { comment, indent, isPage, key, literal, shapePrinter, type ShapePrinter } from './sdk-shapes.ts';

/** Where the types and routes of the typed client lie, from the root of the project. */
export const sdkTypesPath = 'sdk/src/generated.ts';

const products = ['publisher', 'aff-network', 'advertiser'];

const credentialOf: Record<Access, string> = {
  open: 'Needs no credential.',
  wall: 'Needs no credential; the tenant comes from the host.',
  management: 'Needs a Management token.',
  partner: 'Needs a Partner token.',
  advertiser: 'Needs an Advertiser token.',
  session: 'Needs the session of a signed-in user.',
  postback: 'Needs the secret path and `signature`.',
};

/**
 * Prints the types of every named schema, of every operation, and the table of routes that the typed client runs on.
 *
 * @param shapes further named schemas that no endpoint carries, such as the body of a callback
 * @throws Error when two schemas or operations have one name
 */
export function sdkTypes(endpoints: readonly Endpoint[], shapes: readonly TSchema[] = []): string {
  const printer = shapePrinter();
  for (const shape of shapes) printer.typeOf(shape);
  const ids = new Set<string>();
  const operations: string[] = [];
  const links: string[] = [];
  const queries: Query[] = [];
  const routes: string[] = [];
  for (const one of endpoints) {
    if (ids.has(one.id)) throw new Error(`Two operations are named ${one.id}`);
    ids.add(one.id);
    routes.push(`  ${one.id}: '${routeOf(one)}',`);
    const query = queryOf(one, printer);
    if (query) queries.push(query);
    (one.status === 302 ? links : operations).push(operationOf(one, query, printer));
  }
  const taken = queries.find(({ name }) => printer.hasName(name));
  if (taken) throw new Error(`A schema has the name ${taken.name}, which a query needs`);
  return [
    '// Made by `npm run generate` from the contract of the API; never edited by hand.\n',
    head,
    ...printer.declarations(),
    ...queries.map(({ declaration }) => declaration),
    `/** Every call of the API: what it takes and what it answers. */\nexport interface Operations {\n${indent(operations.join('\n'))}\n}`,
    `/** Addresses that redirect; a browser follows them, the client only writes them. */\nexport interface Links ${links.length === 0 ? '{}' : `{\n${indent(links.join('\n'))}\n}`}`,
    `/** Method, path and flags of every call: k takes an Idempotency-Key, m is multipart, t answers text, j bare JSON, b bytes. */\nexport const routes: Readonly<Record<keyof (Operations & Links), string>> = {\n${routes.join('\n')}\n};`,
    '',
  ].join('\n\n');
}

const head = `/** Why a call was refused. */
export type FailureType = ${failureTypes.map(literal).join(' | ')};

/** A product of a tenant. */
export type Product = ${products.map(literal).join(' | ')};

/** One page of a list. */
export interface Page<Item> {
  /** Counted from 0. */
  pageIndex: number;
  pageSize: number;
  totalCount: number;
  totalPages: number;
  indexFrom: number;
  items: Item[];
  hasPreviousPage: boolean;
  hasNextPage: boolean;
}`;

function routeOf(one: Endpoint): string {
  const flags = [
    takesKey(one) && 'k',
    one.bodyType === 'multipart' && 'm',
    isBare(one) && bareAnswers[bareKind(one)].flag,
  ].filter(Boolean);
  return [one.method, one.path, flags.join('')].join(' ').trimEnd();
}

/** Whether the server keeps the answer under an `Idempotency-Key`, so that the call can be repeated safely. */
function takesKey({ method, access, bodyType }: Endpoint): boolean {
  return method === 'POST' && (access === 'management' || access === 'partner') && bodyType !== 'multipart';
}

/** Whether the answer is neither the envelope nor empty. */
function isBare({ data, status }: Endpoint): boolean {
  return data === undefined && status !== 204 && status !== 302;
}

const bareAnswers = {
  json: { flag: 'j', type: 'unknown' },
  text: { flag: 't', type: 'string' },
  bytes: { flag: 'b', type: 'Blob' },
};

function bareKind({ mediaType = 'text/plain' }: Endpoint): keyof typeof bareAnswers {
  if (/\bjson$/.test(mediaType)) return 'json';
  return /^text\/|[+/]xml$/.test(mediaType) ? 'text' : 'bytes';
}

interface Query {
  readonly name: string;
  readonly isRequired: boolean;
  readonly declaration: string;
}

function queryOf(one: Endpoint, printer: ShapePrinter): Query | undefined {
  const { format: _format, ...properties } = (one.query?.properties ?? {}) as Record<string, unknown>;
  if (Object.keys(properties).length === 0) return undefined;
  const required = ((one.query as { required?: string[] }).required ?? []).filter(
    (name) => name in properties,
  );
  const name = `${one.id.replace(/^./, (letter) => letter.toUpperCase())}Query`;
  const shape = printer.typeOf({ type: 'object', properties, required });
  return {
    name,
    isRequired: required.length > 0,
    declaration: `${comment([`The query of \`${one.id}\`.`])}export interface ${name} ${shape}`,
  };
}

function operationOf(one: Endpoint, query: Query | undefined, printer: ShapePrinter): string {
  const fields = [
    `input: ${inputOf(one, query, printer)};`,
    ...(one.status === 302 ? [] : [`data: ${dataOf(one, printer)};`, ...itemOf(one, printer)]),
  ];
  const doc = comment([
    one.summary,
    ...(one.description ? ['', one.description] : []),
    '',
    `\`${one.method} ${one.path}\`. ${credentialOf[one.access]}`,
  ]);
  return `${doc}${one.id}: {\n${indent(fields.join('\n'))}\n};`;
}

function inputOf(one: Endpoint, query: Query | undefined, printer: ShapePrinter): string {
  const properties = (one.params?.properties ?? {}) as Record<string, unknown>;
  const fields = [...one.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    if (name === 'query' || name === 'body') throw new Error(`${one.id} has a path parameter named ${name}`);
    // The client may be bound to one product, so a call need not name it again.
    return name === 'product'
      ? 'product?: Product;'
      : `${key(name)}: ${pathType(properties[name], printer)};`;
  });
  if (query) fields.push(`query${query.isRequired ? '' : '?'}: ${query.name};`);
  else if (one.access === 'postback') fields.push('query?: Record<string, string>;');
  const body = bodyOf(one, printer);
  if (body) fields.push(`body${one.isBodyOptional ? '?' : ''}: ${body};`);
  return fields.length === 0 ? '{}' : `{\n${indent(fields.join('\n'))}\n}`;
}

function pathType(schema: unknown, printer: ShapePrinter): string {
  return schema === undefined ? 'string' : printer.typeOf(schema);
}

function bodyOf(one: Endpoint, printer: ShapePrinter): string | undefined {
  if (one.bodyType === 'multipart') return one.body ? `FormData | ${printer.typeOf(one.body)}` : 'FormData';
  if (one.body) return printer.typeOf(one.body);
  return one.bodyType === 'any' && one.method !== 'GET' ? 'Record<string, unknown>' : undefined;
}

function dataOf(one: Endpoint, printer: ShapePrinter): string {
  if (one.data) return printer.typeOf(one.data);
  return isBare(one) ? bareAnswers[bareKind(one)].type : 'undefined';
}

/** The type of a list's items, where the answer is a page or holds one. */
function itemOf(one: Endpoint, printer: ShapePrinter): string[] {
  const { data } = one;
  const inside = Object.values(((data ?? {}) as { properties?: object }).properties ?? {});
  const page = isPage(data) ? data : inside.find(isPage);
  if (!page) return [];
  const { items } = (page as { properties: { items: { items: unknown } } }).properties;
  const isFile = one.isExportable ? ['isFile: true;'] : [];
  return [`item: ${printer.typeOf(items.items)};`, ...isFile];
}
