import { stringify } from 'csv-stringify/sync';
import { readCostReport, readCostReportCsv, readSingularCostReport } from '#contract/cost-reports.ts';
import { file, ok } from '../../http/answer.ts';
import { csvRecord } from '../../http/csv.ts';
import { read, type Route } from '../../http/route.ts';
import { loadCosts, sumsOfOffers } from './load-costs.ts';
import { costPeriod } from './period.ts';
import { singularRow } from './singular.ts';

const columns = [
  'offerId',
  'offerName',
  'totalConversions',
  'totalClicks',
  'totalViews',
  'revenue',
  'publisherName',
];

/** The routes of cost reports. */
export const costReportRoutes: readonly Route[] = [
  read(readCostReport, async (call) => {
    const costs = await loadCosts(call, await costPeriod(call));
    return ok(sumsOfOffers(costs, call.tenant));
  }),
  read(readCostReportCsv, async (call) => {
    const rows = sumsOfOffers(await loadCosts(call, await costPeriod(call)), call.tenant);
    const records = rows.map((row) => csvRecord(columns, row));
    const headers = { 'content-disposition': 'attachment; filename="cost-report.csv"' };
    return file('text/csv; charset=utf-8', stringify(records, { header: true, columns }), {
      headers,
    });
  }),
  read(readSingularCostReport, async (call) => {
    const costs = await loadCosts(call, await costPeriod(call));
    return ok(costs.map((cost) => singularRow(cost, call.tenant.name)));
  }),
];
