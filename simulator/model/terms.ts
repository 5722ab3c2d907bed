/**
 * A second, plain reading of the rules of the trade, for tests alone: arrays, loops and whole numbers, one request at
 * a time. It shares no code with the product, so that a fault of one is not a fault of both.
 */

/** Limits on a count by window; null where there is none. */
export interface Caps {
  readonly daily: number | null;
  readonly weekly: number | null;
  readonly monthly: number | null;
  readonly total: number | null;
}

/** The windows, by the names that the caps have. */
export const windows = ['daily', 'weekly', 'monthly', 'total'] as const;
export type Window = (typeof windows)[number];

/** A step as a plan writes it. Amounts are decimal texts. */
export interface StepPlan {
  readonly eventId: string;
  readonly isNumbered: boolean;
  readonly isShown: boolean;
  readonly revenue: string | null;
  readonly reward: string | null;
  readonly usesRatio: boolean;
  readonly pendingDays: number | null;
  readonly minHours: number | null;
  readonly deadlineDays: number | null;
  readonly isRepeatable: boolean;
  readonly caps: Caps;
}

/** An offer as somebody saves it. */
export interface OfferPlan {
  readonly isMulti: boolean;
  readonly isRevShare: boolean;
  readonly isManual: boolean;
  readonly isRepeatable: boolean;
  readonly isPaused: boolean;
  readonly revenue: string;
  readonly reward: string;
  readonly pendingDays: number;
  readonly caps: Caps;
  readonly budgetWindow: Window;
  readonly budget: string;
  /** Hours after the save at which it ends; null: never. */
  readonly endsInHours: number | null;
  readonly steps: readonly StepPlan[];
}

/** A share as somebody saves it: the payout of the offer, and of steps by event id, in the model by key. */
export interface SharePlan {
  readonly payout: string;
  readonly steps: Readonly<Record<string, string>>;
  readonly caps: Caps;
}

/** One step of one version. Amounts in millionths; percentages on RevShare. `key` is its own over all versions. */
export interface Step {
  readonly key: string;
  readonly sequence: number | null;
  readonly isShown: boolean;
  readonly revenue: bigint | null;
  readonly reward: bigint | null;
  /** RevShare by the default ratio: points for one unit of revenue. */
  readonly ratio: bigint | null;
  readonly pendingDays: number;
  readonly minHours: number | null;
  readonly deadlineDays: number | null;
  readonly isRepeatable: boolean;
}

/** What never changes of a save. */
export interface Version {
  readonly validFrom: number;
  readonly isMulti: boolean;
  readonly isRevShare: boolean;
  readonly isManual: boolean;
  readonly isRepeatable: boolean;
  readonly steps: readonly Step[];
}

/** A version with what the click's partner is paid; null on the own wall. */
export interface Terms extends Version {
  readonly payouts: Readonly<Record<string, bigint>> | null;
}

/** The settings that the model knows. */
export interface ModelSettings {
  readonly ratio: string;
  readonly rewardDecimals: number;
  readonly clickLifetimeDays: number;
  readonly sendsPending: boolean;
  readonly sendsRejected: boolean;
  readonly partnerSendsPending: boolean;
  readonly partnerSendsRejected: boolean;
}

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
const ONE = 1_000_000n;

/** Reads a decimal text as millionths; it has at most six decimals. */
export function millionths(text: string): bigint {
  return readDecimal(text, 6) as bigint;
}

/** Reads a decimal text in units of 10^-places; null when it is none. */
function readDecimal(text: string, places: number): bigint | null {
  const found = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (found === null) return null;
  const [, whole = '0', fraction = ''] = found;
  return fraction.length > places ? null : BigInt(whole + fraction.padEnd(places, '0'));
}

/** Divides half-even. */
function divide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  const twice = (value % by) * 2n;
  if (twice > by || (twice === by && quotient % 2n === 1n)) return quotient + 1n;
  return quotient;
}

/** Points for an amount by a ratio, rounded to the tenant's decimals. */
export function pointsFor(revenue: bigint, ratio: bigint, decimals: number): bigint {
  const grain = 10n ** BigInt(6 - decimals);
  return divide(revenue * ratio, ONE * grain) * grain;
}

