import { together, type Transaction } from '#database/transaction.ts';
import { decimal, type Decimal } from '#domain/money.ts';
import type { Caps, OfferContent, OfferSource } from '#domain/offer.ts';
import { formatInstant, parseInstant, type Micros } from '#domain/time.ts';

/** One version of an offer. Once it is valid it never changes. */
export interface OfferVersion {
  readonly id: string;
  readonly offerId: string;
  readonly number: number;
  readonly validFrom: Micros;
  readonly content: OfferContent;
}

/** A step's identity over all versions, live or archived, with its caps of today. */
export interface StoredEvent extends Caps {
  readonly id: string;
  readonly eventId: string;
  readonly archivedAt: Micros | null;
  readonly createdAt: Micros;
}

/** The sums of an offer over all time, tests left out. */
export interface OfferTotals {
  readonly views: number;
  readonly clicks: number;
  readonly conversions: number;
  /** Of conversions that were accepted and aren't Rejected now. */
  readonly revenue: Decimal;
  readonly lastRevenueAt: Micros | null;
}

/** An offer as it stands: the version valid now, and what is always today's. */
export interface StoredOffer {
  readonly id: string;
  readonly revision: number;
  readonly source: OfferSource;
  readonly externalId: string | null;
  readonly isPaused: boolean;
  readonly advertiserName: string;
  readonly createdAt: Micros;
  readonly modifiedAt: Micros;
  /** The version valid now; its caps, budget and dates are today's. */
  readonly version: OfferVersion;
  /** The same as `version.content`. */
  readonly content: OfferContent;
  /** When the next version, written in advance, becomes valid; null when none waits. */
  readonly nextValidFrom: Micros | null;
  /** Every step there ever was, archived ones included. Empty on SingleEvent. */
  readonly events: readonly StoredEvent[];
  readonly totals: OfferTotals;
  /** The tenant's time at which this was read. */
  readonly readAt: Micros;
  /** Stays the same as long as nothing of the offer changes but its sums; see {@link loadOfferMarks}. */
  readonly mark: string;
}

interface OfferRow {
  id: string;
  revision: number;
  source: OfferSource;
  external_id: string | null;
  is_paused: boolean;
  advertiser_name: string;
  created_at: string;
  modified_at: string;
  now: string;
  version_id: string;
  number: number;
  valid_from: string;
  content: OfferContent;
  next_valid_from: string | null;
  views: number | null;
  clicks: number | null;
  conversions: number | null;
  revenue: string | null;
  last_revenue_at: string | null;
  mark: string;
}

interface EventRow {
  id: string;
  offer_id: string;
  event_id: string;
  daily_cap: number | null;
  weekly_cap: number | null;
  monthly_cap: number | null;
  all_time_cap: number | null;
  archived_at: string | null;
  created_at: string;
}

/** The row of the offer as it was last written, the version valid now, and when the next becomes valid. */
const mark = "concat_ws(' ', o.xmin, v.id, f.next_valid_from)";

const versionsOfNow = `
  CROSS JOIN (SELECT tenant_now($1) AS now) n
  JOIN LATERAL (SELECT v.id, v.number, v.valid_from, v.content FROM offer_versions v
                WHERE v.tenant_id = o.tenant_id AND v.offer_id = o.id AND v.valid_from <= greatest(n.now, o.modified_at)
                ORDER BY v.valid_from DESC LIMIT 1) v ON true
  LEFT JOIN LATERAL (SELECT min(w.valid_from) AS next_valid_from FROM offer_versions w
                     WHERE w.tenant_id = o.tenant_id AND w.offer_id = o.id AND w.valid_from > greatest(n.now, o.modified_at)) f ON true`;

const selectOffers = `
  SELECT o.id, o.revision, o.source, o.external_id, o.is_paused, a.name AS advertiser_name, o.created_at, o.modified_at,
         n.now, v.id AS version_id, v.number, v.valid_from, v.content, f.next_valid_from,
         t.views, t.clicks, t.conversions, t.revenue, t.last_revenue_at,
         ${mark} AS mark
  FROM offers o
  JOIN advertisers a ON a.tenant_id = o.tenant_id AND a.id = o.advertiser_id
  ${versionsOfNow}
  LEFT JOIN offer_totals t ON t.tenant_id = o.tenant_id AND t.offer_id = o.id
  WHERE o.tenant_id = $1`;

const selectEvents = `
  SELECT id, offer_id, event_id, daily_cap, weekly_cap, monthly_cap, all_time_cap, archived_at, created_at
  FROM offer_events WHERE tenant_id = $1`;

/**
 * Loads offers as they stand now, by id or all of the tenant's. Ids that are not the tenant's are left out; the order is
 * that of the ids of the offers.
 */
