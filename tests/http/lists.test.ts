import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Access } from '#contract/endpoint.ts';
import type { Page } from '#contract/lists.ts';
import { csvCell } from '#server/http/csv.ts';
import { testApp, type ApiAnswer, type TestTenant } from '#support/app.ts';
import { addressOf, listOperations, type Operation } from '#support/operations.ts';
import { populate, trickyNames, type Populated } from '#support/populate.ts';

type Item = Record<string, unknown>;

const app = await testApp();
const tenant = await app.makeTenant();
const small = await app.makeTenant();
/** What each tenant has, and its credentials. */
const owned = new Map<TestTenant, Populated & { tokens: Partial<Record<Access, string>> }>();
for (const [owner, names] of [
  [tenant, trickyNames],
  [small, ['Only one']],
] as const) {
  const made = await populate(app, owner, names);
  const { partnerId, advertiserId } = made;
  const partner = await owner.makeToken({ scope: 'partner', partnerId });
  const advertiser = await owner.makeToken({ scope: 'advertiser', advertiserId });
  owned.set(owner, { ...made, tokens: { management: owner.token, partner, advertiser } });
}

const lists = listOperations();
const cases = lists.map((one) => [one.path, one] as const);
const searchable = cases.filter(([, { endpoint }]) => endpoint.query?.properties?.['filter.search']);
const exportable = cases.filter(([, { endpoint }]) => endpoint.isExportable);
const runs = { numRuns: 12 };

it('there are lists', () => expect(lists.length).toBeGreaterThan(8));

describe.each(cases)('%s', (_path, operation) => {
  const { schemas, orders } = queryOf(operation);

  it('is the same list, whatever the size of its pages', async () => {
    const whole = await wholeList(operation);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 100 }),
        fc.nat(12),
        fc.constantFrom(...orders, undefined),
        fc.boolean(),
        async (size, index, orderby, ascending) => {
          const order = `${orderby === undefined ? '' : `&orderby=${orderby}`}&order_asc=${ascending}`;
          const page = await pageOf(operation, `page=${index}&page_size=${size}${order}`);
          const all = await wholeList(operation, order);
          expect(all.map(keyOf).toSorted()).toEqual(whole.map(keyOf).toSorted());
          expect(page.items).toEqual(all.slice(index * size, (index + 1) * size));
          expect(page).toMatchObject({
            pageIndex: index,
            pageSize: size,
            totalCount: all.length,
            totalPages: Math.ceil(all.length / size),
            indexFrom: 0,
            hasPreviousPage: index > 0 && all.length > 0,
            hasNextPage: (index + 1) * size < all.length,
          });
        },
      ),
      runs,
    );
  });

  it('begins at page 0 with 10 entries, sorted downwards by its first order', async () => {
    const plain = await pageOf(operation, '');
    expect(await pageOf(operation, `page=0&page_size=10&order_asc=false&orderby=${orders[0]}`)).toEqual(
      plain,
    );
  });

  it('sorts by each order, and upwards by the reverse', async () => {
    for (const orderby of orders) {
      const up = await wholeList(operation, `&orderby=${orderby}&order_asc=true`);
      const down = await wholeList(operation, `&orderby=${orderby}&order_asc=false`);
      const field = fieldOf(orderby, up[0] ?? {});
      if (field === undefined) continue;
      const values = up.map((item) => item[field]).filter((value) => value !== null);
      for (const [index, value] of values.slice(1).entries()) {
        expect(
          compare(values[index], value),
          JSON.stringify({ orderby, before: values[index], after: value }),
        ).toBeLessThanOrEqual(0);
      }
      const back = down.map((item) => item[field]).filter((value) => value !== null);
      expect(back.map(comparable)).toEqual(values.map(comparable).toReversed());
      expect(down.map(keyOf).toSorted()).toEqual(up.map(keyOf).toSorted());
    }
  });

  it('reads names, orders and booleans in any letter case', async () => {
    for (const orderby of orders) {
      const query = `orderby=${orderby}&order_asc=true&page_size=3&page=1`;
      const expected = await pageOf(operation, query);
      const shouted = `ORDERBY=${orderby.toUpperCase()}&Order_Asc=TRUE&PAGE_SIZE=3&Page=1`;
      expect(await pageOf(operation, shouted)).toEqual(expected);
      expect(await pageOf(operation, query.toLowerCase())).toEqual(expected);
    }
  });

  it.each([
    ['page=-1', 'page'],
    ['page=x', 'page'],
    ['page=1.5', 'page'],
    ['page=99999999999999999999', 'page'],
    ['page_size=0', 'page_size'],
    ['page_size=101', 'page_size'],
    ['page_size=-5', 'page_size'],
    ['page_size=1e1', 'page_size'],
    ['page_size=ten', 'page_size'],
    ['order_asc=maybe', 'order_asc'],
    ['order_asc=1', 'order_asc'],
    ['orderby=nothing', 'orderby'],
    ['orderby=__proto__', 'orderby'],
    ["orderby=name'--", 'orderby'],
  ])('refuses %s and names it', async (query, field) => {
    expectRefused(await call(operation, query), field);
  });

  it('names all wrong parameters at once', async () => {
    const { status, messages } = await call(operation, 'page=x&page_size=0&orderby=nothing&order_asc=maybe');
    expect(status).toBe(400);
    expect(messages.map((message) => message.split(':')[0])).toEqual(
      expect.arrayContaining(['page', 'page_size', 'orderby', 'order_asc']),
    );
  });

  it('ignores filters that it does not know and parameters without a value', async () => {
    const plain = await pageOf(operation, '');
    const ignored = 'filter.nothing=x&nothing=y&filter.=z&page=&orderby=&order_asc=';
    expect(await pageOf(operation, ignored)).toEqual(plain);
  });

  it('refuses malformed values of its filters', async () => {
    for (const { name, schema } of schemas) {
      const items = schema.items ?? schema;
      const isChecked =
        items.enum !== undefined ||
        ['uuid', 'date-time', 'date'].includes(items.format ?? '') ||
        ['boolean', 'integer', 'number'].includes(String(items.type));
      if (isChecked) expectRefused(await call(operation, `${name}=no-such-value`), name);
    }
  });

  it('takes several words of a closed list as either of them', async () => {
    for (const { name, schema } of schemas.filter((one) => one.schema.items?.enum)) {
      const words = schema.items?.enum ?? [];
      const single = await Promise.all(words.map((word) => wholeList(operation, `&${name}=${word}`)));
      const [first = [], second = []] = single;
      const both = await wholeList(operation, `&${name}=${words[0]},%20${String(words[1]).toUpperCase()}`);
      expect(both.map(keyOf).toSorted()).toEqual([...new Set([...first, ...second].map(keyOf))].toSorted());
    }
  });

  it('combines filters with AND', async () => {
    const all = await wholeList(operation);
    for (const { name, schema } of schemas.filter((one) => one.schema.items?.enum)) {
      for (const word of schema.items?.enum ?? []) {
        const found = await wholeList(operation, `&${name}=${word}&filter.search=e`);
        const one = await wholeList(operation, `&${name}=${word}`);
        const keys = new Set(one.map(keyOf));
        expect(found.every((item) => keys.has(keyOf(item)))).toBe(true);
        expect(one.length).toBeLessThanOrEqual(all.length);
      }
    }
  });

  it('shows nothing of another tenant', async () => {
    const mine = new Set((await wholeList(operation)).map(keyOf));
    const theirs = await wholeList(operation, '', small);
    const isShared = /\/(countries|states)$/.test(operation.path);
    if (!isShared) expect(theirs.filter((item) => 'id' in item && mine.has(keyOf(item)))).toEqual([]);
  });
});

