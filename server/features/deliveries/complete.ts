import { uuids } from '#database/array-values.ts';
import { inEngine, plannedOnce, type EngineTransaction } from '#database/transaction.ts';
import type { Verdict } from '#domain/delivery/outcome.ts';
import type { Context } from '../../context.ts';
import type { ClaimedDelivery } from './claim.ts';
import { countByLease, endLeases, leaseKeys } from './lease.ts';

/** What became of one try. */
export interface FinishedTry {
  readonly delivery: ClaimedDelivery;
  readonly verdict: Verdict;
  readonly status: number | null;
  readonly durationMs: number;
  readonly error: string | null;
  readonly answer: string | null;
  /** By the schedule. */
  readonly pauseMs: number;
  /** What the receiver asked for; 0 when nothing. */
  readonly retryAfterMs: number;
}

/** A receiver whose state is to change. */
export interface EndpointChange {
  readonly tenantId: string;
  readonly endpointId: string;
  readonly change: 'gone' | 'failing' | 'answers again';
}

// Each receiver is looked up once, and its tries find it by its place in arrays that are read as values: a statement
// that writes rows carries along what stands beside them in its FROM. The same goes for leases: a try whose lease has
// ended changes nothing, nor does one of a delivery that was sent again meanwhile; one that was cancelled or given up in
// the middle of it keeps its try. No index of deliveries holds what changes here, so that the new version of a row stays
// beside the old one. A receiver that asks for a longer pause than the delivery has left gets its last try at the very
// end.
const COMPLETE = `
WITH receivers AS MATERIALIZED (
  SELECT array_agg(COALESCE(e.is_on, true) ORDER BY w.place) AS is_on,
    array_agg(tenant_now(w.tenant_id) ORDER BY w.place) AS now
  FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS w (tenant_id, endpoint_id, place)
  LEFT JOIN endpoints e ON e.tenant_id = w.tenant_id AND e.id = w.endpoint_id
),
leases AS MATERIALIZED (
  SELECT array_agg(l.id IS NOT NULL ORDER BY w.place) AS are_held
  FROM unnest($14::uuid[], $15::uuid[], $16::text[]) WITH ORDINALITY AS w (tenant_id, id, origin, place)
  LEFT JOIN delivery_leases l ON l.tenant_id = w.tenant_id AND l.id = w.id AND l.origin = w.origin
),
done AS (
  UPDATE deliveries d
  SET tries = d.tries + 1, last_status = r.answered, modified_at = r.now,
    status = CASE
      WHEN r.verdict = 'delivered' THEN 'Delivered'
      WHEN d.status = 'Cancelled' THEN 'Cancelled'
      WHEN r.verdict = 'gone' OR NOT r.is_on THEN 'Failed'
      WHEN r.now + r.pause_ms * interval '1 millisecond' > d.give_up_at THEN 'Failed'
      ELSE 'Waiting'
    END,
    failure_reason = CASE
      WHEN r.verdict = 'delivered' OR d.status = 'Cancelled' THEN NULL
      WHEN r.verdict = 'gone' OR NOT r.is_on THEN 'endpoint_off'
      WHEN r.now + r.pause_ms * interval '1 millisecond' > d.give_up_at THEN 'gave_up'
    END,
    delivered_at = CASE WHEN r.verdict = 'delivered' THEN r.now END,
    next_try_at = CASE
      WHEN r.verdict <> 'retry' OR d.status = 'Cancelled' OR NOT r.is_on THEN NULL
      WHEN r.now + r.pause_ms * interval '1 millisecond' <= d.give_up_at
        THEN LEAST(d.give_up_at,
          r.now + GREATEST(r.pause_ms, r.retry_after_ms) * interval '1 millisecond')
    END
  FROM (
    SELECT given.*, (SELECT now FROM receivers)[given.receiver] AS now,
      (SELECT is_on FROM receivers)[given.receiver] AS is_on
    FROM unnest($3::integer[], $4::uuid[], $5::integer[], $6::text[], $7::integer[], $8::integer[], $9::text[],
      $10::text[], $11::bigint[], $12::bigint[], $13::uuid[], $17::timestamptz[], $18::integer[], $19::tid[])
      AS given (receiver, id, lease, verdict, answered, duration_ms, error, answer, pause_ms, retry_after_ms, try_id,
        waited_for, tries, place)
  ) r
  WHERE d.tenant_id = ($1::uuid[])[r.receiver] AND d.id = r.id AND (SELECT are_held FROM leases)[r.lease]
    AND d.tries = r.tries AND (d.next_try_at = r.waited_for OR d.next_try_at IS NULL)
  RETURNING d.tenant_id, d.id, d.origin, d.next_try_at, r.place, d.tries, d.kind, d.conversion_id,
    d.conversion_status, d.status, d.modified_at AS at, r.receiver, r.answered, r.duration_ms, r.error, r.answer, r.try_id
),
ended AS (
  DELETE FROM due_deliveries q USING done
  WHERE q.ctid = done.place AND q.tenant_id = done.tenant_id AND q.delivery_id = done.id
),
again AS (
  INSERT INTO due_deliveries (tenant_id, origin, next_try_at, delivery_id)
  SELECT tenant_id, origin, next_try_at, id FROM done WHERE next_try_at IS NOT NULL
),
tried AS (
  INSERT INTO delivery_tries (tenant_id, id, delivery_id, number, tried_at, status, duration_ms, error, answer)
  SELECT tenant_id, try_id, id, tries, at, answered, duration_ms, error, answer FROM done
),
rewarded AS (
  UPDATE conversions c SET reward_sent_at = done.at
  FROM done
  WHERE done.status = 'Delivered' AND done.kind = 'callback' AND done.conversion_status = 'Success'
    AND c.tenant_id = done.tenant_id AND c.id = done.conversion_id AND c.reward_sent_at IS NULL
),
health AS (
  SELECT receiver, bool_or(status = 'Delivered') AS has_success, max(at) AS at FROM done GROUP BY receiver
),
succeeded AS (
  UPDATE endpoints e SET failing_since = NULL, last_success_at = health.at
  FROM health
  WHERE health.has_success AND e.tenant_id = ($1::uuid[])[health.receiver]
    AND e.id = ($2::uuid[])[health.receiver]
    AND (e.failing_since IS NOT NULL OR e.last_success_at IS NULL
      OR e.last_success_at < health.at - interval '1 minute')
)
SELECT health.receiver, receivers.is_on[health.receiver] AS was_on, health.has_success FROM health, receivers`;