export async function loadOffers(
  tx: Pick<Transaction, 'query'>,
  tenantId: string,
  ids: readonly string[] | 'all',
): Promise<StoredOffer[]> {
  if (ids !== 'all' && ids.length === 0) return [];
  const [values, offerFilter, eventFilter, name] =
    ids === 'all'
      ? ([[tenantId], '', '', 'all'] as const)
      : ([
          [tenantId, ids],
          'AND o.id = ANY ($2::uuid[])',
          'AND offer_id = ANY ($2::uuid[])',
          'by-id',
        ] as const);
  const [offers, events] = await together(
    tx.query<OfferRow>(`${selectOffers} ${offerFilter} ORDER BY o.id`, values, `catalog-load-offers-${name}`),
    tx.query<EventRow>(`${selectEvents} ${eventFilter} ORDER BY id`, values, `catalog-load-events-${name}`),
  );
  const byOffer = Map.groupBy(events.rows, (row) => row.offer_id);
  return offers.rows.map((row) => storedOffer(row, byOffer.get(row.id) ?? []));
}

/**
 * Loads the marks of some of the tenant's offers, in the order of their ids. Whoever holds an offer under the same mark
 * need not load it again; its sums are another matter.
 *
 * @param after the id after which to go on
 */
export async function loadOfferMarks(
  tx: Pick<Transaction, 'query'>,
  tenantId: string,
  after: string,
  most: number,
): Promise<{ id: string; mark: string }[]> {
  const { rows } = await tx.query<{ id: string; mark: string }>(
    `SELECT o.id, ${mark} AS mark FROM (SELECT tenant_id, id, modified_at, xmin FROM offers
       WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3) o ${versionsOfNow} ORDER BY o.id`,
    [tenantId, after, most],
    'catalog-load-offer-marks',
  );
  return rows;
}

/** Loads one offer as it stands now, or nothing where the tenant has none of this id. */
export async function loadOffer(
  tx: Pick<Transaction, 'query'>,
  tenantId: string,
  id: string,
): Promise<StoredOffer | undefined> {
  return (await loadOffers(tx, tenantId, [id]))[0];
}

/** The version of an offer that was valid at an instant, or nothing where the offer is younger or unknown. */
export async function offerVersionAt(
  tx: Pick<Transaction, 'query'>,
  tenantId: string,
  offerId: string,
  at: Micros,
): Promise<OfferVersion | undefined> {
  const { rows } = await tx.query<VersionRow>(
    `SELECT id, offer_id, number, valid_from, content FROM offer_versions
     WHERE tenant_id = $1 AND offer_id = $2 AND valid_from <= $3 ORDER BY valid_from DESC LIMIT 1`,
    [tenantId, offerId, formatInstant(at)],
    'catalog-version-at',
  );
  return rows[0] && offerVersion(rows[0]);
}

/** Loads versions by their own ids, such as clicks and attempts store. */
export async function loadOfferVersions(
  tx: Pick<Transaction, 'query'>,
  tenantId: string,
  versionIds: readonly string[],
): Promise<Map<string, OfferVersion>> {
  const { rows } = await tx.query<VersionRow>(
    'SELECT id, offer_id, number, valid_from, content FROM offer_versions WHERE tenant_id = $1 AND id = ANY ($2::uuid[])',
    [tenantId, versionIds],
    'catalog-load-versions',
  );
  return new Map(rows.map((row) => [row.id, offerVersion(row)]));
}

/** A stored version as the database gives it. */
export interface VersionRow {
  id: string;
  offer_id: string;
  number: number;
  valid_from: string;
  content: OfferContent;
}

/** Reads a stored version. */
export function offerVersion(row: VersionRow): OfferVersion {
  return {
    id: row.id,
    offerId: row.offer_id,
    number: row.number,
    validFrom: instant(row.valid_from),
    content: row.content,
  };
}

function storedOffer(row: OfferRow, events: readonly EventRow[]): StoredOffer {
  const version: OfferVersion = {
    id: row.version_id,
    offerId: row.id,
    number: row.number,
    validFrom: instant(row.valid_from),
    content: row.content,
  };
  return {
    id: row.id,
    revision: row.revision,
    source: row.source,
    externalId: row.external_id,
    isPaused: row.is_paused,
    advertiserName: row.advertiser_name,
    createdAt: instant(row.created_at),
    modifiedAt: instant(row.modified_at),
    version,
    content: row.content,
    nextValidFrom: instantOrNull(row.next_valid_from),
    events: events.map(storedEvent),
    totals: {
      views: row.views ?? 0,
      clicks: row.clicks ?? 0,
      conversions: row.conversions ?? 0,
      revenue: decimal(row.revenue ?? '0'),
      lastRevenueAt: instantOrNull(row.last_revenue_at),
    },
    readAt: instant(row.now),
    mark: row.mark,
  };
}

function storedEvent(row: EventRow): StoredEvent {
  return {
    id: row.id,
    eventId: row.event_id,
    dailyCap: row.daily_cap,
    weeklyCap: row.weekly_cap,
    monthlyCap: row.monthly_cap,
    allTimeCap: row.all_time_cap,
    archivedAt: instantOrNull(row.archived_at),
    createdAt: instant(row.created_at),
  };
}

/** Reads an instant of the database. */
export function instant(text: string): Micros {
  return parseInstant(text) as Micros;
}

function instantOrNull(text: string | null): Micros | null {
  return text === null ? null : instant(text);
}
