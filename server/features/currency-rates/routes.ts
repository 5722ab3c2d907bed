import type { SelectQueryBuilder } from 'kysely';
import { listCurrencyRates } from '#contract/currency-rates.ts';
import type { CurrencyRatesRow, Tables } from '#database/rows.ts';
import { list } from '../../http/list.ts';
import type { Route } from '../../http/route.ts';
import { changeRateRoutes } from './change.ts';
import { rateItem } from './rate.ts';

type Select = SelectQueryBuilder<Tables, 'currency_rates', CurrencyRatesRow>;

const listRates = list(listCurrencyRates, {
  select: ({ tx, tenant }) =>
    tx.kysely.selectFrom('currency_rates').selectAll().where('tenant_id', '=', tenant.id),
  order: { ValidFrom: 'valid_from', Currency: 'currency', CreatedAt: 'created_at' },
  tieBreak: 'currency',
  filters: {
    currency: (select: Select, codes: string[]) =>
      select.where(
        'currency',
        'in',
        codes.map((code) => code.toUpperCase()),
      ),
  },
  items: (rows) => rows.map((row) => rateItem(row as CurrencyRatesRow)),
});

/** The routes of currency rates. */
export const currencyRateRoutes: readonly Route[] = [listRates, ...changeRateRoutes];
