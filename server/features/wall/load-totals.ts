import type { OfferTotalsRow } from '#database/rows.ts';
import type { TenantTransaction } from '#database/transaction.ts';
import { decimal } from '#domain/money.ts';
import { parseInstant } from '#domain/time.ts';
import type { Turns } from '../../platform/turns.ts';
import type { OfferTotals } from '../catalog/exports.ts';
import { inPages } from './in-pages.ts';

type TotalsRow = Omit<OfferTotalsRow, 'tenant_id'>;

/** Loads the sums of all offers of the tenant that have any, in turns. */
export async function loadTotals(tx: TenantTransaction, turns: Turns): Promise<Map<string, OfferTotals>> {
  const load = async (after: string, most: number) => {
    const { rows } = await tx.query<TotalsRow>(
      `SELECT offer_id, views, clicks, conversions, revenue, last_revenue_at FROM offer_totals
       WHERE tenant_id = $1 AND offer_id > $2 ORDER BY offer_id LIMIT $3`,
      [tx.tenantId, after, most],
      'load-wall-totals',
    );
    return rows;
  };
  const totals = new Map<string, OfferTotals>();
  for await (const rows of inPages(load, (row) => row.offer_id, turns)) {
    for (const row of rows) totals.set(row.offer_id, totalsOf(row));
  }
  return totals;
}

function totalsOf({ views, clicks, conversions, revenue, last_revenue_at }: TotalsRow): OfferTotals {
  return {
    views,
    clicks,
    conversions,
    revenue: decimal(revenue),
    lastRevenueAt: last_revenue_at === null ? null : parseInstant(last_revenue_at),
  };
}
