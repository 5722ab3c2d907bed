import {
  createCurrencyRate,
  deleteCurrencyRate,
  putCurrencyRate,
  type CurrencyRate,
} from '#contract/currency-rates.ts';
import type { CurrencyRatesRow } from '#database/rows.ts';
import type { TenantTransaction } from '#database/transaction.ts';
import { created, done, notFound, ok, refuse } from '../../http/answer.ts';
import { write } from '../../http/route.ts';
import { checkCurrency, checkedRate, findRate, isRateKey, rateItem, type RateKey } from './rate.ts';

const objectKind = 'currency rate';
const path = '/api/v1/currency-rates';

/** Stores a rate, and answers undefined when there is one already that must not be replaced. */
async function store(
  tx: TenantTransaction,
  { currency, validFrom }: RateKey,
  rate: number,
  mayReplace: boolean,
): Promise<CurrencyRate | undefined> {
  await checkCurrency(tx, currency);
  const conflict = mayReplace
    ? 'ON CONFLICT (tenant_id, currency, valid_from) DO UPDATE SET rate = excluded.rate'
    : 'ON CONFLICT DO NOTHING';
  const { rows } = await tx.query<CurrencyRatesRow>(
    `INSERT INTO currency_rates (tenant_id, currency, valid_from, rate, created_at)
     VALUES ($1, $2, $3, $4, tenant_now($1)) ${conflict} RETURNING *`,
    [tx.tenantId, currency, validFrom, checkedRate(rate)],
  );
  return rows[0] && rateItem(rows[0]);
}

const create = write(createCurrencyRate, async ({ tx, body, audit }) => {
  const key = { currency: body.currency.toUpperCase(), validFrom: body.validFrom };
  const after = await store(tx, key, body.rate, false);
  if (after === undefined)
    return refuse('Conflict', `${key.currency} already has a rate from ${key.validFrom} on`);
  await audit({ action: 'create', objectKind, objectId: objectId(key), after });
  return created(after, `${path}/${key.currency}/${key.validFrom}`);
});

const put = write(putCurrencyRate, async ({ tx, params, body, audit }) => {
  const key = { currency: params.currency.toUpperCase(), validFrom: params.validFrom };
  if (!isRateKey(key)) return notFound(objectKind);
  const before = await findRate(tx, key);
  const after = await store(tx, key, body.rate, true);
  if (after === undefined) throw new Error('a rate was not stored');
  await audit({ action: before ? 'change' : 'create', objectKind, objectId: objectId(key), before, after });
  return ok(after);
});

const remove = write(deleteCurrencyRate, async ({ tx, params, audit }) => {
  const before = await findRate(tx, params);
  if (before === undefined) return notFound(objectKind);
  const key = { currency: before.currency, validFrom: before.validFrom };
  await tx.query('DELETE FROM currency_rates WHERE tenant_id = $1 AND currency = $2 AND valid_from = $3', [
    tx.tenantId,
    key.currency,
    key.validFrom,
  ]);
  await audit({ action: 'delete', objectKind, objectId: objectId(key), before });
  return done();
});

function objectId({ currency, validFrom }: RateKey): string {
  return `${currency} ${validFrom}`;
}

/** Adds, sets and removes rates. */
export const changeRateRoutes = [create, put, remove];
