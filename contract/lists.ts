import { named, oneOf, Type, type Static, type TObject, type TSchema } from './schema.ts';

/** The largest page of a list. */
export const maxPageSize = 100;
/** The page size of a list when none is asked for. */
export const defaultPageSize = 10;

const paging = {
  page: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 10_000_000, default: 0, description: 'Page, counted from 0.' }),
  ),
  page_size: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: maxPageSize,
      default: defaultPageSize,
      description: 'Items on a page.',
    }),
  ),
  order_asc: Type.Optional(
    Type.Boolean({ default: false, description: 'Whether the smallest comes first.' }),
  ),
};

/** The free-text filter of a list. */
export const searchFilter = Type.Optional(
  Type.String({ maxLength: 200, description: 'Contains this text, in any letter case.' }),
);

/**
 * The query of a list: paging, order and filters. The first of `orderBy` is the default; a filter's key is written
 * without the `filter.` before it.
 */
export function listQuery<const O extends readonly string[], F extends Record<string, TSchema>>(
  orderBy: O,
  filters: F,
) {
  const prefixed = Object.fromEntries(
    Object.entries(filters).map(([name, schema]) => [`filter.${name}`, schema]),
  );
  return Type.Object({
    ...paging,
    orderby: Type.Optional(
      oneOf(orderBy as readonly O[number][], { default: orderBy[0], description: 'What to sort by.' }),
    ),
    format: Type.Optional(
      oneOf(['json', 'csv', 'ndjson'] as const, { description: 'The whole list as a file.' }),
    ),
    ...(prefixed as { [K in keyof F & string as `filter.${K}`]: F[K] }),
  });
}

/** What every list's query has. */
export type ListQuery = Static<TObject<typeof paging>> & {
  orderby?: string;
  format?: 'json' | 'csv' | 'ndjson';
};

/** One page of a list. */
export interface Page<Item> {
  pageIndex: number;
  pageSize: number;
  totalCount: number;
  totalPages: number;
  indexFrom: number;
  items: Item[];
  hasPreviousPage: boolean;
  hasNextPage: boolean;
}

/** The schema of a page of such items. */
export function pageSchema<S extends TSchema>(name: string, item: S) {
  return named(
    name,
    Type.Object({
      pageIndex: Type.Integer({ minimum: 0 }),
      pageSize: Type.Integer({ minimum: 1 }),
      totalCount: Type.Integer({ minimum: 0 }),
      totalPages: Type.Integer({ minimum: 0 }),
      indexFrom: Type.Integer({ const: 0 }),
      items: Type.Array(item),
      hasPreviousPage: Type.Boolean(),
      hasNextPage: Type.Boolean(),
    }),
  );
}

/** Cuts the page object around its items. */
export function pageOf<Item>(
  items: Item[],
  totalCount: number,
  pageIndex: number,
  pageSize: number,
): Page<Item> {
  const totalPages = Math.ceil(totalCount / pageSize);
  return {
    pageIndex,
    pageSize,
    totalCount,
    totalPages,
    indexFrom: 0,
    items,
    hasPreviousPage: pageIndex > 0 && totalCount > 0,
    hasNextPage: pageIndex + 1 < totalPages,
  };
}
