import fc, { type Arbitrary } from 'fast-check';
import type { Caps, ModelSettings, OfferPlan, SharePlan, StepPlan } from '../model/terms.ts';

/** What a tracking system sends, in words that a list of commands can keep when it is shortened. */
export interface PostbackWords {
  /** Counted back from the latest click. */
  readonly click: number;
  readonly clickWord: 'known' | 'missing' | 'macro' | 'foreign' | 'garbage';
  readonly step: number;
  readonly stepWord: 'known' | 'misspelt';
  readonly trackId: string | null;
  readonly amount: string | null;
  readonly isListed: boolean;
  readonly isPost: boolean;
}

/** One thing that somebody does. Numbers stand for objects made before, counted round. */
export type Command =
  | { readonly kind: 'offer'; readonly plan: OfferPlan }
  | { readonly kind: 'edit'; readonly offer: number; readonly plan: OfferPlan; readonly namesIds: boolean }
  | { readonly kind: 'pause'; readonly offer: number; readonly isPaused: boolean }
  | { readonly kind: 'share'; readonly offer: number; readonly partner: string; readonly plan: SharePlan }
  | { readonly kind: 'unshare'; readonly offer: number; readonly partner: string }
  | {
      readonly kind: 'click';
      readonly offer: number;
      readonly source: string;
      readonly member: string;
      readonly isRobot: boolean;
    }
  | { readonly kind: 'postbacks'; readonly together: readonly PostbackWords[] }
  | { readonly kind: 'forged'; readonly click: number; readonly what: 'signature' | 'segment' }
  | {
      readonly kind: 'status';
      readonly conversion: number;
      readonly to: 'Pending' | 'Success' | 'Rejected';
      readonly note: string;
    }
  | { readonly kind: 'jump'; readonly hours: number }
  | { readonly kind: 'look'; readonly member: string };

/** One run: the settings it begins with, the days after the last one, and what is done. */
export interface RunPlan {
  readonly settings: ModelSettings;
  readonly daysLater: number;
  readonly commands: readonly Command[];
}

/** The partners of every tenant of the runs. */
export const partners = ['1', '2'];

const oneOf = <T>(...values: T[]): Arbitrary<T> => fc.constantFrom(...values);
const often = <T>(value: T, weight: number, ...rest: T[]): Arbitrary<T> =>
  fc.oneof({ arbitrary: fc.constant(value), weight }, { arbitrary: fc.constantFrom(...rest), weight: 1 });

const cap = often<number | null>(null, 5, 1, 2);
const caps: Arbitrary<Caps> = fc.record({ daily: cap, weekly: cap, monthly: cap, total: cap });
const money = oneOf('0', '5', '7.5', '10', '0.000001', '33.333333');
const percent = oneOf('0', '10', '33.333333', '50', '12.5');

const step: Arbitrary<Omit<StepPlan, 'eventId'>> = fc.record({
  isNumbered: often(true, 3, false),
  isShown: often(true, 4, false),
  revenue: fc.option(money, { nil: null, freq: 6 }),
  reward: fc.option(money, { nil: null, freq: 6 }),
  usesRatio: often(false, 3, true),
  pendingDays: oneOf(null, 0, 0, 1, 3),
  minHours: often<number | null>(null, 3, 2, 30),
  deadlineDays: often<number | null>(null, 2, 1, 3),
  isRepeatable: often(false, 3, true),
  caps,
});

const eventIds = ['a', 'b', 'c', 'd', 'e'];
const steps: Arbitrary<StepPlan[]> = fc
  .tuple(
    fc.shuffledSubarray(eventIds, { minLength: 1, maxLength: 4 }),
    fc.array(step, { minLength: 4, maxLength: 4 }),
  )
  .map(([chosen, all]) =>
    chosen.toSorted().map((eventId, index) => ({ ...(all[index] as Omit<StepPlan, 'eventId'>), eventId })),
  );

const noCaps: Caps = { daily: null, weekly: null, monthly: null, total: null };

