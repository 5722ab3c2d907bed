import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConversionState, Money } from '../conversion/facts.ts';
import { decimal, isZero, toText } from '../money.ts';
import type { LedgerParties } from './postings.ts';
import { balances, postings, sumsByCurrency } from './postings.ts';

const own: LedgerParties = {
  advertiserId: 'adv',
  partnerId: null,
  memberId: 'member',
  currency: 'USD',
  rewardCurrency: 'points',
};
const viaPartner: LedgerParties = { ...own, partnerId: 'partner' };

function money(revenue: string | null, payout: string | null, reward: string | null): Money {
  const read = (text: string | null) => (text === null ? null : decimal(text));
  return { revenue: read(revenue), payout: read(payout), reward: read(reward) };
}

function lines(
  from: ConversionState | null,
  to: ConversionState,
  of: Money,
  parties: LedgerParties,
): readonly string[] {
  return postings(from, to, of, parties).map(
    ({ account, ownerId, stage, currency, amount }) =>
      `${account} ${ownerId ?? '-'} ${stage} ${toText(amount)} ${currency}`,
  );
}

describe('postings', () => {
  test('acceptance on the own wall: charge, margin and reward, pending', () => {
    expect(lines(null, 'Pending', money('5', null, '100'), own)).toEqual([
      'advertiser adv pending 5 USD',
      'margin - pending -5 USD',
      'rewards - pending 100 points',
      'member member pending -100 points',
    ]);
  });

  test('acceptance for a partner: charge, payout and what is left, no reward', () => {
    expect(lines(null, 'Success', money('5', '3.5', '100'), viaPartner)).toEqual([
      'advertiser adv due 5 USD',
      'partner partner due -3.5 USD',
      'margin - due -1.5 USD',
    ]);
  });

  test('a payout above the revenue is a loss', () => {
    expect(lines(null, 'Pending', money(null, '3', null), viaPartner)).toEqual([
      'partner partner pending -3 USD',
      'margin - pending 3 USD',
    ]);
  });

  test('Success moves pending to due', () => {
    expect(lines('Pending', 'Success', money('5', null, null), own)).toEqual([
      'advertiser adv pending -5 USD',
      'margin - pending 5 USD',
      'advertiser adv due 5 USD',
      'margin - due -5 USD',
    ]);
  });

  test.each<[ConversionState | null, ConversionState]>([
    [null, 'Held'],
    [null, 'Rejected'],
    ['Held', 'Rejected'],
    ['Pending', 'Pending'],
  ])('from %s to %s nothing is posted', (from, to) => {
    expect(postings(from, to, money('5', null, '1'), own)).toEqual([]);
  });
});

describe('whatever happens to a conversion', () => {
  const amount = fc.option(
    fc.integer({ min: 0, max: 10 ** 12 }).map((millionths) => decimal((millionths / 1e6).toFixed(6))),
  );
  const anyMoney = fc.record({ revenue: amount, payout: amount, reward: amount });
  const states = fc.array(fc.constantFrom<ConversionState>('Held', 'Pending', 'Success', 'Rejected'), {
    minLength: 1,
    maxLength: 20,
  });

  test('every currency sums to nought after each change, and balances are those of the final status alone', () => {
    fc.assert(
      fc.property(anyMoney, states, fc.boolean(), fc.boolean(), (of, path, isPartner, isOneCurrency) => {
        const currencies = isOneCurrency ? { rewardCurrency: 'USD' } : {};
        const parties = { ...(isPartner ? viaPartner : own), ...currencies };
        const all = path.flatMap((state, index) => {
          const posted = postings(path[index - 1] ?? null, state, of, parties);
          expect([...sumsByCurrency(posted).values()].every(isZero)).toBe(true);
          return posted;
        });
        const final = postings(null, path.at(-1) ?? 'Held', of, parties);
        expect(inText(balances(all))).toEqual(inText(balances(final)));
      }),
    );
  });
});

function inText(totals: ReturnType<typeof balances>): Readonly<Record<string, string>> {
  return Object.fromEntries([...totals].map(([key, total]) => [key, toText(total)]));
}
