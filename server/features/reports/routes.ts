import { stringify } from 'csv-stringify/sync';
import { sql } from 'kysely';
import { readPartnerReport, readReport, type ReportDimension } from '#contract/reports.ts';
import type { TenantTransaction } from '#database/transaction.ts';
import { decimal, toJsonNumber } from '#domain/money.ts';
import { formatInstant } from '#domain/time.ts';
import { file, ok, type Answer } from '../../http/answer.ts';
import { csvRecord } from '../../http/csv.ts';
import { read, type ReadCall, type Route } from '../../http/route.ts';
import { loadSettings } from '../settings/exports.ts';
import { columnsOf, selectReport, type WantedReport } from './report-sql.ts';
import { wantedReport, type ReportQuery } from './wanted.ts';

const DEFAULT_LIMIT = 1_000;

type Row = Record<string, string | number | null>;

/** The routes of reports. */
export const reportRoutes: readonly Route[] = [
  read(readReport, (call) => answerReport(call, call.query as ReportQuery, null)),
  read(readPartnerReport, (call) =>
    answerReport(call, call.query as ReportQuery, call.principal.partnerId as string),
  ),
];

async function answerReport(
  call: Pick<ReadCall<unknown>, 'tx' | 'tenant' | 'request'>,
  query: ReportQuery,
  partnerId: string | null,
): Promise<Answer<never>> {
  const wanted = await wantedReport(call, query, partnerId);
  const limit = query.limit ?? DEFAULT_LIMIT;
  const found = await loadRows(call.tx, wanted, query, limit + 1);
  const rows = found.slice(0, limit);
  const format = query.format ?? acceptedFormat(call.request.headers.accept ?? '');
  if (format !== 'json') return fileOf(format, wanted, rows) as Answer<never>;
  const [totals] = await run(call.tx, selectReport(wanted, []), wanted);
  const { currency, rewardCurrency } = (await loadSettings(call.tx, call.tenant.id)).document;
  const span = { from: formatInstant(wanted.from), to: formatInstant(wanted.to) };
  const isCut = found.length > limit;
  return ok({ ...span, currency, rewardCurrency, rows, totals: totals ?? {}, isCut } as never);
}

async function loadRows(
  tx: TenantTransaction,
  wanted: WantedReport,
  { orderby, order_asc: isAscending }: ReportQuery,
  limit: number,
): Promise<Row[]> {
  const first = wanted.dimensions[0] as ReportDimension;
  const column = orderColumn(orderby ?? first);
  const direction = sql.raw((isAscending ?? orderby === undefined) ? 'ASC' : 'DESC');
  // Every column of every group makes the order total.
  const groups = wanted.dimensions.flatMap(columnsOf).map((name) => sql`report.${sql.id(name)}`);
  const statement = sql`SELECT * FROM (${selectReport(wanted)}) report
    ORDER BY report.${sql.id(column)} ${direction} NULLS LAST, ${sql.join(groups)} LIMIT ${limit}`;
  return run(tx, statement, wanted);
}

/** Things with a name are sorted by it. */
function orderColumn(name: string): string {
  const columns = columnsOf(name as ReportDimension);
  return columns.at(-1) as string;
}

async function run(
  tx: TenantTransaction,
  statement: ReturnType<typeof selectReport>,
  { metrics }: WantedReport,
): Promise<Row[]> {
  const { rows } = await sql<Row>`${statement}`.execute(tx.kysely);
  const isMetric = new Set<string>(metrics);
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        isMetric.has(name) && value !== null ? toJsonNumber(decimal(String(value))) : value,
      ]),
    ),
  );
}

function acceptedFormat(accept: string): 'json' | 'csv' | 'ndjson' {
  if (accept.includes('text/csv')) return 'csv';
  return accept.includes('application/x-ndjson') ? 'ndjson' : 'json';
}

function fileOf(format: 'csv' | 'ndjson', wanted: WantedReport, rows: readonly Row[]): Answer {
  const headers = { 'content-disposition': `attachment; filename="report.${format}"` };
  if (format === 'ndjson')
    return file(
      'application/x-ndjson; charset=utf-8',
      rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
      {
        headers,
      },
    );
  const columns = [...wanted.dimensions.flatMap(columnsOf), ...wanted.metrics];
  const records = rows.map((row) => csvRecord(columns, row));
  return file('text/csv; charset=utf-8', stringify([columns, ...records]), { headers });
}
