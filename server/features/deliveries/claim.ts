import { inEngine, plannedOnce } from '#database/transaction.ts';
import type { AcceptedAnswer } from '#domain/delivery/request.ts';
import type { Context } from '../../context.ts';
import { leaseDeliveries, type ClaimLimits, type Lease } from './lease.ts';
import type { DeliveryKind } from './store.ts';

/** A delivery that this process holds for one try. */
export interface ClaimedDelivery {
  readonly tenantId: string;
  readonly id: string;
  readonly lease: Lease;
  readonly kind: DeliveryKind;
  readonly endpointId: string | null;
  readonly origin: string;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly accepts: AcceptedAnswer | null;
  /** The time for which it waited, as the database writes it: it tells this try from later ones. */
  readonly nextTryAt: string;
  /** Where it is entered as due. */
  readonly place: string;
  /** All tries made so far. */
  readonly triesInAll: number;
  /** Tries made since it was written, or since it was sent again. */
  readonly tries: number;
  /** Until when a try may begin so that it ends within the lease, by `performance.now()`. */
  readonly beginsUntilMs: number;
}

/** What storing the outcome of a try may take of its lease. */
const STORING_MS = 5_000;

const LEASED = `
SELECT l.tenant_id, l.origin, held.id AS held_id, held.next_try_at, held.place, d.id, d.kind, d.endpoint_id, d.method, d.url, d.body,
  d.headers::text, d.accepts, d.tries, d.resent_after_tries
FROM delivery_leases l
CROSS JOIN LATERAL unnest(l.delivery_ids, l.next_tries_at, l.places) AS held (id, next_try_at, place)
LEFT JOIN deliveries d ON d.tenant_id = l.tenant_id AND d.id = held.id
  AND d.status = 'Waiting' AND d.next_try_at = held.next_try_at
WHERE l.id = $1`;

interface HeldRow {
  tenant_id: string;
  origin: string;
  held_id: string;
  next_try_at: string;
  place: string;
}

interface Row extends HeldRow {
  id: string;
  kind: DeliveryKind;
  endpoint_id: string | null;
  method: 'GET' | 'POST';
  url: string;
  body: string | null;
  headers: string;
  accepts: AcceptedAnswer | null;
  tries: number;
  resent_after_tries: number;
}

/** An entry that was due for a delivery which no longer waits for it. */
interface StaleRow extends HeldRow {
  id: null;
}

/** Takes due deliveries for one try each, held by a lease: should this process die, they are due again when it ends. */
export async function claimDeliveries(context: Context, limits: ClaimLimits): Promise<ClaimedDelivery[]> {
  const leaseId = context.newId();
  const beginsUntilMs = performance.now() + limits.leaseMs - limits.timeoutMs - STORING_MS;
  await leaseDeliveries(context, leaseId, limits);
  const { rows } = await inEngine(
    context.database,
    (tx) => tx.query<Row | StaleRow>(LEASED, [leaseId], 'read-leased-deliveries'),
    plannedOnce,
  );
  const stale = rows.filter((row) => row.id === null);
  if (stale.length > 0) await dropStale(context, stale);
  const leases = new Map<string, Lease>();
  // Most deliveries have the same headers, of which one copy is enough.
  const headersOf = new Map<string, Record<string, string>>();
  return rows.flatMap((row) => {
    if (row.id === null) return [];
    const { tenant_id: tenantId, origin } = row;
    const key = `${tenantId} ${origin}`;
    const lease = leases.get(key) ?? { tenantId, id: leaseId, origin, left: 0 };
    leases.set(key, lease);
    lease.left++;
    const headers = headersOf.get(row.headers) ?? (JSON.parse(row.headers) as Record<string, string>);
    headersOf.set(row.headers, headers);
    return {
      tenantId,
      id: row.id,
      lease,
      kind: row.kind,
      endpointId: row.endpoint_id,
      origin,
      method: row.method,
      url: row.url,
      body: row.body,
      headers,
      accepts: row.accepts,
      nextTryAt: row.next_try_at,
      place: row.place,
      triesInAll: row.tries,
      tries: row.tries - row.resent_after_tries,
      beginsUntilMs,
    };
  });
}

const DROP_STALE = `
DELETE FROM due_deliveries q
USING unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::uuid[]) AS stale (tenant_id, origin, next_try_at, delivery_id)
WHERE q.tenant_id = stale.tenant_id AND q.origin = stale.origin AND q.next_try_at = stale.next_try_at
  AND q.delivery_id = stale.delivery_id`;

/** Forgets what was due for deliveries that have ended or wait for another time. */
async function dropStale(context: Context, stale: readonly HeldRow[]): Promise<void> {
  const values = [
    stale.map((row) => row.tenant_id),
    stale.map((row) => row.origin),
    stale.map((row) => row.next_try_at),
    stale.map((row) => row.held_id),
  ];
  await inEngine(context.database, (tx) => tx.query(DROP_STALE, values, 'drop-stale-deliveries'));
}
