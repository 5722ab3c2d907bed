import { sql, type RawBuilder } from 'kysely';
import { listOffers } from '#contract/offers.ts';
import type { OfferItem } from '#contract/offer-shapes.ts';
import { containing, list } from '../../http/list.ts';
import { loadOffers } from './stored-offer.ts';
import { offerItem } from './offer-view.ts';
import { loadViewFacts } from './read.ts';

const statusOf = sql<string>`
  CASE WHEN o.end_date < clock.now THEN 'Expired'
       WHEN o.is_paused OR o.launch_date > clock.now THEN 'Pending' ELSE 'Active' END`;

/** The same rule as the domain's effective EPC, for sorting in the database. */
const epcOf = sql<string>`
  CASE WHEN o.lock_baseline_epc THEN o.baseline_epc
       WHEN COALESCE(t.revenue, 0) <> 0 AND COALESCE(t.clicks, 0) > 0 THEN t.revenue / t.clicks
       WHEN o.baseline_epc <= 1 THEN o.baseline_epc
       ELSE greatest(1, o.baseline_epc * power(0.8, least(125, greatest(0, trunc(
              extract(epoch FROM clock.now - COALESCE(t.last_revenue_at, o.launch_date)) / 86400))))) END`;

function among(column: string, values: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(column)} = ANY (${values}::text[])`;
}

/** Lists offers. */
export const listOffersRoute = list(listOffers, {
  select: ({ tx, tenant }) =>
    tx.kysely
      .selectFrom(
        sql`(SELECT o.id, o.created_at, o.name, o.headline, o.launch_date, o.offer_type, o.tracking_system, o.source,
                    o.device_types, a.name AS advertiser_name, ${statusOf} AS status, ${epcOf} AS epc,
                    COALESCE(t.revenue, 0) AS revenue, COALESCE(t.conversions, 0) AS conversions
             FROM offers o
             CROSS JOIN (SELECT tenant_now(${tenant.id}) AS now) clock
             JOIN advertisers a ON a.tenant_id = o.tenant_id AND a.id = o.advertiser_id
             LEFT JOIN offer_totals t ON t.tenant_id = o.tenant_id AND t.offer_id = o.id
             WHERE o.tenant_id = ${tenant.id})`.as('offer') as never,
      )
      .selectAll(),
  order: {
    CreatedAt: 'created_at',
    Name: sql`lower(name)`,
    LaunchDate: 'launch_date',
    Epc: 'epc',
    Revenue: 'revenue',
    Conversions: 'conversions',
  },
  filters: {
    search: (select, text: string) =>
      select.where(
        sql<boolean>`(name ILIKE ${containing(text)} OR headline ILIKE ${containing(text)}
          OR advertiser_name ILIKE ${containing(text)} OR id::text = lower(${text.trim()}))`,
      ),
    status: (select, values: string[]) => select.where(among('status', values)),
    offer_type: (select, values: string[]) => select.where(among('offer_type', values)),
    tracking_system: (select, values: string[]) => select.where(among('tracking_system', values)),
    offer_source: (select, values: string[]) => select.where(among('source', values)),
    // An offer for all devices is one for each of them, and whoever asks for all means every offer.
    device_type: (select, values: string[]) =>
      values.includes('All')
        ? select
        : select.where(sql<boolean>`device_types && ${['All', ...values]}::text[]`),
  },
  items: async (rows, call) => {
    const ids = rows.map(({ id }) => id as string);
    const offers = await loadOffers(call.tx, call.tenant.id, ids);
    const facts = await loadViewFacts(call, offers);
    const byId = new Map(offers.map((offer) => [offer.id, offer]));
    return ids.flatMap((id): OfferItem[] => {
      const offer = byId.get(id);
      return offer ? [offerItem(offer, facts)] : [];
    });
  },
});
