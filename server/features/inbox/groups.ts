import { listInboxGroups } from '#contract/inbox.ts';
import type { DataOf } from '#contract/endpoint.ts';
import { ok } from '../../http/answer.ts';
import { read } from '../../http/route.ts';
import { written } from './inbox-item.ts';
import { idRange } from './list.ts';

type Group = DataOf<typeof listInboxGroups>[number];

interface GroupRow {
  outcome: Group['outcome'];
  reason: string | null;
  offer_id: string | null;
  offer_name: string | null;
  detail: string | null;
  count: number;
  first_at: string;
  last_at: string;
  example_id: string;
  cause: string | null;
}

const MOST_GROUPS = 200;

// What one mending would mend together: all requests with the same wrong event id, currency or unfilled macro.
const GROUPS = `
WITH grouped AS (
  SELECT outcome, reason, offer_id,
    CASE
      WHEN reason IN ('unknown_event', 'event_archived') THEN fields ->> 'eventId'
      WHEN reason = 'currency_unknown' THEN fields ->> 'currency'
      WHEN reason = 'unknown_click' AND 'click_id_unfilled' = ANY (warnings) THEN 'click_id_unfilled'
    END AS detail,
    count(*)::integer AS count, min(received_at) AS first_at, max(received_at) AS last_at, max(id::text)::uuid AS example_id
  FROM raw_requests
  WHERE tenant_id = $1 AND ($2::text[] IS NULL OR outcome = ANY ($2)) AND ($3::text[] IS NULL OR reason = ANY ($3))
    AND ($4::uuid[] IS NULL OR offer_id = ANY ($4))
    AND ($5::timestamptz IS NULL OR received_at >= $5) AND ($6::timestamptz IS NULL OR received_at < $6)
    AND id >= $7 AND id < $8
  GROUP BY 1, 2, 3, 4
  ORDER BY 5 DESC, 7 DESC
  LIMIT ${MOST_GROUPS})
SELECT g.*, o.name AS offer_name, r.cause
FROM grouped g
LEFT JOIN offers o ON o.tenant_id = $1 AND o.id = g.offer_id
LEFT JOIN raw_requests r ON r.tenant_id = $1 AND r.id = g.example_id
ORDER BY g.count DESC, g.last_at DESC, g.example_id`;

/** Counts inbound requests by what went wrong, so that the commonest trouble stands first. */
export const listInboxGroupsRoute = read(listInboxGroups, async ({ tx, tenant, query }) => {
  const from = query['filter.from'] ?? null;
  const to = query['filter.to'] ?? null;
  const { least, most } = idRange(from, to);
  const { rows } = await tx.query<GroupRow>(GROUPS, [
    tenant.id,
    query['filter.outcome'] ?? null,
    query['filter.reason']?.map((reason) => reason.toLowerCase()) ?? null,
    query['filter.offer_id'] ?? null,
    from === null ? null : written(from),
    to === null ? null : written(to),
    least,
    most,
  ]);
  return ok(
    rows.map((row) => ({
      outcome: row.outcome,
      reason: row.reason,
      offerId: row.offer_id,
      offerName: row.offer_name,
      detail: row.detail,
      count: row.count,
      firstAt: written(row.first_at),
      lastAt: written(row.last_at),
      exampleId: row.example_id,
      cause: row.cause,
    })),
  );
});
