import type { TenantTransaction } from '#database/transaction.ts';
import type { Context } from '../../context.ts';

/** A file that a tenant's pages show and that we serve ourselves. */
export interface Asset {
  /** File name in its address, unique in the tenant. */
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** Stores a file, in the place of one of the same name. */
export async function storeAsset(
  context: Pick<Context, 'newId'>,
  tx: TenantTransaction,
  asset: Asset,
): Promise<void> {
  await tx.query(
    `INSERT INTO assets (tenant_id, id, name, media_type, bytes, created_at) VALUES ($1, $2, $3, $4, $5, tenant_now($1))
     ON CONFLICT (tenant_id, name) DO UPDATE SET media_type = excluded.media_type, bytes = excluded.bytes`,
    [tx.tenantId, context.newId(), asset.name, asset.mediaType, asset.bytes],
  );
}

/** Loads a file by its name, or nothing where the tenant has none. */
export async function loadAsset(tx: TenantTransaction, name: string): Promise<Asset | undefined> {
  const { rows } = await tx.query<{ media_type: string; bytes: Buffer }>(
    'SELECT media_type, bytes FROM assets WHERE tenant_id = $1 AND name = $2',
    [tx.tenantId, name],
  );
  const row = rows[0];
  return row && { name, mediaType: row.media_type, bytes: row.bytes };
}