/** What a conversion earns, in millionths. */
export interface Money {
  readonly revenue: bigint | null;
  readonly payout: bigint | null;
  readonly reward: bigint | null;
}

/** Prices a conversion, or gives the code of what is wrong with its amount. */
export function price(
  terms: Terms,
  step: Step,
  isPartner: boolean,
  amountText: string | null,
  decimals: number,
): Money | 'amount_missing' | 'amount_invalid' {
  const percentOfPartner = terms.payouts?.[step.key];
  if (!terms.isRevShare) {
    return {
      revenue: step.revenue,
      payout: isPartner ? (percentOfPartner ?? 0n) : null,
      reward: isPartner ? null : step.reward,
    };
  }
  const percents = [step.revenue, step.reward, step.ratio, percentOfPartner ?? null];
  if (percents.every((percent) => percent === null))
    return { revenue: null, payout: isPartner ? 0n : null, reward: null };
  if (amountText === null || amountText.trim() === '') return 'amount_missing';
  const places = 12;
  const amount = readDecimal(amountText.trim(), places);
  if (amount === null || amount >= 10n ** BigInt(12 + places)) return 'amount_invalid';
  // amount / 10^12 × percent / 10^6 / 100, in millionths: divided by 10^14.
  const share = (percent: bigint, grain: bigint) => divide(amount * percent, 10n ** 14n * grain) * grain;
  const grain = 10n ** BigInt(6 - decimals);
  const revenue = step.revenue === null ? null : share(step.revenue, 1n);
  if (isPartner) {
    const payout = percentOfPartner === undefined ? 0n : share(percentOfPartner, 1n);
    return { revenue, payout, reward: null };
  }
  if (step.ratio !== null)
    return { revenue, payout: null, reward: pointsFor(revenue ?? 0n, step.ratio, decimals) };
  return { revenue, payout: null, reward: step.reward === null ? null : share(step.reward, grain) };
}

/** The version that a save makes; `keys` names the steps of the plan over all versions. */
export function versionOf(
  plan: OfferPlan,
  keys: readonly string[],
  settings: ModelSettings,
  validFrom: number,
): Version {
  const { isMulti, isRevShare, isManual, isRepeatable } = plan;
  const version = { validFrom, isMulti, isRevShare, isManual, isRepeatable };
  if (!isMulti) {
    const only: Step = {
      key: 'offer',
      sequence: null,
      isShown: true,
      revenue: millionths(plan.revenue),
      reward: millionths(plan.reward),
      ratio: null,
      pendingDays: plan.pendingDays,
      minHours: null,
      deadlineDays: null,
      isRepeatable,
    };
    return { ...version, steps: [only] };
  }
  let sequence = 0;
  const ratio = millionths(settings.ratio);
  const steps = plan.steps.map((step, index): Step => {
    if (step.isNumbered) sequence += 1;
    const revenue = step.revenue === null ? null : millionths(step.revenue);
    const byRatio = step.usesRatio && step.reward !== null && revenue !== null;
    const fixed = step.reward === null ? null : millionths(step.reward);
    return {
      key: keys[index] as string,
      sequence: step.isNumbered ? sequence : null,
      isShown: step.isShown,
      revenue,
      reward: byRatio ? (isRevShare ? null : pointsFor(revenue, ratio, settings.rewardDecimals)) : fixed,
      ratio: byRatio && isRevShare ? ratio : null,
      pendingDays: step.pendingDays ?? 0,
      minHours: step.minHours,
      deadlineDays: step.deadlineDays,
      isRepeatable: step.isRepeatable,
    };
  });
  return { ...version, steps };
}

/** The first instant of the window that an instant lies in: UTC days, ISO weeks, months, all time. */
export function windowStart(window: Window, at: number): number {
  const date = new Date(at);
  const midnight = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  if (window === 'daily') return midnight;
  if (window === 'weekly') return midnight - ((date.getUTCDay() + 6) % 7) * DAY;
  return window === 'monthly' ? Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) : 0;
}
