import { isNoticeDue } from '#domain/conversion/notices.ts';
import type { ConversionRow } from '../conversions/exports.ts';
import type { DeliveryCount, HistoryEvent } from './load-batch.ts';
import type { NoticeHistory, Wanted } from './notice-history.ts';
import type { Difference } from './report.ts';

const kinds = ['callback', 'partner_postback'] as const;

/** Compares the deliveries of one conversion with those that were due when it changed its status. */
export function verifyDeliveries(
  row: ConversionRow,
  history: readonly HistoryEvent[],
  stored: readonly DeliveryCount[],
  notices: NoticeHistory,
): Difference[] {
  const changes = history.filter(({ from, to }) => to !== 'Held' && from !== to);
  const statuses = new Set<string>([
    ...changes.map(({ to }) => to),
    ...stored.map((one) => one.conversion_status),
  ]);
  return kinds.flatMap((kind) =>
    [...statuses].flatMap((status): Difference[] => {
      const counts = changes
        .filter(({ to }) => to === status)
        .map((change) => countsOf(row, change, wantedOf(kind, row, change, notices)));
      const least = sum(counts.map((count) => Math.min(...count)));
      const most = sum(counts.map((count) => Math.max(...count)));
      const found = stored.find((one) => one.kind === kind && one.conversion_status === status)?.count ?? 0;
      if (found >= least && found <= most) return [];
      const due = least === most ? `${least}` : `${least} to ${most}`;
      const what = kind === 'callback' ? 'callbacks' : 'partner postbacks';
      return [
        { subject: 'delivery', id: row.id, text: `${found} ${what} tell of ${status}, but ${due} were due` },
      ];
    }),
  );
}

function wantedOf(
  kind: DeliveryCount['kind'],
  row: ConversionRow,
  { at }: HistoryEvent,
  notices: NoticeHistory,
): readonly Wanted[] {
  if (kind === 'callback') return notices.callbackAt(at);
  return row.partner_id === null ? [] : notices.partnerAt(row.partner_id, at);
}

/** How many were due by each of the settings that may have been in force. */
function countsOf(row: ConversionRow, { to }: HistoryEvent, wanted: readonly Wanted[]): number[] {
  if (wanted.length === 0) return [0];
  return wanted.flatMap((one) => {
    if (!isNoticeDue(to, one)) return [0];
    const due = one.rules.filter(
      ({ offerId, offerEventId }) =>
        offerId === null ||
        (offerId === row.offer_id && (offerEventId === null || offerEventId === row.offer_event_id)),
    ).length;
    return one.mayBeSilent === true ? [0, due] : [due];
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
