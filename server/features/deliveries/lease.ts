import { inEngine, plannedOnce, type EngineTransaction } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import type { ClaimedDelivery } from './claim.ts';

/** What this process holds for one destination since one claim. */
export interface Lease {
  readonly tenantId: string;
  /** The claim's, the same for all destinations. */
  readonly id: string;
  readonly origin: string;
  /** How many of its deliveries have neither been tried nor given back. It ends with the last of them. */
  left: number;
}

/** How many more deliveries one destination may be given. */
export interface Allowance {
  readonly tenantId: string;
  readonly origin: string;
  readonly count: number;
  /** Nothing earlier needs to be looked for; null for everything that is due. */
  readonly from: string | null;
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

/** Who chooses what to lease waits for whoever else does. */
const TAKE_TURNS = "SELECT pg_advisory_xact_lock(hashtextextended('delivery leases', 0))";

const END_LATE_LEASES = 'DELETE FROM delivery_leases WHERE leased_until <= tenant_now(tenant_id)';

// The destinations are found by hopping from one to the next in the index, so that a million deliveries that wait for
// one of them cost no more than one. The hops go backwards, since the latest entry of a destination is the last to end:
// until the table is vacuumed an entry that has ended is still in the way of those that come after it. Each destination
// gives its oldest few, and tenants take turns where not all can be taken. What is held already is passed over; it is
// told by its time as well, since after a try a delivery may be due anew.
const LEASE = `
WITH RECURSIVE destinations AS (
  (SELECT tenant_id, origin FROM due_deliveries ORDER BY tenant_id DESC, origin DESC LIMIT 1)
  UNION ALL
  SELECT following.tenant_id, following.origin
  FROM destinations known
  CROSS JOIN LATERAL (
    SELECT w.tenant_id, w.origin FROM due_deliveries w
    WHERE (w.tenant_id, w.origin) < (known.tenant_id, known.origin)
    ORDER BY w.tenant_id DESC, w.origin DESC LIMIT 1) following
),
clocks AS MATERIALIZED (
  SELECT known.tenant_id, tenant_now(known.tenant_id) AS now FROM (SELECT DISTINCT tenant_id FROM destinations) known
),
due AS (
  SELECT d.tenant_id, d.origin, oldest.delivery_id, oldest.next_try_at, oldest.place, clocks.now,
    COALESCE(share.most, $8) AS most,
    row_number() OVER (PARTITION BY d.tenant_id ORDER BY oldest.nth) AS turn
  FROM destinations d
  JOIN clocks ON clocks.tenant_id = d.tenant_id
  LEFT JOIN unnest($1::uuid[], $2::text[], $3::integer[], $11::timestamptz[]) AS known (tenant_id, origin, allowance, since)
    ON known.tenant_id = d.tenant_id AND known.origin = d.origin
  LEFT JOIN unnest($9::uuid[], $10::integer[]) AS share (tenant_id, most) ON share.tenant_id = d.tenant_id
  CROSS JOIN LATERAL (
    SELECT first.*, row_number() OVER () AS nth
    FROM (SELECT w.delivery_id, w.next_try_at, w.ctid AS place FROM due_deliveries w
          WHERE w.tenant_id = d.tenant_id AND w.origin = d.origin AND w.next_try_at <= clocks.now
            AND w.next_try_at >= COALESCE(known.since, '-infinity')
            AND (w.delivery_id, w.next_try_at) NOT IN (
              SELECT held.delivery_id, held.next_try_at
              FROM delivery_leases l, unnest(l.delivery_ids, l.next_tries_at) AS held (delivery_id, next_try_at))
          ORDER BY w.next_try_at LIMIT COALESCE(known.allowance, $4)) first) oldest
)
INSERT INTO delivery_leases (tenant_id, id, origin, delivery_ids, next_tries_at, places, leased_until)
SELECT tenant_id, $6, origin, array_agg(delivery_id), array_agg(next_try_at), array_agg(place),
  now + $7::integer * interval '1 millisecond'
FROM (SELECT * FROM due WHERE turn <= most ORDER BY turn LIMIT $5) first
GROUP BY tenant_id, origin, now`;

// A lease that a crash of the database forgets only lets deliveries go out again, so that nobody waits for it to be on
// disk. What is due comes and goes too fast for the planner's figures, by which it might read all of it.
const CLAIMING = { settings: { ...plannedOnce.settings, synchronous_commit: 'off', enable_seqscan: 'off' } };

/**
 * Leases due deliveries to this process; should it die, they are due again when the lease ends. One process at a time
 * chooses, and all of it goes to the database as one message without an answer, so that a process that stops here keeps
 * no other waiting.
 */
export async function leaseDeliveries(context: Context, leaseId: string, limits: ClaimLimits): Promise<void> {
  await inEngine(
    context.database,
    async (tx) => {
      tx.send(TAKE_TURNS, [], 'take-turns-in-leasing');
      tx.send(END_LATE_LEASES, [], 'end-late-leases');
      tx.send(
        LEASE,
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
          limits.allowances.map(({ from }) => from),
        ],
        'lease-deliveries',
      );
    },
    CLAIMING,
  );
}

const LEASES = 'unnest($1::uuid[], $2::uuid[], $3::text[]) AS given (tenant_id, id, origin)';
const IS_GIVEN = 'l.tenant_id = given.tenant_id AND l.id = given.id AND l.origin = given.origin';

const END_LEASES = `DELETE FROM delivery_leases l USING ${LEASES} WHERE ${IS_GIVEN}`;

/** Ends leases of which nothing is left, together with what follows in the transaction. */
export function endLeases(tx: EngineTransaction, leases: readonly Lease[]): void {
  if (leases.length > 0) tx.send(END_LEASES, leaseKeys(leases), 'end-leases');
}

const RELEASE = `
UPDATE delivery_leases l SET (delivery_ids, next_tries_at, places) = (
  SELECT COALESCE(array_agg(held.id), '{}'), COALESCE(array_agg(held.next_try_at), '{}'),
    COALESCE(array_agg(held.place), '{}')
  FROM unnest(l.delivery_ids, l.next_tries_at, l.places) AS held (id, next_try_at, place)
  WHERE held.id NOT IN (SELECT * FROM unnest($4::uuid[])))
FROM ${LEASES} WHERE ${IS_GIVEN}`;

/** Gives deliveries back untried. */
export async function releaseDeliveries(
  context: Context,
  deliveries: readonly ClaimedDelivery[],
): Promise<void> {
  if (deliveries.length === 0) return;
  const counts = countByLease(deliveries);
  const values = [...leaseKeys([...counts.keys()]), deliveries.map(({ id }) => id)];
  await inEngine(context.database, (tx) => tx.query(RELEASE, values, 'release-deliveries'));
  for (const [lease, count] of counts) lease.left -= count;
}

/** How many of these deliveries each lease holds. */
export function countByLease(deliveries: Iterable<ClaimedDelivery>): Map<Lease, number> {
  const counts = new Map<Lease, number>();
  for (const { lease } of deliveries) counts.set(lease, (counts.get(lease) ?? 0) + 1);
  return counts;
}

/** The keys of leases, one array for each column. */
export function leaseKeys(leases: readonly Lease[]): [string[], string[], string[]] {
  return [
    leases.map(({ tenantId }) => tenantId),
    leases.map(({ id }) => id),
    leases.map(({ origin }) => origin),
  ];
}
