import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAvailable, nextStatusChange, nextSteps, offerStatus } from './availability.ts';
import type { AvailabilityOffer, LimitUse } from './availability.ts';
import { noCounts } from './limits/limits.ts';
import { decimal, toText } from './money.ts';
import { noCaps } from './offer.ts';
import type { OfferContent, OfferEvent } from './offer.ts';
import { faultSentence } from './offer-rules.ts';
import { applyScheduledChange, changesKept, checkScheduledChange } from './scheduled-changes.ts';
import type { ScheduledChange } from './scheduled-changes.ts';
import { defaultRatioReward, settleEventMoney, shownEvents, wallReward } from './terms.ts';
import { addHours, day, hour, parseInstant } from './time.ts';

const settings = { rewardRatio: decimal('100'), rewardDecimals: 2 };

function at(text: string): number {
  return parseInstant(text) ?? Number.NaN;
}

function event(number: number, changes: Partial<OfferEvent> = {}): OfferEvent {
  return {
    id: `0193a1f2-7c40-7b1e-9c55-00000000000${number}`,
    name: `Step ${number}`,
    eventId: `step_${number}`,
    showOnOfferWall: true,
    displayOrder: number,
    sequenceNumber: null,
    minTimeFromPreviousEvent: null,
    deadlineDays: null,
    pendingTime: null,
    hasRevenue: true,
    revenue: '1',
    hasReward: true,
    useDefaultRatio: false,
    reward: '10',
    allowRepetitions: false,
    ...noCaps,
    ...changes,
  };
}

describe('the default ratio', () => {
  test.each([
    ['0.5', 2, '50'],
    ['0.12345', 2, '12.34'],
    ['0.12355', 2, '12.36'],
    ['0.005', 0, '0'],
    ['0.015', 0, '2'],
    ['0', 6, '0'],
  ])('gives for a revenue of %s with %i decimals %s', (revenue, rewardDecimals, expected) => {
    expect(defaultRatioReward(revenue, { ...settings, rewardDecimals })).toBe(expected);
  });

  test.each<[Partial<OfferEvent>, [string | null, string | null]]>([
    [{}, ['1', '10']],
    [{ hasRevenue: false }, [null, '10']],
    [{ hasReward: false }, ['1', null]],
    [{ hasRevenue: false, hasReward: false, useDefaultRatio: true }, [null, null]],
    [{ useDefaultRatio: true }, ['1', '100']],
    [{ useDefaultRatio: true, hasReward: false }, ['1', null]],
    [{ useDefaultRatio: true, hasRevenue: false }, [null, null]],
  ])('a step with %j is stored with revenue and reward %j', (changes, [revenue, reward]) => {
    const settled = settleEventMoney(event(1, changes), 'FlatRate', settings);
    expect([settled.revenue, settled.reward]).toEqual([revenue, reward]);
    expect(settleEventMoney(settled, 'FlatRate', settings)).toEqual(settled);
  });
});

describe('the reward on the wall', () => {
  const multi = { offerType: 'MultiEvent', conversionType: 'FlatRate', reward: '99' } as const;
  test.each([
    ['a SingleEvent offer shows its own', { ...multi, offerType: 'SingleEvent', offerEvents: [] }, '99'],
    [
      'a SingleEvent offer without one shows none',
      { ...multi, offerType: 'SingleEvent', reward: null, offerEvents: [] },
      null,
    ],
    [
      'the shown steps are added up',
      {
        ...multi,
        offerEvents: [event(1), event(2, { reward: '0.1' }), event(3, { showOnOfferWall: false })],
      },
      '10.1',
    ],
    [
      'a step without a reward adds nothing',
      { ...multi, offerEvents: [event(1, { reward: null }), event(2)] },
      '10',
    ],
    ['none has one', { ...multi, offerEvents: [event(1, { reward: null })] }, null],
    ['a reward of nought is one', { ...multi, offerEvents: [event(1, { reward: '0' })] }, '0'],
    [
      'the highest percentage counts',
      {
        ...multi,
        conversionType: 'RevShare',
        offerEvents: [
          event(1, { reward: '9' }),
          event(2),
          event(3, { reward: '50', showOnOfferWall: false }),
        ],
      },
      '10',
    ],
  ] as const)('%s', (_, terms, expected) => {
    const reward = wallReward({ ...terms, offerEvents: [...terms.offerEvents] });
    expect(reward === null ? null : toText(reward)).toBe(expected);
  });

  test('shown steps come by display order', () => {
    expect(
      shownEvents([event(3), event(1), event(2, { showOnOfferWall: false })]).map((one) => one.displayOrder),
    ).toEqual([1, 3]);
  });
});

