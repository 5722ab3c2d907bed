import { sql } from 'kysely';
import { notFound, ok } from '../../http/answer.ts';
import { write, type Route } from '../../http/route.ts';
import { checkItem } from './check-item.ts';
import { findItem } from './read.ts';
import type { Lookup } from './resources.ts';

/** Changes one item of a look-up: the whole of it, so that what is left out returns to its default. */
export function changeItem(lookup: Lookup): Route {
  return write(lookup.endpoints.change, async ({ tx, params, body, audit, announce }) => {
    const before = await findItem(tx, lookup, params.id);
    if (!before) return notFound(lookup.noun);
    const values = lookup.fromBody(body);
    await checkItem(tx, lookup, values, params.id);
    await tx.kysely
      .updateTable(lookup.table as 'age_ranges')
      .set({ ...values, modified_at: sql<string>`tenant_now(${tx.tenantId})` } as never)
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', params.id)
      .execute();
    const after = lookup.toItem({ ...values, id: params.id });
    await audit({ action: 'change', objectKind: lookup.noun, objectId: params.id, before, after });
    announce('back-office', params.id);
    return ok(after as never);
  });
}
