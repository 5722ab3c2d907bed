import type { TenantTransaction } from '#database/transaction.ts';
import { nilUuid } from '#domain/ids.ts';
import type { Difference, Subject } from './report.ts';

interface SumRow {
  id: string;
  text: string;
}

// A hold counts in its windows until it is given back, and after that in those that were closed by then.
const COUNTED = `
SELECT scope.subject_id, scope.share_id, w.kind, w.start, count(*) AS count, sum(h.amount) AS amount
FROM holds h
CROSS JOIN LATERAL (VALUES (h.offer_id, '${nilUuid}'::uuid), (h.offer_event_id, '${nilUuid}'::uuid),
  (CASE WHEN h.share_id IS NOT NULL THEN h.offer_id END, h.share_id)) scope (subject_id, share_id)
CROSS JOIN LATERAL (VALUES
  ('Daily', h.day, date_trunc('day', h.released_at AT TIME ZONE 'UTC')::date),
  ('Weekly', h.week, date_trunc('week', h.released_at AT TIME ZONE 'UTC')::date),
  ('Monthly', h.month, date_trunc('month', h.released_at AT TIME ZONE 'UTC')::date),
  ('Total', '1970-01-01'::date, CASE WHEN h.released_at IS NOT NULL THEN '1970-01-01'::date END)) w (kind, start, given)
WHERE h.tenant_id = $1 AND scope.subject_id IS NOT NULL AND w.start IS DISTINCT FROM w.given
GROUP BY 1, 2, 3, 4`;

const COUNTERS = `
SELECT concat_ws(' ', coalesce(c.subject_id, h.subject_id), coalesce(c.share_id, h.share_id), coalesce(c.window_kind, h.kind),
    coalesce(c.window_start, h.start)) AS id,
  format('it counts %s and %s, but the holds make %s and %s', coalesce(c.count, 0), coalesce(c.amount, 0),
    coalesce(h.count, 0), coalesce(h.amount, 0)) AS text
FROM (SELECT * FROM counters WHERE tenant_id = $1) c
FULL JOIN (${COUNTED}) h ON h.subject_id = c.subject_id AND h.share_id = c.share_id AND h.kind = c.window_kind
  AND h.start = c.window_start
WHERE coalesce(c.count, 0) <> coalesce(h.count, 0) OR coalesce(c.amount, 0) <> coalesce(h.amount, 0)
ORDER BY 1`;

const STANDING = "c.status IN ('Pending', 'Success')";
const DAILY = `
SELECT concat_ws(' ', coalesce(t.day, s.day), coalesce(t.offer_id, s.offer_id), coalesce(t.source_id, s.source_id)) AS id,
  format('it says %s standing, %s rejected, %s revenue, %s payout, %s reward, but the conversions make %s, %s, %s, %s, %s',
    coalesce(t.conversions, 0), coalesce(t.rejected, 0), coalesce(t.revenue, 0), coalesce(t.payout, 0), coalesce(t.reward, 0),
    coalesce(s.conversions, 0), coalesce(s.rejected, 0), coalesce(s.revenue, 0), coalesce(s.payout, 0), coalesce(s.reward, 0))
    AS text
FROM (SELECT * FROM daily_totals WHERE tenant_id = $1) t
FULL JOIN (
  SELECT (c.arrived_at AT TIME ZONE 'UTC')::date AS day, c.offer_id, coalesce(c.partner_id, '${nilUuid}'::uuid) AS source_id,
    count(*) FILTER (WHERE ${STANDING}) AS conversions, count(*) FILTER (WHERE c.status = 'Rejected') AS rejected,
    coalesce(sum(c.revenue) FILTER (WHERE ${STANDING}), 0) AS revenue,
    coalesce(sum(c.payout) FILTER (WHERE ${STANDING}), 0) AS payout,
    coalesce(sum(c.reward) FILTER (WHERE ${STANDING}), 0) AS reward
  FROM conversions c WHERE c.tenant_id = $1 AND NOT c.is_test GROUP BY 1, 2, 3) s
  ON s.day = t.day AND s.offer_id = t.offer_id AND s.source_id = t.source_id
WHERE (coalesce(t.conversions, 0), coalesce(t.rejected, 0), coalesce(t.revenue, 0), coalesce(t.payout, 0), coalesce(t.reward, 0))
  <> (coalesce(s.conversions, 0), coalesce(s.rejected, 0), coalesce(s.revenue, 0), coalesce(s.payout, 0), coalesce(s.reward, 0))
ORDER BY 1`;

const RANKING = `
SELECT coalesce(t.offer_id, s.offer_id)::text AS id,
  format('it ranks by %s conversions and %s revenue, but the conversions make %s and %s', coalesce(t.conversions, 0),
    coalesce(t.revenue, 0), coalesce(s.conversions, 0), coalesce(s.revenue, 0)) AS text
FROM (SELECT * FROM offer_totals WHERE tenant_id = $1) t
FULL JOIN (SELECT c.offer_id, count(*) AS conversions, coalesce(sum(c.revenue), 0) AS revenue
  FROM conversions c WHERE c.tenant_id = $1 AND NOT c.is_test AND ${STANDING} GROUP BY 1) s ON s.offer_id = t.offer_id
WHERE (coalesce(t.conversions, 0), coalesce(t.revenue, 0)) <> (coalesce(s.conversions, 0), coalesce(s.revenue, 0))
ORDER BY 1`;

