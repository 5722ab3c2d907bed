import { putShare } from '#contract/shares.ts';
import type { TenantTransaction } from '#database/transaction.ts';
import { decimal, toJsonNumber } from '#domain/money.ts';
import { notFound, ok } from '../../http/answer.ts';
import { write } from '../../http/route.ts';
import type { Context } from '../../context.ts';
import { loadOffer } from '../catalog/exports.ts';
import { checkedShare, type CheckedShare } from './check-share.ts';
import { loadShareOf, type StoredShare } from './stored-share.ts';

/** Gives an offer to a partner, or changes what the share pays and allows. */
export const putShareRoute = write(putShare, async (call) => {
  const { context, tx, params, principal } = call;
  if (!(await hasPartner(tx, params.partnerId))) return notFound('partner');
  const offer = await loadOffer(tx, tx.tenantId, params.offerId);
  if (!offer) return notFound('offer');
  const share = checkedShare(call.body, offer.content);
  await lockShare(tx, params.partnerId, params.offerId);
  const before = await loadShareOf(tx, tx.tenantId, params.partnerId, params.offerId);
  const payoutId = await storeShare(context, tx, params, share, principal.name);
  await call.audit({
    action: before === undefined ? 'create' : 'change',
    objectKind: 'share',
    objectId: payoutId,
    before: before && auditForm(before),
    after: { ...params, isActive: true, ...share.payouts, ...share.caps },
  });
  call.announce('share', payoutId);
  return ok({ payoutId });
});

/** A share as the audit keeps it. */
export function auditForm({ partnerId, offerId, isActive, version, caps }: StoredShare): object {
  const { payout, events } = version.terms;
  const byEvent = Object.fromEntries(events.map((event) => [event.offerEventId, event.payout]));
  return { partnerId, offerId, isActive, payout, events: byEvent, ...caps };
}

/** Whether the tenant has this partner. */
export async function hasPartner(tx: TenantTransaction, id: string): Promise<boolean> {
  const { rowCount } = await tx.query('SELECT 1 FROM partners WHERE tenant_id = $1 AND id = $2', [
    tx.tenantId,
    id,
  ]);
  return rowCount > 0;
}

/** Keeps other writers of a share waiting until this one has committed. */
export async function lockShare(tx: TenantTransaction, partnerId: string, offerId: string): Promise<void> {
  await tx.query(
    'SELECT 1 FROM shares WHERE tenant_id = $1 AND partner_id = $2 AND offer_id = $3 FOR UPDATE',
    [tx.tenantId, partnerId, offerId],
  );
}

/**
 * Stores a share and a new version of what it pays, valid from now on and after every earlier one. The version remembers the
 * caps too: those of today decide, but it has to be known later which they were.
 */
export async function storeShare(
  context: Pick<Context, 'newId'>,
  tx: TenantTransaction,
  { partnerId, offerId }: { partnerId: string; offerId: string },
  { payouts, caps }: CheckedShare,
  actor: string,
): Promise<string> {
  const { rows } = await tx.query<{ id: string; modified_at: string }>(
    `INSERT INTO shares AS s
       (tenant_id, id, partner_id, offer_id, daily_cap, weekly_cap, monthly_cap, all_time_cap, created_at, modified_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, tenant_now($1), tenant_now($1))
     ON CONFLICT (tenant_id, partner_id, offer_id) DO UPDATE SET is_active = true, daily_cap = excluded.daily_cap,
       weekly_cap = excluded.weekly_cap, monthly_cap = excluded.monthly_cap, all_time_cap = excluded.all_time_cap,
       modified_at = greatest(excluded.modified_at, s.modified_at + interval '1 microsecond')
     RETURNING id, modified_at`,
    [
      tx.tenantId,
      context.newId(),
      partnerId,
      offerId,
      caps.dailyCap,
      caps.weeklyCap,
      caps.monthlyCap,
      caps.allTimeCap,
    ],
    'partners-store-share',
  );
  const stored = rows[0] as { id: string; modified_at: string };
  await tx.query(
    `INSERT INTO share_versions (tenant_id, id, share_id, number, valid_from, terms, created_at, actor)
     SELECT $1, $2, $3, COALESCE(max(number), 0) + 1, $4, $5, tenant_now($1), $6
     FROM share_versions WHERE tenant_id = $1 AND share_id = $3`,
    [
      tx.tenantId,
      context.newId(),
      stored.id,
      stored.modified_at,
      JSON.stringify({ ...payouts, caps }),
      actor,
    ],
    'partners-store-share-version',
  );
  return stored.id;
}

/** A stored amount as it crosses the wire, where there may be none. */
export function wireAmount(text: string | null): number | null {
  return text === null ? null : toJsonNumber(decimal(text));
}
