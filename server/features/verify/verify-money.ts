import { postings, type LedgerLine } from '#domain/ledger/postings.ts';
import { day, isoDate, windowStart, type Micros } from '#domain/time.ts';
import { moneyOf, type ConversionRow } from '../conversions/exports.ts';
import { amountText } from './amount-text.ts';
import type { HistoryEvent, HoldRow } from './load-batch.ts';
import type { Difference } from './report.ts';

const NOTHING = '0.000000';

/** Compares the lines of the ledger of one conversion, one below the other, with those its history makes. */
export function verifyLedger(
  row: ConversionRow,
  history: readonly HistoryEvent[],
  stored: string,
  advertiserId: string,
): Difference[] {
  const wanted = row.is_test ? [] : history.flatMap((event) => linesOf(row, event, advertiserId));
  const lines = stored === '' ? [] : stored.split('\n');
  if (lines.length === wanted.length && wanted.every((line, index) => line === lines[index])) return [];
  const { missing, extra } = compare(wanted, lines);
  return [
    ...missing.map((line) => difference(row.id, `the ledger lacks the line ${line}`)),
    ...extra.map((line) => difference(row.id, `nothing accounts for the ledger's line ${line}`)),
  ];
}

const MOST_KEPT = 10_000;
const kept = new Map<string, readonly LedgerLine[]>();

/** The lines of one event as they are stored. Most amounts are those of many conversions, so they are posted once. */
function linesOf(row: ConversionRow, { from, to, at }: HistoryEvent, advertiserId: string): string[] {
  const { currency, reward_currency: rewardCurrency } = row;
  const partnerId = row.partner_id === null ? null : 'partner';
  const name = [from, to, row.revenue, row.payout, row.reward, currency, rewardCurrency, partnerId].join('|');
  let lines = kept.get(name);
  if (lines === undefined) {
    const parties = { advertiserId: 'advertiser', partnerId, memberId: 'member', currency, rewardCurrency };
    lines = postings(from, to, moneyOf(row), parties);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(name, lines);
  }
  const owners: Readonly<Record<string, string | null>> = {
    advertiser: advertiserId,
    partner: row.partner_id,
    member: row.member_id,
  };
  return lines.map(
    (line) =>
      `${line.account}|${owners[line.ownerId ?? ''] ?? ''}|${line.stage}|${amountText(line.amount)}|${at}|${line.currency}`,
  );
}

function difference(id: string, text: string): Difference {
  return { subject: 'ledger', id, text };
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
    if (hold.amount !== (row.revenue ?? NOTHING))
      found.push(say(`its hold takes ${hold.amount}, but its revenue is ${row.revenue ?? 'nothing'}`));
    if (hold.taken_at !== takenAt) found.push(say('its hold was taken at another time than it was accepted'));
    if (windowsOf(takenAt) !== `${hold.day} ${hold.week} ${hold.month}`)
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

let lastDay = { number: Number.NaN, windows: '' };

/** The windows of an instant, which are those of all of its day. */
function windowsOf(at: Micros): string {
  const number = Math.floor(at / day);
  if (number !== lastDay.number) {
    const starts = (['Daily', 'Weekly', 'Monthly'] as const).map((kind) => isoDate(windowStart(kind, at)));
    lastDay = { number, windows: starts.join(' ') };
  }
  return lastDay.windows;
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
