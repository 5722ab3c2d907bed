import { nextSteps } from './availability.ts';
import type { AvailabilityOffer, AvailableStep, LimitUse } from './availability.ts';
import { budgetAllows, capsByWindow } from './limits/limits.ts';
import type { WindowCounts } from './limits/limits.ts';
import { compare, decimal, subtract, toText } from './money.ts';
import type { Caps, OfferEvent } from './offer.ts';
import { formatInstant, windowKinds } from './time.ts';
import type { Micros, WindowKind } from './time.ts';

/** The published name of the cap of each window. */
const capNames = {
  Daily: 'dailyCap',
  Weekly: 'weeklyCap',
  Monthly: 'monthlyCap',
  Total: 'allTimeCap',
} as const satisfies Record<WindowKind, keyof Caps>;

/** The same for the caps of a share. */
const shareCapNames = {
  Daily: 'shareDailyCap',
  Weekly: 'shareWeeklyCap',
  Monthly: 'shareMonthlyCap',
  Total: 'shareAllTimeCap',
} as const satisfies Record<WindowKind, string>;

/** The rules of availability, in the order in which they are explained. */
export const availabilityRules = [
  'isPaused',
  'launchDate',
  'endDate',
  ...Object.values(shareCapNames),
  ...Object.values(capNames),
  'budget',
  'step',
] as const;
export type AvailabilityRuleName = (typeof availabilityRules)[number];

/** One rule of availability explained to an operator. */
export interface AvailabilityExplanation {
  readonly rule: AvailabilityRuleName;
  /**
   * The step that the row is about. Such rows explain why a step is open or not and don't decide by themselves: the
   * row `step` says whether any step passes all of its rows. Null for every row that decides.
   */
  readonly offerEventId: string | null;
  /** The value seen, in words. */
  readonly seen: string;
  /** The value required, in words; `any` when nothing is. */
  readonly required: string;
  readonly pass: boolean;
  /** What would let the offer through; null when the rule passes. */
  readonly smallestChange: string | null;
}

/** An offer as far as its explanation asks for it. */
export type ExplainedOffer = AvailabilityOffer & {
  readonly offerEvents: readonly (AvailableStep & Pick<OfferEvent, 'name'>)[];
};

/**
 * Explains every rule of availability, whatever the others say. All rows without a step pass exactly when the offer is
 * available.
 *
 * @param finishedIds the ids of the steps the member has done in the open attempt.
 */
export function explainAvailability(
  offer: ExplainedOffer,
  use: LimitUse,
  finishedIds: ReadonlySet<string>,
  now: Micros,
): AvailabilityExplanation[] {
  const share = use.share === null ? [] : capRows(use.share.caps, use.share.counts, shareCapNames, null);
  return [...runRows(offer, now), ...share, ...limitRows(offer, use, finishedIds)];
}

function runRows(
  { isPaused, launchDate, endDate }: AvailabilityOffer,
  now: Micros,
): AvailabilityExplanation[] {
  const launch = formatInstant(launchDate);
  const end = endDate === null ? null : formatInstant(endDate);
  return [
    row('isPaused', isPaused ? 'paused' : 'running', 'running', !isPaused, 'resume the offer'),
    row(
      'launchDate',
      formatInstant(now),
      `from ${launch}`,
      now >= launchDate,
      `set launchDate to ${formatInstant(now)} or earlier`,
    ),
    row(
      'endDate',
      formatInstant(now),
      end === null ? 'any' : `until ${end}`,
      endDate === null || now <= endDate,
      `set endDate to ${formatInstant(now)} or later, or to null`,
    ),
  ];
}

function limitRows(
  offer: ExplainedOffer,
  use: LimitUse,
  finishedIds: ReadonlySet<string>,
): AvailabilityExplanation[] {
  if (offer.offerType === 'SingleEvent') {
    return [...capRows(offer, use.offerCounts, capNames, null), budgetRow(offer, use, offer.revenue, null)];
  }
  const steps = nextSteps(offer.offerEvents, finishedIds).map((step) => ({
    step,
    rows: [
      ...capRows(step, use.stepCounts(step.id), capNames, step.id),
      budgetRow(offer, use, step.revenue, step.id),
    ],
  }));
  return [...steps.flatMap(({ rows }) => rows), stepRow(steps)];
}

function capRows(
  caps: Caps,
  counts: WindowCounts,
  names: Readonly<Record<WindowKind, AvailabilityRuleName>>,
  offerEventId: string | null,
): AvailabilityExplanation[] {
  const limits = capsByWindow(caps);
  return windowKinds.map((window) => {
    const limit = limits[window];
    const count = counts[window];
    return row(
      names[window],
      `${count} used`,
      limit === null ? 'any' : `fewer than ${limit}`,
      limit === null || count < limit,
      `raise ${names[window]} to ${count + 1}`,
      offerEventId,
    );
  });
}

function budgetRow(
  { conversionType }: ExplainedOffer,
  { budgetLeft }: LimitUse,
  revenueText: string | null,
  offerEventId: string | null,
): AvailabilityExplanation {
  const revenue = revenueText === null ? null : decimal(revenueText);
  const seen = `${toText(budgetLeft)} left`;
  const pass = budgetAllows(budgetLeft, revenue, conversionType);
  if (revenue === null) return row('budget', seen, 'any', pass, '', offerEventId);
  if (conversionType === 'RevShare') {
    return row(
      'budget',
      seen,
      'more than 0 left',
      pass,
      'raise budgetAmount above what is spent',
      offerEventId,
    );
  }
  const missing = compare(revenue, budgetLeft) > 0 ? toText(subtract(revenue, budgetLeft)) : '0';
  const change = `raise budgetAmount until ${toText(revenue)} is left (${missing} more than now)`;
  return row('budget', seen, `at least ${toText(revenue)} left`, pass, change, offerEventId);
}

interface StepRows {
  readonly step: Pick<OfferEvent, 'id' | 'name'>;
  readonly rows: readonly AvailabilityExplanation[];
}

/** Whether any step can be done; else the change of the step that needs the fewest. */
function stepRow(steps: readonly StepRows[]): AvailabilityExplanation {
  const ranked = steps
    .map(({ step, rows }) => ({ step, failing: rows.filter(({ pass }) => !pass) }))
    .toSorted((a, b) => a.failing.length - b.failing.length);
  const nearest = ranked[0];
  const open = ranked.filter(({ failing }) => failing.length === 0);
  const seen = open.length > 0 ? open.map(({ step }) => step.name).join(', ') : 'none';
  const change =
    nearest === undefined
      ? 'add a step, or allow repetitions of the offer'
      : `for the step ${nearest.step.name}: ${nearest.failing.map((one) => one.smallestChange).join('; ')}`;
  return row('step', seen, 'a next step with free caps and budget', open.length > 0, change);
}

function row(
  rule: AvailabilityRuleName,
  seen: string,
  required: string,
  pass: boolean,
  change: string,
  offerEventId: string | null = null,
): AvailabilityExplanation {
  return { rule, offerEventId, seen, required, pass, smallestChange: pass ? null : change };
}
