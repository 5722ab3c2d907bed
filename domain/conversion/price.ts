import type { Decimal } from '../money.ts';
import {
  hasAtMostTwelveIntegerDigits,
  isNegative,
  multiply,
  parseDecimal,
  percentOf,
  roundHalfEven,
  zero,
} from '../money.ts';
import type { DecisionSettings, Money, PostbackRequest, StepTerms } from './facts.ts';
import { shorten } from './steps.ts';

/** What a conversion earns, or why that can't be computed. */
export type Price =
  | { readonly money: Money }
  | {
      readonly problem: 'amount_missing' | 'amount_invalid' | 'currency_unknown';
      readonly cause: string;
    };

/** What prices a conversion: the step's terms, the request, and on which side of the trade it was made. */
export interface PriceInput {
  readonly step: StepTerms;
  readonly request: Pick<PostbackRequest, 'amount' | 'currency' | 'currencyRate'>;
  readonly settings: Pick<DecisionSettings, 'currency' | 'rewardDecimals'>;
  readonly isPartner: boolean;
}

/** The longest amount text that is read; more digits than this are no amount anyone was paid. */
const longestAmount = 64;

/**
 * Revenue, payout and reward of a conversion. FlatRate pays the fixed values of the step. RevShare pays percentages of
 * the amount received, converted into the tenant's currency first; only the products are rounded, half-even. The
 * tenant's own members get a reward and no payout; a partner gets a payout, nought when its share names none, and no
 * reward.
 */
export function priceConversion(input: PriceInput): Price {
  const { step, isPartner } = input;
  if (step.conversionType === 'FlatRate') {
    return {
      money: {
        revenue: step.revenue,
        payout: isPartner ? (step.payout ?? zero) : null,
        reward: isPartner ? null : step.reward,
      },
    };
  }
  if (!isAmountNeeded(step)) {
    return { money: { revenue: null, payout: isPartner ? zero : null, reward: null } };
  }
  const amount = readAmount(input);
  return 'problem' in amount ? amount : { money: sharesOf(amount.inTenantCurrency, input) };
}

function isAmountNeeded(step: StepTerms): boolean {
  return [step.revenue, step.reward, step.rewardRatio, step.payout].some((percent) => percent !== null);
}

function sharesOf(amount: Decimal, { step, settings, isPartner }: PriceInput): Money {
  const revenue = step.revenue === null ? null : percentOf(amount, step.revenue);
  if (isPartner) {
    return { revenue, payout: step.payout === null ? zero : percentOf(amount, step.payout), reward: null };
  }
  if (step.rewardRatio !== null) {
    const product = multiply(revenue ?? zero, step.rewardRatio);
    return { revenue, payout: null, reward: roundHalfEven(product, settings.rewardDecimals) };
  }
  const reward = step.reward === null ? null : percentOf(amount, step.reward, settings.rewardDecimals);
  return { revenue, payout: null, reward };
}

type Amount = { readonly inTenantCurrency: Decimal } | Extract<Price, { problem: unknown }>;

function readAmount({ request, settings }: PriceInput): Amount {
  const text = request.amount?.trim() ?? '';
  if (text === '') {
    return { problem: 'amount_missing', cause: 'cnv_amount is missing, and the offer pays a share of it' };
  }
  const amount = text.length > longestAmount ? null : parseDecimal(text);
  if (amount === null || isNegative(amount) || !hasAtMostTwelveIntegerDigits(amount)) {
    return { problem: 'amount_invalid', cause: `cnv_amount "${shorten(text)}" is not an amount` };
  }
  const currency = request.currency?.trim().toUpperCase() ?? '';
  if (currency === '' || currency === settings.currency.toUpperCase()) return { inTenantCurrency: amount };
  if (request.currencyRate === null) {
    return { problem: 'currency_unknown', cause: `There is no rate for the currency "${shorten(currency)}"` };
  }
  return { inTenantCurrency: multiply(amount, request.currencyRate) };
}

/** What a conversion earns that will never be priced, because its amount can't be read: nothing. */
export const worthNothing: Money = { revenue: null, payout: null, reward: null };