const CURRENCIES = `
SELECT currency AS id, format('all lines together make %s instead of nought', sum(amount)) AS text
FROM ledger_entries WHERE tenant_id = $1 GROUP BY currency HAVING sum(amount) <> 0 ORDER BY 1`;

/** Rows of a table that belong to a conversion that is not there. */
function orphans(table: string, words: string, where = ''): string {
  return `SELECT t.conversion_id::text AS id, '${words}' AS text FROM ${table} t
    WHERE t.tenant_id = $1 AND t.conversion_id IS NOT NULL ${where}
      AND NOT EXISTS (SELECT 1 FROM conversions c WHERE c.tenant_id = $1 AND c.id = t.conversion_id)
    GROUP BY 1 ORDER BY 1`;
}

// A request was answered that a conversion was made of it; then there must be one. Tests are deleted after a while.
const ANSWERED = `
SELECT r.id::text AS id, format('it was answered %s, but conversion %s is not there', r.outcome, coalesce(r.conversion_id::text, ''))
  AS text
FROM raw_requests r
WHERE r.tenant_id = $1 AND r.outcome IN ('accepted', 'held', 'rejected', 'duplicate')
  AND EXISTS (SELECT 1 FROM clicks k WHERE k.tenant_id = $1 AND k.id = r.click_id AND NOT k.is_test)
  AND NOT EXISTS (SELECT 1 FROM conversions c WHERE c.tenant_id = $1 AND c.id = r.conversion_id)
ORDER BY 1`;

// The body is sent as it is stored. Its text is searched first, because reading all of it as JSON takes far longer.
const TOLD = `
SELECT d.id::text AS id, format('its body tells of %s as %s with revenue %s in delivery %s, but it is about %s, %s',
    b.told ->> 'conversionId', b.told ->> 'status', coalesce(b.told ->> 'revenue', 'nothing'), b.id, d.conversion_id,
    d.conversion_status) AS text
FROM deliveries d
LEFT JOIN conversions c ON c.tenant_id = $1 AND c.id = d.conversion_id
CROSS JOIN LATERAL (SELECT CASE WHEN
    starts_with(d.body, format('{"id":"%s",', d.id))
    AND strpos(d.body, format('"conversion":{"status":"%s",', d.conversion_status)) > 0
    AND strpos(d.body, format('"conversionId":"%s"', d.conversion_id)) > 0
    AND (d.conversion_status <> 'Success' OR strpos(d.body, format('"revenue":%s,', coalesce(trim_scale(c.revenue)::text, 'null'))) > 0)
  THEN NULL ELSE d.body::jsonb END) found (body)
CROSS JOIN LATERAL (SELECT found.body ->> 'id', found.body -> 'conversion') b (id, told)
WHERE d.tenant_id = $1 AND d.kind = 'callback' AND d.method = 'POST' AND d.conversion_id IS NOT NULL
  AND found.body IS NOT NULL AND (
  b.id IS DISTINCT FROM d.id::text OR b.told ->> 'conversionId' IS DISTINCT FROM d.conversion_id::text
  OR b.told ->> 'status' IS DISTINCT FROM d.conversion_status
  OR (d.conversion_status = 'Success' AND (b.told ->> 'revenue')::numeric IS DISTINCT FROM c.revenue))
ORDER BY 1`;

// What is not entered as due is never tried; a stray entry is dropped when it comes up, and harms nothing.
const FORGOTTEN = `
SELECT d.id::text AS id, 'it waits for its next try, but is not entered as due at that time' AS text
FROM deliveries d
WHERE d.tenant_id = $1 AND d.status = 'Waiting' AND NOT EXISTS (
  SELECT 1 FROM due_deliveries q WHERE q.tenant_id = $1 AND q.origin = d.origin AND q.next_try_at = d.next_try_at
    AND q.delivery_id = d.id)
ORDER BY 1`;

const checks: readonly (readonly [Subject, string])[] = [
  ['counter', COUNTERS],
  ['total', DAILY],
  ['total', RANKING],
  ['ledger', CURRENCIES],
  ['ledger', orphans('ledger_entries', 'the ledger has lines of it, but the conversion is not there')],
  ['hold', orphans('holds', 'it is held for, but the conversion is not there')],
  ['conversion', orphans('conversion_history', 'it has a history, but the conversion is not there')],
  ['delivery', orphans('deliveries', 'it was told of, but the conversion is not there', 'AND NOT t.is_test')],
  ['delivery', TOLD],
  ['delivery', FORGOTTEN],
  ['request', ANSWERED],
];

/** Compares counters with holds, sums with conversions, and looks for rows that belong to nothing. */
export async function* verifySums(tx: TenantTransaction): AsyncGenerator<Difference> {
  for (const [subject, text] of checks) {
    const { rows } = await tx.query<SumRow>(text, [tx.tenantId]);
    for (const row of rows) yield { subject, ...row };
  }
}
