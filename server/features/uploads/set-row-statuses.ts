import type { TenantTransaction } from '#database/transaction.ts';
import { normaliseUuid } from '#domain/ids.ts';
import { conversionStatuses, lookUp } from '#domain/offer.ts';
import type { Context } from '../../context.ts';
import { writeAudits } from '../../http/audit.ts';
import type { Change } from '../../platform/changes.ts';
import { setStatuses, type WantedStatus } from '../conversions/exports.ts';
import { refusedRow, type RowOutcome, type TableRow, type UploadInput } from './upload.ts';

interface Found {
  readonly id: string;
  readonly click_id: string;
  readonly status: string;
  /** Null on a SingleEvent offer. */
  readonly event_id: string | null;
}

/** Sets the statuses that rows of an upload ask for, in the order of the file. */
export async function setRowStatuses(
  context: Context,
  tx: TenantTransaction,
  rows: readonly TableRow[],
  { actor, requestId, fileName }: UploadInput,
): Promise<{ outcomes: RowOutcome[]; changes: readonly Change[] }> {
  const found = await findConversions(tx, rows);
  const read = rows.map((row) => readRow(row, found));
  const wishes = read.flatMap((one) => ('wish' in one ? one.wish : []));
  const cause = { kind: 'import' as const, actor: actor.name };
  const set = await setStatuses(context, tx, tx.tenantId, wishes, cause);
  const results = set.outcomes.values();
  const entries: Parameters<typeof writeAudits>[3][number][] = [];
  const outcomes = rows.map(({ row }, index): RowOutcome => {
    const one = read[index] as Read;
    if ('faults' in one) return refusedRow(row, ...one.faults);
    const { conversionId: id, status } = one.wish;
    const result = results.next().value;
    if (result === 'no_step') return refusedRow(row, 'EventId: the step of this conversion was never known');
    if (result === 'unknown') return refusedRow(row, 'gk_click_id: this click has no conversion');
    if (result === 'changed')
      entries.push({
        action: 'set status',
        objectKind: 'conversion',
        objectId: id,
        before: { status: one.before },
        after: { status, fileName },
      });
    return { row, outcome: 'accepted', id, messages: [] };
  });
  await writeAudits(context, tx, actor, entries, requestId);
  return { outcomes, changes: set.changes };
}

type Read = { readonly wish: WantedStatus; readonly before: string } | { readonly faults: readonly string[] };

function readRow({ cells }: TableRow, found: readonly Found[]): Read {
  const { gk_click_id: click = '', eventid = '', status: word = '' } = cells;
  const status = lookUp(conversionStatuses, word);
  const clickId = normaliseUuid(click);
  const faults = [
    ...(clickId === null ? ['gk_click_id: must be a uuid'] : []),
    ...(status === null ? [`Status: must be one of ${conversionStatuses.join(', ')}`] : []),
  ];
  if (clickId === null || status === null) return { faults };
  const ofClick = found.filter((one) => one.click_id === clickId);
  const fitting = ofClick.filter(({ event_id: eventId }) => eventId === null || eventId === eventid);
  const [first, ...others] = fitting;
  if (ofClick.length === 0) return { faults: ['gk_click_id: this click has no conversion'] };
  if (!first) return { faults: ['EventId: this click has no conversion of this step'] };
  if (others.length > 0)
    return { faults: ['EventId: this click has several conversions of it; set them by their ids'] };
  return { wish: { conversionId: first.id, status, note: null }, before: first.status };
}

async function findConversions(tx: TenantTransaction, rows: readonly TableRow[]): Promise<Found[]> {
  const ids = rows.flatMap(({ cells }) => normaliseUuid(cells['gk_click_id'] ?? '') ?? []);
  const { rows: found } = await tx.query<Found>(
    `SELECT c.id, c.click_id, c.status, e.event_id FROM conversions c
     JOIN attempts a ON a.tenant_id = c.tenant_id AND a.id = c.attempt_id
     LEFT JOIN offer_events e ON e.tenant_id = c.tenant_id AND e.id = c.offer_event_id
     JOIN clicks k ON k.tenant_id = c.tenant_id AND k.attempt_id = a.id
     WHERE c.tenant_id = $1 AND k.id = ANY ($2::uuid[]) AND c.click_id = k.id ORDER BY c.id`,
    [tx.tenantId, ids],
    'uploads-find-conversions',
  );
  return found;
}
