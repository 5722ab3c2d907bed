import { sql, type RawBuilder } from 'kysely';
import type { ReportDimension, ReportMetric } from '#contract/reports.ts';
import { nilUuid, uuidV7Floor } from '#domain/ids.ts';
import { formatInstant, minute, type Micros } from '#domain/time.ts';

/** What a report asks for, checked. */
export interface WantedReport {
  readonly tenantId: string;
  readonly dimensions: readonly ReportDimension[];
  readonly metrics: readonly ReportMetric[];
  readonly from: Micros;
  /** Not included. */
  readonly to: Micros;
  /** Whether it needs raw views, clicks and conversions; else daily sums hold all that it asks. */
  readonly isRaw: boolean;
  readonly offerIds: readonly string[] | undefined;
  /** The nil uuid for the own wall. */
  readonly sourceIds: readonly string[] | undefined;
  readonly advertiserIds: readonly string[] | undefined;
  readonly countries: readonly string[] | undefined;
  readonly devices: readonly string[] | undefined;
  /** Whose earnings per click are meant: the tenant's revenue, or the partner's payout. */
  readonly epcOf: 'revenue' | 'payout';
}

type Fragment = RawBuilder<unknown>;

/** The columns that a dimension is written as, by their names in the answer. */
export function columnsOf(dimension: ReportDimension): string[] {
  return ['offer', 'advertiser', 'partner', 'category'].includes(dimension)
    ? [`${dimension}Id`, `${dimension}Name`]
    : [dimension];
}

function expressionsOf(dimension: ReportDimension): Fragment[] {
  const at = sql`fact.at AT TIME ZONE 'UTC'`;
  switch (dimension) {
    case 'hour':
      return [sql`to_char(${at}, 'YYYY-MM-DD"T"HH24":00:00+00:00"')`];
    case 'day':
    case 'week':
    case 'month':
      return [sql`date_trunc(${sql.lit(dimension)}, ${at})::date::text`];
    case 'offer':
      return [sql`offer.id`, sql`offer.name`];
    case 'advertiser':
      return [sql`offer.advertiser_id`, sql`advertiser.name`];
    case 'partner':
      return [sql`NULLIF(fact.source_id, ${sql.lit(nilUuid)})`, sql`partner.name`];
    case 'category':
      return [sql`category.id`, sql`category.name`];
    case 'country':
      return [sql`COALESCE(fact.country, '')`];
    case 'device':
      return [sql`COALESCE(fact.params ->> 'pub_device', '')`];
    default:
      return [sql`COALESCE(fact.params ->> ${sql.lit(`pub_sub_${dimension.slice('sub'.length)}`)}, '')`];
  }
}

const ratio = (above: string, below: string): Fragment =>
  sql`round(${sql.raw(above)} / NULLIF(${sql.raw(below)}, 0), 6)`;

function metricOf(metric: ReportMetric, epcOf: WantedReport['epcOf']): Fragment {
  switch (metric) {
    case 'margin':
      return sql`sum(fact.revenue) - sum(fact.payout)`;
    case 'epc':
      return ratio(`sum(fact.${epcOf})`, 'sum(fact.clicks)');
    case 'conversionRate':
      return ratio('sum(fact.conversions)::numeric', 'sum(fact.clicks)');
    case 'approvalRate':
      return ratio('sum(fact.conversions)::numeric', 'sum(fact.conversions) + sum(fact.rejected)');
    default:
      return sql`sum(fact.${sql.raw(metric)})`;
  }
}

/** Selects the sums, one row for each group; without dimensions one row of everything. */
export function selectReport(wanted: WantedReport, dimensions = wanted.dimensions): Fragment {
  const groups = dimensions.flatMap((dimension) => {
    const names = columnsOf(dimension);
    return expressionsOf(dimension).map((expression, index) => ({
      name: names[index] as string,
      expression,
    }));
  });
  const columns = [
    ...groups.map(({ name, expression }) => sql`${expression} AS ${sql.id(name)}`),
    ...wanted.metrics.map(
      (metric) => sql`COALESCE(${metricOf(metric, wanted.epcOf)}${nothing(metric)}) AS ${sql.id(metric)}`,
    ),
  ];
  // A report by nothing is one line even of nothing; where groups are asked for, no group is no line.
  const grouped =
    groups.length === 0
      ? sql``
      : sql`GROUP BY ${sql.join(groups.map((_, index) => sql.raw(`${index + 1}`)))}`;
  return sql`SELECT ${sql.join(columns)} FROM (${factsOf(wanted)}) fact
    JOIN offers offer ON offer.tenant_id = ${wanted.tenantId} AND offer.id = fact.offer_id
    ${joinsOf(wanted.tenantId, dimensions)}
    WHERE ${sql.join(conditionsOf(wanted), sql` AND `)} ${grouped}`;
}

/** Counts and sums of nothing are nought, ratios of nothing are not known. */
function nothing(metric: ReportMetric): Fragment {
  return ['epc', 'conversionRate', 'approvalRate'].includes(metric) ? sql`, NULL` : sql`, 0`;
}