describe('the status', () => {
  const run = { isPaused: false, launchDate: at('2026-01-01'), endDate: at('2026-02-01') };
  test.each([
    [run, '2025-12-31T23:59:59.999999Z', 'Pending'],
    [run, '2026-01-01T00:00:00Z', 'Active'],
    [run, '2026-02-01T00:00:00Z', 'Active'],
    [run, '2026-02-01T00:00:00.000001Z', 'Expired'],
    [{ ...run, isPaused: true }, '2026-01-15', 'Pending'],
    [{ ...run, isPaused: true }, '2026-03-01', 'Expired'],
    [{ ...run, endDate: null }, '2999-01-01', 'Active'],
  ] as const)('of %j at %s is %s', (offer, now, expected) => {
    expect(offerStatus(offer, at(now))).toBe(expected);
  });

  test('changes by itself exactly at the instant foretold, and not before', () => {
    const instants = fc.integer({ min: at('2025-12-01'), max: at('2026-03-01') });
    fc.assert(
      fc.property(instants, fc.boolean(), fc.boolean(), (now, isPaused, isEndless) => {
        const offer = { ...run, isPaused, endDate: isEndless ? null : run.endDate };
        const change = nextStatusChange(offer, now);
        if (change === null) {
          expect(offerStatus(offer, now + 365 * day)).toBe(offerStatus(offer, now));
        } else {
          expect(change).toBeGreaterThan(now);
          expect(offerStatus(offer, change - 1)).toBe(offerStatus(offer, now));
          expect(offerStatus(offer, change)).not.toBe(offerStatus(offer, now));
        }
      }),
    );
  });
});

describe('the steps a member could do next', () => {
  const steps = [
    event(1, { sequenceNumber: 1 }),
    event(2, { sequenceNumber: 2 }),
    event(3),
    event(4, { sequenceNumber: 3 }),
  ];
  test.each([
    [[], [1, 3]],
    [[1], [2, 3]],
    [[2], [1, 3]],
    [[1, 3], [2]],
    [
      [1, 2],
      [3, 4],
    ],
    [[1, 2, 3, 4], []],
  ])('after %j are %j', (finished, expected) => {
    const ids = new Set(finished.map((number) => event(number).id));
    expect(nextSteps(steps, ids).map((step) => step.displayOrder)).toEqual(expected);
  });
});

describe('availability', () => {
  const single: AvailabilityOffer = {
    ...noCaps,
    offerType: 'SingleEvent',
    conversionType: 'FlatRate',
    isPaused: false,
    launchDate: at('2026-01-01'),
    endDate: null,
    revenue: '5',
    offerEvents: [],
  };
  const multi: AvailabilityOffer = {
    ...single,
    offerType: 'MultiEvent',
    offerEvents: [
      event(1, { sequenceNumber: 1, dailyCap: 1 }),
      event(2, { sequenceNumber: 2, revenue: '8' }),
      event(3, { revenue: '3' }),
    ],
  };
  const use: LimitUse = {
    budgetLeft: decimal('100'),
    offerCounts: noCounts,
    stepCounts: () => noCounts,
    share: null,
  };
  const usedUp: Partial<LimitUse> = {
    stepCounts: (id) => (id === event(1).id ? { ...noCounts, Daily: 1 } : noCounts),
  };
  const done = (...numbers: number[]): ReadonlySet<string> =>
    new Set(numbers.map((number) => event(number).id));
  const shareUsedUp = { caps: { ...noCaps, allTimeCap: 1 }, counts: { ...noCounts, Total: 1 } };

  test.each<[string, AvailabilityOffer, Partial<LimitUse>, ReadonlySet<string>, boolean]>([
    ['active, no limits', single, {}, done(), true],
    ['paused', { ...single, isPaused: true }, {}, done(), false],
    ['cap used up', { ...single, weeklyCap: 3 }, { offerCounts: { ...noCounts, Weekly: 3 } }, done(), false],
    [
      'cap with a slot',
      { ...single, weeklyCap: 3 },
      { offerCounts: { ...noCounts, Weekly: 2 } },
      done(),
      true,
    ],
    ['revenue exactly inside the budget', single, { budgetLeft: decimal('5') }, done(), true],
    ['revenue over the budget', single, { budgetLeft: decimal('4.999999') }, done(), false],
    ['no budget at all', single, { budgetLeft: decimal('0') }, done(), false],
    [
      'no budget, and no revenue to pay',
      { ...single, revenue: null },
      { budgetLeft: decimal('0') },
      done(),
      true,
    ],
    [
      'RevShare with anything left',
      { ...single, conversionType: 'RevShare', revenue: '50' },
      { budgetLeft: decimal('0.01') },
      done(),
      true,
    ],
    [
      'RevShare with nothing left',
      { ...single, conversionType: 'RevShare', revenue: '50' },
      { budgetLeft: decimal('0') },
      done(),
      false,
    ],
    ['share used up', single, { share: shareUsedUp }, done(), false],
    ['steps free', multi, {}, done(), true],
    ['first step used up, independent one free', multi, usedUp, done(), true],
    ['first step used up, independent one done', multi, usedUp, done(3), false],
    ['first step done, second too dear, third too', multi, { budgetLeft: decimal('2') }, done(1), false],
    ['first step done, second too dear, third not', multi, { budgetLeft: decimal('3') }, done(1), true],
    ['all steps done', multi, {}, done(1, 2, 3), false],
  ])('%s', (_, offer, changes, finished, expected) => {
    expect(isAvailable(offer, { ...use, ...changes }, finished, at('2026-02-01'))).toBe(expected);
  });
});

