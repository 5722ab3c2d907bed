import { decimal, isZero, multiply, toJsonNumber, toMillionths } from '../money.ts';
import type { Decimal } from '../money.ts';
import { wholeDaysBetween } from '../time.ts';
import type { Micros } from '../time.ts';

/** What the effective EPC of an offer is computed from. */
export interface EpcFacts {
  baselineEpc: Decimal;
  lockBaselineEpc: boolean;
  /** All time, wall and partners together: of conversions that were accepted and aren't Rejected now. */
  revenue: Decimal;
  /** All time, without test clicks, bots and prefetches. */
  clicks: number;
  launchDate: Micros;
  /** When the newest revenue came that still stands; null when none does. */
  lastRevenueAt: Micros | null;
}

/**
 * The revenue for a click by which an offer is ranked.
 *
 * Revenue ÷ clicks once the offer has both; until then the baseline × 0.8 for each whole day since the launch, or
 * since the last revenue that still stands, never below 1 (nor above a baseline that is itself below 1). A locked
 * baseline always counts. Equal ratios of different sums give equal numbers, so that ties are ties.
 */
export function effectiveEpc(facts: EpcFacts, now: Micros): number {
  const { baselineEpc, revenue, clicks } = facts;
  if (facts.lockBaselineEpc) return toJsonNumber(baselineEpc);
  if (!isZero(revenue) && clicks > 0) return toMillionths(revenue) / clicks / 1_000_000;
  const baseline = toJsonNumber(baselineEpc);
  if (baseline <= 1) return baseline;
  const days = Math.max(0, wholeDaysBetween(facts.lastRevenueAt ?? facts.launchDate, now));
  return Math.max(1, toJsonNumber(multiply(baselineEpc, decay(days))));
}

/** After so many days even the largest baseline that can be stored has fallen below 1. */
const longestDecayDays = 125;
const decayByDays: Decimal[] = [decimal('1')];

/** 0.8 to the power of the days, exactly. The powers are computed once; they never change. */
function decay(days: number): Decimal {
  const wanted = Math.min(days, longestDecayDays);
  for (let known = decayByDays.length; known <= wanted; known++) {
    decayByDays.push(multiply(decayByDays[known - 1] ?? decimal('1'), decimal('0.8')));
  }
  return decayByDays[wanted] ?? decimal('0');
}

/** An offer as far as its place in the order is concerned. */
export interface Ranked {
  readonly id: string;
  readonly epc: number;
  readonly launchDate: Micros;
  /** Shown only because gender is relaxed. */
  readonly atBottom: boolean;
}

/** Orders two offers: those at the bottom last, then highest EPC, newest launch, id. */
export function compareRanked(a: Ranked, b: Ranked): number {
  if (a.atBottom !== b.atBottom) return a.atBottom ? 1 : -1;
  if (a.epc !== b.epc) return b.epc - a.epc;
  if (a.launchDate !== b.launchDate) return b.launchDate - a.launchDate;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
