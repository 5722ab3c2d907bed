import type { Transaction } from '#database/transaction.ts';
import type { PublisherValues } from './parameters.ts';

/** A view as its clicks start from it. */
export interface ViewOfClick {
  readonly viewId: string;
  readonly offerId: string;
  readonly values: PublisherValues;
}

/** Loads the view of a click; null when there is none, or its member was erased. */
export async function loadView(
  tx: Transaction,
  tenantId: string,
  viewId: string,
): Promise<ViewOfClick | null> {
  const { rows } = await tx.query<{
    offer_id: string;
    params: PublisherValues | null;
    pub_member_id: string | null;
  }>(
    `SELECT v.offer_id, v.params, m.pub_member_id
     FROM views v JOIN members m ON m.tenant_id = v.tenant_id AND m.id = v.member_id
     WHERE v.tenant_id = $1 AND v.id = $2`,
    [tenantId, viewId],
    'load-view',
  );
  const row = rows[0];
  if (row === undefined || row.pub_member_id === null) return null;
  return { viewId, offerId: row.offer_id, values: { ...row.params, pub_member_id: row.pub_member_id } };
}
