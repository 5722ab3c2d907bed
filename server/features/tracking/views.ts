import type { TenantTransaction } from '#database/transaction.ts';
import { isoDate } from '#domain/time.ts';
import type { Context } from '../../context.ts';
import { instant } from '../conversions/exports.ts';
import { addToTotals } from '../totals/exports.ts';
import { readParameters } from './parameters.ts';
import { ensureMember, OWN_WALL } from './members.ts';

/** A member who opens an offer's details on the tenant's own wall. */
export interface NewView {
  readonly offerId: string;
  readonly pubMemberId: string;
  /** The publisher's parameters that were sent, by name and as received: the base of the view's clicks. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly ip: string | null;
  readonly userAgent: string | null;
  /** A view to go on with; it is passed over when it isn't of this offer and member. */
  readonly viewId?: string | undefined;
}

/** Records that a member opened an offer's details, or finds the view that is to be reused. */
export async function recordView(
  context: Pick<Context, 'newId'>,
  tx: TenantTransaction,
  view: NewView,
): Promise<{ viewId: string; memberId: string }> {
  const { tenantId } = tx;
  const memberId = await ensureMember(context, tx, {
    tenantId,
    sourceId: OWN_WALL,
    pubMemberId: view.pubMemberId,
  });
  if (view.viewId !== undefined && (await isViewOf(tx, view.viewId, view.offerId, memberId))) {
    return { viewId: view.viewId, memberId };
  }
  const { rows } = await tx.query<{ now: string }>('SELECT tenant_now($1) AS now', [tenantId], 'tenant-now');
  const now = instant(rows[0]?.now ?? '');
  const viewId = context.newId(now);
  await tx.query(
    `INSERT INTO views (tenant_id, id, offer_id, member_id, params, ip, user_agent, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, tenant_now($1))`,
    [
      tenantId,
      viewId,
      view.offerId,
      memberId,
      JSON.stringify(readParameters(view.parameters)),
      view.ip,
      view.userAgent,
    ],
    'insert-view',
  );
  const day = isoDate(now);
  await addToTotals(tx, tenantId, [{ offerId: view.offerId, sourceId: OWN_WALL, day, views: 1 }]);
  return { viewId, memberId };
}

async function isViewOf(
  tx: TenantTransaction,
  viewId: string,
  offerId: string,
  memberId: string,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    'SELECT FROM views WHERE tenant_id = $1 AND id = $2 AND offer_id = $3 AND member_id = $4',
    [tx.tenantId, viewId, offerId, memberId],
    'find-view-to-reuse',
  );
  return rowCount > 0;
}
