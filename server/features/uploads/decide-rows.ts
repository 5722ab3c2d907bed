import type { TenantTransaction } from '#database/transaction.ts';
import { waitingForPreviousEvent } from '#domain/conversion/reasons.ts';
import { normaliseUuid } from '#domain/ids.ts';
import { decimal, equal, parseDecimal, type DecimalText } from '#domain/money.ts';
import type { OfferContent } from '#domain/offer.ts';
import { parseInstant, type Micros } from '#domain/time.ts';
import type { Context } from '../../context.ts';
import type { Change } from '../../platform/changes.ts';
import { loadOfferVersions } from '../catalog/exports.ts';
import { loadClicks } from '../conversions/exports.ts';
import { decideRequests, type InboundRequest, type PostbackReply } from '../postbacks/exports.ts';
import { refusedRow, type RowOutcome, type TableRow, type UploadInput } from './upload.ts';

/** The terms of the clicks that rows name, by the id of the click. */
type ContentOfClick = ReadonlyMap<string, OfferContent>;

/** A row as a request, or the sentences that refuse it. */
type Read = { readonly request: InboundRequest } | { readonly faults: readonly string[] };

/** Decides rows of an upload as if their postbacks had arrived, in the order of the file. */
export async function decideRows(
  context: Context,
  tx: TenantTransaction,
  rows: readonly TableRow[],
  { fileName }: UploadInput,
): Promise<{ outcomes: RowOutcome[]; changes: readonly Change[] }> {
  const contents = await loadContents(tx, rows);
  const read = rows.map((row) => readRow(row, contents, fileName));
  const requests = read.flatMap((one) => ('request' in one ? one.request : []));
  const { replies, changes } = await decideRequests(context, tx, requests);
  const inOrder = replies.values();
  const outcomes = rows.map(({ row }, index) => {
    const one = read[index] as Read;
    return 'faults' in one
      ? refusedRow(row, ...one.faults)
      : outcomeOf(row, inOrder.next().value as PostbackReply);
  });
  return { outcomes, changes };
}

/** Decided, or kept until an earlier step is reached, is accepted; the rest is in the inbox with the same reason. */
function outcomeOf(row: number, { data, messages }: PostbackReply): RowOutcome {
  const isAccepted = data.accepted || data.reason === waitingForPreviousEvent;
  if (!isAccepted) return refusedRow(row, ...(messages.length > 0 ? messages : [data.reason ?? 'refused']));
  return { row, outcome: 'accepted', id: data.conversionId, messages };
}

async function loadContents(tx: TenantTransaction, rows: readonly TableRow[]): Promise<ContentOfClick> {
  const ids = rows.flatMap(({ cells }) => normaliseUuid(cells['clickid'] ?? '') ?? []);
  const clicks = await loadClicks(tx, tx.tenantId, ids);
  const versionIds = [...clicks.values()].map((click) => click.offer_version_id);
  const versions = await loadOfferVersions(tx, tx.tenantId, [...new Set(versionIds)]);
  return new Map(
    [...clicks.values()].flatMap((click) => {
      const version = versions.get(click.offer_version_id);
      return version ? [[click.id, version.content] as const] : [];
    }),
  );
}

function readRow({ cells }: TableRow, contents: ContentOfClick, fileName: string): Read {
  const { clickid = '', eventid = '', usercompletedat = '', revenue = '', reward = '' } = cells;
  const clickId = normaliseUuid(clickid);
  if (clickId === null) return { faults: ['ClickId: must be a uuid'] };
  const content = contents.get(clickId);
  if (!content) return { faults: [`ClickId: no such click exists`] };
  const completedAt = usercompletedat === '' ? null : instantOf(usercompletedat);
  const isRevShare = content.conversionType === 'RevShare';
  const faults = [
    ...(usercompletedat !== '' && completedAt === null
      ? ['UserCompletedAt: must be an ISO 8601 date and time']
      : []),
    ...(isRevShare && reward !== '' ? ['Reward: follows from the revenue on a RevShare offer'] : []),
    ...(isRevShare ? [] : moneyFaults(content, eventid, { revenue, reward })),
  ];
  if (faults.length > 0) return { faults };
  const parameters = [
    ['gk_click_id', clickId],
    ...(eventid === '' ? [] : [['cnv_event_id', eventid]]),
    ...(isRevShare && revenue !== '' ? [['cnv_amount', revenue]] : []),
  ] as [string, string][];
  return {
    request: {
      parameters,
      pairId: null,
      boundSystem: null,
      ip: '',
      raw: {
        method: 'UPLOAD',
        path: fileName,
        query: new URLSearchParams(parameters).toString(),
        headers: {},
        body: null,
        ip: '',
      },
      upload: { completedAt },
    },
  };
}

/** Money is that of the click's terms; a file that says otherwise is wrong about one of the two. */
function moneyFaults(
  content: OfferContent,
  eventId: string,
  sent: { readonly revenue: string; readonly reward: string },
): string[] {
  const step = content.offerEvents.find((event) => event.eventId === eventId);
  const terms = content.offerType === 'SingleEvent' ? content : step;
  if (!terms) return [];
  return [
    ...moneyFault('Revenue', sent.revenue, terms.revenue),
    ...moneyFault('Reward', sent.reward, terms.reward),
  ];
}

function moneyFault(column: string, sent: string, expected: DecimalText | null): string[] {
  if (sent === '') return [];
  const amount = parseDecimal(sent);
  if (amount === null) return [`${column}: must be a number`];
  if (equal(amount, decimal(expected ?? '0'))) return [];
  return [`${column}: the terms of the click say ${expected ?? 'none'}; leave it out or send that`];
}

const DAY_MICROS = 86_400_000_000;
/** Spreadsheets count days from 1899-12-30. */
const DAYS_TO_1970 = 25_569;

/** An instant as text, or as the number of days that a spreadsheet keeps of it. */
function instantOf(text: string): Micros | null {
  if (!/^\d{5}(\.\d+)?$/.test(text)) return parseInstant(text);
  return Math.round((Number(text) - DAYS_TO_1970) * 86_400) * (DAY_MICROS / 86_400);
}
