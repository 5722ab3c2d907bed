import type { CurrencyRate } from '#contract/currency-rates.ts';
import type { CurrencyRatesRow } from '#database/rows.ts';
import type { TenantTransaction } from '#database/transaction.ts';
import { decimal, equal, roundHalfEven, toJsonNumber, toText, type DecimalText } from '#domain/money.ts';
import { formatInstant, isoDate, parseInstant } from '#domain/time.ts';
import { refuse } from '../../http/answer.ts';
import { loadSettings } from '../settings/exports.ts';

const RATE_DECIMALS = 12;

/** Which rate is meant: of a currency, from a day on. */
export interface RateKey {
  readonly currency: string;
  readonly validFrom: string;
}

/** A rate as the wire shows it. */
export function rateItem(row: CurrencyRatesRow): CurrencyRate {
  return {
    currency: row.currency,
    validFrom: isoDate(parseInstant(row.valid_from) as number),
    rate: toJsonNumber(decimal(row.rate)),
    createdAt: formatInstant(parseInstant(row.created_at) as number),
  };
}

/** The rate that a body sends, as the database keeps it; refuses one with too many decimals. */
export function checkedRate(rate: number): DecimalText {
  const value = decimal(rate);
  if (!equal(value, roundHalfEven(value, RATE_DECIMALS)))
    refuse('ValidationError', `rate: must have at most ${RATE_DECIMALS} decimals`);
  return toText(value);
}

/** Refuses a rate of the tenant's own currency, which is always worth one. */
export async function checkCurrency(tx: TenantTransaction, currency: string): Promise<void> {
  const { document } = await loadSettings(tx, tx.tenantId);
  if (document.currency === currency)
    refuse('ValidationError', `currency: ${currency} is the currency of the tenant itself`);
}

/** Whether there can be a rate of this key: a code of three letters and a day of the calendar. */
export function isRateKey({ currency, validFrom }: RateKey): boolean {
  return (
    /^[a-z]{3}$/i.test(currency) && /^\d{4}-\d{2}-\d{2}$/.test(validFrom) && parseInstant(validFrom) !== null
  );
}

/** Finds and locks a rate; undefined when there is none, as for a day that is no date. */
export async function findRate(
  tx: TenantTransaction,
  { currency, validFrom }: RateKey,
): Promise<CurrencyRate | undefined> {
  if (!isRateKey({ currency, validFrom })) return undefined;
  const { rows } = await tx.query<CurrencyRatesRow>(
    'SELECT * FROM currency_rates WHERE tenant_id = $1 AND currency = $2 AND valid_from = $3 FOR UPDATE',
    [tx.tenantId, currency.toUpperCase(), validFrom],
  );
  return rows[0] && rateItem(rows[0]);
}
