import { endpoint } from './endpoint.ts';
import { Balance, Day, Instant, named, nullable, Type, Uuid } from './schema.ts';

const base = '/api/v1/integrations/cost-report';
const published = '/api/v1/costReporting/GoKart';
const tag = 'Cost reports';
const count = Type.Integer({ minimum: 0 });
const text = Type.String();

const query = Type.Object({
  date_from: Type.Unsafe<string>({ ...Instant, description: 'Its UTC day is the first one.' }),
  date_to: Type.Unsafe<string>({ ...Instant, description: 'Its UTC day is the last one.' }),
  offerId: Type.Optional(Uuid),
});

/** What one offer cost its advertiser over the days asked for. */
export const CostReportRow = named(
  'CostReportRow',
  Type.Object({
    offerId: Uuid,
    offerName: text,
    totalConversions: count,
    totalClicks: count,
    totalViews: count,
    revenue: Balance,
    publisherName: text,
  }),
);

/** What one offer cost on one day, in both published spellings of the fields. */
export const SingularCostRow = named(
  'SingularCostRow',
  Type.Object({
    date: Day,
    offer_id: Uuid,
    offer_name: text,
    offerName: text,
    campaign_name: text,
    campaignName: text,
    campaign_Id: Uuid,
    partner_id: text,
    partner_Id: text,
    app: text,
    store_id: text,
    os: nullable(text),
    clicks: count,
    conversions: count,
    cost: Balance,
  }),
);

const words =
  "Views, clicks, standing conversions and what they cost, for the offers of the token's advertiser, summed by UTC days of arrival.";
const failures = ['NotFound'] as const;

/** Reads what each offer cost its advertiser. */
export const readCostReport = endpoint({
  id: 'readCostReport',
  method: 'GET',
  path: `${base}/json`,
  aliases: [`${published}/json`],
  tag,
  access: 'advertiser',
  summary: 'Reads what each offer cost.',
  description: words,
  query,
  status: 200,
  data: Type.Array(CostReportRow),
  failures,
});

/** Reads the same as a CSV file. */
export const readCostReportCsv = endpoint({
  id: 'readCostReportCsv',
  method: 'GET',
  path: `${base}/csv`,
  aliases: [`${published}/csv`],
  tag,
  access: 'advertiser',
  summary: 'Reads what each offer cost, as a CSV file.',
  description: words,
  query,
  status: 200,
  mediaType: 'text/csv',
  failures,
});

/** Reads the costs day by day, in the form that Singular asks for. */
export const readSingularCostReport = endpoint({
  id: 'readSingularCostReport',
  method: 'GET',
  path: `${base}/singular/json`,
  tag,
  access: 'advertiser',
  summary: 'Reads what each offer cost on each day, as Singular takes it.',
  description: words,
  query,
  status: 200,
  data: Type.Array(SingularCostRow),
  failures,
});

/** Every endpoint of cost reports. */
export const costReportEndpoints = [readCostReport, readCostReportCsv, readSingularCostReport];
