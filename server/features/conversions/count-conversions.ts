import { together, type Transaction } from '#database/transaction.ts';
import type { ConversionState, Money } from '#domain/conversion/facts.ts';
import { nilUuid } from '#domain/ids.ts';
import { compare, negate, zero } from '#domain/money.ts';
import { formatInstant, isoDate } from '#domain/time.ts';
import { addToTotals, markRevenue, type RevenueMoment, type TotalsChange } from '../totals/exports.ts';
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
    real.flatMap(({ draft, from, to, money }) => {
      const place = {
        offerId: draft.offerId,
        sourceId: draft.partnerId ?? nilUuid,
        day: isoDate(draft.arrivedAt),
      };
      const before = from === null ? {} : counted(from, money, -1);
      return [
        { ...place, ...before },
        { ...place, ...counted(to, money, 1) },
      ];
    }),
  );
  await together(added, markRevenue(tx, state.tenantId, [...revenueMoments(state, real).values()]));
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

function revenueMoments(
  state: LoadedState,
  changes: readonly ConversionChange[],
): ReadonlyMap<string, RevenueMoment> {
  const moments = new Map<string, RevenueMoment>();
  for (const { draft, from, to, money } of changes) {
    if (money.revenue === null || compare(money.revenue, zero) <= 0) continue;
    const { offerId } = draft;
    if (stands(from) && !stands(to)) moments.set(offerId, { offerId, at: 'recount' });
    else if (!stands(from) && stands(to) && !moments.has(offerId))
      moments.set(offerId, { offerId, at: formatInstant(state.now) });
  }
  return moments;
}

function stands(status: ConversionState | null): boolean {
  return status === 'Pending' || status === 'Success';
}
