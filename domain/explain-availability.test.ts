import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAvailable } from './availability.ts';
import type { LimitUse } from './availability.ts';
import { explainAvailability } from './explain-availability.ts';
import type { ExplainedOffer } from './explain-availability.ts';
import { noCounts } from './limits/limits.ts';
import { decimal } from './money.ts';
import { noCaps } from './offer.ts';
import { day, parseInstant } from './time.ts';

const now = parseInstant('2026-05-01T12:00:00Z') ?? 0;

const single: ExplainedOffer = {
  ...noCaps,
  isPaused: false,
  launchDate: now - day,
  endDate: null,
  offerType: 'SingleEvent',
  conversionType: 'FlatRate',
  revenue: '5',
  offerEvents: [],
};
const unused: LimitUse = {
  budgetLeft: decimal('100'),
  offerCounts: noCounts,
  stepCounts: () => noCounts,
  share: null,
};

function failing(offer: ExplainedOffer, use: LimitUse, finished: string[] = []) {
  return explainAvailability(offer, use, new Set(finished), now)
    .filter(({ pass }) => !pass)
    .map(({ rule, offerEventId, seen, required, smallestChange }) =>
      [rule, ...(offerEventId === null ? [] : [offerEventId]), seen, required, smallestChange].join(' | '),
    );
}

const step = (id: string, over: object = {}) => ({
  ...noCaps,
  id,
  name: `Step ${id}`,
  sequenceNumber: null,
  revenue: '5',
  ...over,
});

describe('every no of availability has a row with the smallest change', () => {
  it.each([
    ['an offer that runs', single, unused, []],
    ['paused', { ...single, isPaused: true }, unused, ['isPaused | paused | running | resume the offer']],
    [
      'not launched',
      { ...single, launchDate: now + 1 },
      unused,
      [
        'launchDate | 2026-05-01T12:00:00+00:00 | from 2026-05-01T12:00:00.000001+00:00 | set launchDate to 2026-05-01T12:00:00+00:00 or earlier',
      ],
    ],
    [
      'ended',
      { ...single, endDate: now - 1 },
      unused,
      [
        'endDate | 2026-05-01T12:00:00+00:00 | until 2026-05-01T11:59:59.999999+00:00 | set endDate to 2026-05-01T12:00:00+00:00 or later, or to null',
      ],
    ],
    [
      'two caps used up',
      { ...single, dailyCap: 3, allTimeCap: 4 },
      { ...unused, offerCounts: { Daily: 3, Weekly: 9, Monthly: 9, Total: 9 } },
      [
        'dailyCap | 3 used | fewer than 3 | raise dailyCap to 4',
        'allTimeCap | 9 used | fewer than 4 | raise allTimeCap to 10',
      ],
    ],
    [
      'a budget that is too small for one more',
      single,
      { ...unused, budgetLeft: decimal('4.25') },
      ['budget | 4.25 left | at least 5 left | raise budgetAmount until 5 is left (0.75 more than now)'],
    ],
    [
      'a percentage with nothing left',
      { ...single, conversionType: 'RevShare' },
      { ...unused, budgetLeft: decimal('0') },
      ['budget | 0 left | more than 0 left | raise budgetAmount above what is spent'],
    ],
    [
      'a share whose cap is used up',
      single,
      { ...unused, share: { caps: { ...noCaps, weeklyCap: 1 }, counts: { ...noCounts, Weekly: 1 } } },
      ['shareWeeklyCap | 1 used | fewer than 1 | raise shareWeeklyCap to 2'],
    ],
  ] as const)('%s', (_name, offer, use, expected) => {
    expect(failing(offer, use)).toEqual(expected);
  });

  it('of several steps, names the change of the one that needs the fewest', () => {
    const offer: ExplainedOffer = {
      ...single,
      offerType: 'MultiEvent',
      offerEvents: [step('a', { dailyCap: 1, weeklyCap: 1 }), step('b', { dailyCap: 2 })],
    };
    const use = { ...unused, stepCounts: () => ({ Daily: 2, Weekly: 2, Monthly: 2, Total: 2 }) };
    expect(failing(offer, use).at(-1)).toBe(
      'step | none | a next step with free caps and budget | for the step Step b: raise dailyCap to 3',
    );
    expect(failing(offer, use, ['a', 'b'])).toEqual([
      'step | none | a next step with free caps and budget | add a step, or allow repetitions of the offer',
    ]);
  });
});

const counts = fc.record({
  Daily: fc.nat(3),
  Weekly: fc.nat(3),
  Monthly: fc.nat(3),
  Total: fc.nat(3),
});
const cap = fc.option(fc.integer({ min: 1, max: 3 }), { nil: null });
const caps = fc.record({ dailyCap: cap, weeklyCap: cap, monthlyCap: cap, allTimeCap: cap });
const revenue = fc.option(fc.constantFrom('0', '1', '2.5'), { nil: null });
const offers = fc
  .record({
    isPaused: fc.boolean(),
    launchDate: fc.constantFrom(now - 1, now, now + 1),
    endDate: fc.constantFrom(null, now - 1, now, now + 1),
    offerType: fc.constantFrom('SingleEvent' as const, 'MultiEvent' as const),
    conversionType: fc.constantFrom('FlatRate' as const, 'RevShare' as const),
    revenue,
    caps,
    steps: fc.array(fc.record({ caps, revenue, isIndependent: fc.boolean() }), { maxLength: 3 }),
  })
  .map(({ caps: own, steps, ...rest }): ExplainedOffer => ({
    ...rest,
    ...own,
    offerEvents: steps.map((one, index) => ({
      ...one.caps,
      id: String(index),
      name: `Step ${index}`,
      revenue: one.revenue,
      sequenceNumber: one.isIndependent ? null : index + 1,
    })),
  }));

it('an offer is available exactly when every deciding row passes', () => {
  fc.assert(
    fc.property(
      offers,
      fc.record({ budgetLeft: fc.constantFrom('0', '1', '2'), offerCounts: counts, steps: fc.array(counts) }),
      fc.option(fc.record({ caps, counts }), { nil: null }),
      fc.subarray(['0', '1', '2']),
      (offer, used, share, finished) => {
        const use: LimitUse = {
          budgetLeft: decimal(used.budgetLeft),
          offerCounts: used.offerCounts,
          stepCounts: (id) => used.steps[Number(id)] ?? noCounts,
          share,
        };
        const rows = explainAvailability(offer, use, new Set(finished), now);
        const decides = rows.filter(({ offerEventId }) => offerEventId === null);
        expect(decides.every(({ pass }) => pass)).toBe(isAvailable(offer, use, new Set(finished), now));
        expect(rows.every(({ pass, smallestChange }) => pass === (smallestChange === null))).toBe(true);
      },
    ),
    { numRuns: 2_000 },
  );
});
