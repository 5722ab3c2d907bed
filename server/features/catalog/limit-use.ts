import type { Transaction } from '#database/transaction.ts';
import type { LimitUse } from '#domain/availability.ts';
import { countsOf, usageOf } from '#domain/conversion/usage.ts';
import { budgetLeft, type WindowCounts } from '#domain/limits/limits.ts';
import { decimal, type Decimal } from '#domain/money.ts';
import type { Caps, OfferContent } from '#domain/offer.ts';
import { windowKinds, type Micros, type WindowKind } from '#domain/time.ts';
import { loadUsage } from '../conversions/exports.ts';

/** What was used of the limits of one offer, step or share in the windows that are open now. */
export interface OpenUse {
  readonly counts: WindowCounts;
  readonly amounts: Readonly<Record<WindowKind, Decimal>>;
}

/** What was used, by the offer's or step's id, and by share where one is named. */
export interface UseByScope {
  /** Of everybody, or of one share. */
  of(subjectId: string, shareId?: string | null): OpenUse;
}

/**
 * Loads what is used up of the limits of offers and steps, in the windows open at an instant.
 *
 * @param subjectIds ids of offers and of their steps
 * @param now the tenant's time
 */
export async function loadOpenUse(
  tx: Pick<Transaction, 'query'>,
  tenantId: string,
  subjectIds: readonly string[],
  now: Micros,
): Promise<UseByScope> {
  const subjects = [...new Set(subjectIds)].map((subjectId) => ({ subjectId, windows: windowKinds }));
  const usage = await loadUsage(tx, tenantId, subjects, now);
  return {
    of: (subjectId, shareId = null) => {
      const scope = { subjectId, shareId };
      const amountIn = (window: WindowKind) => usageOf(usage, scope, window, now).amount;
      return {
        counts: countsOf(usage, scope, now),
        amounts: {
          Daily: amountIn('Daily'),
          Weekly: amountIn('Weekly'),
          Monthly: amountIn('Monthly'),
          Total: amountIn('Total'),
        },
      };
    },
  };
}

/** How far the limits of one offer are used up, in the form that availability is decided from. */
export function limitUseOf(
  offer: { readonly id: string; readonly content: Pick<OfferContent, 'budgetType' | 'budgetAmount'> },
  use: UseByScope,
  share: { readonly id: string; readonly caps: Caps } | null = null,
): LimitUse {
  const ofOffer = use.of(offer.id);
  return {
    budgetLeft: budgetLeft(decimal(offer.content.budgetAmount), ofOffer.amounts[offer.content.budgetType]),
    offerCounts: ofOffer.counts,
    stepCounts: (stepId) => use.of(stepId).counts,
    share: share && { caps: share.caps, counts: use.of(offer.id, share.id).counts },
  };
}
