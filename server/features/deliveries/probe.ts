import { inEngine } from '#database/transaction.ts';
import type { Context } from '../../context.ts';

// The newest delivery that failed is the probe. It goes out by the usual way; its answer decides whether the receiver
// is switched on again.
const PROBE = `
WITH looked_at AS (
  UPDATE endpoints e SET next_probe_at = tenant_now(e.tenant_id) + interval '1 hour'
  FROM (SELECT tenant_id, id FROM endpoints WHERE next_probe_at IS NOT NULL AND next_probe_at <= tenant_now(tenant_id)
        LIMIT 100 FOR UPDATE SKIP LOCKED) due
  WHERE e.tenant_id = due.tenant_id AND e.id = due.id AND NOT e.is_on
  RETURNING e.tenant_id, e.id, e.origin
),
probing AS (
  UPDATE deliveries d
  SET status = 'Waiting', next_try_at = tenant_now(d.tenant_id), modified_at = tenant_now(d.tenant_id)
  FROM looked_at, LATERAL (
    SELECT f.id FROM deliveries f
    WHERE f.tenant_id = looked_at.tenant_id AND f.endpoint_id = looked_at.id AND f.status = 'Failed' AND f.url <> ''
    ORDER BY f.id DESC LIMIT 1) newest
  WHERE d.tenant_id = looked_at.tenant_id AND d.id = newest.id
  RETURNING d.tenant_id, d.origin, d.next_try_at, d.id
)
INSERT INTO due_deliveries (tenant_id, origin, next_try_at, delivery_id)
SELECT tenant_id, origin, next_try_at, id FROM probing`;

/** Sends one delivery to each receiver that was switched off for failing and rested long enough. */
export async function probeEndpoints(context: Context): Promise<number> {
  const { rowCount } = await inEngine(context.database, (tx) => tx.query(PROBE, [], 'probe-endpoints'));
  return rowCount;
}
