import { uuids } from '#database/array-values.ts';
import { together, type Transaction } from '#database/transaction.ts';
import type { OfferToday } from '#domain/conversion/facts.ts';
import type { WorkingCopy } from '#domain/conversion/working-copy.ts';
import { nilUuid } from '#domain/ids.ts';
import type { LimitScope } from '#domain/limits/holds.ts';
import { add, isNegative, isZero, toText, zero, type Decimal } from '#domain/money.ts';
import { isoDate, type WindowKind } from '#domain/time.ts';
import type { ConversionChange } from './changes.ts';

/**
 * Thrown when counters no longer have the room that a decision counted on, because another transaction took it. The
 * transaction is to be rolled back and everything decided again.
 */
export class LimitsMoved extends Error {
  override readonly name = 'LimitsMoved';
  /** PostgreSQL's own word for it: transactions that meet it are run again. */
  readonly code = '40001';
}

interface CounterChange {
  readonly subjectId: string;
  readonly shareId: string;
  readonly window: WindowKind;
  readonly start: string;
  count: number;
  amount: Decimal;
  /** Most that may be counted after this change; null for no limit. */
  most: number | null;
  /** Most that may be spent after this change; null for no limit. */
  budget: Decimal | null;
}

/**
 * Takes and gives back slots and money by one conditional statement, in the order of the counters' keys. Where a limit
 * exists, a row is changed only if it stays within it, so that no two transactions can together go past one.
 *
 * @throws LimitsMoved when a counter had not enough room
 */
export async function changeCounters(
  tx: Transaction,
  tenantId: string,
  copy: WorkingCopy,
  changes: readonly ConversionChange[],
): Promise<void> {
  const wanted = [...sumChanges(copy, changes).values()].filter(
    ({ count, amount }) => count !== 0 || !isZero(amount),
  );
  const given = wanted.filter(({ count, amount }) => count < 0 || isNegative(amount));
  const taken = wanted.filter((change) => !given.includes(change));
  const [, countTaken, countGiven] = await together(
    // What is taken and given in one transaction is locked together, so that the order of the keys still holds.
    lock(tx, tenantId, given.length > 0 ? wanted : []),
    take(tx, tenantId, taken),
    giveBack(tx, tenantId, given),
  );
  if (countTaken + countGiven !== wanted.length)
    throw new LimitsMoved('a limit was reached by somebody else meanwhile');
}

async function lock(tx: Transaction, tenantId: string, wanted: readonly CounterChange[]): Promise<void> {
  if (wanted.length === 0) return;
  await tx.query(
    `${wantedRows} SELECT 1 FROM wanted w JOIN counters c ON c.tenant_id = $1 AND ${sameKey('c', 'w')}
     ORDER BY c.subject_id, c.share_id, c.window_kind, c.window_start FOR UPDATE OF c`,
    columnsOf(tenantId, wanted),
    'lock-counters',
  );
}

async function take(tx: Transaction, tenantId: string, taken: readonly CounterChange[]): Promise<number> {
  if (taken.length === 0) return 0;
  const { rowCount } = await tx.query(
    `${wantedRows}
     INSERT INTO counters AS c (tenant_id, subject_id, share_id, window_kind, window_start, count, amount)
     SELECT $1, subject_id, share_id, window_kind, window_start, count, amount FROM wanted
     ORDER BY subject_id, share_id, window_kind, window_start
     ON CONFLICT (tenant_id, subject_id, share_id, window_kind, window_start) DO UPDATE
       SET count = c.count + excluded.count, amount = c.amount + excluded.amount
       WHERE c.count + excluded.count <= COALESCE(($8::jsonb ->> (${excludedKey}))::bigint, c.count + excluded.count)
         AND (excluded.amount = 0 OR c.amount + excluded.amount
           <= COALESCE(($9::jsonb ->> (${excludedKey}))::numeric, c.amount + excluded.amount))`,
    [...columnsOf(tenantId, taken), ...limitsByKey(taken)],
    'take-from-counters',
  );
  return rowCount;
}

