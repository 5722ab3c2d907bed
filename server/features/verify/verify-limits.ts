import type { TenantTransaction } from '#database/transaction.ts';
import type { Difference } from './report.ts';

// A transaction's time is that of its beginning, so that what lies this near to each other may have come in another order.
const NEAR = "interval '10 seconds'";

// Every save of an offer or a share keeps its limits in a version. Where one doesn't name them, there was none as far as is known.
const LIMITS = `
versions AS (
  SELECT offer_id, content, valid_from,
    lead(valid_from) OVER (PARTITION BY offer_id ORDER BY valid_from) AS valid_to
  FROM offer_versions WHERE tenant_id = $1 AND valid_from <= tenant_now($1)),
limits AS (
  SELECT v.offer_id AS subject_id, l.kind, l.cap::bigint AS most, NULL::numeric AS most_amount, v.valid_from, v.valid_to
  FROM versions v CROSS JOIN LATERAL (VALUES ('Daily', v.content ->> 'dailyCap'), ('Weekly', v.content ->> 'weeklyCap'),
    ('Monthly', v.content ->> 'monthlyCap'), ('Total', v.content ->> 'allTimeCap')) l (kind, cap)
  UNION ALL
  SELECT (s.step ->> 'id')::uuid, l.kind, l.cap::bigint, NULL, v.valid_from, v.valid_to
  FROM versions v CROSS JOIN LATERAL jsonb_array_elements(v.content -> 'offerEvents') s (step)
  CROSS JOIN LATERAL (VALUES ('Daily', s.step ->> 'dailyCap'), ('Weekly', s.step ->> 'weeklyCap'),
    ('Monthly', s.step ->> 'monthlyCap'), ('Total', s.step ->> 'allTimeCap')) l (kind, cap)
  UNION ALL
  SELECT v.share_id, l.kind, l.cap::bigint, NULL, v.valid_from, v.valid_to
  FROM (SELECT share_id, terms -> 'caps' AS caps, valid_from,
      lead(valid_from) OVER (PARTITION BY share_id ORDER BY valid_from) AS valid_to
    FROM share_versions WHERE tenant_id = $1) v
  CROSS JOIN LATERAL (VALUES ('Daily', v.caps ->> 'dailyCap'), ('Weekly', v.caps ->> 'weeklyCap'),
    ('Monthly', v.caps ->> 'monthlyCap'), ('Total', v.caps ->> 'allTimeCap')) l (kind, cap)),
budgets AS (
  SELECT v.offer_id AS subject_id, b.kind, NULL::bigint AS most,
    CASE WHEN v.content ->> 'budgetType' = b.kind THEN (v.content ->> 'budgetAmount')::numeric END AS most_amount,
    v.valid_from, v.valid_to
  FROM versions v CROSS JOIN (VALUES ('Daily'), ('Weekly'), ('Monthly'), ('Total')) b (kind))`;

/** What was taken and given back of what was ever limited, with how much was taken after each. */
function moves(limits: string): string {
  return `
lowest AS (
  SELECT subject_id, kind, min(most) AS most, min(most_amount) AS most_amount FROM ${limits}
  GROUP BY 1, 2 HAVING min(most) IS NOT NULL OR min(most_amount) IS NOT NULL),
moves AS (
  SELECT l.subject_id, l.kind, l.most, l.most_amount, w.start, h.conversion_id, m.at, m.change, h.amount AS own,
    sum(m.change) OVER taken AS count, sum(m.change * h.amount) OVER taken AS amount
  FROM holds h
  CROSS JOIN LATERAL (VALUES (h.offer_id), (h.offer_event_id), (h.share_id)) scope (id)
  JOIN lowest l ON l.subject_id = scope.id
  CROSS JOIN LATERAL (SELECT CASE l.kind WHEN 'Daily' THEN h.day WHEN 'Weekly' THEN h.week WHEN 'Monthly' THEN h.month
    ELSE '1970-01-01'::date END) w (start)
  CROSS JOIN LATERAL (VALUES (h.taken_at, 1), (greatest(h.taken_at, h.released_at - ${NEAR}), -1)) m (at, change)
  WHERE h.tenant_id = $1 AND (m.change = 1 OR (h.released_at IS NOT NULL AND w.start = CASE l.kind
    WHEN 'Daily' THEN date_trunc('day', h.released_at AT TIME ZONE 'UTC')::date
    WHEN 'Weekly' THEN date_trunc('week', h.released_at AT TIME ZONE 'UTC')::date
    WHEN 'Monthly' THEN date_trunc('month', h.released_at AT TIME ZONE 'UTC')::date
    ELSE '1970-01-01'::date END))
  WINDOW taken AS (PARTITION BY l.subject_id, l.kind, w.start ORDER BY m.at, m.change))`;
}

function past(limits: string, words: string, isPast: string, allows: string): string {
  return `
WITH ${LIMITS}, ${moves(limits)}
SELECT m.conversion_id::text AS id, ${words} AS text
FROM moves m JOIN conversions c ON c.tenant_id = $1 AND c.id = m.conversion_id
WHERE m.change = 1 AND ${isPast} AND NOT c.is_over_limit
  AND NOT EXISTS (SELECT 1 FROM ${limits} l WHERE l.subject_id = m.subject_id AND l.kind = m.kind
    AND l.valid_from <= m.at + ${NEAR} AND (l.valid_to IS NULL OR l.valid_to > m.at - ${NEAR}) AND ${allows})
ORDER BY m.at, 1`;
}

const CAPS = past(
  'limits',
  `format('it was number %s of at most %s (%s) for %s', m.count, m.most, m.kind, m.subject_id)`,
  'm.count > m.most',
  '(l.most IS NULL OR l.most >= m.count)',
);

// What brings no revenue needs no budget.
const BUDGETS = past(
  'budgets',
  `format('with it %s of at most %s (%s) were spent for %s', m.amount, m.most_amount, m.kind, m.subject_id)`,
  'm.own > 0 AND m.amount > m.most_amount',
  '(l.most_amount IS NULL OR l.most_amount >= m.amount)',
);

/** Looks for acceptances past the limits in force at their time that no operator approved. */
export async function* verifyLimits(tx: TenantTransaction): AsyncGenerator<Difference> {
  for (const text of [CAPS, BUDGETS]) {
    const { rows } = await tx.query<{ id: string; text: string }>(text, [tx.tenantId]);
    for (const row of rows) yield { subject: 'limit', ...row };
  }
}
