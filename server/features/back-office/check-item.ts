import type { TenantTransaction } from '#database/transaction.ts';
import { refuse } from '../../http/answer.ts';
import type { Lookup } from './resources.ts';

/**
 * Refuses what a schema cannot see: the ends of a range in the wrong order, and a name that another item of the
 * look-up has, in whatever letter case.
 */
export async function checkItem(
  tx: TenantTransaction,
  { table, noun }: Lookup,
  values: { name?: unknown; value_from?: unknown; value_to?: unknown },
  id: string | null,
): Promise<void> {
  const { value_from: from, value_to: to } = values;
  if (typeof from === 'number' && typeof to === 'number' && to < from)
    refuse('ValidationError', 'valueTo: must not be below valueFrom');
  const taken = await tx.query(
    `SELECT 1 FROM ${table} WHERE tenant_id = $1 AND lower(name) = lower($2) AND id IS DISTINCT FROM $3::uuid`,
    [tx.tenantId, values.name, id],
  );
  if (taken.rowCount > 0) refuse('Conflict', `name: another ${noun} has this name`);
}
