import type { TenantTransaction } from '#database/transaction.ts';
import type { ClickFacts, PostbackRequest } from '#domain/conversion/facts.ts';
import { decimal } from '#domain/money.ts';
import type { Micros } from '#domain/time.ts';
import { readPostback } from '#domain/tracking-systems/read-postback.ts';
import {
  loadClickFacts,
  loadClicks,
  loadConversions,
  loadRates,
  rateKey,
  type AttemptRow,
  type ClickRow,
  type ConversionRow,
  type RequestFields,
} from '../conversions/exports.ts';
import { parametersOf } from '../postbacks/exports.ts';
import { moment } from './moment.ts';
import type { OfferHistory } from './offer-history.ts';
import { loadPaidFrom } from './paid-from.ts';

/** A line of a conversion's history that changed its state. */
export interface HistoryEvent {
  readonly id: string;
  readonly conversionId: string;
  readonly at: Micros;
  readonly kind: 'decided' | 'released' | 'ripened' | 'operator' | 'import' | 'reprocessed';
  readonly from: ConversionRow['status'] | null;
  readonly to: ConversionRow['status'];
  readonly reason: string | null;
}

/** An attempt with when it was closed. */
export type VerifiedAttempt = AttemptRow & { readonly closed_at: string | null };

/** What is known of the request behind a conversion. */
export type KnownRequest =
  | { readonly kind: 'read'; readonly request: PostbackRequest }
  /** Erased, past its retention, or never there: conversions that were uploaded. */
  | { readonly kind: 'gone' };

/** Everything stored about some members at some offers. */
export interface Batch {
  readonly attempts: readonly VerifiedAttempt[];
  readonly conversions: readonly ConversionRow[];
  readonly clicks: ReadonlyMap<string, ClickRow>;
  readonly clickFacts: ReadonlyMap<string, ClickFacts>;
  /** When a share first named a step that came after a click, by `paidKey`. */
  readonly paidFrom: ReadonlyMap<string, Micros>;
  readonly history: ReadonlyMap<string, readonly HistoryEvent[]>;
  readonly requests: ReadonlyMap<string, KnownRequest>;
  /** The lines of the ledger by conversion: `account|party|phase|amount|instant|currency`, one below the other. */
  readonly ledger: ReadonlyMap<string, string>;
  readonly holds: ReadonlyMap<string, readonly HoldRow[]>;
  readonly deliveries: ReadonlyMap<string, readonly DeliveryCount[]>;
}

/** A hold as it is stored. */
export interface HoldRow {
  readonly conversion_id: string;
  readonly offer_id: string;
  readonly offer_event_id: string | null;
  readonly share_id: string | null;
  readonly day: string;
  readonly week: string;
  readonly month: string;
  readonly amount: string;
  readonly taken_at: Micros;
  readonly is_released: boolean;
}

/** How many deliveries of one kind tell of one status of a conversion. */
export interface DeliveryCount {
  readonly conversion_id: string;
  readonly kind: 'callback' | 'partner_postback';
  readonly conversion_status: string;
  readonly count: number;
}

/** A member at an offer; verified together, because their attempts are decided together. */
export interface Position {
  readonly memberId: string;
  readonly offerId: string;
}

/** Opens the list of all members at offers that have conversions, in the order of their ids. */
export async function openPositions(tx: TenantTransaction): Promise<void> {
  await tx.query(
    `DECLARE positions NO SCROLL CURSOR FOR
     SELECT DISTINCT member_id, offer_id FROM conversions WHERE tenant_id = $1 ORDER BY member_id, offer_id`,
    [tx.tenantId],
  );
}

/** The next ones of that list; none at its end. */
export async function nextPositions(tx: TenantTransaction, most: number): Promise<Position[]> {
  const { rows } = await tx.query<{ member_id: string; offer_id: string }>(`FETCH ${most} FROM positions`);
  return rows.map((row) => ({ memberId: row.member_id, offerId: row.offer_id }));
}