const plan: Arbitrary<OfferPlan> = fc
  .record({
    isMulti: oneOf(false, true, true),
    isRevShare: often(false, 3, true),
    isManual: often(false, 4, true),
    isRepeatable: often(false, 2, true),
    isPaused: often(false, 12, true),
    revenue: money,
    reward: money,
    pendingDays: oneOf(0, 0, 0, 1, 2),
    caps: fc.oneof({ arbitrary: fc.constant(noCaps), weight: 2 }, { arbitrary: caps, weight: 1 }),
    budgetWindow: oneOf('daily' as const, 'weekly' as const, 'monthly' as const, 'total' as const),
    budget: often('1000', 3, '0', '10', '15', '40.5'),
    endsInHours: often<number | null>(null, 8, 5.5, 60.5),
    steps,
  })
  .map((made) => ({
    ...made,
    ...(made.isMulti ? { caps: noCaps } : { steps: [] }),
    // A share of an amount is a percentage; what pays more than everything would be no believable offer.
    ...(made.isRevShare && { revenue: '50', reward: '10' }),
    steps: made.isMulti ? made.steps.map((one) => (made.isRevShare ? inPercent(one) : sound(one))) : [],
  }));

/** A default ratio needs revenue to take the reward from. */
function sound(one: StepPlan): StepPlan {
  return one.usesRatio && (one.revenue === null || one.reward === null) ? { ...one, usesRatio: false } : one;
}

function inPercent(one: StepPlan): StepPlan {
  return sound({
    ...one,
    revenue: one.revenue === null ? null : '12.5',
    reward: one.reward === null ? null : '33.333333',
  });
}

const share: Arbitrary<SharePlan> = fc.record({
  payout: percent,
  steps: fc.dictionary(oneOf(...eventIds), percent, { noNullPrototype: true }),
  caps: fc.oneof({ arbitrary: fc.constant(noCaps), weight: 1 }, { arbitrary: caps, weight: 1 }),
});

const words: Arbitrary<PostbackWords> = fc.record({
  click: often(0, 2, 0, 1, 2, 3),
  clickWord: often<PostbackWords['clickWord']>('known', 25, 'missing', 'macro', 'foreign', 'garbage'),
  step: oneOf(0, 0, 1, 1, 2, 3, 4),
  stepWord: often<PostbackWords['stepWord']>('known', 20, 'misspelt'),
  trackId: oneOf(null, null, 't1', 't2', 't3', '{conversion_id}', '', 'undefined', '__ID__'),
  amount: often<string | null>(
    '12.34',
    6,
    '100',
    '0.000049',
    '7.1234567',
    '-3',
    'much',
    '1234567890123',
    null,
  ),
  isListed: often(true, 15, false),
  isPost: oneOf(false, true),
});

const index = fc.nat(5);
const source = often('wall', 2, ...partners);
const member = oneOf('ann', 'bob', 'cem');

const command: Arbitrary<Command> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('offer' as const), plan }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('edit' as const), offer: index, plan, namesIds: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('pause' as const),
      offer: index,
      isPaused: oneOf(true, false, false),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('share' as const),
      offer: index,
      partner: oneOf(...partners),
      plan: share,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('unshare' as const),
      offer: index,
      partner: oneOf(...partners),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('click' as const),
      offer: index,
      source,
      member,
      isRobot: often(false, 20, true),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('postbacks' as const),
      together: fc.oneof(
        { weight: 5, arbitrary: fc.tuple(words) },
        { weight: 1, arbitrary: fc.array(words, { minLength: 2, maxLength: 4 }) },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('forged' as const),
      click: index,
      what: oneOf('signature' as const, 'segment' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('status' as const),
      conversion: index,
      to: oneOf('Pending' as const, 'Success' as const, 'Rejected' as const),
      note: oneOf('', 'fraud'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('jump' as const),
      hours: oneOf(1, 3, 14, 23, 25, 31, 73, 170, 500, 745),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('look' as const), member }) },
);

const settings: Arbitrary<ModelSettings> = fc.record({
  ratio: oneOf('1', '2.5', '0.333333'),
  rewardDecimals: oneOf(0, 2, 6),
  clickLifetimeDays: fc.constant(20),
  sendsPending: fc.boolean(),
  sendsRejected: fc.boolean(),
  partnerSendsPending: fc.boolean(),
  partnerSendsRejected: fc.boolean(),
});

/** Any run: an offer, a first click, and then whatever comes. */
export const anyRun: Arbitrary<RunPlan> = fc.record({
  settings,
  daysLater: fc.nat(40),
  commands: fc
    .tuple(plan, source, fc.array(command, { minLength: 4, maxLength: 22 }))
    .map(([first, firstSource, rest]): Command[] => [
      { kind: 'offer', plan: { ...first, isPaused: false } },
      ...(firstSource === 'wall'
        ? []
        : [
            {
              kind: 'share' as const,
              offer: 0,
              partner: firstSource,
              plan: { payout: '3', steps: {}, caps: noCaps },
            },
          ]),
      { kind: 'click', offer: 0, source: firstSource, member: 'ann', isRobot: false },
      ...rest,
    ]),
});
