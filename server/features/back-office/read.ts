import type { TenantTransaction } from '#database/transaction.ts';
import { notFound, ok } from '../../http/answer.ts';
import { read, type Route } from '../../http/route.ts';
import type { Lookup } from './resources.ts';

/** Reads one item of a look-up. */
export function readItem(lookup: Lookup): Route {
  return read(lookup.endpoints.read, async ({ tx, params }) => {
    const item = await findItem(tx, lookup, params.id);
    return item ? ok(item as never) : notFound(lookup.noun);
  });
}

/** The item with this id, or nothing where the tenant has none. */
export async function findItem(
  tx: TenantTransaction,
  { table, columns, toItem }: Lookup,
  id: string,
): Promise<{ id: string; name: string } | undefined> {
  const row = await tx.kysely
    .selectFrom(table as 'age_ranges')
    .select(['id', 'name', ...columns])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && toItem(row);
}
