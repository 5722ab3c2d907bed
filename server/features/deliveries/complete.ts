import { inEngine, plannedOnce, type EngineTransaction } from '#database/transaction.ts';
import type { Verdict } from '#domain/delivery/outcome.ts';
import type { Context } from '../../context.ts';
import type { ClaimedDelivery } from './claim.ts';

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

// A try whose lease has passed to somebody else changes nothing. A receiver that asks for a longer pause than the
// delivery has left gets its last try at the very end.
const COMPLETE = `
WITH results AS (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::integer[], $6::integer[], $7::text[],
    $8::text[], $9::bigint[], $10::bigint[], $11::uuid[])
    AS r (tenant_id, id, lease_id, verdict, answered, duration_ms, error, answer, pause_ms, retry_after_ms, try_id)
),
clocks AS MATERIALIZED (
  SELECT known.tenant_id, tenant_now(known.tenant_id) AS now FROM (SELECT DISTINCT tenant_id FROM results) known
),
judged AS (
  SELECT r.*, d.give_up_at, clocks.now AS at,
    CASE
      WHEN r.verdict = 'delivered' THEN 'Delivered'
      WHEN d.status = 'Cancelled' THEN 'Cancelled'
      WHEN r.verdict = 'gone' OR NOT e.is_on THEN 'Failed'
      WHEN clocks.now + r.pause_ms * interval '1 millisecond' > d.give_up_at THEN 'Failed'
      ELSE 'Waiting'
    END AS becomes,
    CASE WHEN r.verdict = 'gone' OR NOT e.is_on THEN 'endpoint_off' ELSE 'gave_up' END AS failure_reason,
    COALESCE(e.is_on, true) AS was_on
  FROM results r
  JOIN clocks ON clocks.tenant_id = r.tenant_id
  JOIN deliveries d ON d.tenant_id = r.tenant_id AND d.id = r.id AND d.lease_id = r.lease_id
  LEFT JOIN endpoints e ON e.tenant_id = d.tenant_id AND e.id = d.endpoint_id
),
done AS (
  UPDATE deliveries d
  SET tries = d.tries + 1, status = j.becomes, last_status = j.answered, modified_at = j.at,
    failure_reason = CASE WHEN j.becomes = 'Failed' THEN j.failure_reason END,
    delivered_at = CASE WHEN j.becomes = 'Delivered' THEN j.at END,
    next_try_at = CASE WHEN j.becomes = 'Waiting' THEN LEAST(j.give_up_at,
      j.at + GREATEST(j.pause_ms, j.retry_after_ms) * interval '1 millisecond') END,
    lease_id = NULL, leased_until = NULL
  FROM judged j
  WHERE d.tenant_id = j.tenant_id AND d.id = j.id AND d.lease_id = j.lease_id
  RETURNING d.tenant_id, d.id, d.tries, d.kind, d.conversion_id, d.conversion_status, d.status, d.endpoint_id, j.at,
    j.was_on, j.answered, j.duration_ms, j.error, j.answer, j.try_id
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
  SELECT tenant_id, endpoint_id, was_on, bool_or(status = 'Delivered') AS has_success, max(at) AS at
  FROM done WHERE endpoint_id IS NOT NULL GROUP BY tenant_id, endpoint_id, was_on
),
succeeded AS (
  UPDATE endpoints e SET failing_since = NULL, last_success_at = health.at
  FROM health
  WHERE health.has_success AND e.tenant_id = health.tenant_id AND e.id = health.endpoint_id
    AND (e.failing_since IS NOT NULL OR e.last_success_at IS NULL
      OR e.last_success_at < health.at - interval '1 minute')
)
SELECT tenant_id, endpoint_id, was_on, has_success FROM health`;

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
  const byTry = (value: (one: FinishedTry) => unknown) => finished.map(value);
  // Written out here, what holds no sign of its own costs a tenth of what the driver's general way does.
  const plain = (value: (one: FinishedTry) => string | number | null) =>
    `{${finished.map((one) => value(one) ?? 'NULL').join(',')}}`;
  const values = [
    plain(({ delivery }) => delivery.tenantId),
    plain(({ delivery }) => delivery.id),
    plain(({ delivery }) => delivery.leaseId),
    plain(({ verdict }) => verdict),
    plain(({ status }) => status),
    plain(({ durationMs }) => durationMs),
    byTry(({ error }) => error),
    byTry(({ answer }) => answer),
    plain(({ pauseMs }) => pauseMs),
    plain(({ retryAfterMs }) => retryAfterMs),
    plain(() => context.newId()),
  ];
  return inEngine(
    context.database,
    async (tx) => {
      const { rows } = await tx.query<Health>(COMPLETE, values, 'complete-tries');
      const gone = new Set(
        finished.filter(({ verdict }) => verdict === 'gone').map(({ delivery }) => delivery.endpointId),
      );
      return keepHealth(tx, rows, gone);
    },
    plannedOnce,
  );
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
