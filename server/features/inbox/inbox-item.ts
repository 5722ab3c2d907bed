import type { InboxRequest, InboxRequestDetails } from '#contract/inbox.ts';
import type { RawRequestsRow } from '#database/rows.ts';
import type { Transaction } from '#database/transaction.ts';
import { formatInstant, parseInstant } from '#domain/time.ts';
import type { RequestFields } from '../conversions/exports.ts';

/** The columns that an item of the inbox is made from. */
export const inboxColumns = [
  'id',
  'received_at',
  'outcome',
  'reason',
  'cause',
  'warnings',
  'conversion_id',
  'click_id',
  'offer_id',
  'fields',
  'ip',
  'method',
  'path',
  'query',
  'decided_at',
  'decided_times',
] as const;

/** A row with those columns. */
export type InboxRow = Pick<RawRequestsRow, (typeof inboxColumns)[number]>;

/** An instant of the database as the wire writes it. */
export function written(text: string): string {
  return formatInstant(parseInstant(text) as number);
}

/**
 * Whether a request may be decided again: it was not accepted, and what it said is still there and could be read.
 *
 * @param row `was_accepted` tells whether the conversion it made was ever accepted, by whomever
 */
export function isReprocessable(
  row: Pick<InboxRow, 'outcome' | 'reason' | 'query'>,
  wasAccepted: boolean,
): boolean {
  return row.outcome !== 'accepted' && row.reason !== 'unreadable' && row.query !== null && !wasAccepted;
}

/** Maps inbound requests, with the names of their offers. */
export async function inboxItems(
  tx: Transaction,
  tenantId: string,
  rows: readonly InboxRow[],
): Promise<InboxRequest[]> {
  const offers = await tx.query<{ id: string; name: string }>(
    'SELECT id, name FROM offers WHERE tenant_id = $1 AND id = ANY($2::uuid[])',
    [tenantId, [...new Set(rows.flatMap((row) => row.offer_id ?? []))]],
  );
  const names = new Map(offers.rows.map(({ id, name }) => [id, name]));
  const accepted = await acceptedOwn(tx, tenantId, rows);
  return rows.map((row) => {
    const fields = row.fields as RequestFields | null;
    return {
      id: row.id,
      receivedAt: written(row.received_at),
      outcome: row.outcome as InboxRequest['outcome'],
      reason: row.reason,
      cause: row.cause,
      warnings: row.warnings,
      isReprocessable: isReprocessable(row, accepted.has(row.id)),
      conversionId: row.conversion_id,
      clickId: row.click_id,
      sentClickId: fields?.clickId ?? null,
      offerId: row.offer_id,
      offerName: names.get(row.offer_id ?? '') ?? null,
      eventId: fields?.eventId ?? null,
      amount: fields?.amountText ?? null,
      currency: fields?.currency ?? null,
      trackingConversionId: fields?.conversionId ?? null,
      ip: row.ip,
      method: row.method,
      path: row.path,
      decidedAt: row.decided_at === null ? null : written(row.decided_at),
      decidedTimes: row.decided_times,
    };
  });
}

/** The requests among these whose own conversion was accepted at some time. */
async function acceptedOwn(
  tx: Transaction,
  tenantId: string,
  rows: readonly InboxRow[],
): Promise<ReadonlySet<string>> {
  const conversionIds = rows.flatMap((row) => row.conversion_id ?? []);
  if (conversionIds.length === 0) return new Set();
  const { rows: found } = await tx.query<{ raw_request_id: string }>(
    `SELECT raw_request_id FROM conversions
     WHERE tenant_id = $1 AND id = ANY($2::uuid[]) AND raw_request_id IS NOT NULL AND accepted_at IS NOT NULL`,
    [tenantId, conversionIds],
  );
  return new Set(found.map((row) => row.raw_request_id));
}

/** Loads one inbound request as it came; undefined when there is none. */
export async function loadInboxDetails(
  tx: Transaction,
  tenantId: string,
  id: string,
): Promise<InboxRequestDetails | undefined> {
  const { rows } = await tx.query<RawRequestsRow>(
    'SELECT * FROM raw_requests WHERE tenant_id = $1 AND id = $2',
    [tenantId, id],
  );
  const row = rows[0];
  if (!row) return undefined;
  const [item] = await inboxItems(tx, tenantId, [row]);
  const fields = row.fields as RequestFields | null;
  return {
    ...(item as InboxRequest),
    query: row.query,
    headers: (row.headers ?? {}) as Record<string, string>,
    body: row.body,
    email: fields?.email ?? null,
    userId: fields?.userId ?? null,
    subs: [...(fields?.subs ?? [])],
  };
}
