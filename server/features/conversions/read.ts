import { sql } from 'kysely';
import { readConversion, type ConversionHistoryEntry, type ConversionRecord } from '#contract/conversions.ts';
import type { Static } from '#contract/schema.ts';
import type { ConversionHistoryRow } from '#database/rows.ts';
import type { Transaction } from '#database/transaction.ts';
import { formatInstant } from '#domain/time.ts';
import { notFound, ok } from '../../http/answer.ts';
import { read } from '../../http/route.ts';
import { instant } from './offers-today.ts';
import { recordItems } from './record-items.ts';
import { selectRecords, type RecordRow } from './records.ts';

type HistoryEntry = Static<typeof ConversionHistoryEntry>;

/** What happened, by the name it is stored under. */
const kinds: Readonly<Record<string, HistoryEntry['kind']>> = {
  decided: 'Decided',
  released: 'Released',
  ripened: 'Ripened',
  operator: 'Operator',
  import: 'Upload',
  reprocessed: 'Reprocessed',
  warning: 'Warning',
};

/** Reads a record with its history, by its own id or by that of one of its steps. */
export const readConversionRoute = read(readConversion, async ({ tx, tenant, params }) => {
  const named = sql`(wanted.id = ${params.id} OR wanted.record_id = ${params.id})`;
  const found = (await selectRecords(tx, tenant.id, named).executeTakeFirst()) as RecordRow | undefined;
  if (found === undefined) return notFound('conversion');
  const [item] = await recordItems(tx, tenant.id, [found]);
  return ok({ ...(item as ConversionRecord), history: await loadHistory(tx, tenant.id, found.id) });
});

/** What happened to the conversions of a record, in order. */
async function loadHistory(tx: Transaction, tenantId: string, recordId: string): Promise<HistoryEntry[]> {
  const { rows } = await tx.query<ConversionHistoryRow>(
    `SELECT h.* FROM conversion_history h JOIN conversions c ON c.tenant_id = $1 AND c.id = h.conversion_id
     WHERE h.tenant_id = $1 AND c.record_id = $2 ORDER BY h.at, h.id`,
    [tenantId, recordId],
  );
  return rows.map((row) => ({
    at: formatInstant(instant(row.at)),
    conversionId: row.conversion_id,
    kind: kinds[row.kind] ?? 'Decided',
    fromStatus: row.from_status as HistoryEntry['fromStatus'],
    toStatus: row.to_status as HistoryEntry['toStatus'],
    reason: row.reason,
    note: row.note,
    actor: row.actor,
    postbackId: row.raw_request_id,
  }));
}
