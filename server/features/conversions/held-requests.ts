import type { Transaction } from '#database/transaction.ts';
import type { PostbackRequest } from '#domain/conversion/facts.ts';
import { decimal, type Decimal } from '#domain/money.ts';
import { isoDate, type Micros } from '#domain/time.ts';
import { instant } from './offers-today.ts';
import type { ConversionRow, RequestFields } from './rows.ts';

/** An amount's currency and the day whose rate counts. */
export interface RateWanted {
  readonly currency: string;
  readonly at: Micros;
}

/**
 * What one unit of each currency was worth in the tenant's own on a day, by {@link rateKey}: the newest rate that was
 * valid then. A currency without one is left out.
 */
export async function loadRates(
  tx: Transaction,
  tenantId: string,
  wanted: readonly RateWanted[],
): Promise<ReadonlyMap<string, Decimal>> {
  if (wanted.length === 0) return new Map();
  const { rows } = await tx.query<{ currency: string; day: string; rate: string }>(
    `SELECT w.currency, w.day, r.rate
     FROM (SELECT DISTINCT * FROM unnest($2::text[], $3::date[])) AS w (currency, day)
     JOIN LATERAL (SELECT rate FROM currency_rates c WHERE c.tenant_id = $1 AND c.currency = w.currency
       AND c.valid_from <= w.day ORDER BY c.valid_from DESC LIMIT 1) r ON true`,
    [
      tenantId,
      wanted.map(({ currency }) => currency.trim().toUpperCase()),
      wanted.map(({ at }) => isoDate(at)),
    ],
    'load-currency-rates',
  );
  return new Map(rows.map(({ currency, day, rate }) => [`${currency}|${day}`, decimal(rate)]));
}

/** The name of a rate among those of {@link loadRates}. */
export function rateKey({ currency, at }: RateWanted): string {
  return `${currency.trim().toUpperCase()}|${isoDate(at)}`;
}

/** The requests behind held conversions, by conversion, ready to be decided again. */
export async function loadHeldRequests(
  tx: Transaction,
  tenantId: string,
  rows: readonly ConversionRow[],
  tenantCurrency: string,
): Promise<ReadonlyMap<string, PostbackRequest>> {
  const held = rows.filter(({ status }) => status === 'Held');
  return held.length === 0 ? new Map() : loadRequests(tx, tenantId, held, tenantCurrency);
}

/**
 * The requests behind conversions, by conversion. What they said is read from the stored raw request; of one that was
 * erased or has outlived its retention nothing but its time is known.
 */
export async function loadRequests(
  tx: Transaction,
  tenantId: string,
  rows: readonly Pick<
    ConversionRow,
    'id' | 'click_id' | 'raw_request_id' | 'arrived_at' | 'user_completed_at' | 'external_id'
  >[],
  tenantCurrency: string,
): Promise<ReadonlyMap<string, PostbackRequest>> {
  const fields = await loadFields(
    tx,
    tenantId,
    rows.flatMap((row) => row.raw_request_id ?? []),
  );
  const rates = await loadRates(
    tx,
    tenantId,
    rows.flatMap((row) => {
      const currency = fields.get(row.raw_request_id ?? '')?.currency ?? null;
      return currency === null || currency === tenantCurrency
        ? []
        : [{ currency, at: instant(row.arrived_at) }];
    }),
  );
  return new Map(
    rows.map((row) => {
      const said = fields.get(row.raw_request_id ?? '');
      const at = instant(row.arrived_at);
      const currency = said?.currency ?? null;
      return [
        row.id,
        {
          requestId: row.raw_request_id ?? row.id,
          conversionId: row.id,
          clickId: row.click_id,
          eventId: said?.eventId ?? null,
          amount: said?.amountText ?? null,
          currency,
          currencyRate: currency === null ? null : (rates.get(rateKey({ currency, at })) ?? null),
          trackId: said?.conversionId ?? row.external_id,
          isSourceAllowed: true,
          arrivedAt: at,
          providerTime: instant(row.user_completed_at),
        },
      ];
    }),
  );
}

async function loadFields(
  tx: Transaction,
  tenantId: string,
  requestIds: readonly string[],
): Promise<ReadonlyMap<string, RequestFields>> {
  if (requestIds.length === 0) return new Map();
  const { rows } = await tx.query<{ id: string; fields: RequestFields | null }>(
    'SELECT id, fields FROM raw_requests WHERE tenant_id = $1 AND id = ANY($2::uuid[])',
    [tenantId, requestIds],
    'load-request-fields',
  );
  return new Map(rows.flatMap(({ id, fields }) => (fields === null ? [] : [[id, fields] as const])));
}
