import { postings } from '#domain/ledger/postings.ts';
import { equal, decimal, toText, zero, type Decimal } from '#domain/money.ts';
import { isoDate, windowStart } from '#domain/time.ts';
import { moneyOf, type ConversionRow } from '../conversions/exports.ts';
import type { HistoryEvent, HoldRow } from './load-batch.ts';
import type { Difference } from './report.ts';

/** Compares the lines of the ledger of one conversion with those its history makes. */
export function verifyLedger(
  row: ConversionRow,
  history: readonly HistoryEvent[],
  stored: readonly string[],
  advertiserId: string,
): Difference[] {
  const parties = {
    advertiserId,
    partnerId: row.partner_id,
    memberId: row.member_id,
    currency: row.currency,
    rewardCurrency: row.reward_currency,
  };
  const events = row.is_test ? [] : history;
  const wanted = events.flatMap(({ from, to, at }) =>
    postings(from, to, moneyOf(row), parties).map((line) =>
      [line.account, line.ownerId ?? '', line.stage, sixDecimals(line.amount), at, line.currency].join('|'),
    ),
  );
  const { missing, extra } = compare(wanted, stored);
  return [
    ...missing.map((line) => difference(row.id, `the ledger lacks the line ${line}`)),
    ...extra.map((line) => difference(row.id, `nothing accounts for the ledger's line ${line}`)),
  ];
}

function difference(id: string, text: string): Difference {
  return { subject: 'ledger', id, text };
}

function sixDecimals(value: Decimal): string {
  const [whole = '0', rest = ''] = toText(value).split('.');
  return `${whole}.${rest.padEnd(6, '0')}`;
}

function compare(wanted: readonly string[], stored: readonly string[]) {
  const missing: string[] = [];
  const rest = [...stored];
  for (const line of wanted) {
    const at = rest.indexOf(line);
    if (at === -1) missing.push(line);
    else rest.splice(at, 1);
  }
  return { missing, extra: rest };
}

/** Compares the holds of one conversion with those its history takes and gives back. */
export function verifyHolds(
  row: ConversionRow,
  history: readonly HistoryEvent[],
  stored: readonly HoldRow[],
): Difference[] {
  const wanted = row.is_test ? [] : takenBy(history);
  const say = (text: string): Difference => ({ subject: 'hold', id: row.id, text });
  if (wanted.length !== stored.length)
    return [say(`it has ${stored.length} holds, but was accepted ${wanted.length} times`)];
  return wanted.flatMap(({ takenAt, isReleased }, index) => {
    const hold = stored[index] as HoldRow;
    const found: Difference[] = [];
    if (!equal(decimal(hold.amount), moneyOf(row).revenue ?? zero))
      found.push(say(`its hold takes ${hold.amount}, but its revenue is ${row.revenue ?? 'nothing'}`));
    if (hold.taken_at !== takenAt) found.push(say('its hold was taken at another time than it was accepted'));
    const windows = (['Daily', 'Weekly', 'Monthly'] as const).map((kind) =>
      isoDate(windowStart(kind, takenAt)),
    );
    if (windows.join() !== [hold.day, hold.week, hold.month].join())
      found.push(say(`its hold is of the windows ${hold.day}, ${hold.week}, ${hold.month}`));
    if (isReleased !== hold.is_released)
      found.push(say(isReleased ? 'its hold was not given back' : 'its hold was given back, but it stands'));
    const isPlaced =
      hold.offer_id === row.offer_id &&
      hold.offer_event_id === row.offer_event_id &&
      hold.share_id === row.share_id;
    if (!isPlaced) found.push(say('its hold is of another offer, step or share'));
    return found;
  });
}

function takenBy(history: readonly HistoryEvent[]): { takenAt: number; isReleased: boolean }[] {
  const taken: { takenAt: number; isReleased: boolean }[] = [];
  for (const { from, to, at } of history) {
    if (stands(to) && !stands(from)) taken.push({ takenAt: at, isReleased: false });
    const last = taken.at(-1);
    if (stands(from) && !stands(to) && last !== undefined) last.isReleased = true;
  }
  return taken;
}

function stands(state: HistoryEvent['from']): boolean {
  return state === 'Pending' || state === 'Success';
}
