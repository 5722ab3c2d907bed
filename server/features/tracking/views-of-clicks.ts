import type { Transaction } from '#database/transaction.ts';
import type { PublisherValues } from './parameters.ts';

/** A view as its clicks start from it. */
export interface ViewOfClick {
  readonly offerId: string;
  readonly values: PublisherValues;
}

/** Loads the views of clicks, by id; those that don't exist, or whose member was erased, are left out. */
export async function loadViews(
  tx: Transaction,
  tenantId: string,
  viewIds: readonly string[],
): Promise<ReadonlyMap<string, ViewOfClick>> {
  if (viewIds.length === 0) return new Map();
  const { rows } = await tx.query<{
    id: string;
    offer_id: string;
    params: PublisherValues | null;
    pub_member_id: string | null;
  }>(
    `SELECT v.id, v.offer_id, v.params, m.pub_member_id
     FROM views v JOIN members m ON m.tenant_id = v.tenant_id AND m.id = v.member_id
     WHERE v.tenant_id = $1 AND v.id = ANY($2::uuid[])`,
    [tenantId, viewIds],
    'load-views',
  );
  return new Map(
    rows.flatMap((row) =>
      row.pub_member_id === null
        ? []
        : [[row.id, { offerId: row.offer_id, values: { ...row.params, pub_member_id: row.pub_member_id } }]],
    ),
  );
}
