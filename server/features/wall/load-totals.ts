import type { TenantTransaction } from '#database/transaction.ts';
import { decimal } from '#domain/money.ts';
import { parseInstant } from '#domain/time.ts';
import type { OfferTotals } from '../catalog/exports.ts';

/** Loads the sums of all offers of the tenant that have any. */
export async function loadTotals(tx: TenantTransaction): Promise<Map<string, OfferTotals>> {
  const { rows } = await tx.query<{
    offer_id: string;
    views: number;
    clicks: number;
    conversions: number;
    revenue: string;
    last_revenue_at: string | null;
  }>(
    'SELECT offer_id, views, clicks, conversions, revenue, last_revenue_at FROM offer_totals WHERE tenant_id = $1',
    [tx.tenantId],
    'load-wall-totals',
  );
  return new Map(
    rows.map((row) => [
      row.offer_id,
      {
        views: row.views,
        clicks: row.clicks,
        conversions: row.conversions,
        revenue: decimal(row.revenue),
        lastRevenueAt: row.last_revenue_at === null ? null : parseInstant(row.last_revenue_at),
      },
    ]),
  );
}