function joinsOf(tenantId: string, dimensions: readonly ReportDimension[]): Fragment {
  const joins = {
    advertiser: sql`JOIN advertisers advertiser
      ON advertiser.tenant_id = ${tenantId} AND advertiser.id = offer.advertiser_id`,
    partner: sql`LEFT JOIN partners partner ON partner.tenant_id = ${tenantId} AND partner.id = fact.source_id`,
    category: sql`LEFT JOIN LATERAL (
      SELECT c.id, c.name FROM offer_categories listed
      JOIN categories c ON c.tenant_id = ${tenantId} AND c.id = listed.category_id
      WHERE listed.tenant_id = ${tenantId} AND listed.offer_id = offer.id
      ORDER BY listed.position, listed.category_id LIMIT 1) category ON true`,
  };
  const used = (Object.keys(joins) as (keyof typeof joins)[]).filter((name) => dimensions.includes(name));
  return sql.join(
    used.map((name) => joins[name]),
    sql` `,
  );
}

function conditionsOf(wanted: WantedReport): Fragment[] {
  const { offerIds, sourceIds, advertiserIds, countries, devices } = wanted;
  return [
    sql`true`,
    ...(offerIds ? [sql`fact.offer_id = ANY(${offerIds}::uuid[])`] : []),
    ...(sourceIds ? [sql`fact.source_id = ANY(${sourceIds}::uuid[])`] : []),
    ...(advertiserIds ? [sql`offer.advertiser_id = ANY(${advertiserIds}::uuid[])`] : []),
    ...(countries ? [sql`fact.country = ANY(${countries.map((code) => code.toUpperCase())}::text[])`] : []),
    ...(devices
      ? [sql`lower(fact.params ->> 'pub_device') = ANY(${devices.map((name) => name.toLowerCase())}::text[])`]
      : []),
  ];
}

function factsOf(wanted: WantedReport): Fragment {
  return wanted.isRaw ? rawFacts(wanted) : dailyFacts(wanted);
}

function dailyFacts({ tenantId, from, to }: WantedReport): Fragment {
  return sql`SELECT t.day::timestamp AT TIME ZONE 'UTC' AS at, t.offer_id, t.source_id, NULL::text AS country,
      NULL::jsonb AS params, t.views, t.clicks, t.conversions, t.rejected, t.revenue, t.payout, t.reward
    FROM daily_totals t WHERE t.tenant_id = ${tenantId}
      AND t.day >= (${formatInstant(from)}::timestamptz AT TIME ZONE 'UTC')::date
      AND t.day < (${formatInstant(to)}::timestamptz AT TIME ZONE 'UTC')::date`;
}

/**
 * One line for each view, click and conversion. Ids carry the time, so that only the months asked for are read; they hold
 * it cut to the millisecond, hence a minute more on each side. A conversion's id is never older than its arrival.
 */
function rawFacts(wanted: WantedReport): Fragment {
  const { tenantId, from, to, dimensions, countries, devices } = wanted;
  const least = uuidV7Floor(Math.max(0, from - minute));
  const most = uuidV7Floor(Math.max(0, to + minute));
  const within = (column: string) =>
    sql`${sql.raw(column)} >= ${formatInstant(from)}::timestamptz AND ${sql.raw(column)} < ${formatInstant(to)}::timestamptz`;
  const stands = sql.raw("c.status IN ('Pending', 'Success')");
  const needsCountry = dimensions.includes('country') || countries !== undefined;
  // What a member's click said is looked up only where a report asks for it.
  const needsClick =
    needsCountry || devices !== undefined || dimensions.some((one) => /^(device|sub)/.test(one));
  const own = sql.raw(`'${nilUuid}'::uuid`);
  return sql`
    SELECT v.created_at AS at, v.offer_id, ${own} AS source_id,
      ${needsCountry ? sql`sent.code2` : sql`NULL::text`} AS country, v.params,
      1 AS views, 0 AS clicks, 0 AS conversions, 0 AS rejected, 0::numeric AS revenue, 0::numeric AS payout,
      0::numeric AS reward
    FROM views v ${needsCountry ? codesSent : sql``}
    WHERE v.tenant_id = ${tenantId} AND v.id >= ${least} AND v.id < ${most} AND ${within('v.created_at')}
    UNION ALL
    SELECT k.created_at, k.offer_id, COALESCE(k.partner_id, ${own}), k.country_code2, k.params, 0, 1, 0, 0, 0, 0, 0
    FROM clicks k
    WHERE k.tenant_id = ${tenantId} AND k.id >= ${least} AND k.id < ${most} AND ${within('k.created_at')}
      AND k.kind = 'followed' AND NOT k.is_test
    UNION ALL
    SELECT c.arrived_at, c.offer_id, COALESCE(c.partner_id, ${own}),
      ${needsClick ? sql`k.country_code2, k.params` : sql`NULL, NULL`}, 0, 0,
      (${stands})::int, (c.status = 'Rejected')::int,
      CASE WHEN ${stands} THEN COALESCE(c.revenue, 0) ELSE 0 END,
      CASE WHEN ${stands} THEN COALESCE(c.payout, 0) ELSE 0 END,
      CASE WHEN ${stands} THEN COALESCE(c.reward, 0) ELSE 0 END
    FROM conversions c
    ${needsClick ? sql`LEFT JOIN clicks k ON k.tenant_id = ${tenantId} AND k.id = c.click_id` : sql``}
    WHERE c.tenant_id = ${tenantId} AND c.id >= ${least} AND ${within('c.arrived_at')}
      AND c.status <> 'Held' AND NOT c.is_test`;
}

/** The country that a publisher sent with a view, by whichever of its codes. */
const codesSent = sql`LEFT JOIN (
    SELECT code2 AS code, code2 FROM countries UNION ALL SELECT code3, code2 FROM countries
    UNION ALL SELECT "numeric", code2 FROM countries) sent
  ON sent.code = upper(trim(v.params ->> 'pub_geo_country'))`;
