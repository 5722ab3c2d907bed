import pg from 'pg';
import { connectionConfig } from '#database/connect.ts';
import type { TenantTransaction } from '#database/transaction.ts';
import { verifyInside } from '#server/features/verify/verify-tenant.ts';
import type { Difference } from '#server/features/verify/exports.ts';
import type { TestApp, TestTenant } from './app.ts';

/**
 * Verifies a tenant with damage done to it that nobody else ever sees: it is undone with the transaction. The damage
 * is done past all triggers and policies, as by somebody who has the server itself.
 *
 * @param damage statements in which `:tenant` stands for the tenant's id
 */
export async function verifyDamaged(
  { testDatabase }: TestApp,
  tenant: TestTenant,
  damage: readonly string[] = [],
): Promise<readonly Difference[]> {
  const client = new pg.Client(connectionConfig(testDatabase.connectionString, undefined, 60_000));
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL session_replication_role = replica');
    for (const statement of damage) {
      const { rowCount } = await client.query(statement.replaceAll(':tenant', `'${tenant.id}'`));
      if (rowCount === 0) throw new Error(`the damage changed nothing: ${statement}`);
    }
    const found: Difference[] = [];
    const tx = {
      tenantId: tenant.id,
      query: (text: string, values: readonly unknown[] = []) => client.query(text, values as unknown[]),
    } as unknown as TenantTransaction;
    await verifyInside(tx, { difference: (difference) => void found.push(difference), progress: () => {} });
    return found;
  } finally {
    await client.query('ROLLBACK');
    await client.end();
  }
}
