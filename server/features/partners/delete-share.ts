import { deleteShare } from '#contract/shares.ts';
import type { TenantTransaction } from '#database/transaction.ts';
import { done, notFound } from '../../http/answer.ts';
import { write } from '../../http/route.ts';
import { auditForm, lockShare } from './put-share.ts';
import { loadShareOf } from './stored-share.ts';

/** Ends a share. Its versions stay, because clicks made through it are still paid by them. */
export const deleteShareRoute = write(deleteShare, async ({ tx, params, audit, announce }) => {
  await lockShare(tx, params.partnerId, params.offerId);
  const before = await loadShareOf(tx, tx.tenantId, params.partnerId, params.offerId);
  if (!before) return notFound('share');
  if (!before.isActive) return done();
  await endShare(tx, before.id);
  const form = auditForm(before);
  await audit({
    action: 'delete',
    objectKind: 'share',
    objectId: before.id,
    before: form,
    after: { ...form, isActive: false },
  });
  announce('share', before.id);
  return done();
});

/** Stores that a share takes no more clicks. */
export async function endShare(tx: TenantTransaction, id: string): Promise<void> {
  await tx.query(
    `UPDATE shares SET is_active = false, modified_at = greatest(tenant_now($1), modified_at + interval '1 microsecond')
     WHERE tenant_id = $1 AND id = $2`,
    [tx.tenantId, id],
  );
}
