import type { LimitScope, UsageChange } from '../limits/holds.ts';
import { budgetAllows, budgetLeft, slotFree } from '../limits/limits.ts';
import type { WindowCaps, WindowCounts } from '../limits/limits.ts';
import type { Decimal } from '../money.ts';
import { add, isZero, zero } from '../money.ts';
import type { Micros, WindowKind } from '../time.ts';
import { windowKinds, windowStart } from '../time.ts';
import type { OfferToday, Usage } from './facts.ts';

/** Which limit a conversion would exceed. */
export type LimitReached = 'cap_reached' | 'partner_cap_reached' | 'budget_exhausted';

/** The name of the counter for one scope in one window. */
export function usageKey(scope: LimitScope, window: WindowKind, start: Micros): string {
  return `${scope.subjectId}|${scope.shareId ?? ''}|${window}|${start}`;
}

/** What is used up; nothing where the counter was never touched. */
export function usageOf(
  usage: ReadonlyMap<string, Usage>,
  scope: LimitScope,
  window: WindowKind,
  at: Micros,
): Usage {
  return usage.get(usageKey(scope, window, windowStart(window, at))) ?? { count: 0, amount: zero };
}

/** What is counted in each window that is open at an instant. */
export function countsOf(usage: ReadonlyMap<string, Usage>, scope: LimitScope, at: Micros): WindowCounts {
  return {
    Daily: usageOf(usage, scope, 'Daily', at).count,
    Weekly: usageOf(usage, scope, 'Weekly', at).count,
    Monthly: usageOf(usage, scope, 'Monthly', at).count,
    Total: usageOf(usage, scope, 'Total', at).count,
  };
}

/** The counters a conversion counts in: its offer's, its step's on a MultiEvent offer, its share's. */
export function scopesOf(offerId: string, stepId: string, shareId: string | null): readonly LimitScope[] {
  const scopes: LimitScope[] = [{ subjectId: offerId, shareId: null }];
  if (stepId !== offerId) scopes.push({ subjectId: stepId, shareId: null });
  if (shareId !== null) scopes.push({ subjectId: offerId, shareId });
  return scopes;
}

/** The limits of today that bear on one conversion, and how far they are used up. */
export interface LimitsNow {
  readonly offer: OfferToday;
  readonly stepId: string;
  readonly share: { readonly shareId: string; readonly caps: WindowCaps } | null;
  readonly usage: ReadonlyMap<string, Usage>;
}

/**
 * The first limit that a conversion with this revenue would exceed in the windows open now: the share's caps, the
 * offer's, the step's, then the budget. A revenue of null needs no budget.
 */
export function limitReached(limits: LimitsNow, revenue: Decimal | null, now: Micros): LimitReached | null {
  return capReached(limits, now) ?? (isBudgetShort(limits, revenue, now) ? 'budget_exhausted' : null);
}

function capReached({ offer, stepId, share, usage }: LimitsNow, now: Micros): LimitReached | null {
  const isFree = (caps: WindowCaps, scope: LimitScope): boolean => {
    if (windowKinds.every((window) => caps[window] === null)) return true;
    const count = (window: WindowKind): number => usageOf(usage, scope, window, now).count;
    const counts: WindowCounts = {
      Daily: count('Daily'),
      Weekly: count('Weekly'),
      Monthly: count('Monthly'),
      Total: count('Total'),
    };
    return slotFree(caps, counts);
  };
  const { offerId } = offer;
  if (share !== null && !isFree(share.caps, { subjectId: offerId, shareId: share.shareId })) {
    return 'partner_cap_reached';
  }
  if (!isFree(offer.caps, { subjectId: offerId, shareId: null })) return 'cap_reached';
  const step = offer.steps.find((candidate) => candidate.stepId === stepId);
  const isStepFree = step === undefined || isFree(step.caps, { subjectId: stepId, shareId: null });
  return isStepFree ? null : 'cap_reached';
}

function isBudgetShort({ offer, usage }: LimitsNow, revenue: Decimal | null, now: Micros): boolean {
  const scope = { subjectId: offer.offerId, shareId: null };
  const spent = usageOf(usage, scope, offer.budget.type, now).amount;
  // Here the revenue is known even where it is a share of an amount, so that it is compared as a fixed one.
  return !budgetAllows(budgetLeft(offer.budget.amount, spent), revenue, 'FlatRate');
}

/** Adds counter changes to a map of usage that the caller owns. */
export function addToUsage(usage: Map<string, Usage>, changes: readonly UsageChange[]): void {
  for (const change of changes) {
    const key = usageKey(change.scope, change.window, change.windowStart);
    const before = usage.get(key) ?? { count: 0, amount: zero };
    const after = { count: before.count + change.count, amount: add(before.amount, change.amount) };
    if (after.count === 0 && isZero(after.amount)) usage.delete(key);
    else usage.set(key, after);
  }
}