/** The key of a counter as one text, by which its limits are looked up: few counters have any. */
const excludedKey = `excluded.subject_id || ' ' || excluded.share_id || ' ' || excluded.window_kind || ' ' ||
  excluded.window_start`;

function keyOf({ subjectId, shareId, window, start }: CounterChange): string {
  return `${subjectId} ${shareId} ${window} ${start}`;
}

/** The most that each counter may count and hold, as JSON by key; counters without a limit are left out. */
function limitsByKey(changes: readonly CounterChange[]): [most: string, budgets: string] {
  const most = changes.flatMap((change) => (change.most === null ? [] : [[keyOf(change), change.most]]));
  const budgets = changes.flatMap((change) =>
    change.budget === null ? [] : [[keyOf(change), toText(change.budget)]],
  );
  return [JSON.stringify(Object.fromEntries(most)), JSON.stringify(Object.fromEntries(budgets))];
}

async function giveBack(tx: Transaction, tenantId: string, given: readonly CounterChange[]): Promise<number> {
  if (given.length === 0) return 0;
  const { rowCount } = await tx.query(
    `${wantedRows}
     UPDATE counters c SET count = c.count + w.count, amount = c.amount + w.amount
     FROM wanted w WHERE c.tenant_id = $1 AND ${sameKey('c', 'w')}`,
    columnsOf(tenantId, given),
    'give-back-to-counters',
  );
  return rowCount;
}

const wantedRows = `WITH wanted AS MATERIALIZED (
  SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::date[], $6::bigint[], $7::numeric[])
    AS w (subject_id, share_id, window_kind, window_start, count, amount))`;

function sameKey(one: string, other: string): string {
  return ['subject_id', 'share_id', 'window_kind', 'window_start']
    .map((column) => `${one}.${column} = ${other}.${column}`)
    .join(' AND ');
}

function columnsOf(tenantId: string, changes: readonly CounterChange[]): unknown[] {
  return [
    tenantId,
    uuids(changes.map(({ subjectId }) => subjectId)),
    uuids(changes.map(({ shareId }) => shareId)),
    changes.map(({ window }) => window),
    changes.map(({ start }) => start),
    changes.map(({ count }) => count),
    changes.map(({ amount }) => toText(amount)),
  ];
}

function sumChanges(
  copy: WorkingCopy,
  changes: readonly ConversionChange[],
): ReadonlyMap<string, CounterChange> {
  const sums = new Map<string, CounterChange>();
  const free = new Set<string>();
  for (const { usageChanges, overLimit, draft } of changes) {
    for (const { scope, window, windowStart, count, amount } of usageChanges) {
      const start = isoDate(windowStart);
      const key = `${scope.subjectId}|${scope.shareId ?? ''}|${window}|${start}`;
      const sum = sums.get(key) ?? {
        subjectId: scope.subjectId,
        shareId: scope.shareId ?? nilUuid,
        window,
        start,
        count: 0,
        amount: zero,
        ...limitsOf(copy, copy.offers.get(draft.offerId), scope, window),
      };
      sums.set(key, { ...sum, count: sum.count + count, amount: add(sum.amount, amount) });
      // An operator's approval is the one way past a limit, and giving back needs no room.
      if (overLimit !== null) free.add(key);
    }
  }
  for (const key of free) {
    const sum = sums.get(key);
    if (sum !== undefined) sums.set(key, { ...sum, most: null, budget: null });
  }
  return sums;
}

function limitsOf(
  copy: WorkingCopy,
  offer: OfferToday | undefined,
  { subjectId, shareId }: LimitScope,
  window: WindowKind,
): Pick<CounterChange, 'most' | 'budget'> {
  if (offer === undefined) return { most: null, budget: null };
  if (shareId !== null) return { most: copy.shares.get(shareId)?.caps[window] ?? null, budget: null };
  if (subjectId === offer.offerId) {
    return {
      most: offer.caps[window],
      budget: offer.budget.type === window ? offer.budget.amount : null,
    };
  }
  const step = offer.steps.find(({ stepId }) => stepId === subjectId);
  return { most: step?.caps[window] ?? null, budget: null };
}
