import { done, notFound, refused } from '../../http/answer.ts';
import { write, type Route } from '../../http/route.ts';
import { findItem } from './read.ts';
import type { Lookup } from './resources.ts';

const foreignKeyViolation = '23503';

/** Deletes one item of a look-up, unless something uses it. */
export function removeItem(lookup: Lookup): Route {
  return write(lookup.endpoints.remove, async ({ tx, params, audit, announce }) => {
    const before = await findItem(tx, lookup, params.id);
    if (!before) return notFound(lookup.noun);
    try {
      await tx.query(`DELETE FROM ${lookup.table} WHERE tenant_id = $1 AND id = $2`, [
        tx.tenantId,
        params.id,
      ]);
    } catch (error) {
      if ((error as { code?: string }).code !== foreignKeyViolation) throw error;
      return refused('Conflict', `id: this ${lookup.noun} is in use`);
    }
    await audit({ action: 'delete', objectKind: lookup.noun, objectId: params.id, before });
    announce('back-office', params.id);
    return done();
  });
}
