import { created } from '../../http/answer.ts';
import { write, type Route } from '../../http/route.ts';
import { sql } from 'kysely';
import { checkItem } from './check-item.ts';
import type { Lookup } from './resources.ts';

/** Creates one item of a look-up. */
export function createItem(lookup: Lookup): Route {
  return write(lookup.endpoints.create, async ({ context, tx, body, audit, announce }) => {
    const values = lookup.fromBody(body);
    await checkItem(tx, lookup, values, null);
    const id = context.newId();
    const now = sql<string>`tenant_now(${tx.tenantId})`;
    await tx.kysely
      .insertInto(lookup.table as 'age_ranges')
      .values({ ...values, id, tenant_id: tx.tenantId, created_at: now, modified_at: now } as never)
      .execute();
    const item = lookup.toItem({ ...values, id });
    await audit({ action: 'create', objectKind: lookup.noun, objectId: id, after: item });
    announce('back-office', id);
    return created(item as never, `${lookup.endpoints.list.path}/${id}`);
  });
}
