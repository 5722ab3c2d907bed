import type { ConversionState, Money } from '../conversion/facts.ts';
import type { Decimal } from '../money.ts';
import { add, isZero, negate, subtract, zero } from '../money.ts';

/**
 * What an amount is booked on. `advertiser`: what an advertiser owes. `partner`: what is owed to a partner. `margin`:
 * what the tenant keeps. `member`: points a member receives. `rewards`: the points the tenant gave out.
 */
export const ledgerAccounts = ['advertiser', 'partner', 'margin', 'member', 'rewards'] as const;

/** One of {@link ledgerAccounts}. */
export type LedgerAccount = (typeof ledgerAccounts)[number];

/** Whether an amount still waits for its conversion's Success, or is owed. */
export type LedgerStage = 'pending' | 'due';

/** One line of the ledger: positive is a debit, negative a credit. Ids and amounts only. */
export interface LedgerLine {
  readonly account: LedgerAccount;
  /** The advertiser, partner or member; null for the tenant's own accounts. */
  readonly ownerId: string | null;
  readonly stage: LedgerStage;
  /** An ISO 4217 code, or the tenant's reward currency. */
  readonly currency: string;
  readonly amount: Decimal;
}

/** Who stands behind a conversion's money, and in which currencies it is. */
export interface LedgerParties {
  readonly advertiserId: string;
  /** Null for the tenant's own wall. */
  readonly partnerId: string | null;
  readonly memberId: string;
  readonly currency: string;
  readonly rewardCurrency: string;
}

/**
 * The lines to append when a conversion changes its state, `from` null for a new one: the mirror of what stood
 * before and what stands now. So acceptance posts to pending or, with immediate Success, to due accounts, Success
 * moves pending to due, a rejection posts the mirror, and balances depend on the final state alone. Held and Rejected
 * conversions stand for nothing. The lines of each currency sum to zero. Lines of nought are left out; a test
 * conversion must not be posted at all.
 */
export function postings(
  from: ConversionState | null,
  to: ConversionState,
  money: Money,
  parties: LedgerParties,
): readonly LedgerLine[] {
  const before = stageOf(from);
  const after = stageOf(to);
  if (before === after) return [];
  const mirror = before === null ? [] : standing(before, money, parties).map(reversed);
  return after === null ? mirror : [...mirror, ...standing(after, money, parties)];
}

function stageOf(state: ConversionState | null): LedgerStage | null {
  if (state === 'Pending') return 'pending';
  return state === 'Success' ? 'due' : null;
}

function reversed(line: LedgerLine): LedgerLine {
  return { ...line, amount: negate(line.amount) };
}

/** What a conversion stands for at a stage. */
function standing(stage: LedgerStage, money: Money, parties: LedgerParties): readonly LedgerLine[] {
  const { currency, rewardCurrency, advertiserId, partnerId, memberId } = parties;
  const revenue = money.revenue ?? zero;
  const payout = partnerId === null ? zero : (money.payout ?? zero);
  const reward = partnerId === null ? (money.reward ?? zero) : zero;
  const lines: LedgerLine[] = [
    { account: 'advertiser', ownerId: advertiserId, stage, currency, amount: revenue },
    { account: 'partner', ownerId: partnerId, stage, currency, amount: negate(payout) },
    { account: 'margin', ownerId: null, stage, currency, amount: subtract(payout, revenue) },
    { account: 'rewards', ownerId: null, stage, currency: rewardCurrency, amount: reward },
    { account: 'member', ownerId: memberId, stage, currency: rewardCurrency, amount: negate(reward) },
  ];
  return lines.filter((line) => !isZero(line.amount));
}

/** The name of the balance a line adds to. */
export function balanceKey({ account, ownerId, stage, currency }: LedgerLine): string {
  return `${account}|${ownerId ?? ''}|${stage}|${currency}`;
}

/** The balance of every account that isn't nought, by {@link balanceKey}. */
export function balances(lines: Iterable<LedgerLine>): ReadonlyMap<string, Decimal> {
  const totals = new Map<string, Decimal>();
  for (const line of lines) {
    const key = balanceKey(line);
    totals.set(key, add(totals.get(key) ?? zero, line.amount));
  }
  for (const [key, total] of totals) if (isZero(total)) totals.delete(key);
  return totals;
}

/** The sum of all lines in each currency; a sound ledger has nought everywhere. */
export function sumsByCurrency(lines: Iterable<LedgerLine>): ReadonlyMap<string, Decimal> {
  const sums = new Map<string, Decimal>();
  for (const line of lines) sums.set(line.currency, add(sums.get(line.currency) ?? zero, line.amount));
  return sums;
}
