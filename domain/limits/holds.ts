import { negate } from '../money.ts';
import type { Decimal } from '../money.ts';
import { windowKinds, windowStart } from '../time.ts';
import type { Micros, WindowKind } from '../time.ts';

/** What is counted: an offer's or one of its steps' conversions, of everybody or of one share. */
export interface LimitScope {
  /** An offer's or an offer event's id. */
  readonly subjectId: string;
  /** Null: of everybody. */
  readonly shareId: string | null;
}

/** What one accepted conversion takes of caps and budget: one slot and its revenue in the windows open at that time. */
export interface Hold {
  readonly takenAt: Micros;
  readonly revenue: Decimal;
  readonly scopes: readonly LimitScope[];
}

/** A change of one counter row: of a scope, in one window. */
export interface UsageChange {
  readonly scope: LimitScope;
  readonly window: WindowKind;
  readonly windowStart: Micros;
  readonly count: 1 | -1;
  readonly amount: Decimal;
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
