import { together, type Transaction } from '#database/transaction.ts';
import type { ConversionState, Money } from '#domain/conversion/facts.ts';
import { nilUuid } from '#domain/ids.ts';
import { compare, negate, zero } from '#domain/money.ts';
import { formatInstant, isoDate } from '#domain/time.ts';
import { addToTotals, recountRevenue, type TotalsChange } from '../totals/exports.ts';
import type { ConversionChange } from './changes.ts';
import type { LoadedState } from './load.ts';

type Counted = Pick<TotalsChange, 'conversions' | 'rejected' | 'revenue' | 'payout' | 'reward'>;

/**
 * Adds what changes of state mean to the sums of offers and days. A conversion counts on the day it first arrived,
 * whatever happens to it later: as standing, as rejected, or, while held, not at all. Tests are not counted.
 */
export async function countConversions(
  tx: Transaction,
  state: LoadedState,
  changes: readonly ConversionChange[],
): Promise<void> {
  const real = changes.filter(({ draft, from, to }) => !draft.isTest && from !== to);
  const added = addToTotals(
    tx,
    state.tenantId,
    real.flatMap((change) => {
      const { draft, from, to, money } = change;
      const place = {
        offerId: draft.offerId,
        sourceId: draft.partnerId ?? nilUuid,
        day: isoDate(draft.arrivedAt),
      };
      const before = from === null ? {} : counted(from, money, -1);
      const earned = isEarning(change) && !stands(from) && stands(to);
      return [
        { ...place, ...before },
        { ...place, ...counted(to, money, 1), ...(earned && { revenueAt: formatInstant(state.now) }) },
      ];
    }),
  );
  const lost = real.filter((change) => isEarning(change) && stands(change.from) && !stands(change.to));
  const lostAt = new Set(lost.map(({ draft }) => draft.offerId));
  await together(added, recountRevenue(tx, state.tenantId, [...lostAt]));
}

function counted(status: ConversionState, money: Money, sign: 1 | -1): Counted {
  if (status === 'Held') return {};
  if (status === 'Rejected') return { rejected: sign };
  const signed = (value: Money['revenue']) => (sign === 1 ? (value ?? zero) : negate(value ?? zero));
  return {
    conversions: sign,
    revenue: signed(money.revenue),
    payout: signed(money.payout),
    reward: signed(money.reward),
  };
}

function isEarning({ money }: ConversionChange): boolean {
  return money.revenue !== null && compare(money.revenue, zero) > 0;
}

function stands(status: ConversionState | null): boolean {
  return status === 'Pending' || status === 'Success';
}
