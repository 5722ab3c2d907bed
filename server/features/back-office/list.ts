import { sql } from 'kysely';
import { containing, list } from '../../http/list.ts';
import type { Route } from '../../http/route.ts';
import type { Lookup } from './resources.ts';

/** Lists the items of a look-up. */
export function listItems({ endpoints, table, columns, toItem }: Lookup): Route {
  return list(endpoints.list as never, {
    select: ({ tx, tenant }) =>
      tx.kysely
        .selectFrom(table as 'age_ranges')
        .select(['id', 'name', 'created_at', ...columns])
        .where('tenant_id', '=', tenant.id),
    order: { CreatedAt: 'created_at', Name: sql`lower(name)` },
    filters: { search: (select, text: string) => select.where('name', 'ilike', containing(text)) },
    items: (rows) => rows.map(toItem) as never[],
  });
}
