/**
 * A second, plain reading of the rules of the trade, for tests alone: arrays, loops and whole numbers, one request at
 * a time. It shares no code with the product, so that a fault of one is not a fault of both.
 */

/** The windows of caps and budgets, and limits on a count by window; null where there is none. */
export const windows = ['daily', 'weekly', 'monthly', 'total'] as const;
export type Window = (typeof windows)[number];
export type Caps = Record<Window, number | null>;
type Flags<Name extends string> = Record<Name, boolean>;

/** A step as somebody saves it. Amounts are decimal texts, percentages on RevShare. */
export type StepPlan = { eventId: string; caps: Caps } & Record<'revenue' | 'reward', string | null> &
  Record<'pendingDays' | 'minHours' | 'deadlineDays', number | null> &
  Flags<'isNumbered' | 'isShown' | 'usesRatio' | 'isRepeatable'>;

/** An offer as somebody saves it, to end so many hours later. A SingleEvent offer is its own only step. */
export type OfferPlan = { steps: StepPlan[] } & Saved;
type Saved = { caps: Caps; budgetWindow: Window; budget: string; endsInHours: number | null } & Flags<
  'isMulti' | 'isRevShare' | 'isManual' | 'isRepeatable' | 'isPaused'
>;

/** A share as somebody saves it: the payout of the offer, and of steps by event id, in the model by key. */
export type SharePlan = { payout: string; steps: Record<string, string>; caps: Caps };

/** A step in a version: with its number, and a key of its own over all versions. */
export type Step = StepPlan & { key: string; sequence: number | null };

/** What a save makes, and never changes; as a click's terms with what its partner is paid by key. */
export type Terms = Saved & { validFrom: number; steps: Step[]; payouts?: Record<string, string> };

/** The settings that the model knows; the flags say which states besides Success are told, and to whom. */
export type ModelSettings = { ratio: string; rewardDecimals: number; clickLifetimeDays: number } & Flags<
  'sendsPending' | 'sendsRejected' | 'partnerSendsPending' | 'partnerSendsRejected'
>;

export const [HOUR, DAY] = [3_600_000, 86_400_000];

/** Reads a decimal text in units of 10^-places, millionths by default; null when it is none. */
function read(text: string, places = 6): bigint | null {
  const [, whole = '', fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  return whole === '' || fraction.length > places ? null : BigInt(whole + fraction.padEnd(places, '0'));
}

/** Millionths of an amount; none of no amount. */
export function millionths(text: string | null): bigint {
  return read(text ?? '0') ?? 0n;
}

/** Divides half-even. */
export function divide(value: bigint, by: bigint): bigint {
  const twice = (value % by) * 2n;
  const isUp = twice > by || (twice === by && (value / by) % 2n === 1n);
  return value / by + (isUp ? 1n : 0n);
}

/** What a conversion earns, in millionths. */
export type Money = Record<'revenue' | 'payout' | 'reward', bigint | null>;

/** Prices a conversion from a source, or gives the code of what is wrong with its amount. */
export function price(
  terms: Terms,
  step: Step,
  source: string,
  text: string | null,
  settings: ModelSettings,
) {
  const payout = terms.payouts?.[step.key] ?? null;
  const said = text?.trim() ?? '';
  const amount = read(said, 12);
  const isFree = !terms.isRevShare || (step.revenue === null && step.reward === null && payout === null);
  if (!isFree && said === '') return 'amount_missing';
  if (!isFree && (amount === null || amount >= 10n ** 24n)) return 'amount_invalid';
  const grain = 10n ** BigInt(6 - settings.rewardDecimals);
  // amount / 10^12 × percent / 10^6 / 100, in millionths: divided by 10^14.
  const share = (percent: string, unit: bigint) =>
    divide((amount ?? 0n) * millionths(percent), 10n ** 14n * unit) * unit;
  const earn = (value: string | null, unit = 1n) =>
    value === null ? null : terms.isRevShare ? share(value, unit) : millionths(value);
  const revenue = earn(step.revenue);
  const points = divide((revenue ?? 0n) * millionths(settings.ratio), 1_000_000n * grain) * grain;
  const reward = step.usesRatio ? points : earn(step.reward, grain);
  const isPartner = source !== 'wall';
  return { revenue, payout: isPartner ? (earn(payout) ?? 0n) : null, reward: isPartner ? null : reward };
}

/** The first instant of the window that an instant lies in: UTC days, ISO weeks, months, all time. */
export function windowStart(window: Window, at: number): number {
  const date = new Date(at);
  const midnight = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  if (window === 'daily') return midnight;
  if (window === 'weekly') return midnight - ((date.getUTCDay() + 6) % 7) * DAY;
  return window === 'monthly' ? Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) : 0;
}
