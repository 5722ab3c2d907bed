import { endpoint } from './endpoint.ts';
import { listQuery, pageSchema } from './lists.ts';
import { commaList, Day, Instant, named, Type, type Static } from './schema.ts';

const tag = 'Currency rates';
const path = '/api/v1/currency-rates';
const code = Type.String({
  pattern: '^[A-Za-z]{3}$',
  'x-says': 'must be an ISO 4217 code such as EUR',
  examples: ['EUR'],
});
const rate = Type.Number({
  exclusiveMinimum: 0,
  maximum: 999_999_999_999,
  description: 'What one unit of the currency is worth in the currency of the tenant; at most 12 decimals.',
  examples: [1.0834],
});
const byDay = { params: Type.Object({ currency: code, validFrom: Type.String() }) };

/** What a currency is worth from a day on. */
export const CurrencyRate = named(
  'CurrencyRate',
  Type.Object({
    currency: Type.String(),
    validFrom: Day,
    rate,
    createdAt: Instant,
  }),
);
/** What a currency is worth from a day on. */
export type CurrencyRate = Static<typeof CurrencyRate>;

/** Lists the rates. */
export const listCurrencyRates = endpoint({
  id: 'listCurrencyRates',
  method: 'GET',
  path,
  tag,
  access: 'management',
  summary: 'Lists the dated rates of other currencies.',
  query: listQuery(['ValidFrom', 'Currency', 'CreatedAt'] as const, {
    currency: Type.Optional(commaList(code)),
  }),
  status: 200,
  data: pageSchema('CurrencyRatePage', CurrencyRate),
  isExportable: true,
});

/** Adds a rate. */
export const createCurrencyRate = endpoint({
  id: 'createCurrencyRate',
  method: 'POST',
  path,
  tag,
  access: 'management',
  summary: 'Adds what a currency is worth from a day on.',
  description:
    'An amount is converted by the newest rate that was valid on the day it arrived, in UTC. Without one its postback is parked, to be reprocessed once there is a rate for that day.',
  body: named('NewCurrencyRate', Type.Object({ currency: code, validFrom: Day, rate })),
  bodyExample: { currency: 'EUR', validFrom: '2026-02-01', rate: 1.0834 },
  status: 201,
  data: CurrencyRate,
  failures: ['Conflict'],
});

/** Sets a rate. */
export const putCurrencyRate = endpoint({
  id: 'putCurrencyRate',
  method: 'PUT',
  path: `${path}/{currency}/{validFrom}`,
  tag,
  access: 'management',
  summary: 'Sets what a currency is worth from a day on.',
  description: 'What was converted before keeps its value.',
  ...byDay,
  body: named('CurrencyRateValue', Type.Object({ rate })),
  bodyExample: { rate: 1.0834 },
  status: 200,
  data: CurrencyRate,
});

/** Removes a rate. */
export const deleteCurrencyRate = endpoint({
  id: 'deleteCurrencyRate',
  method: 'DELETE',
  path: `${path}/{currency}/{validFrom}`,
  tag,
  access: 'management',
  summary: 'Removes a rate; what was converted by it keeps its value.',
  ...byDay,
  status: 204,
});

/** Every endpoint of currency rates. */
export const currencyRateEndpoints = [
  listCurrencyRates,
  createCurrencyRate,
  putCurrencyRate,
  deleteCurrencyRate,
];
