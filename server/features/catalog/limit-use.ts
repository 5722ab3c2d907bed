import type { Transaction } from '#database/transaction.ts';
import { noCounts, type WindowCounts } from '#domain/limits/limits.ts';
import { budgetLeft } from '#domain/limits/limits.ts';
import { decimal, zero, type Decimal } from '#domain/money.ts';
import type { Caps, OfferContent } from '#domain/offer.ts';
import type { LimitUse } from '#domain/availability.ts';
import { isoDate, windowKinds, windowStart, type Micros, type WindowKind } from '#domain/time.ts';

/** Stands for "no share" in the keys of counters. */
export const noShareId = '00000000-0000-0000-0000-000000000000';

/** What was used of the limits of one offer, step or share in the windows that are open now. */
export interface OpenUse {
  readonly counts: WindowCounts;
  readonly amounts: Readonly<Record<WindowKind, Decimal>>;
}

const nothingUsed: OpenUse = {
  counts: noCounts,
  amounts: { Daily: zero, Weekly: zero, Monthly: zero, Total: zero },
};

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
  if (subjectIds.length === 0) return { of: () => nothingUsed };
  const { rows } = await tx.query<{
    subject_id: string;
    share_id: string;
    window_kind: WindowKind;
    count: number;
    amount: string;
  }>(
    `SELECT subject_id, share_id, window_kind, count, amount FROM counters
     WHERE tenant_id = $1 AND subject_id = ANY ($2::uuid[])
       AND window_start = CASE window_kind WHEN 'Daily' THEN $3::date WHEN 'Weekly' THEN $4::date
                                           WHEN 'Monthly' THEN $5::date ELSE $6::date END`,
    [tenantId, subjectIds, ...windowKinds.map((kind) => isoDate(windowStart(kind, now)))],
    'catalog-load-open-use',
  );
  const found = new Map<string, OpenUse>();
  for (const row of rows) {
    const key = `${row.subject_id} ${row.share_id}`;
    const { counts, amounts } = found.get(key) ?? nothingUsed;
    found.set(key, {
      counts: { ...counts, [row.window_kind]: row.count },
      amounts: { ...amounts, [row.window_kind]: decimal(row.amount) },
    });
  }
  return {
    of: (subjectId, shareId = null) => found.get(`${subjectId} ${shareId ?? noShareId}`) ?? nothingUsed,
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
