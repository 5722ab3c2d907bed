import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimal } from '../money.ts';
import { addDays, day, parseInstant } from '../time.ts';
import { compareRanked, effectiveEpc } from './ranking.ts';
import type { EpcFacts, Ranked } from './ranking.ts';

const launchDate = parseInstant('2026-01-01T12:00:00Z') ?? Number.NaN;
const fresh: EpcFacts = {
  baselineEpc: decimal('5'),
  lockBaselineEpc: false,
  revenue: decimal('0'),
  clicks: 0,
  launchDate,
  lastRevenueAt: null,
};

describe('the effective EPC', () => {
  test.each<[string, Partial<EpcFacts>, number, number]>([
    ['the baseline on the first day', {}, 0, 5],
    ['still the baseline just before a whole day', {}, 1 - 1 / 86_400, 5],
    ['a fifth less after a whole day', {}, 1, 4],
    ['exactly 3.2 after two', {}, 2, 3.2],
    ['2.56 after three', {}, 3, 2.56],
    ['1.31072 after six', {}, 6, 1.31072],
    ['1.048576 after seven', {}, 7, 1.048576],
    ['never below 1', {}, 8, 1],
    ['not even after years', {}, 4000, 1],
    ['a baseline of 1 stays', { baselineEpc: decimal('1') }, 30, 1],
    ['a baseline below 1 stays as it is', { baselineEpc: decimal('0.4') }, 30, 0.4],
    ['a baseline of nought stays', { baselineEpc: decimal('0') }, 30, 0],
    ['before the launch it does not grow', {}, -5, 5],
    ['clicks alone change nothing', { clicks: 1000 }, 1, 4],
    [
      'revenue without clicks: days since the revenue count',
      { revenue: decimal('3'), lastRevenueAt: addDays(launchDate, 9) },
      10,
      4,
    ],
    ['with both, the real ratio', { revenue: decimal('3'), clicks: 4, lastRevenueAt: launchDate }, 100, 0.75],
    ['the real ratio may be below 1', { revenue: decimal('0.000001'), clicks: 1 }, 0, 0.000001],
    ['a locked baseline counts always', { lockBaselineEpc: true }, 100, 5],
    ['also against a real ratio', { lockBaselineEpc: true, revenue: decimal('300'), clicks: 1 }, 0, 5],
    [
      'the largest baseline has fallen to 1 in the end',
      { baselineEpc: decimal('999999999999.999999') },
      125,
      1,
    ],
    ['and not before', { baselineEpc: decimal('999999999999.999999') }, 123, 1.2024538023802027],
  ])('%s', (_, changes, days, expected) => {
    expect(effectiveEpc({ ...fresh, ...changes }, addDays(launchDate, days))).toBeCloseTo(expected, 9);
  });

  test('equal ratios of different sums are equal numbers', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 1000 }),
        (millionths, clicks, times) => {
          const ratio = (factor: number) =>
            effectiveEpc(
              { ...fresh, revenue: decimal((millionths * factor) / 1_000_000), clicks: clicks * factor },
              launchDate,
            );
          expect(ratio(times)).toBe(ratio(1));
        },
      ),
    );
  });

  test('stays between the floor and the baseline, and never grows by waiting', () => {
    const cents = fc.integer({ min: 0, max: 100_000_000 });
    fc.assert(
      fc.property(
        cents,
        fc.integer({ min: 0, max: 400 }),
        fc.integer({ min: 0, max: 400 }),
        (baseline, days, more) => {
          const facts = { ...fresh, baselineEpc: decimal(baseline / 100) };
          const now = effectiveEpc(facts, launchDate + days * day);
          const later = effectiveEpc(facts, launchDate + (days + more) * day);
          expect(later).toBeLessThanOrEqual(now);
          expect(now).toBeLessThanOrEqual(baseline / 100);
          expect(later).toBeGreaterThanOrEqual(Math.min(1, baseline / 100));
        },
      ),
    );
  });
});

describe('the order', () => {
  const offer = (id: string, epc: number, launched: number, atBottom = false): Ranked => ({
    id,
    epc,
    launchDate: launched,
    atBottom,
  });

  test('is bottom last, highest EPC, newest launch, id', () => {
    const ordered = [
      offer('a', 9, 1),
      offer('c', 5, 3),
      offer('b', 5, 2),
      offer('x', 5, 1),
      offer('y', 5, 1),
      offer('d', 0, 1),
      offer('e', 99, 1, true),
      offer('f', 9, 1, true),
    ];
    expect(ordered.toReversed().toSorted(compareRanked)).toEqual(ordered);
  });

  test('is the same however the offers come in, without a tie', () => {
    const offers = fc.uniqueArray(
      fc.record({
        id: fc.uuid(),
        epc: fc.integer({ min: 0, max: 3 }),
        launchDate: fc.integer({ min: 0, max: 3 }),
        atBottom: fc.boolean(),
      }),
      { selector: (one) => one.id },
    );
    fc.assert(
      fc.property(offers, (list) => {
        const sorted = list.toSorted(compareRanked);
        expect(list.toReversed().toSorted(compareRanked)).toEqual(sorted);
        sorted
          .slice(1)
          .forEach((one, index) => expect(compareRanked(sorted[index] ?? one, one)).toBeLessThan(0));
      }),
    );
  });
});
