import type { Decimal } from '../money.ts';
import { add, compare, isZero, larger, negate, subtract, zero } from '../money.ts';
import type { Micros, WindowKind } from '../time.ts';
import { windowKinds, windowStart } from '../time.ts';
import type { Caps, OfferToday, Usage } from './facts.ts';

/** What a limit is counted for: an offer or a step, of everybody or of one share. */
export interface LimitScope {
  /** An offer's or an offer event's id. */
  readonly subjectId: string;
  readonly shareId: string | null;
}

/** What one accepted conversion takes of caps and budget: one slot and its revenue in the windows open at that time. */
export interface Hold {
  readonly takenAt: Micros;
  readonly revenue: Decimal;
  readonly scopes: readonly LimitScope[];
}

/** A change of one counter. */
export interface UsageChange {
  readonly scope: LimitScope;
  readonly window: WindowKind;
  readonly windowStart: Micros;
  readonly count: 1 | -1;
  readonly amount: Decimal;
}

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

/** The counters a conversion counts in: its offer's, its step's on a MultiEvent offer, its share's. */
export function scopesOf(offer: OfferToday, stepId: string, shareId: string | null): readonly LimitScope[] {
  const scopes: LimitScope[] = [{ subjectId: offer.offerId, shareId: null }];
  if (stepId !== offer.offerId) scopes.push({ subjectId: stepId, shareId: null });
  if (shareId !== null) scopes.push({ subjectId: offer.offerId, shareId });
  return scopes;
}

/** The limits of today that bear on one conversion, and how far they are used up. */
export interface LimitsNow {
  readonly offer: OfferToday;
  readonly stepId: string;
  readonly share: { readonly shareId: string; readonly caps: Caps } | null;
  readonly usage: ReadonlyMap<string, Usage>;
}

/** The cap that leaves no slot in its window open now: the share's, the offer's or the step's. */
export function capReached({ offer, stepId, share, usage }: LimitsNow, now: Micros): LimitReached | null {
  const isUsedUp = (caps: Caps, scope: LimitScope): boolean =>
    windowKinds.some((window) => {
      const cap = caps[window];
      return cap !== null && usageOf(usage, scope, window, now).count >= cap;
    });
  if (share !== null && isUsedUp(share.caps, { subjectId: offer.offerId, shareId: share.shareId })) {
    return 'partner_cap_reached';
  }
  if (isUsedUp(offer.caps, { subjectId: offer.offerId, shareId: null })) return 'cap_reached';
  const step = offer.steps.find((candidate) => candidate.stepId === stepId);
  if (step !== undefined && isUsedUp(step.caps, { subjectId: stepId, shareId: null })) return 'cap_reached';
  return null;
}

/** What is left of the budget in its window open now; nought when more was used than the budget is today. */
export function budgetLeft(offer: OfferToday, usage: ReadonlyMap<string, Usage>, now: Micros): Decimal {
  const spent = usageOf(usage, { subjectId: offer.offerId, shareId: null }, offer.budget.type, now).amount;
  return larger(subtract(offer.budget.amount, spent), zero);
}

/** The first limit that a conversion with this revenue would exceed, caps before the budget; null when none. */
export function limitReached(limits: LimitsNow, revenue: Decimal | null, now: Micros): LimitReached | null {
  const cap = capReached(limits, now);
  if (cap !== null) return cap;
  const isBudgetShort = revenue !== null && compare(budgetLeft(limits.offer, limits.usage, now), revenue) < 0;
  return isBudgetShort ? 'budget_exhausted' : null;
}

/** The counter changes of taking a hold: all four windows, whether limited or not. */
export function changesOfTaking(hold: Hold): readonly UsageChange[] {
  return hold.scopes.flatMap((scope) =>
    windowKinds.map((window) => ({
      scope,
      window,
      windowStart: windowStart(window, hold.takenAt),
      count: 1 as const,
      amount: hold.revenue,
    })),
  );
}

/**
 * The counter changes of giving a hold back: only in those of its windows that are still open, all time always. What
 * a closed window counted stays as it was.
 */
export function changesOfGivingBack(hold: Hold, now: Micros): readonly UsageChange[] {
  return changesOfTaking(hold)
    .filter((change) => change.windowStart === windowStart(change.window, now))
    .map((change) => ({ ...change, count: -1 as const, amount: negate(change.amount) }));
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
