import type { Transaction } from '#database/transaction.ts';
import type { Usage } from '#domain/conversion/facts.ts';
import { addToUsage, usageOf } from '#domain/conversion/usage.ts';
import { budgetLeft, type WindowCaps } from '#domain/limits/limits.ts';
import type { LimitScope } from '#domain/limits/holds.ts';
import { compare, negate, zero, type Decimal } from '#domain/money.ts';
import { windowKinds, type Micros } from '#domain/time.ts';
import type { Context } from '../../context.ts';
import { recordChanges, type Change } from '../../platform/changes.ts';
import type { ConversionChange } from './changes.ts';
import { limitsUsedUp, tellOfLimits, type LimitFacts } from './limit-notices.ts';
import type { LoadedState } from './load.ts';

/**
 * Tells of the offers whose limits filled or opened by these changes: a cap used up or free again, or a budget that
 * begins or ceases to have room for the revenue of one of its steps.
 */
export async function limitsChanged(
  context: Context,
  tx: Transaction,
  state: LoadedState,
  changes: readonly ConversionChange[],
): Promise<Change[]> {
  const { copy, now, tenantId } = state;
  const before = usageBefore(copy.usage, changes);
  const offerIds = new Set(
    changes.filter((change) => change.usageChanges.length > 0).map(({ draft }) => draft.offerId),
  );
  const announced: Change[] = [];
  const gone: ReturnType<typeof limitsUsedUp> = [];
  for (const offerId of offerIds) {
    const offer = copy.offers.get(offerId);
    if (offer === undefined) continue;
    const facts: LimitFacts = {
      offer,
      revenues: revenuesOf(state, offerId),
      isRevShare: isRevShare(state, offerId),
      shares: sharesOf(changes, state),
    };
    if (limitWords(facts, before, now) === limitWords(facts, copy.usage, now)) continue;
    announced.push({ tenantId, kind: 'limits', objectId: offerId });
    gone.push(...limitsUsedUp(facts, before, copy.usage, now));
  }
  recordChanges(tx, announced);
  await tellOfLimits(context, tx, tenantId, gone);
  return announced;
}

/** The usage before the changes, by taking them back from the usage after them. */
function usageBefore(
  after: ReadonlyMap<string, Usage>,
  changes: readonly ConversionChange[],
): ReadonlyMap<string, Usage> {
  const before = new Map(after);
  for (const { usageChanges } of changes) {
    addToUsage(
      before,
      usageChanges.map((change) => ({
        ...change,
        count: change.count === 1 ? -1 : 1,
        amount: negate(change.amount),
      })),
    );
  }
  return before;
}

function limitWords(
  { offer, revenues, shares }: LimitFacts,
  usage: ReadonlyMap<string, Usage>,
  now: Micros,
): string {
  const { offerId } = offer;
  const full = (caps: WindowCaps, scope: LimitScope) =>
    windowKinds.map((window) => {
      const cap = caps[window];
      return cap !== null && usageOf(usage, scope, window, now).count >= cap ? window : '';
    });
  const spent = usageOf(usage, { subjectId: offerId, shareId: null }, offer.budget.type, now).amount;
  const left = budgetLeft(offer.budget.amount, spent);
  return JSON.stringify([
    full(offer.caps, { subjectId: offerId, shareId: null }),
    offer.steps.map((step) => full(step.caps, { subjectId: step.stepId, shareId: null })),
    shares.map(({ shareId, caps }) => full(caps, { subjectId: offerId, shareId })),
    revenues.map((revenue) => compare(left, revenue) >= 0),
    compare(left, zero) > 0,
  ]);
}

/** What the steps of an offer pay under the terms at hand. */
function revenuesOf({ copy }: LoadedState, offerId: string): Decimal[] {
  const clicks = [...copy.clicks.values()].filter((click) => click.offerId === offerId);
  return clicks.flatMap(({ terms }) => terms.steps.flatMap(({ revenue }) => revenue ?? []));
}

function isRevShare({ copy }: LoadedState, offerId: string): boolean {
  return [...copy.clicks.values()].some(
    (click) =>
      click.offerId === offerId && click.terms.steps.some((step) => step.conversionType === 'RevShare'),
  );
}

function sharesOf(changes: readonly ConversionChange[], { copy }: LoadedState): LimitFacts['shares'] {
  const ids = new Set(changes.flatMap(({ draft }) => draft.shareId ?? []));
  return [...ids].flatMap((id) => copy.shares.get(id) ?? []);
}