const FAILED = `
UPDATE endpoints e SET failing_since = COALESCE(e.failing_since, tenant_now(e.tenant_id))
FROM unnest($1::uuid[], $2::uuid[]) AS wanted (tenant_id, id)
WHERE e.tenant_id = wanted.tenant_id AND e.id = wanted.id
  AND (e.failing_since IS NULL OR (e.is_on AND e.failing_since <= tenant_now(e.tenant_id) - interval '3 days'))
RETURNING e.tenant_id, e.id, e.failing_since <= tenant_now(e.tenant_id) - interval '3 days' AS too_long`;

interface Health {
  tenant_id: string;
  endpoint_id: string;
  was_on: boolean;
  has_success: boolean;
}

/**
 * Stores what became of many tries by one statement: states, tries and the rewards that are now known to the tenant;
 * and keeps the health of their receivers.
 *
 * @returns the receivers that are to be switched off or on
 */
export async function completeTries(
  context: Context,
  finished: readonly FinishedTry[],
): Promise<EndpointChange[]> {
  const { receivers, places } = receiversOf(finished);
  const counts = countByLease(finished.map(({ delivery }) => delivery));
  const leases = [...counts.keys()];
  const leasePlaces = new Map(leases.map((lease, index) => [lease, index + 1]));
  const values = [
    receivers.map(({ tenantId }) => tenantId),
    receivers.map(({ endpointId }) => endpointId),
    places,
    uuids(finished.map(({ delivery }) => delivery.id)),
    finished.map(({ delivery }) => leasePlaces.get(delivery.lease) ?? null),
    finished.map(({ verdict }) => verdict),
    finished.map(({ status }) => status),
    finished.map(({ durationMs }) => durationMs),
    finished.map(({ error }) => error),
    finished.map(({ answer }) => answer),
    finished.map(({ pauseMs }) => pauseMs),
    finished.map(({ retryAfterMs }) => retryAfterMs),
    uuids(finished.map(() => context.newId())),
    ...leaseKeys(leases),
    finished.map(({ delivery }) => delivery.nextTryAt),
    finished.map(({ delivery }) => delivery.triesInAll),
    finished.map(({ delivery }) => delivery.place),
  ];
  const changes = await inEngine(
    context.database,
    async (tx) => {
      const completing = tx.query<Pick<Health, 'was_on' | 'has_success'> & { receiver: number }>(
        COMPLETE,
        values,
        'complete-tries',
      );
      endLeases(
        tx,
        leases.filter((lease) => lease.left <= (counts.get(lease) ?? 0)),
      );
      const { rows } = await completing;
      const gone = new Set(
        finished.filter(({ verdict }) => verdict === 'gone').map(({ delivery }) => delivery.endpointId),
      );
      const health = rows.flatMap(({ receiver, was_on, has_success }) => {
        const { tenantId: tenant_id, endpointId: endpoint_id } = receivers[receiver - 1] as ClaimedDelivery;
        return endpoint_id === null ? [] : [{ tenant_id, endpoint_id, was_on, has_success }];
      });
      return keepHealth(tx, health, gone);
    },
    plannedOnce,
  );
  for (const [lease, count] of counts) lease.left -= count;
  return changes;
}

/** One delivery for each receiver among the tries, and for each try the place of its receiver, from 1 on. */
function receiversOf(finished: readonly FinishedTry[]) {
  const receivers: ClaimedDelivery[] = [];
  const known = new Map<string, number>();
  const places = finished.map(({ delivery }) => {
    const key = `${delivery.tenantId} ${delivery.endpointId}`;
    const place = known.get(key);
    if (place !== undefined) return place;
    receivers.push(delivery);
    known.set(key, receivers.length);
    return receivers.length;
  });
  return { receivers, places };
}

async function keepHealth(
  tx: EngineTransaction,
  rows: readonly Health[],
  gone: ReadonlySet<string | null>,
): Promise<EndpointChange[]> {
  const failed = rows.filter((row) => !row.has_success);
  const keys = (some: readonly Health[]) => [
    some.map((row) => row.tenant_id),
    some.map((row) => row.endpoint_id),
  ];
  const changes: EndpointChange[] = [];
  if (failed.length > 0) {
    const marked = await tx.query<{ tenant_id: string; id: string; too_long: boolean }>(
      FAILED,
      keys(failed),
      'endpoints-failed',
    );
    for (const row of marked.rows) {
      if (row.too_long && !gone.has(row.id))
        changes.push({ tenantId: row.tenant_id, endpointId: row.id, change: 'failing' });
    }
  }
  for (const row of rows) {
    const { tenant_id: tenantId, endpoint_id: endpointId } = row;
    if (gone.has(endpointId)) changes.push({ tenantId, endpointId, change: 'gone' });
    else if (row.has_success && !row.was_on) changes.push({ tenantId, endpointId, change: 'answers again' });
  }
  return changes;
}
