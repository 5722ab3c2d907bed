import type { EngineTransaction } from '#database/transaction.ts';
import { recordChanges } from '../../platform/changes.ts';

/** A tenant as the list of an installation shows it. */
export interface TenantSummary {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly products: readonly string[];
  readonly status: 'active' | 'suspended';
  readonly createdAt: string;
}

/** Lists the tenants of the installation, the oldest first. */
export async function listTenants(tx: EngineTransaction): Promise<TenantSummary[]> {
  const { rows } = await tx.query<TenantSummary>(
    `SELECT id, name, display_name AS "displayName", products, status, created_at AS "createdAt" FROM tenants ORDER BY id`,
  );
  return rows;
}

/** Suspends a tenant, so that none of its credentials and hosts work, or lets it work again. */
export async function setTenantStatus(
  tx: EngineTransaction,
  tenantId: string,
  status: TenantSummary['status'],
): Promise<void> {
  await tx.query('UPDATE tenants SET status = $2 WHERE id = $1', [tenantId, status]);
  recordChanges(tx, [{ tenantId, kind: 'tenant', objectId: tenantId }]);
}

/**
 * Deletes a tenant and everything that is its own, for good.
 *
 * @param tx the owner's transaction: no serving role may delete money rows
 */
export async function deleteTenant(tx: EngineTransaction, tenantId: string): Promise<void> {
  const { rows } = await tx.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace`,
  );
  // What points at another table goes before what it points at; the rest follows in any order.
  const first = ['tokens', 'users', 'partner_postbacks', 'shares', 'offers'];
  const others = rows.map(({ name }) => name).filter((name) => !first.includes(name) && name !== 'changes');
  for (const name of [...first, ...others])
    await tx.query(`DELETE FROM ${name} WHERE tenant_id = $1`, [tenantId]);
  await tx.query('DELETE FROM tenants WHERE id = $1', [tenantId]);
  recordChanges(tx, [{ tenantId, kind: 'tenant', objectId: tenantId }]);
}
