import { sql, type SelectQueryBuilder } from 'kysely';
import { listInbox, readInboxRequest } from '#contract/inbox.ts';
import type { Tables } from '#database/rows.ts';
import { uuidV7Floor } from '#domain/ids.ts';
import { minute, parseInstant, type Micros } from '#domain/time.ts';
import { notFound, ok } from '../../http/answer.ts';
import { list } from '../../http/list.ts';
import { read } from '../../http/route.ts';
import { inboxColumns, inboxItems, loadInboxDetails, written, type InboxRow } from './inbox-item.ts';

type Select = SelectQueryBuilder<Tables, 'raw_requests', InboxRow>;

/**
 * The range of ids that holds every request of a range of time. Ids carry the time of arrival, so that only the
 * months asked for are read; a minute more on each side, because their time is cut to the millisecond.
 */
export function idRange(from: string | null, to: string | null): { least: string; most: string } {
  const at = (text: string): Micros => parseInstant(text) as Micros;
  return {
    least: from === null ? uuidV7Floor(0) : uuidV7Floor(Math.max(0, at(from) - minute)),
    most: to === null ? 'ffffffff-ffff-ffff-ffff-ffffffffffff' : uuidV7Floor(Math.max(0, at(to) + minute)),
  };
}

/** Lists inbound requests, the newest first unless asked otherwise. */
export const listInboxRoute = list(listInbox, {
  select: ({ tx, tenant }) =>
    tx.kysely.selectFrom('raw_requests').select(inboxColumns).where('tenant_id', '=', tenant.id),
  order: {
    ReceivedAt: 'received_at',
    DecidedAt: 'decided_at',
    Outcome: 'outcome',
    Reason: sql`reason`,
  },
  filters: {
    outcome: (select: Select, outcomes: string[]) => select.where('outcome', 'in', outcomes),
    reason: (select: Select, reasons: string[]) =>
      select.where(
        'reason',
        'in',
        reasons.map((reason) => reason.toLowerCase()),
      ),
    offer_id: (select: Select, ids: string[]) => select.where('offer_id', 'in', ids),
    click_id: (select: Select, ids: string[]) => select.where('click_id', 'in', ids),
    conversion_id: (select: Select, ids: string[]) => select.where('conversion_id', 'in', ids),
    from: (select: Select, from: string) =>
      select.where('received_at', '>=', written(from)).where('id', '>=', idRange(from, null).least),
    to: (select: Select, to: string) =>
      select.where('received_at', '<', written(to)).where('id', '<', idRange(null, to).most),
  },
  items: (rows, { tx, tenant }) => inboxItems(tx, tenant.id, rows as InboxRow[]),
});

/** Reads one inbound request as it came. */
export const readInboxRoute = read(readInboxRequest, async ({ tx, tenant, params }) => {
  const found = await loadInboxDetails(tx, tenant.id, params.id);
  return found ? ok(found) : notFound('postback');
});
