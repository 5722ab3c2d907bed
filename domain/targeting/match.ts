import type { Audience } from './audience.ts';
import { targetingRules } from './rules.ts';
import type { MatchOptions, OfferTargeting, TargetingRuleName } from './rules.ts';

/** Whether an offer is for an audience. */
export interface TargetingMatch {
  readonly fits: boolean;
  /** It fits only because gender is relaxed, and comes after all the rest. */
  readonly atBottom: boolean;
}

const unfit: TargetingMatch = { fits: false, atBottom: false };

/** Matches an offer with an audience: every rule must pass, gender may be relaxed. */
export function matchTargeting(
  offer: OfferTargeting,
  audience: Audience,
  options: MatchOptions,
): TargetingMatch {
  let atBottom = false;
  for (const rule of targetingRules) {
    if (rule.passes(offer, audience, options)) continue;
    if (!rule.isRelaxed(offer)) return unfit;
    atBottom = true;
  }
  return { fits: true, atBottom };
}

/** One rule explained to an operator. */
export interface TargetingExplanation {
  readonly rule: TargetingRuleName;
  /** The value seen, in words. */
  readonly seen: string;
  /** The value required, in words; `any` when nothing is. */
  readonly required: string;
  readonly pass: boolean;
  /** It passes only because the offer is shown at the bottom to genders it didn't select. */
  readonly atBottom: boolean;
  /** What would let the offer through; null when the rule passes. */
  readonly smallestChange: string | null;
}

/** Explains every rule, whatever the others say. All of them pass exactly when {@link matchTargeting} fits. */
export function explainTargeting(
  offer: OfferTargeting,
  audience: Audience,
  options: MatchOptions,
): TargetingExplanation[] {
  return targetingRules.map((rule) => {
    const matches = rule.passes(offer, audience, options);
    const pass = matches || rule.isRelaxed(offer);
    return {
      rule: rule.rule,
      seen: rule.seen(audience, options),
      required: rule.required(offer, audience),
      pass,
      atBottom: pass && !matches,
      smallestChange: pass ? null : rule.smallestChange(offer, audience, options),
    };
  });
}