describe('scheduled changes', () => {
  const now = at('2026-03-01T10:30:00Z');
  const eventId = event(1).id;
  const content = { offerType: 'SingleEvent' as const, offerEvents: [] };
  const multi = {
    offerType: 'MultiEvent' as const,
    offerEvents: [
      event(1),
      event(2, { hasRevenue: false, revenue: null }),
      event(3, { hasReward: false, reward: null }),
      event(4, { useDefaultRatio: true }),
    ],
  };
  const pending = (count: number): ScheduledChange[] =>
    Array.from({ length: count }, (_, index) => ({
      field: 'revenue',
      value: '1',
      at: at('2026-04-01') + index * hour,
      offerEventId: null,
    }));
  const body = { field: 'Revenue', value: 2.5, at: '2026-03-01T11:00:00Z' };
  const problems = (
    changed: unknown,
    of: typeof content | typeof multi = content,
    waiting: ScheduledChange[] = [],
  ) =>
    (checkScheduledChange(changed, { content: of, pending: waiting, now }).faults ?? []).map(faultSentence);

  test('a sound one is normalised', () => {
    expect(checkScheduledChange(body, { content, pending: pending(4), now })).toEqual({
      change: { field: 'revenue', value: '2.5', at: at('2026-03-01T11:00:00Z'), offerEventId: null },
    });
    expect(problems({ ...body, offerEventId: eventId }, multi)).toEqual([]);
    expect(problems({ ...body, at: '2027-03-01T10:00:00Z' })).toEqual([]);
    expect(problems({ ...body, field: 'reward' }, content, pending(5))).toEqual([]);
  });

  test.each<[unknown, string[], (typeof content | typeof multi)?, ScheduledChange[]?]>([
    [null, ['the body must be a JSON object']],
    [{}, ['field: is required', 'value: is required', 'at: is required']],
    [{ ...body, field: 'name' }, ['field: must be one of revenue, reward']],
    [{ ...body, value: -1 }, ['value: must be at least 0']],
    [{ ...body, value: 0.0000001 }, ['value: must have at most 6 decimals']],
    [{ ...body, at: '2026-03-01T11:30:00Z' }, ['at: must be a full hour']],
    [{ ...body, at: '2026-03-01T10:00:00Z' }, ['at: must be in the future']],
    [{ ...body, at: '2027-03-01T11:00:00Z' }, ['at: must be at most one year ahead']],
    [{ ...body, offerEventId: eventId }, ['offerEventId: is not allowed for a SingleEvent offer']],
    [body, ['offerEventId: is required for a MultiEvent offer'], multi],
    [
      { ...body, offerEventId: event(9).id },
      [`offerEventId: "${event(9).id}" is no event of this offer`],
      multi,
    ],
    [{ ...body, offerEventId: event(2).id }, ['field: this event has no revenue'], multi],
    [{ ...body, field: 'reward', offerEventId: event(3).id }, ['field: this event has no reward'], multi],
    [
      { ...body, field: 'reward', offerEventId: event(4).id },
      ['field: the reward of this event is computed from its revenue'],
      multi,
    ],
    [
      { ...body, at: '2026-04-01' },
      ['at: another change of revenue waits for this hour'],
      content,
      pending(1),
    ],
    [body, ['field: at most 5 changes of revenue may wait'], content, pending(5)],
  ])('%j is refused: %j', (changed, expected, of, waiting) => {
    expect(problems(changed, of, waiting)).toEqual(expected);
  });

  test('the version they make has the new value, and a reward by default ratio follows the revenue', () => {
    const version = {
      ...multi,
      conversionType: 'FlatRate',
      revenue: null,
      reward: null,
    } as unknown as OfferContent;
    const change = (offerEventId: string | null): ScheduledChange => ({
      field: 'revenue',
      value: '2',
      at: addHours(now, 1),
      offerEventId,
    });
    expect(applyScheduledChange(version, change(null), settings).revenue).toBe('2');
    expect(applyScheduledChange(version, change(event(4).id), settings).offerEvents[3]).toMatchObject({
      revenue: '2',
      reward: '200',
    });
    expect(applyScheduledChange(version, change(event(9).id), settings)).toEqual(version);
    expect(version.offerEvents[3]?.revenue).toBe('1');
  });

  test('a replacement keeps them, but for a field that it sets anew and for steps that are gone', () => {
    const before = { ...multi, revenue: '1', reward: '2' } as unknown as OfferContent;
    const waiting: ScheduledChange[] = [
      { field: 'revenue', value: '5', at: now, offerEventId: null },
      { field: 'reward', value: '5', at: now, offerEventId: null },
      { field: 'revenue', value: '5', at: now, offerEventId: eventId },
    ];
    expect(changesKept(waiting, before, before)).toEqual(waiting);
    expect(changesKept(waiting, before, { ...before, revenue: '3' })).toEqual(waiting.slice(1));
    expect(changesKept(waiting, before, { ...before, offerEvents: [] })).toEqual(waiting.slice(0, 2));
  });
});
