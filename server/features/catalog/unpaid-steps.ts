import type { TenantTransaction } from '#database/transaction.ts';
import type { OfferContent } from '#domain/offer.ts';
import type { Context } from '../../context.ts';
import { notify } from '../notifications/exports.ts';
import type { StoredOffer } from './stored-offer.ts';

/** Tells operators of shares that pay their partner nothing for a step that the offer has just been given. */
export async function tellOfUnpaidSteps(
  context: Pick<Context, 'config' | 'newId' | 'vault'>,
  tx: TenantTransaction,
  before: Pick<StoredOffer, 'id' | 'content'>,
  content: OfferContent,
): Promise<void> {
  const known = new Set(before.content.offerEvents.map(({ id }) => id));
  const added = content.offerEvents.filter(({ id }) => !known.has(id));
  if (added.length === 0) return;
  const { rows } = await tx.query<{ id: string; name: string; unpaid: string[] }>(
    `SELECT s.id, p.name, array(SELECT e FROM unnest($3::text[]) AS e WHERE NOT v.terms -> 'events' ? e) AS unpaid
     FROM shares s JOIN partners p ON p.tenant_id = $1 AND p.id = s.partner_id
     JOIN LATERAL (SELECT terms FROM share_versions v WHERE v.tenant_id = $1 AND v.share_id = s.id
                   ORDER BY v.valid_from DESC LIMIT 1) v ON true
     WHERE s.tenant_id = $1 AND s.offer_id = $2 AND s.is_active ORDER BY s.id`,
    [tx.tenantId, before.id, added.map(({ id }) => id)],
    'catalog-unpaid-steps',
  );
  const names = new Map(added.map(({ id, name }) => [id, name]));
  const notices = rows
    .filter(({ unpaid }) => unpaid.length > 0)
    .map(({ id, name, unpaid }) => ({
      kind: 'share_without_payout' as const,
      title: `${content.name}: ${name} is paid nothing for ${unpaid.map((step) => names.get(step)).join(', ')}`,
      body: 'The offer has a new step that the share with this partner names no payout for.',
      objectKind: 'share',
      objectId: id,
    }));
  await notify(context, tx, tx.tenantId, notices);
}
