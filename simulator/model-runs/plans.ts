import fc, { type Arbitrary } from 'fast-check';
import {
  windows,
  type Caps,
  type ModelSettings,
  type OfferPlan,
  type SharePlan,
  type StepPlan,
} from '../model/terms.ts';

/** One of these, each as often. */
export function oneOf<T>(...values: T[]): Arbitrary<T> {
  return fc.constantFrom(...values);
}

/** One value so many times as often as any of the rest. */
export function often<T>(value: T, weight: number, ...rest: T[]): Arbitrary<T> {
  return fc.constantFrom(...Array.from({ length: weight }, () => value), ...rest);
}

const noCaps: Caps = { daily: null, weekly: null, monthly: null, total: null };
/** No cap, or a narrow one in some window: wide ones are never reached. */
const caps: Arbitrary<Caps> = fc
  .record({ isCapped: often(false, 2, true), window: oneOf(...windows), cap: oneOf(1, 2, 2) })
  .map(({ isCapped, window, cap }) => (isCapped ? { ...noCaps, [window]: cap } : noCaps));
const money = often('10', 3, '0', '5', '7.5', '0.000001', '33.333333');
const percent = oneOf('12.5', '33.333333', '50', '0');

const step: Arbitrary<Omit<StepPlan, 'eventId'>> = fc.record({
  isNumbered: often(true, 3, false),
  isShown: often(true, 4, false),
  revenue: fc.option(money, { freq: 6 }),
  reward: fc.option(money, { freq: 6 }),
  usesRatio: often(false, 3, true),
  pendingDays: oneOf(null, 0, 0, 1, 3),
  minHours: oneOf(null, null, 2, 30),
  deadlineDays: oneOf(null, 1, 3),
  isRepeatable: often(false, 3, true),
  caps,
});

/** The event ids of every offer, so that an edit drops steps and brings them back. */
const eventIds = ['a', 'b', 'c', 'd'];
const steps: Arbitrary<StepPlan[]> = fc
  .tuple(fc.shuffledSubarray(eventIds, { minLength: 1, maxLength: 3 }), fc.tuple(step, step, step))
  .map(([chosen, all]) =>
    chosen.toSorted().map((eventId, index) => Object.assign({}, all[index] ?? all[0], { eventId })),
  );

/** Any offer. Budgets last for a few conversions, so that they are reached. */
export const plan: Arbitrary<OfferPlan> = fc
  .record({
    isMulti: oneOf(false, true, true),
    isRevShare: often(false, 2, true),
    isManual: often(false, 4, true),
    isRepeatable: often(false, 2, true),
    isPaused: often(false, 12, true),
    caps,
    budgetWindow: oneOf(...windows),
    budget: often('1000', 5, '0', '10', '15', '25.5', '25.5'),
    endsInHours: often<number | null>(null, 8, 5.5, 60.5),
    steps,
    percents: fc.tuple(percent, percent),
  })
  .map(({ percents: [revenue, reward], ...made }) => ({
    ...made,
    caps: made.isMulti ? noCaps : made.caps,
    // A share of an amount is a percentage; what pays more than everything would be no believable offer.
    steps: (made.isMulti ? made.steps : made.steps.slice(0, 1).map((one) => asOffer(one, made.isRepeatable)))
      .map((one) => (made.isRevShare ? inPercent(one, revenue, reward) : one))
      .map(sound),
  }));

/** What a SingleEvent offer has of a step. */
function asOffer(one: StepPlan, isRepeatable: boolean): StepPlan {
  const { revenue, reward, pendingDays } = one;
  const paid = { revenue: revenue ?? '10', reward: reward ?? '0', pendingDays: pendingDays ?? 0 };
  const never = { isNumbered: false, usesRatio: false, minHours: null, deadlineDays: null, caps: noCaps };
  return { eventId: 'offer', isShown: true, isRepeatable, ...paid, ...never };
}

function inPercent(one: StepPlan, revenue: string, reward: string): StepPlan {
  return { ...one, revenue: one.revenue && revenue, reward: one.reward && reward };
}

/** A default ratio needs revenue to take the reward from. */
function sound(one: StepPlan): StepPlan {
  return { ...one, usesRatio: one.usesRatio && one.revenue !== null && one.reward !== null };
}

/** Any share; what it pays for steps that the offer doesn't have is left out when it is saved. */
export const share: Arbitrary<SharePlan> = fc.record({
  payout: oneOf('3', '10', '33.333333', '0'),
  steps: fc.dictionary(oneOf(...eventIds), oneOf('2', '12.5', '0'), { noNullPrototype: true }),
  caps,
});

/** Settings that tell of Pending and Rejected to the tenant and to partners, each where it is named. */
function settingsOf(ratio: string, rewardDecimals: number, told: readonly string[]): ModelSettings {
  return {
    ratio,
    rewardDecimals,
    clickLifetimeDays: 20,
    sendsPending: told.includes('pending'),
    sendsRejected: told.includes('rejected'),
    partnerSendsPending: told.includes('pending to partners'),
    partnerSendsRejected: told.includes('rejected to partners'),
  };
}

/** A few settings, so that a tenant with the right ones is at hand for most runs. */
export const settings: Arbitrary<ModelSettings> = oneOf(
  settingsOf('0.333333', 6, ['pending', 'rejected', 'pending to partners', 'rejected to partners']),
  settingsOf('2.5', 2, ['rejected', 'pending to partners']),
  settingsOf('1', 0, ['pending', 'rejected to partners']),
);