/** Loads everything stored about members at offers. */
export async function loadBatch(
  tx: TenantTransaction,
  positions: readonly Position[],
  offers: OfferHistory,
  currency: string,
): Promise<Batch> {
  const { tenantId } = tx;
  await offers.load(
    tx,
    tenantId,
    positions.map(({ offerId }) => offerId),
  );
  const attempts = await loadAttempts(tx, positions);
  const conversions = await loadConversions(
    tx,
    tenantId,
    attempts.map(({ id }) => id),
  );
  const clicks = await loadClicks(tx, tenantId, [
    ...conversions.map((row) => row.click_id),
    ...attempts.flatMap((row) => [row.pinned_click_id ?? row.last_click_id]),
  ]);
  const attemptsById = new Map(attempts.map((row) => [row.id, row]));
  const ids = conversions.map(({ id }) => id);
  const clickFacts = await loadClickFacts(tx, tenantId, [...clicks.values()], attemptsById, offers.all);
  return {
    attempts,
    conversions,
    clicks,
    clickFacts,
    paidFrom: await loadPaidFrom(tx, [...clickFacts.values()]),
    history: await loadHistory(tx, ids),
    requests: await loadKnownRequests(tx, conversions, offers, currency),
    ledger: await loadLedger(tx, ids),
    holds: Map.groupBy(await rowsOf<HoldRow>(tx, HOLDS, ids), (row) => row.conversion_id),
    deliveries: Map.groupBy(await rowsOf<DeliveryCount>(tx, DELIVERIES, ids), (row) => row.conversion_id),
  };
}

/** An instant as the domain has it, made in the database, where that costs least. */
function microsOf(column: string): string {
  return `(extract(epoch FROM ${column}) * 1000000)::bigint`;
}

const HOLDS = `SELECT conversion_id, offer_id, offer_event_id, share_id, day::text, week::text, month::text, amount,
  ${microsOf('taken_at')} AS taken_at, released_at IS NOT NULL AS is_released FROM holds WHERE tenant_id = $1 AND conversion_id = ANY($2::uuid[]) ORDER BY holds.taken_at, id`;
const DELIVERIES = `SELECT conversion_id, kind, conversion_status, count(*)::integer AS count FROM deliveries
  WHERE tenant_id = $1 AND conversion_id = ANY($2::uuid[]) GROUP BY 1, 2, 3`;

async function rowsOf<Row>(tx: TenantTransaction, text: string, ids: readonly string[]): Promise<Row[]> {
  return (await tx.query<Row & object>(text, [tx.tenantId, ids])).rows;
}

async function loadAttempts(
  tx: TenantTransaction,
  positions: readonly Position[],
): Promise<VerifiedAttempt[]> {
  const { rows } = await tx.query<VerifiedAttempt>(
    `SELECT id, source_id, member_id, offer_id, run, status, is_test, first_click_at, last_click_id, pinned_click_id,
       completing_conversion_id, completed_at, expires_at, closed_at
     FROM attempts
     WHERE tenant_id = $1 AND (member_id, offer_id) IN (SELECT * FROM unnest($2::uuid[], $3::uuid[]))
     ORDER BY run`,
    [tx.tenantId, positions.map(({ memberId }) => memberId), positions.map(({ offerId }) => offerId)],
    'verify-attempts',
  );
  return rows;
}

interface HistoryRow {
  id: string;
  conversion_id: string;
  at: Micros;
  kind: HistoryEvent['kind'];
  from_status: HistoryEvent['from'];
  to_status: HistoryEvent['to'];
  reason: string | null;
}

async function loadHistory(
  tx: TenantTransaction,
  conversionIds: readonly string[],
): Promise<Batch['history']> {
  const { rows } = await tx.query<HistoryRow>(
    `SELECT id, conversion_id, ${microsOf('at')} AS at, kind, from_status, to_status, reason FROM conversion_history
     WHERE tenant_id = $1 AND conversion_id = ANY($2::uuid[]) AND kind <> 'warning' ORDER BY conversion_history.at, id`,
    [tx.tenantId, conversionIds],
    'verify-history',
  );
  const events = rows.map((row): HistoryEvent => ({
    id: row.id,
    conversionId: row.conversion_id,
    at: row.at,
    kind: row.kind,
    from: row.from_status,
    to: row.to_status,
    reason: row.reason,
  }));
  return Map.groupBy(events, ({ conversionId }) => conversionId);
}

