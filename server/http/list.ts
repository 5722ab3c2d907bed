import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { sql, type RawBuilder, type SelectQueryBuilder } from 'kysely';
import type { AnyEndpoint, DataOf, Endpoint } from '#contract/endpoint.ts';
import { defaultPageSize, pageOf, type ListQuery, type Page } from '#contract/lists.ts';
import { inTenant } from '#database/transaction.ts';
import { csvColumns, csvRecord } from './csv.ts';
import { file, ok, type Answer } from './answer.ts';
import { tenantRoute, type ReadCall, type Route, type TenantCall } from './route.ts';

/** A selection of whatever tables and columns: a list is built over what a feature selects. */
// oxlint-disable-next-line typescript/no-explicit-any -- The builder's types of tables and rows add nothing here.
export type ListSelect = SelectQueryBuilder<any, any, any>;

/** A selected row, by the names of its columns. */
// oxlint-disable-next-line typescript/no-explicit-any -- Each list knows the columns that it selected.
export type ListRow = Record<string, any>;

type OrderExpression = string | RawBuilder<unknown>;

// oxlint-disable-next-line typescript/no-explicit-any -- Each filter knows the type that its schema gives the value.
type FilterOf<E> = (select: ListSelect, value: any, call: ReadCall<E>) => ListSelect;

/** How a list is read. */
export interface ListDefinition<E, Item> {
  /** Refuses, before the list is read, what the query's schema cannot. */
  check?(call: TenantCall<E>): Promise<void> | void;
  /** All rows of the tenant, without order or page. Filters that need no value belong here too. */
  select(call: ReadCall<E>): ListSelect;
  /** What each `orderby` value sorts by. */
  readonly order: Readonly<Record<string, OrderExpression>>;
  /** Makes the order total; `id` unless given. */
  readonly tieBreak?: string;
  /** Narrows the rows for each filter that was sent; keys are written without `filter.`. */
  readonly filters: Readonly<Record<string, FilterOf<E>>>;
  /** Maps rows to items, many at a time, so that what belongs to them can be loaded together. */
  items(rows: ListRow[], call: ReadCall<E>): Item[] | Promise<Item[]>;
}

type ItemOf<E> = DataOf<E> extends { items: (infer Item)[] } ? Item : never;

const EXPORT_BATCH = 500;

/** Answers a list: a page of it, or all of it streamed as CSV or NDJSON. */
export function list<E extends AnyEndpoint>(endpoint: E, definition: ListDefinition<E, ItemOf<E>>): Route {
  return tenantRoute(endpoint, async (call) => {
    await definition.check?.(call);
    const format = exportFormat(call);
    if (format) return exportList(call, endpoint, definition, format) as Answer<DataOf<E>>;
    const page = await inTenant(
      call.context.database,
      call.tenant.id,
      (tx) => readPage({ ...call, tx }, definition),
      { readOnly: true, isolation: 'repeatable read' },
    );
    return ok(page as DataOf<E>);
  });
}

/** Reads one page of a list. */
export async function readPage<E, Item>(
  call: ReadCall<E>,
  definition: ListDefinition<E, Item>,
): Promise<Page<Item>> {
  const query = call.query as ListQuery;
  const page = query.page ?? 0;
  const pageSize = query.page_size ?? defaultPageSize;
  const filtered = filter(call, definition);
  const count = await call.tx.kysely
    .selectFrom(filtered.as('listed') as never)
    .select(sql<number>`count(*)`.as('count') as never)
    .executeTakeFirst();
  const rows = await ordered(call, definition, filtered)
    .limit(pageSize)
    .offset(page * pageSize)
    .execute();
  const items = await definition.items(rows as ListRow[], call);
  return pageOf(items, Number((count as { count: number } | undefined)?.count ?? 0), page, pageSize);
}

function filter<E, Item>(call: ReadCall<E>, definition: ListDefinition<E, Item>): ListSelect {
  let select = definition.select(call);
  for (const [name, narrow] of Object.entries(definition.filters)) {
    const value =
      (call.query as Record<string, unknown>)[`filter.${name}`] ??
      (call.query as Record<string, unknown>)[name];
    if (value !== undefined) select = narrow(select, value, call);
  }
  return select;
}

