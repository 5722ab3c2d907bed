import { toText, type Decimal } from '#domain/money.ts';
import type { Micros } from '#domain/time.ts';
import { formatInstant, second } from '#domain/time.ts';
import { instantOrNull, moneyOf, type ConversionRow } from '../conversions/exports.ts';
import { amountText } from './amount-text.ts';
import type { HistoryEvent, VerifiedAttempt } from './load-batch.ts';
import { moment } from './moment.ts';
import { Replay, type Expected, type Group } from './replay.ts';
import type { Difference } from './report.ts';

/** Events this near to each other may have happened in another order: a transaction's time is that of its beginning. */
const NEAR = 5 * second;
const MOST_ORDERS = 300;

/**
 * Compares what a member did at an offer with what the rules make of it. Where several things happened within moments,
 * their order is not on record: then any order that explains everything is the right one.
 */
export function verifyGroup(group: Group): readonly Difference[] {
  const events = group.conversions.flatMap(({ id }) => group.batch.history.get(id) ?? []).toSorted(inOrder);
  const first = differencesOf(group, events);
  if (first.length === 0) return first;
  let best = { events, differences: first };
  let orders = 0;
  for (const [start, end] of clusters(events)) {
    for (const permuted of permutations(best.events.slice(start, end))) {
      if (orders++ >= MOST_ORDERS) return best.differences;
      const order = best.events.toSpliced(start, end - start, ...permuted);
      const differences = differencesOf(group, order);
      if (differences.length === 0) return differences;
      if (differences.length < best.differences.length) best = { events: order, differences };
    }
  }
  return best.differences;
}

/** What was held is released right after what it waited for. */
function inOrder(a: HistoryEvent, b: HistoryEvent): number {
  const rank = ({ kind }: HistoryEvent) => (kind === 'released' ? 1 : 0);
  return a.at - b.at || rank(a) - rank(b) || (a.id < b.id ? -1 : 1);
}

/** The stretches of events that lie near to each other, as half-open ranges. */
function clusters(events: readonly HistoryEvent[]): [number, number][] {
  const found: [number, number][] = [];
  let start = 0;
  for (let at = 1; at <= events.length; at++) {
    const isNear = at < events.length && (events[at]?.at ?? 0) - (events[at - 1]?.at ?? 0) < NEAR;
    if (isNear) continue;
    if (at - start > 1) found.push([start, at]);
    start = at;
  }
  return found;
}

function* permutations<T>(items: readonly T[]): Generator<T[]> {
  if (items.length <= 1) {
    yield [...items];
    return;
  }
  for (let at = 0; at < items.length; at++) {
    for (const rest of permutations(items.toSpliced(at, 1))) yield [items[at] as T, ...rest];
  }
}

function differencesOf(group: Group, events: readonly HistoryEvent[]): Difference[] {
  const replay = new Replay(group).run(events);
  const found = [...replay.differences];
  for (const row of group.conversions) {
    const expected = replay.expected.get(row.id);
    const texts = expected === undefined ? ['it has no history'] : conversionTexts(row, expected);
    found.push(...texts.map((text): Difference => ({ subject: 'conversion', id: row.id, text })));
  }
  for (const row of group.attempts) {
    const texts = attemptTexts(row, replay);
    found.push(...texts.map((text): Difference => ({ subject: 'attempt', id: row.id, text })));
  }
  return found;
}

function conversionTexts(row: ConversionRow, { conversion, money, ripensAt, isRead }: Expected): string[] {
  const texts: string[] = [];
  const say = (field: string, stored: unknown, wanted: unknown) => {
    if (stored !== wanted) texts.push(`${field} is ${String(stored)}, but should be ${String(wanted)}`);
  };
  say('status', row.status, conversion.state);
  say(
    'rejectionReason',
    row.rejection_reason,
    conversion.state === 'Rejected' ? conversion.reason : rowReason(row),
  );
  if (money !== null) {
    for (const name of ['revenue', 'payout', 'reward'] as const) {
      const wanted = money[name];
      if (row[name] === (wanted === null ? null : amountText(wanted))) continue;
      texts.push(`${name} is ${written(moneyOf(row)[name])}, but should be ${written(wanted)}`);
    }
  }
  if (ripensAt !== undefined && row.status === 'Pending')
    say('ripensAt', shown(instantOrNull(row.ripens_at)), shown(ripensAt));
  if (!isRead) return texts;
  say('step', row.offer_event_id, conversion.stepId === row.offer_id ? null : conversion.stepId);
  say('userCompletedAt', shown(moment(row.user_completed_at)), shown(conversion.completedAt));
  say('identity', row.takes_identity, conversion.takesIdentity);
  if (row.takes_identity) say('external id', row.external_id, conversion.trackId);
  return texts;
}

/** Only a rejected conversion says why; a held one may name what it waits for. */
function rowReason(row: ConversionRow): string | null {
  return row.status === 'Held' ? row.rejection_reason : null;
}

function written(value: Decimal | null): string {
  return value === null ? 'nothing' : toText(value);
}

function shown(at: Micros | null): string {
  return at === null ? 'never' : formatInstant(at);
}

function attemptTexts(row: VerifiedAttempt, replay: Replay): string[] {
  const texts: string[] = [];
  const pinned = replay.pinnedClicks.get(row.id) ?? null;
  if (row.pinned_click_id !== pinned)
    texts.push(`its terms are those of click ${row.pinned_click_id}, but should be those of ${pinned}`);
  const isCompleted = replay.copy.attempts.get(row.id)?.end === 'completed';
  if (isCompleted && row.status !== 'completed') texts.push(`it is ${row.status}, but was completed`);
  if (!isCompleted && row.status === 'completed')
    texts.push('it is completed, but a required step is missing');
  const completion = replay.copy.attempts.get(row.id)?.completion?.conversionId;
  if (isCompleted && row.status === 'completed' && row.completing_conversion_id !== completion)
    texts.push(`conversion ${row.completing_conversion_id} completed it, but it should be ${completion}`);
  return texts;
}
