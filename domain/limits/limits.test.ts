import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { add, decimal, equal, toText, zero } from '../money.ts';
import { addDays, isoDate, parseInstant } from '../time.ts';
import { changesOfGivingBack, changesOfTaking } from './holds.ts';
import type { Hold, UsageChange } from './holds.ts';
import { budgetAllows, budgetLeft, capsByWindow, noCounts, slotFree, windowUsedUp } from './limits.ts';

const caps = { dailyCap: 1, weeklyCap: 2, monthlyCap: 3, allTimeCap: 4 };
const none = { dailyCap: null, weeklyCap: null, monthlyCap: null, allTimeCap: null };

describe('caps', () => {
  test.each([
    [caps, noCounts, null],
    [caps, { ...noCounts, Daily: 1 }, 'Daily'],
    [caps, { ...noCounts, Weekly: 1 }, null],
    [caps, { ...noCounts, Weekly: 2 }, 'Weekly'],
    [caps, { ...noCounts, Monthly: 3 }, 'Monthly'],
    [caps, { ...noCounts, Total: 4 }, 'Total'],
    [caps, { ...noCounts, Total: 5 }, 'Total'],
    [caps, { Daily: 0, Weekly: 1, Monthly: 2, Total: 3 }, null],
    [none, { Daily: 1e6, Weekly: 1e6, Monthly: 1e6, Total: 1e6 }, null],
    [{ ...none, allTimeCap: 1 }, { ...noCounts, Daily: 9 }, null],
  ] as const)('%j with %j used is used up in %s', (limits, counts, expected) => {
    expect(windowUsedUp(capsByWindow(limits), counts)).toBe(expected);
    expect(slotFree(capsByWindow(limits), counts)).toBe(expected === null);
  });
});

describe('budget', () => {
  test.each([
    ['10', '4', '6'],
    ['10', '10', '0'],
    ['10', '12', '0'],
    ['0', '0', '0'],
  ])('of %s with %s spent leaves %s', (amount, spent, left) => {
    expect(toText(budgetLeft(decimal(amount), decimal(spent)))).toBe(left);
  });

  test.each([
    ['5', '5', 'FlatRate', true],
    ['5', '5.000001', 'FlatRate', false],
    ['0', null, 'FlatRate', true],
    ['0', '0', 'FlatRate', true],
    ['0', '0.000001', 'FlatRate', false],
    ['0.000001', '50', 'RevShare', true],
    ['0', '50', 'RevShare', false],
    ['0', null, 'RevShare', true],
  ] as const)('%s left allows a revenue of %s at %s: %s', (left, revenue, conversionType, expected) => {
    expect(budgetAllows(decimal(left), revenue === null ? null : decimal(revenue), conversionType)).toBe(
      expected,
    );
  });
});

function at(text: string): number {
  return parseInstant(text) ?? Number.NaN;
}

function hold(takenAt: number, revenue = '2.5'): Hold {
  return { takenAt, revenue: decimal(revenue), scopes: [{ subjectId: 'offer', shareId: null }] };
}

describe('holds', () => {
  test('a hold counts in all four windows of every scope', () => {
    const scopes = [
      { subjectId: 'offer', shareId: null },
      { subjectId: 'offer', shareId: 'share' },
    ];
    const changes = changesOfTaking({ ...hold(at('2026-03-04T05:06:07Z')), scopes });
    expect(
      changes.map((change) => [
        change.scope.shareId,
        change.window,
        isoDate(change.windowStart),
        change.count,
      ]),
    ).toEqual(
      [null, 'share'].flatMap((shareId) => [
        [shareId, 'Daily', '2026-03-04', 1],
        [shareId, 'Weekly', '2026-03-02', 1],
        [shareId, 'Monthly', '2026-03-01', 1],
        [shareId, 'Total', '1970-01-01', 1],
      ]),
    );
  });

  test.each([
    ['2026-03-04T23:59:59.999999Z', ['Daily', 'Weekly', 'Monthly', 'Total']],
    ['2026-03-05T00:00:00Z', ['Weekly', 'Monthly', 'Total']],
    ['2026-03-09T00:00:00Z', ['Monthly', 'Total']],
    ['2026-04-01T00:00:00Z', ['Total']],
    ['2031-01-01T00:00:00Z', ['Total']],
  ])('taken on 4 March and given back at %s, it is given back in %j', (text, windows) => {
    const changes = changesOfGivingBack(hold(at('2026-03-04T05:06:07Z')), at(text));
    expect(changes.map((change) => change.window)).toEqual(windows);
    expect(changes.every((change) => change.count === -1 && toText(change.amount) === '-2.5')).toBe(true);
  });

  test('whatever is taken and given back, no counter ever falls below nought, and all time ends at what stands', () => {
    const start = at('2026-01-30T12:00:00Z');
    const step = fc.record({
      hours: fc.integer({ min: 0, max: 300 }),
      isGivenBack: fc.boolean(),
      amount: fc.integer({ min: 0, max: 10_000 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const counters = new Map<string, { count: number; amount: ReturnType<typeof decimal> }>();
        const apply = (changes: readonly UsageChange[]): void => {
          for (const change of changes) {
            const key = `${change.window}|${change.windowStart}`;
            const before = counters.get(key) ?? { count: 0, amount: zero };
            counters.set(key, {
              count: before.count + change.count,
              amount: add(before.amount, change.amount),
            });
          }
        };
        let now = start;
        let standing = zero;
        const open: Hold[] = [];
        for (const { hours, isGivenBack, amount } of steps) {
          now = addDays(now, hours / 24);
          const oldest = open.shift();
          if (isGivenBack && oldest !== undefined) {
            apply(changesOfGivingBack(oldest, now));
            standing = add(standing, decimal(`-${toText(oldest.revenue)}`));
          } else {
            if (oldest !== undefined) open.unshift(oldest);
            const taken = hold(now, String(amount));
            apply(changesOfTaking(taken));
            standing = add(standing, taken.revenue);
            open.push(taken);
          }
          for (const counter of counters.values()) expect(counter.count).toBeGreaterThanOrEqual(0);
        }
        const total = [...counters].find(([key]) => key.startsWith('Total'))?.[1];
        expect(total?.count ?? 0).toBe(open.length);
        expect(equal(total?.amount ?? zero, standing)).toBe(true);
      }),
    );
  });
});
