import { compare, decimal, multiply, roundHalfEven, sum, toText } from './money.ts';
import type { Decimal, DecimalText } from './money.ts';
import type { ConversionType, OfferEvent, OfferTerms } from './offer.ts';

/** What a tenant's settings say about rewards. */
export interface RewardSettings {
  /** Points for one unit of revenue. */
  rewardRatio: Decimal;
  /** Rewards are rounded to so many decimals, 0 to 6. */
  rewardDecimals: number;
}

/** The money fields of a step. */
type EventMoney = Pick<OfferEvent, 'hasRevenue' | 'revenue' | 'hasReward' | 'useDefaultRatio' | 'reward'>;

/** The reward by default ratio: revenue × ratio, rounded half-even to the tenant's reward decimals. */
export function defaultRatioReward(
  revenue: DecimalText,
  { rewardRatio, rewardDecimals }: RewardSettings,
): DecimalText {
  return toText(roundHalfEven(multiply(decimal(revenue), rewardRatio), rewardDecimals));
}

/**
 * Fixes a step's money when a version is saved: a value without its switch becomes null, and a reward by default
 * ratio is computed, whatever was sent beside it. On RevShare the computed reward is the percentage that is shown;
 * its points are computed from each conversion's revenue.
 */
export function settleEventMoney<Event extends EventMoney>(
  event: Event,
  conversionType: ConversionType,
  settings: RewardSettings,
): Event {
  const revenue = event.hasRevenue ? event.revenue : null;
  if (!event.hasReward) return { ...event, revenue, reward: null };
  if (!event.useDefaultRatio) return { ...event, revenue };
  if (revenue === null) return { ...event, revenue, reward: null };
  // A percentage isn't an amount of points, so the tenant's decimals don't apply to it.
  const rewardDecimals = conversionType === 'RevShare' ? 6 : settings.rewardDecimals;
  return { ...event, revenue, reward: defaultRatioReward(revenue, { ...settings, rewardDecimals }) };
}

/**
 * The reward a wall shows for the whole offer. SingleEvent: its own. MultiEvent: the sum over the steps shown, null
 * when none has one; RevShare: the highest percentage of them.
 */
export function wallReward(
  terms: Pick<OfferTerms, 'offerType' | 'conversionType' | 'reward' | 'offerEvents'>,
): Decimal | null {
  if (terms.offerType === 'SingleEvent') return terms.reward === null ? null : decimal(terms.reward);
  const rewards = terms.offerEvents
    .filter((event) => event.showOnOfferWall)
    .flatMap((event) => (event.reward === null ? [] : [decimal(event.reward)]));
  if (rewards.length === 0) return null;
  if (terms.conversionType === 'FlatRate') return sum(rewards);
  return rewards.reduce((highest, reward) => (compare(reward, highest) > 0 ? reward : highest));
}

/** The steps a wall shows, by display order; none on SingleEvent. */
export function shownEvents<Event extends Pick<OfferEvent, 'showOnOfferWall' | 'displayOrder'>>(
  events: readonly Event[],
): Event[] {
  return events.filter((event) => event.showOnOfferWall).toSorted((a, b) => a.displayOrder - b.displayOrder);
}
