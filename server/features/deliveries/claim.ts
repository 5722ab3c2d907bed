import { inEngine, plannedOnce } from '#database/transaction.ts';
import type { AcceptedAnswer } from '#domain/delivery/request.ts';
import type { Context } from '../../context.ts';
import type { DeliveryKind } from './store.ts';

/** A delivery that this process holds for one try. */
export interface ClaimedDelivery {
  readonly tenantId: string;
  readonly id: string;
  readonly leaseId: string;
  readonly kind: DeliveryKind;
  readonly endpointId: string | null;
  readonly origin: string;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly accepts: AcceptedAnswer | null;
  /** Tries made since it was written, or since it was sent again. */
  readonly tries: number;
  /** Until when a try may begin so that it ends within the lease, by `performance.now()`. */
  readonly beginsUntilMs: number;
}

/** How many more deliveries one destination may be given. */
export interface Allowance {
  readonly tenantId: string;
  readonly origin: string;
  readonly count: number;
}

/** How many more deliveries one tenant may be given. */
export interface Share {
  readonly tenantId: string;
  readonly count: number;
}

/** How much may be claimed. */
export interface ClaimLimits {
  /** In all. */
  readonly total: number;
  /** For tenants without a share of their own. */
  readonly perTenant: number;
  readonly shares: readonly Share[];
  /** For destinations without an allowance of their own. */
  readonly perDestination: number;
  readonly allowances: readonly Allowance[];
  readonly leaseMs: number;
  /** The longest that one try takes. */
  readonly timeoutMs: number;
}

/** What storing the outcome of a try may take of its lease. */
const STORING_MS = 5_000;

// The destinations are found by hopping from one to the next in the index, so that a million deliveries that wait for
// one of them cost no more than one. Each gives its oldest few, and tenants take turns where not all can be taken. A
// claim changes no column of an index; what others hold is passed over until its lease ends. Rows are fetched by their
// place, which is good for the length of a statement; the places travel as arrays, whose short length the planner
// takes for granted: it would else read the whole table for a few rows of it. They are read as values, since a statement
// that locks or writes rows carries along what stands beside them in its FROM, whole arrays too. Whether a row still
// waits is asked again when it is written, of its newest version.
const CLAIM = `
WITH RECURSIVE destinations AS (
  (SELECT tenant_id, origin FROM deliveries WHERE status = 'Waiting' ORDER BY tenant_id, origin LIMIT 1)
  UNION ALL
  SELECT following.tenant_id, following.origin
  FROM destinations known
  CROSS JOIN LATERAL (
    SELECT w.tenant_id, w.origin FROM deliveries w
    WHERE w.status = 'Waiting' AND (w.tenant_id, w.origin) > (known.tenant_id, known.origin)
    ORDER BY w.tenant_id, w.origin LIMIT 1) following
),
clocks AS MATERIALIZED (
  SELECT known.tenant_id, tenant_now(known.tenant_id) AS now FROM (SELECT DISTINCT tenant_id FROM destinations) known
),
due AS (
  SELECT oldest.at, clocks.now, COALESCE(share.most, $8) AS most,
    row_number() OVER (PARTITION BY d.tenant_id ORDER BY oldest.nth) AS turn
  FROM destinations d
  JOIN clocks ON clocks.tenant_id = d.tenant_id
  LEFT JOIN unnest($1::uuid[], $2::text[], $3::integer[]) AS known (tenant_id, origin, allowance)
    ON known.tenant_id = d.tenant_id AND known.origin = d.origin
  LEFT JOIN unnest($9::uuid[], $10::integer[]) AS share (tenant_id, most) ON share.tenant_id = d.tenant_id
  CROSS JOIN LATERAL (
    SELECT first.at, row_number() OVER () AS nth
    FROM (SELECT w.ctid AS at FROM deliveries w
          WHERE w.tenant_id = d.tenant_id AND w.origin = d.origin AND w.status = 'Waiting'
            AND w.next_try_at <= clocks.now AND (w.leased_until IS NULL OR w.leased_until <= clocks.now)
          ORDER BY w.next_try_at LIMIT COALESCE(known.allowance, $4)) first) oldest
),
wanted AS (
  SELECT array_agg(at) AS places, array_agg(now) AS clocks FROM (SELECT at, now FROM due WHERE turn <= most ORDER BY turn LIMIT $5) first
),
locked AS (
  SELECT d.ctid AS at, w.now
  FROM unnest((SELECT places FROM wanted), (SELECT clocks FROM wanted)) AS w (at, now)
  JOIN deliveries d ON d.ctid = w.at
  FOR UPDATE OF d SKIP LOCKED
),
chosen AS (
  SELECT array_agg(at) AS places, array_agg(now) AS clocks FROM locked
)
UPDATE deliveries d
SET lease_id = $6, leased_until = c.now + $7::integer * interval '1 millisecond'
FROM unnest((SELECT places FROM chosen), (SELECT clocks FROM chosen)) AS c (at, now)
WHERE d.ctid = c.at AND COALESCE(d.status, '') = 'Waiting' AND d.next_try_at <= c.now
  AND (d.leased_until IS NULL OR d.leased_until <= c.now)
RETURNING d.tenant_id, d.id, d.kind, d.endpoint_id, d.origin, d.method, d.url, d.body, d.headers::text, d.accepts,
  d.tries - d.resent_after_tries AS tries`;

