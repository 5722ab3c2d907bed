import { endpoint } from './endpoint.ts';
import { Balance, commaList, Day, Instant, named, nullable, oneOf, Type, Uuid } from './schema.ts';

const subs = Array.from({ length: 15 }, (_, index) => `sub${index + 1}` as const);
const times = ['day', 'week', 'month', 'hour'] as const;
const traits = ['country', 'device', ...subs] as const;

/** What a report can be broken down by. */
export const reportDimensions = [...times, 'offer', 'advertiser', 'partner', 'category', ...traits] as const;
/** What a partner's report can be broken down by. */
export const partnerReportDimensions = [...times, 'offer', ...traits] as const;
/** What a report can be broken down by. */
export type ReportDimension = (typeof reportDimensions)[number];

/** What a report can count. */
export const reportMetrics = [
  'views',
  'clicks',
  'conversions',
  'rejected',
  'revenue',
  'payout',
  'reward',
  'margin',
  'epc',
  'conversionRate',
  'approvalRate',
] as const;
/** What a partner's report can count. */
export const partnerReportMetrics = [
  'clicks',
  'conversions',
  'rejected',
  'payout',
  'epc',
  'conversionRate',
  'approvalRate',
] as const;
/** What a report can count. */
export type ReportMetric = (typeof reportMetrics)[number];

/** The longest span of a report that counts raw clicks, in days. */
export const mostRawDays = 93;
/** The longest span of a report that reads daily sums, in days. */
export const mostSummedDays = 1_100;

const optional = Type.Optional;
const count = Type.Integer();
const rate = nullable(Type.Number({ description: 'Null where there is nothing to divide by.' }));
const text = Type.String();

const measures = {
  views: optional(count),
  clicks: optional(count),
  conversions: optional(count),
  rejected: optional(count),
  revenue: optional(Balance),
  payout: optional(Balance),
  reward: optional(Balance),
  margin: optional(Balance),
  epc: optional(rate),
  conversionRate: optional(rate),
  approvalRate: optional(rate),
};

const groups = {
  hour: optional(Instant),
  day: optional(Day),
  week: optional(Type.Unsafe<string>({ ...Day, description: 'The Monday it begins with.' })),
  month: optional(Type.Unsafe<string>({ ...Day, description: 'The day it begins with.' })),
  offerId: optional(Uuid),
  offerName: optional(text),
  advertiserId: optional(Uuid),
  advertiserName: optional(text),
  partnerId: optional(nullable(Type.Unsafe<string>({ ...Uuid, description: 'Null for the own wall.' }))),
  partnerName: optional(nullable(text)),
  categoryId: optional(nullable(Uuid)),
  categoryName: optional(nullable(text)),
  country: optional(Type.String({ description: 'ISO alpha-2; empty where it is not known.' })),
  device: optional(text),
  ...(Object.fromEntries(subs.map((name) => [name, optional(text)])) as Record<
    (typeof subs)[number],
    ReturnType<typeof Type.Optional<typeof text>>
  >),
};

/** Sums over a span of time, broken down as asked. */
export const Report = named(
  'Report',
  Type.Object({
    from: Instant,
    to: Instant,
    currency: text,
    rewardCurrency: text,
    rows: Type.Array(named('ReportRow', Type.Object({ ...groups, ...measures }))),
    totals: named('ReportTotals', Type.Object(measures)),
    isCut: Type.Boolean({ description: 'Whether there are more rows than the limit.' }),
  }),
);

function queryOf<const D extends readonly string[], const M extends readonly string[], F extends object>(
  dimensions: D,
  metrics: M,
  filters: F,
) {
  return Type.Object({
    dimensions: optional(
      commaList(oneOf(dimensions as readonly D[number][]), {
        maxItems: 6,
        description: 'What to break the sums down by; `day` unless given.',
      }),
    ),
    metrics: optional(
      commaList(oneOf(metrics as readonly M[number][]), {
        description: 'What to count; everything unless given.',
      }),
    ),
    from: optional(
      Type.Unsafe<string>({ ...Instant, description: 'Begins here; 30 days before the end unless given.' }),
    ),
    to: optional(
      Type.Unsafe<string>({ ...Instant, description: 'Ends before this; the end of today unless given.' }),
    ),
    orderby: optional(
      oneOf([...dimensions, ...metrics] as (D[number] | M[number])[], {
        description: 'A dimension or metric of the report; its first dimension, upwards, unless given.',
      }),
    ),
    order_asc: optional(Type.Boolean()),
    limit: optional(Type.Integer({ minimum: 1, maximum: 10_000, default: 1_000 })),
    format: optional(oneOf(['json', 'csv', 'ndjson'] as const)),
    ...filters,
  });
}

const filters = {
  'filter.offer_id': optional(commaList(Uuid)),
  'filter.country': optional(commaList(Type.String({ maxLength: 3 }))),
  'filter.device': optional(commaList(Type.String({ maxLength: 50 }))),
};
const description = `Views, clicks and conversions count on the UTC day and hour they arrived. Revenue, payout and reward are those of conversions that stand now, Pending or Success; \`rejected\` counts the others. Tests, robots and held conversions count nowhere. Reports by days, offers, advertisers, partners and categories take up to ${mostSummedDays} days; those by hours, countries, devices or sub values, and those that begin or end within a day, up to ${mostRawDays}.`;

/** Makes a report. */
export const readReport = endpoint({
  id: 'readReport',
  method: 'GET',
  path: '/api/v1/reports',
  tag: 'Reports',
  access: 'management',
  summary: 'Sums views, clicks, conversions and money, broken down by whatever is asked.',
  description,
  query: queryOf(reportDimensions, reportMetrics, {
    ...filters,
    'filter.partner_id': optional(
      commaList(Uuid, { description: 'The uuid of noughts stands for the own wall.' }),
    ),
    'filter.advertiser_id': optional(commaList(Uuid)),
  }),
  status: 200,
  data: Report,
  isExportable: true,
});

/** Makes a report of the partner of the token. */
export const readPartnerReport = endpoint({
  id: 'readPartnerReport',
  method: 'GET',
  path: '/api/v1/partner/reports',
  tag: 'Reports',
  access: 'partner',
  summary: "Sums the partner's own clicks, conversions and payout, broken down by whatever is asked.",
  description: `${description} \`epc\` is payout per click.`,
  query: queryOf(partnerReportDimensions, partnerReportMetrics, filters),
  status: 200,
  data: Report,
  isExportable: true,
});

/** Every endpoint of reports. */
export const reportEndpoints = [readReport, readPartnerReport];
