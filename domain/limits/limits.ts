import { compare, larger, subtract, zero } from '../money.ts';
import type { Decimal } from '../money.ts';
import type { Caps, ConversionType } from '../offer.ts';
import { windowKinds } from '../time.ts';
import type { WindowKind } from '../time.ts';

/** Limits on a count by window; null = none. */
export type WindowCaps = Readonly<Record<WindowKind, number | null>>;

/** How many were counted in the open window of each kind. */
export type WindowCounts = Readonly<Record<WindowKind, number>>;

/** Nothing counted yet. */
export const noCounts: WindowCounts = { Daily: 0, Weekly: 0, Monthly: 0, Total: 0 };

/** The four published caps by the window they limit. */
export function capsByWindow(caps: Caps): WindowCaps {
  return { Daily: caps.dailyCap, Weekly: caps.weeklyCap, Monthly: caps.monthlyCap, Total: caps.allTimeCap };
}

/** The shortest window whose cap leaves no slot; null when there is a free slot in every one. */
export function windowUsedUp(caps: WindowCaps, counts: WindowCounts): WindowKind | null {
  return (
    windowKinds.find((window) => {
      const cap = caps[window];
      return cap !== null && counts[window] >= cap;
    }) ?? null
  );
}

/** Whether every cap has a free slot in its open window. */
export function slotFree(caps: WindowCaps, counts: WindowCounts): boolean {
  return windowUsedUp(caps, counts) === null;
}

/** What is left of a budget in its open window; nought when more was spent than the budget is today. */
export function budgetLeft(budgetAmount: Decimal, spent: Decimal): Decimal {
  return larger(subtract(budgetAmount, spent), zero);
}

/**
 * Whether what is left of the budget allows one more conversion. A fixed revenue must fit into it; a percentage
 * needs anything left, because its amount isn't known before; a conversion without revenue needs nothing.
 */
export function budgetAllows(
  left: Decimal,
  revenue: Decimal | null,
  conversionType: ConversionType,
): boolean {
  if (revenue === null) return true;
  return conversionType === 'RevShare' ? compare(left, zero) > 0 : compare(left, revenue) >= 0;
}