// A lease that a crash of the database forgets only lets deliveries go out again, so that nobody waits for it to be on
// disk.
const CLAIMING = { settings: { ...plannedOnce.settings, synchronous_commit: 'off' } };

interface Row {
  tenant_id: string;
  id: string;
  kind: DeliveryKind;
  endpoint_id: string | null;
  origin: string;
  method: 'GET' | 'POST';
  url: string;
  body: string | null;
  headers: string;
  accepts: AcceptedAnswer | null;
  tries: number;
}

/** Takes due deliveries for one try each, held by a lease: should this process die, they are due again when it ends. */
export async function claimDeliveries(context: Context, limits: ClaimLimits): Promise<ClaimedDelivery[]> {
  const leaseId = context.newId();
  const beginsUntilMs = performance.now() + limits.leaseMs - limits.timeoutMs - STORING_MS;
  const { rows } = await inEngine(
    context.database,
    (tx) =>
      tx.query<Row>(
        CLAIM,
        [
          limits.allowances.map(({ tenantId }) => tenantId),
          limits.allowances.map(({ origin }) => origin),
          limits.allowances.map(({ count }) => count),
          limits.perDestination,
          limits.total,
          leaseId,
          limits.leaseMs,
          limits.perTenant,
          limits.shares.map(({ tenantId }) => tenantId),
          limits.shares.map(({ count }) => count),
        ],
        'claim-deliveries',
      ),
    CLAIMING,
  );
  // Most deliveries have the same headers, of which one copy is enough.
  const headersOf = new Map<string, Record<string, string>>();
  return rows.map((row) => {
    const headers = headersOf.get(row.headers) ?? (JSON.parse(row.headers) as Record<string, string>);
    headersOf.set(row.headers, headers);
    return {
      tenantId: row.tenant_id,
      id: row.id,
      leaseId,
      kind: row.kind,
      endpointId: row.endpoint_id,
      origin: row.origin,
      method: row.method,
      url: row.url,
      body: row.body,
      headers,
      accepts: row.accepts,
      tries: row.tries,
      beginsUntilMs,
    };
  });
}

const RELEASE = `
UPDATE deliveries d SET lease_id = NULL, leased_until = NULL
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS given (tenant_id, id, lease_id)
WHERE d.tenant_id = given.tenant_id AND d.id = given.id AND d.lease_id = given.lease_id AND d.status = 'Waiting'`;

/** Gives deliveries back untried. */
export async function releaseDeliveries(
  context: Context,
  deliveries: readonly ClaimedDelivery[],
): Promise<void> {
  if (deliveries.length === 0) return;
  const keys = [
    deliveries.map(({ tenantId }) => tenantId),
    deliveries.map(({ id }) => id),
    deliveries.map(({ leaseId }) => leaseId),
  ];
  await inEngine(context.database, (tx) => tx.query(RELEASE, keys, 'release-deliveries'));
}
