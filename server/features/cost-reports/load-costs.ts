import type { TenantTransaction } from '#database/transaction.ts';
import { add, decimal, toJsonNumber, type Decimal } from '#domain/money.ts';
import type { OfferContent } from '#domain/offer.ts';
import { loadOffers } from '../catalog/exports.ts';
import type { CostPeriod } from './period.ts';

/** What one offer cost its advertiser on one UTC day, over all publishers. */
export interface DailyCost {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly offerId: string;
  /** The offer as it stands today. */
  readonly content: OfferContent;
  readonly views: number;
  readonly clicks: number;
  /** Conversions that stand: Pending or Success. */
  readonly conversions: number;
  readonly cost: Decimal;
}

interface CostRow {
  day: string;
  offer_id: string;
  views: number;
  clicks: number;
  conversions: number;
  revenue: string;
}

/** Loads what an advertiser's offers cost, by day and then by offer. Tests were never counted. */
export async function loadCosts(
  { tx }: { readonly tx: TenantTransaction },
  { firstDay, lastDay, advertiserId, offerId }: CostPeriod,
): Promise<DailyCost[]> {
  const { rows } = await tx.query<CostRow>(
    `SELECT t.day::text AS day, t.offer_id, sum(t.views)::bigint AS views, sum(t.clicks)::bigint AS clicks,
            sum(t.conversions)::bigint AS conversions, sum(t.revenue) AS revenue
     FROM daily_totals t JOIN offers o ON o.tenant_id = t.tenant_id AND o.id = t.offer_id
     WHERE t.tenant_id = $1 AND t.day BETWEEN $2::date AND $3::date AND o.advertiser_id = $4
       AND ($5::uuid IS NULL OR t.offer_id = $5)
     GROUP BY t.day, t.offer_id ORDER BY t.day, t.offer_id`,
    [tx.tenantId, firstDay, lastDay, advertiserId, offerId],
    'cost-reports-load',
  );
  const offers = await loadOffers(tx, tx.tenantId, [...new Set(rows.map((row) => row.offer_id))]);
  const contents = new Map(offers.map(({ id, content }) => [id, content]));
  return rows.flatMap((row) => {
    const content = contents.get(row.offer_id);
    if (!content) return [];
    const { day, views, clicks, conversions } = row;
    return { day, offerId: row.offer_id, content, views, clicks, conversions, cost: decimal(row.revenue) };
  });
}

/** One row for each offer, over all days, with the tenant as the publisher. */
export function sumsOfOffers(costs: readonly DailyCost[], tenant: { readonly displayName: string }) {
  const byOffer = [...Map.groupBy(costs, ({ offerId }) => offerId).values()];
  return byOffer.map((days) => {
    const { offerId, content } = days[0] as DailyCost;
    const sum = (count: (day: DailyCost) => number) => days.reduce((total, day) => total + count(day), 0);
    return {
      offerId,
      offerName: content.name,
      totalConversions: sum(({ conversions }) => conversions),
      totalClicks: sum(({ clicks }) => clicks),
      totalViews: sum(({ views }) => views),
      revenue: toJsonNumber(days.map(({ cost }) => cost).reduce(add)),
      publisherName: tenant.displayName,
    };
  });
}