describe.each(searchable)('%s, searched', (_path, operation) => {
  it('finds by any part of a name, in any letter case, with wildcards taken as they are written', async () => {
    const all = await wholeList(operation);
    const named = all.filter((item) => typeof item['name'] === 'string');
    const searched = fc.oneof(
      fc.constantFrom('%', '_', '\\', "'", '"', 'ZEBRA', 'ü', '=sum', '%%', '語'),
      fc.constantFrom(...named, { name: 'nothing' }).chain(({ name }) =>
        fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 8 })).map(([from, length]) => {
          const text = String(name);
          return (
            Array.from(text)
              .slice(from, from + length)
              .join('')
              .trim() || text
          );
        }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(searched, fc.boolean(), async (text, shout) => {
        const wanted = shout ? text.toUpperCase() : text;
        const found = await wholeList(operation, `&filter.search=${encodeURIComponent(wanted)}`);
        const keys = new Set(found.map(keyOf));
        const known = new Set(all.map(keyOf));
        expect(found.every((item) => known.has(keyOf(item)))).toBe(true);
        for (const item of named) {
          if (fold(item['name']).includes(fold(wanted))) expect(keys).toContain(keyOf(item));
        }
      }),
      runs,
    );
  });
});

describe.each(exportable)('%s as a file', (_path, operation) => {
  const { orders } = queryOf(operation);

  it('is the whole list in the same order, one JSON object a line', async () => {
    for (const order of ['', `&orderby=${orders.at(-1)}&order_asc=true`, '&filter.search=e']) {
      const paged = await walkPages(operation, order, tenant);
      const byFormat = await call(operation, `format=ndjson${order}`);
      const byAccept = await call(operation, order, { accept: 'application/x-ndjson' });
      expect(byFormat.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
      expect(byFormat.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+\.ndjson"$/);
      expect(linesOf(byFormat.text)).toEqual(paged);
      expect(linesOf(byAccept.text)).toEqual(paged);
    }
  });

  it('is the whole list as CSV that no spreadsheet computes', async () => {
    const whole = await wholeList(operation);
    const answer = await call(operation, 'FORMAT=CSV');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const records = parse(answer.text, { columns: true, relax_column_count: false }) as Record<
      string,
      string
    >[];
    expect(records).toHaveLength(whole.length);
    for (const [index, record] of records.entries()) {
      const item = whole[index] as Item;
      expect(withoutMoving(record)).toEqual(
        Object.fromEntries(Object.entries(item).map(([key, value]) => [key, csvCell(value)])),
      );
      for (const cell of Object.values(record)) expect(/^[=+@\t\r]|^-\D/.test(cell)).toBe(false);
    }
    const byAccept = await call(operation, '', { accept: 'text/csv' });
    expect(byAccept.text.split('\n')[0]).toBe(answer.text.split('\n')[0]);
  });

  it('refuses another format', async () => {
    expectRefused(await call(operation, 'format=xml'), 'format');
  });
});

interface FilterSchema {
  readonly type?: unknown;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly items?: FilterSchema;
}

/** The filters and orders of a list, as the contract declares them. */
function queryOf({ endpoint }: Operation): {
  schemas: { name: string; schema: FilterSchema }[];
  orders: string[];
} {
  const properties = (endpoint.query?.properties ?? {}) as Record<string, FilterSchema>;
  const schemas = Object.entries(properties)
    .filter(([name]) => name.startsWith('filter.'))
    .map(([name, schema]) => ({ name, schema }));
  return { schemas, orders: [...(properties['orderby']?.enum ?? [])] };
}

/** What a list needs beside paging to have entries at all. */
const always: Readonly<Record<string, string>> = {
  '/api/v1/offer-wall/offers': 'pub_member_id=somebody',
  '/api/v1/offer-wall/pub-member/offers': 'pub_member_id=member-1',
  '/api/v1/sdk-conversion-system/conversions':
    'user_completed_at_from=2026-11-01&user_completed_at_to=2027-01-01',
};

function call(
  operation: Operation,
  query: string,
  headers: Record<string, string> = {},
  by = tenant,
): Promise<ApiAnswer> {
  const { tokens, ...ids } = owned.get(by) as NonNullable<ReturnType<typeof owned.get>>;
  const url = `${addressOf(operation, { ...ids, id: ids.offerId })}?${[always[operation.path], query].filter(Boolean).join('&')}`;
  return app.call('GET', url, { token: tokens[operation.access] ?? null, host: by.host, headers });
}

async function pageOf(operation: Operation, query: string, by = tenant): Promise<Page<Item>> {
  const answer = await call(operation, query, {}, by);
  expect(answer.status, answer.text).toBe(200);
  const page = (answer.data.offers ?? answer.data) as Page<Item>;
  return { ...page, items: page.items.map(withoutMoving) };
}

/** An entry without what moves by itself: these very calls use a token. */
function withoutMoving({ lastUsedAt: _lastUsedAt, ...item }: Item): Item {
  return item;
}

const wholeLists = new Map<string, Promise<Item[]>>();

/**
 * All entries: as a file where the list has one, else page by page. Nothing changes while these tests run, so each is
 * read once for each query.
 */
function wholeList(operation: Operation, query = '', by = tenant): Promise<Item[]> {
  const key = JSON.stringify([operation.path, query, by.id]);
  const read = operation.endpoint.isExportable ? readFile : walkPages;
  const known = wholeLists.get(key) ?? read(operation, query, by);
  wholeLists.set(key, known);
  return known;
}

async function readFile(operation: Operation, query: string, by: TestTenant): Promise<Item[]> {
  const { status, text } = await call(operation, `format=ndjson${query}`, {}, by);
  expect(status, text).toBe(200);
  return linesOf(text);
}

async function walkPages(operation: Operation, query: string, by: TestTenant): Promise<Item[]> {
  const items: Item[] = [];
  for (let index = 0; ; index++) {
    const page = await pageOf(operation, `page=${index}&page_size=100${query}`, by);
    items.push(...page.items);
    if (!page.hasNextPage) return items;
  }
}

function linesOf(text: string): Item[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => withoutMoving(JSON.parse(line) as Item));
}

function expectRefused(answer: ApiAnswer, field: string): void {
  expect([answer.status, answer.body.responseType], answer.text).toEqual([400, 'ValidationError']);
  expect(answer.messages.some((message) => message.startsWith(field))).toBe(true);
}

function keyOf(item: Item): string {
  return JSON.stringify(item['id'] ?? item);
}

/** The field of an entry that an order goes by; none where the entry doesn't show it. */
function fieldOf(orderby: string, item: Item): string | undefined {
  return Object.keys(item).find((name) => name.toLowerCase() === orderby.toLowerCase());
}

/** Texts sort by their folded code points, as the database does. */
function comparable(value: unknown): unknown {
  return typeof value === 'string' && !/^\d{4}-\d\d-\d\dT/.test(value) ? fold(value) : value;
}

function compare(one: unknown, other: unknown): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return Buffer.compare(Buffer.from(String(comparable(one))), Buffer.from(String(comparable(other))));
}

/** Lower case letter by letter, as the database does it: one code point stays one. */
function fold(text: unknown): string {
  return Array.from(String(text), (letter) => Array.from(letter.toLowerCase())[0]).join('');
}
