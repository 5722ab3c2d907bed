import {
  mostRawDays,
  mostSummedDays,
  reportMetrics,
  partnerReportMetrics,
  type ReportDimension,
  type ReportMetric,
} from '#contract/reports.ts';
import { day, dayStart, parseInstant, type Micros } from '#domain/time.ts';
import { refuse } from '../../http/answer.ts';
import type { ReadCall } from '../../http/route.ts';
import { instant } from '../conversions/exports.ts';
import type { WantedReport } from './report-sql.ts';

const DEFAULT_DAYS = 30;
/** What daily sums are kept by. */
const summed: ReadonlySet<string> = new Set([
  'day',
  'week',
  'month',
  'offer',
  'advertiser',
  'partner',
  'category',
]);

/** The query of a report of whichever kind. */
export interface ReportQuery {
  readonly dimensions?: readonly ReportDimension[];
  readonly metrics?: readonly ReportMetric[];
  readonly from?: string;
  readonly to?: string;
  readonly orderby?: string;
  readonly order_asc?: boolean;
  readonly limit?: number;
  readonly format?: 'json' | 'csv' | 'ndjson';
  readonly 'filter.offer_id'?: readonly string[];
  readonly 'filter.partner_id'?: readonly string[];
  readonly 'filter.advertiser_id'?: readonly string[];
  readonly 'filter.country'?: readonly string[];
  readonly 'filter.device'?: readonly string[];
}

/**
 * What a call asks for. A partner's report is bound to the partner's traffic and to what partners may know.
 *
 * @throws Refusal 400 for a span that is empty or too long, or an order by what the report doesn't hold
 */
export async function wantedReport(
  { tx, tenant }: Pick<ReadCall<unknown>, 'tx' | 'tenant'>,
  query: ReportQuery,
  partnerId: string | null,
): Promise<WantedReport> {
  const dimensions = [...new Set(query.dimensions ?? (['day'] as const))];
  const metrics = [...new Set(query.metrics ?? (partnerId === null ? reportMetrics : partnerReportMetrics))];
  const { from, to } = await spanOf({ tx, tenant }, query);
  const countries = query['filter.country'];
  const devices = query['filter.device'];
  const isRaw =
    dimensions.some((dimension) => !summed.has(dimension)) ||
    countries !== undefined ||
    devices !== undefined ||
    dayStart(from) !== from ||
    dayStart(to) !== to;
  checkSpan(from, to, isRaw);
  const { orderby } = query;
  if (orderby !== undefined && ![...dimensions, ...metrics].includes(orderby as never))
    refuse('ValidationError', 'orderby: must be one of the dimensions or metrics of the report');
  return {
    tenantId: tenant.id,
    dimensions,
    metrics,
    from,
    to,
    isRaw,
    offerIds: query['filter.offer_id'],
    sourceIds: partnerId === null ? query['filter.partner_id'] : [partnerId],
    advertiserIds: query['filter.advertiser_id'],
    countries,
    devices,
    epcOf: partnerId === null ? 'revenue' : 'payout',
  };
}

async function spanOf(
  { tx, tenant }: Pick<ReadCall<unknown>, 'tx' | 'tenant'>,
  query: ReportQuery,
): Promise<{ from: Micros; to: Micros }> {
  const { rows } = await tx.query<{ now: string }>('SELECT tenant_now($1) AS now', [tenant.id], 'tenant-now');
  const read = (text: string | undefined): Micros | undefined =>
    text === undefined ? undefined : (parseInstant(text) as Micros);
  const to = read(query.to) ?? dayStart(instant(rows[0]?.now ?? '')) + day;
  return { from: read(query.from) ?? to - DEFAULT_DAYS * day, to };
}

function checkSpan(from: Micros, to: Micros, isRaw: boolean): void {
  if (to <= from) refuse('ValidationError', 'to: must be after from');
  const most = isRaw ? mostRawDays : mostSummedDays;
  if (to - from <= most * day) return;
  const why = isRaw
    ? ', as it counts single clicks: whole UTC days by days, offers, advertisers, partners and categories may be more'
    : '';
  refuse('ValidationError', `to: must be at most ${most} days after from for this report${why}`);
}
