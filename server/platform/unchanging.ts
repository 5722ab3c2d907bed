import { LRUCache } from 'lru-cache';
import type { Transaction } from '#database/transaction.ts';

/** Reads rows of a tenant that never change once they can be asked for, by their ids; ids of nothing are left out. */
export type UnchangingReader<Value> = (
  tx: Transaction,
  tenantId: string,
  ids: Iterable<string>,
) => Promise<ReadonlyMap<string, Value>>;

/**
 * Keeps what was read of rows that never change, so that each process reads them once.
 *
 * @param most rows that are kept; the one unused for longest is forgotten first
 * @param load reads the rows that are not kept
 */
export function unchanging<Value extends object>(
  most: number,
  load: (
    tx: Transaction,
    tenantId: string,
    ids: readonly string[],
  ) => Promise<{ id: string; value: Value }[]>,
): UnchangingReader<Value> {
  const kept = new LRUCache<string, Value>({ max: most });
  return async (tx, tenantId, ids) => {
    const found = new Map<string, Value>();
    const missing: string[] = [];
    for (const id of new Set(ids)) {
      const value = kept.get(`${tenantId}/${id}`);
      if (value === undefined) missing.push(id);
      else found.set(id, value);
    }
    if (missing.length === 0) return found;
    for (const { id, value } of await load(tx, tenantId, missing)) {
      kept.set(`${tenantId}/${id}`, value);
      found.set(id, value);
    }
    return found;
  };
}