async function loadLedger(tx: TenantTransaction, conversionIds: readonly string[]): Promise<Batch['ledger']> {
  const { rows } = await tx.query<{ conversion_id: string; lines: string }>(
    `SELECT conversion_id, string_agg(concat_ws('|', account, coalesce(party_id::text, ''), phase, amount::text,
         ${microsOf('posted_at')}, currency), E'\\n') AS lines
     FROM ledger_entries WHERE tenant_id = $1 AND conversion_id = ANY($2::uuid[]) GROUP BY 1`,
    [tx.tenantId, conversionIds],
    'verify-ledger',
  );
  return new Map(rows.map(({ conversion_id: id, lines }) => [id, lines]));
}

interface RawRow {
  id: string;
  method: string;
  query: string | null;
  body: string | null;
  content_type: string | null;
  fields: RequestFields | null;
}

/** Reads the requests once more as they came in, by the names of their offers' tracking systems. */
async function loadKnownRequests(
  tx: TenantTransaction,
  conversions: readonly ConversionRow[],
  offers: OfferHistory,
  tenantCurrency: string,
): Promise<ReadonlyMap<string, KnownRequest>> {
  const { rows } = await tx.query<RawRow>(
    `SELECT id, method, query, body, headers ->> 'content-type' AS content_type, fields FROM raw_requests
     WHERE tenant_id = $1 AND id = ANY($2::uuid[]) AND query IS NOT NULL`,
    [tx.tenantId, conversions.flatMap((row) => row.raw_request_id ?? [])],
    'verify-requests',
  );
  const raw = new Map(rows.map((row) => [row.id, row]));
  const known = new Map<string, KnownRequest>();
  const unrated: { readonly row: ConversionRow; readonly request: PostbackRequest }[] = [];
  for (const row of conversions) {
    const stored = raw.get(row.raw_request_id ?? '');
    const system = offers.current(row.offer_id)?.trackingSystem;
    if (stored === undefined || system === undefined) {
      known.set(row.id, { kind: 'gone' });
      continue;
    }
    const request = requestOf(row, stored, system);
    known.set(row.id, { kind: 'read', request });
    const isForeign = request.currency !== null && request.currency !== tenantCurrency;
    if (isForeign && request.currencyRate === null) unrated.push({ row, request });
  }
  const rates = await loadRates(
    tx,
    tx.tenantId,
    unrated.map(({ request }) => ({ currency: request.currency ?? '', at: request.arrivedAt })),
  );
  for (const { row, request } of unrated) {
    const rate = rates.get(rateKey({ currency: request.currency ?? '', at: request.arrivedAt })) ?? null;
    known.set(row.id, { kind: 'read', request: { ...request, currencyRate: rate } });
  }
  return known;
}

function requestOf(
  row: ConversionRow,
  stored: RawRow,
  system: NonNullable<ReturnType<OfferHistory['current']>>['trackingSystem'],
): PostbackRequest {
  const parameters = parametersOf(stored.query ?? '', stored.body, stored.content_type ?? '');
  const read = readPostback(system, parameters);
  const rate = stored.fields?.currencyRate ?? null;
  return {
    requestId: stored.id,
    conversionId: row.id,
    clickId: row.click_id,
    eventId: read.eventId,
    amount: read.amountText,
    currency: read.currency,
    currencyRate: rate === null ? null : decimal(rate),
    trackId: read.conversionId,
    isSourceAllowed: true,
    arrivedAt: moment(row.arrived_at),
    // A row of an operator's file says by itself when it was completed, which no request does.
    providerTime: stored.method === 'UPLOAD' ? moment(row.user_completed_at) : read.providerTime,
  };
}

/** When an attempt was closed; null while it is open. */
export function closedAt(row: VerifiedAttempt): Micros | null {
  return row.closed_at === null ? null : moment(row.closed_at);
}