function ordered<E, Item>(
  call: ReadCall<E>,
  definition: ListDefinition<E, Item>,
  select: ListSelect,
): ListSelect {
  const query = call.query as ListQuery;
  const direction = query.order_asc ? 'asc' : 'desc';
  const wanted = query.orderby ?? Object.keys(definition.order)[0];
  const by = definition.order[wanted as string] as OrderExpression;
  return select
    .orderBy(by as never, (order) =>
      direction === 'asc' ? order.asc().nullsLast() : order.desc().nullsLast(),
    )
    .orderBy((definition.tieBreak ?? 'id') as never, direction);
}

/** What a search text looks for: the text anywhere, with the wildcards of LIKE taken as they are written. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, String.raw`\$&`)}%`;
}

function exportFormat(call: TenantCall<unknown>): 'csv' | 'ndjson' | undefined {
  const { format } = call.query as ListQuery;
  if (format) return format === 'json' ? undefined : format;
  const accept = call.request.headers.accept ?? '';
  if (accept.includes('text/csv')) return 'csv';
  return accept.includes('application/x-ndjson') ? 'ndjson' : undefined;
}

function exportList<E, Item>(
  call: TenantCall<E>,
  endpoint: Endpoint,
  definition: ListDefinition<E, Item>,
  format: 'csv' | 'ndjson',
): Answer {
  const items = Readable.from(exportItems(call, definition), {
    objectMode: true,
    highWaterMark: EXPORT_BATCH,
  });
  const name = endpoint.path.split('/').at(-1) ?? 'export';
  const headers = { 'content-disposition': `attachment; filename="${name}.${format}"` };
  if (format === 'ndjson') {
    const lines = Readable.from(
      (async function* () {
        for await (const item of items) yield `${JSON.stringify(item)}\n`;
      })(),
    );
    return file('application/x-ndjson; charset=utf-8', lines, { headers });
  }
  const columns = csvColumns(endpoint);
  const csv = stringify({ header: true, columns, bom: false });
  items.on('error', (error) => csv.destroy(error));
  csv.on('close', () => items.destroy());
  items.map((item) => csvRecord(columns, item)).pipe(csv);
  return file('text/csv; charset=utf-8', csv, { headers });
}

/** Walks the whole list through a cursor of one transaction, a batch at a time, so that memory stays flat. */
async function* exportItems<E, Item>(
  call: TenantCall<E>,
  definition: ListDefinition<E, Item>,
): AsyncGenerator<Item> {
  const batches = new BatchQueue<Item[]>();
  const reading = inTenant(
    call.context.database,
    call.tenant.id,
    async (tx) => {
      const readCall = { ...call, tx };
      const { sql: text, parameters } = ordered(readCall, definition, filter(readCall, definition)).compile();
      await tx.query(`DECLARE exported NO SCROLL CURSOR FOR ${text}`, parameters);
      for (;;) {
        const { rows } = await tx.query<ListRow>(`FETCH ${EXPORT_BATCH} FROM exported`);
        if (rows.length === 0 || !(await batches.put(await definition.items(rows, readCall)))) return;
      }
    },
    { isolation: 'repeatable read', attempts: 1 },
  );
  reading.then(
    () => batches.end(),
    (error: unknown) => batches.fail(error),
  );
  try {
    for await (const batch of batches) yield* batch;
  } finally {
    batches.close();
    await reading.catch(() => {});
  }
}

/** Hands batches from the transaction to the answer, one at a time. */
class BatchQueue<T> implements AsyncIterable<T> {
  #waiting: { value: T; taken: (wanted: boolean) => void } | undefined;
  #wake: (() => void) | undefined;
  #state: 'open' | 'ended' | 'closed' = 'open';
  #error: unknown;

  /** Resolves once the batch was taken; false when nobody wants more. */
  put(value: T): Promise<boolean> {
    if (this.#state === 'closed') return Promise.resolve(false);
    return new Promise((taken) => {
      this.#waiting = { value, taken };
      this.#wake?.();
    });
  }

  end(): void {
    if (this.#state === 'open') this.#state = 'ended';
    this.#wake?.();
  }

  fail(error: unknown): void {
    this.#error = error;
    this.end();
  }

  close(): void {
    this.#state = 'closed';
    this.#waiting?.taken(false);
    this.#waiting = undefined;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      if (this.#waiting) {
        const { value, taken } = this.#waiting;
        this.#waiting = undefined;
        yield value;
        taken(true);
        continue;
      }
      if (this.#error !== undefined) throw this.#error;
      if (this.#state !== 'open') return;
      await new Promise<void>((wake) => (this.#wake = wake));
      this.#wake = undefined;
    }
  }
}
