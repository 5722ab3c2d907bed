import type { Database } from '#database/connect.ts';
import { hashOf } from '../../platform/vault.ts';

/** The tenant of a one-time link. The link is a credential of its own, so it is found before the tenant is known. */
export async function tenantOfLink(database: Database, secret: string): Promise<string | undefined> {
  const { rows } = await database.engine.query<{ tenant_id: string }>(
    'SELECT tenant_id FROM sign_in_links WHERE hash = $1',
    [hashOf(secret)],
  );
  return rows[0]?.tenant_id;
}
