import { uuids } from '#database/array-values.ts';
import { together, type Transaction } from '#database/transaction.ts';
import type { Decimal, DecimalText } from '#domain/money.ts';
import { add, toText, zero } from '#domain/money.ts';

/** What is added to the sums of one offer, one source and one day. Tests are never counted. */
export interface TotalsChange {
  readonly offerId: string;
  /** The nil uuid for the tenant's own wall, else the partner. */
  readonly sourceId: string;
  /** `YYYY-MM-DD`: the UTC day of the view, click, or first arrival of the conversion. */
  readonly day: string;
  readonly views?: number;
  readonly clicks?: number;
  /** Conversions that stand: Pending or Success. */
  readonly conversions?: number;
  readonly rejected?: number;
  readonly revenue?: Decimal;
  readonly payout?: Decimal;
  readonly reward?: Decimal;
  /** When revenue of it began to stand, as text: the baseline of an offer fades from its newest. */
  readonly revenueAt?: string;
}

interface Sum {
  views: number;
  clicks: number;
  conversions: number;
  rejected: number;
  revenue: Decimal;
  payout: Decimal;
  reward: Decimal;
  revenueAt: string | null;
}

/**
 * Adds to the sums behind ranking and lists, and to the daily ones behind reports, in the transaction of what is
 * counted. Rows are taken in one order everywhere: offers before days, each by their keys.
 */
export async function addToTotals(
  tx: Transaction,
  tenantId: string,
  changes: readonly TotalsChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const byOffer = sumBy(changes, ({ offerId }) => offerId);
  const offers = [...byOffer.entries()].toSorted(byKey);
  const added = tx.query(
    `INSERT INTO offer_totals AS t (tenant_id, offer_id, views, clicks, conversions, revenue, last_revenue_at)
     SELECT $1, c.* FROM unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::numeric[], $7::timestamptz[])
       AS c (offer_id, views, clicks, conversions, revenue, last_revenue_at) ORDER BY c.offer_id
     ON CONFLICT (tenant_id, offer_id) DO UPDATE SET views = t.views + excluded.views,
       clicks = t.clicks + excluded.clicks, conversions = t.conversions + excluded.conversions,
       revenue = t.revenue + excluded.revenue, last_revenue_at = GREATEST(t.last_revenue_at, excluded.last_revenue_at)`,
    [
      tenantId,
      uuids(offers.map(([offerId]) => offerId)),
      offers.map(([, sum]) => sum.views),
      offers.map(([, sum]) => sum.clicks),
      offers.map(([, sum]) => sum.conversions),
      offers.map(([, sum]) => toText(sum.revenue)),
      offers.map(([, sum]) => sum.revenueAt),
    ],
    'add-offer-totals',
  );
  await together(added, addToDays(tx, tenantId, changes));
}

async function addToDays(tx: Transaction, tenantId: string, changes: readonly TotalsChange[]): Promise<void> {
  const days = [
    ...sumBy(changes, ({ day, offerId, sourceId }) => `${day}|${offerId}|${sourceId}`).entries(),
  ].toSorted(byKey);
  const keys = days.map(([key]) => key.split('|'));
  const texts = (read: (sum: Sum) => Decimal): DecimalText[] => days.map(([, sum]) => toText(read(sum)));
  await tx.query(
    `INSERT INTO daily_totals AS t
       (tenant_id, day, offer_id, source_id, views, clicks, conversions, rejected, revenue, payout, reward)
     SELECT $1, c.* FROM unnest($2::date[], $3::uuid[], $4::uuid[], $5::bigint[], $6::bigint[], $7::bigint[],
       $8::bigint[], $9::numeric[], $10::numeric[], $11::numeric[])
       AS c (day, offer_id, source_id, views, clicks, conversions, rejected, revenue, payout, reward)
     ORDER BY c.day, c.offer_id, c.source_id
     ON CONFLICT (tenant_id, day, offer_id, source_id) DO UPDATE SET views = t.views + excluded.views,
       clicks = t.clicks + excluded.clicks, conversions = t.conversions + excluded.conversions,
       rejected = t.rejected + excluded.rejected, revenue = t.revenue + excluded.revenue,
       payout = t.payout + excluded.payout, reward = t.reward + excluded.reward`,
    [
      tenantId,
      keys.map(([day]) => day),
      uuids(keys.map(([, offerId]) => offerId)),
      uuids(keys.map(([, , sourceId]) => sourceId)),
      days.map(([, sum]) => sum.views),
      days.map(([, sum]) => sum.clicks),
      days.map(([, sum]) => sum.conversions),
      days.map(([, sum]) => sum.rejected),
      texts((sum) => sum.revenue),
      texts((sum) => sum.payout),
      texts((sum) => sum.reward),
    ],
    'add-daily-totals',
  );
}

/**
 * Looks for the newest revenue of offers that still stands, after some was taken back. To be run after the conversions
 * were written and the sums added to.
 */
export async function recountRevenue(
  tx: Transaction,
  tenantId: string,
  offerIds: readonly string[],
): Promise<void> {
  if (offerIds.length === 0) return;
  await tx.query(
    `UPDATE offer_totals t SET last_revenue_at = (SELECT max(c.accepted_at) FROM conversions c
       WHERE c.tenant_id = $1 AND c.offer_id = t.offer_id AND c.status IN ('Pending', 'Success') AND c.revenue > 0
         AND NOT c.is_test)
     WHERE t.tenant_id = $1 AND t.offer_id = ANY ($2::uuid[])`,
    [tenantId, uuids(offerIds)],
    'recount-last-revenue',
  );
}

function sumBy(changes: readonly TotalsChange[], keyOf: (change: TotalsChange) => string): Map<string, Sum> {
  const sums = new Map<string, Sum>();
  for (const change of changes) {
    const before = sums.get(keyOf(change));
    sums.set(keyOf(change), {
      views: (before?.views ?? 0) + (change.views ?? 0),
      clicks: (before?.clicks ?? 0) + (change.clicks ?? 0),
      conversions: (before?.conversions ?? 0) + (change.conversions ?? 0),
      rejected: (before?.rejected ?? 0) + (change.rejected ?? 0),
      revenue: add(before?.revenue ?? zero, change.revenue ?? zero),
      payout: add(before?.payout ?? zero, change.payout ?? zero),
      reward: add(before?.reward ?? zero, change.reward ?? zero),
      revenueAt: later(before?.revenueAt ?? null, change.revenueAt ?? null),
    });
  }
  return sums;
}

/** The later of two instants of the same form, as texts. */
function later(one: string | null, other: string | null): string | null {
  return one === null || (other !== null && other > one) ? other : one;
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
