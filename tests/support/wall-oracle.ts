import type { Transaction } from '#database/transaction.ts';

/** A question for the wall's list, in the words of its query. */
export interface WallQuestion {
  readonly pub_member_id: string;
  readonly pub_geo_country?: string | undefined;
  readonly pub_geo_state?: string | undefined;
  readonly pub_postal_code?: string | undefined;
  readonly pub_age?: string | undefined;
  readonly pub_gender?: string | undefined;
  readonly pub_device?: string | undefined;
  readonly 'filter.placementId'?: string | undefined;
  readonly 'filter.categoryId'?: string | undefined;
  readonly 'filter.isFeatured'?: boolean | undefined;
  readonly 'filter.search'?: string | undefined;
  readonly orderby?: 'epc' | 'launchDate' | 'reward' | 'revenue' | 'name' | undefined;
  readonly order_asc?: boolean | undefined;
}

/**
 * The offers of the wall's list by one plain statement, straight from the rules: no copy in memory, no shared code. It
 * is slow and obvious on purpose, to judge the fast way by.
 */
export async function askOracle(
  tx: Transaction,
  tenantId: string,
  question: WallQuestion,
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(`${oracle} ORDER BY ${orderOf(question)}`, [
    tenantId,
    question.pub_member_id,
    question.pub_geo_country ?? null,
    question.pub_geo_state ?? null,
    question.pub_postal_code ?? null,
    question.pub_age ?? null,
    question.pub_gender ?? null,
    question.pub_device ?? null,
    question['filter.placementId'] ?? null,
    question['filter.categoryId'] ?? null,
    question['filter.isFeatured'] ?? null,
    question['filter.search'] ?? null,
  ]);
  return rows.map(({ id }) => id);
}

function orderOf({ orderby = 'epc', order_asc: isAscending = false }: WallQuestion): string {
  const columns = {
    epc: 'epc',
    launchDate: 'launch_date',
    reward: 'reward',
    revenue: 'revenue',
    name: 'lower(name) COLLATE "C"',
  };
  // The asked order doesn't reach those at the bottom: they stay in the order of EPC.
  const asked = `(CASE WHEN at_bottom THEN NULL ELSE ${columns[orderby]} END) ${isAscending ? 'ASC' : 'DESC'} NULLS LAST`;
  return `at_bottom, ${asked}, epc DESC, launch_date DESC, id`;
}

const free = (subject: string, caps: string) => `NOT EXISTS (
  SELECT FROM (VALUES ('Daily', ${caps}.daily_cap), ('Weekly', ${caps}.weekly_cap), ('Monthly', ${caps}.monthly_cap),
                      ('Total', ${caps}.all_time_cap)) AS limited (kind, cap)
  JOIN used u ON u.subject_id = ${subject} AND u.window_kind = limited.kind WHERE u.count >= limited.cap)`;

const paid = (revenue: string) => `(${revenue} IS NULL
  OR (s.conversion_type = 'FlatRate' AND s.budget_left >= ${revenue}) OR (s.conversion_type = 'RevShare' AND s.budget_left > 0))`;

const choice = (dimension: string) => `(SELECT unknown ->> '${dimension}' = 'show' FROM asked)`;

// A budget that was lowered below what is spent has nothing left, and a revenue of nought still fits into nothing.
const oracle = `
WITH clock AS (SELECT tenant_now($1) AS at),
asked AS (
  SELECT (SELECT id FROM countries WHERE lower($3::text) IN (lower(code2), lower(code3), numeric)) AS country_id,
         (SELECT id FROM states WHERE lower(code) = lower($4::text)) AS state_id,
         lower(replace($5::text, ' ', '')) AS zip,
         CASE WHEN $6::text ~ '^[0-9]{1,3}$' THEN $6::int END AS age,
         lower($7::text) AS gender,
         (SELECT lower($8::text) WHERE lower($8::text) IN ('ios', 'android', 'macos', 'browser', 'all')) AS device,
         '{"age":"show","gender":"show","country":"show","state":"show","zip":"show","device":"show"}'::jsonb
           || COALESCE((SELECT document -> 'unknownAudience' FROM settings WHERE tenant_id = $1), '{}') AS unknown
),
used AS (
  SELECT c.subject_id, c.window_kind, c.count, c.amount FROM counters c, clock
  WHERE c.tenant_id = $1 AND c.share_id = '00000000-0000-0000-0000-000000000000'
    AND c.window_start = CASE c.window_kind
      WHEN 'Daily' THEN date_trunc('day', clock.at AT TIME ZONE 'UTC')::date
      WHEN 'Weekly' THEN date_trunc('week', clock.at AT TIME ZONE 'UTC')::date
      WHEN 'Monthly' THEN date_trunc('month', clock.at AT TIME ZONE 'UTC')::date
      ELSE '1970-01-01'::date END
),
stored AS (
  SELECT o.*, v.content AS c, t.clicks, t.revenue AS earned, t.last_revenue_at,
         (v.content ->> 'allowRepetitions')::boolean AS is_repeatable,
         greatest(0, o.budget_amount - COALESCE((SELECT u.amount FROM used u WHERE u.subject_id = o.id AND u.window_kind = o.budget_type), 0)) AS budget_left
  FROM offers o CROSS JOIN clock
  JOIN LATERAL (SELECT content FROM offer_versions v WHERE v.tenant_id = $1 AND v.offer_id = o.id AND v.valid_from <= clock.at
                ORDER BY v.valid_from DESC LIMIT 1) v ON true
  LEFT JOIN offer_totals t ON t.tenant_id = $1 AND t.offer_id = o.id
  WHERE o.tenant_id = $1
),
runs AS (
  SELECT a.offer_id, a.id, a.run, a.status,
         (SELECT max(b.run) FROM attempts b WHERE b.tenant_id = $1 AND b.member_id = a.member_id AND b.offer_id = a.offer_id
            AND b.status = 'completed' AND NOT b.is_test) AS last_completed
  FROM attempts a JOIN members m ON m.tenant_id = $1 AND m.id = a.member_id
  WHERE a.tenant_id = $1 AND m.pub_member_id = $2 AND m.source_id = '00000000-0000-0000-0000-000000000000' AND NOT a.is_test
),
done AS (
  SELECT DISTINCT k.offer_event_id AS step_id FROM runs r JOIN stored s ON s.id = r.offer_id
  JOIN conversions k ON k.tenant_id = $1 AND k.attempt_id = r.id AND k.status IN ('Pending', 'Success')
  WHERE NOT s.is_repeatable OR r.run > COALESCE(r.last_completed, 0)
),
open_steps AS (
  SELECT s.id AS offer_id, (e ->> 'id')::uuid AS step_id, (e ->> 'sequenceNumber')::int AS number,
         (e ->> 'revenue')::numeric AS revenue
  FROM stored s, jsonb_array_elements(s.c -> 'offerEvents') e
  WHERE (e ->> 'id')::uuid NOT IN (SELECT step_id FROM done WHERE step_id IS NOT NULL)
),
next_steps AS (
  SELECT * FROM open_steps n WHERE n.number IS NULL
    OR n.number = (SELECT min(o.number) FROM open_steps o WHERE o.offer_id = n.offer_id)
),
doable AS (
  SELECT s.* FROM stored s CROSS JOIN clock
  WHERE NOT s.is_paused AND s.launch_date <= clock.at AND (s.end_date IS NULL OR s.end_date >= clock.at)
    AND CASE s.offer_type
      WHEN 'SingleEvent' THEN ${free('s.id', 's')} AND ${paid("(s.c ->> 'revenue')::numeric")}
      ELSE EXISTS (SELECT FROM next_steps n JOIN offer_events e ON e.tenant_id = $1 AND e.id = n.step_id
                   WHERE n.offer_id = s.id AND ${free('n.step_id', 'e')} AND ${paid('n.revenue')}) END
    AND NOT (NOT s.is_repeatable AND EXISTS (SELECT FROM runs r WHERE r.offer_id = s.id AND r.status = 'completed'))
),
matched AS (
  SELECT s.*, jsonb_array_length(s.c -> 'genderIds') > 0 AND asked.gender IS NOT NULL AND NOT EXISTS (
           SELECT FROM genders g WHERE g.tenant_id = $1 AND s.c -> 'genderIds' ? g.id::text AND lower(g.name) = asked.gender)
           OR jsonb_array_length(s.c -> 'genderIds') > 0 AND asked.gender IS NULL AND NOT ${choice('gender')} AS is_other_gender
  FROM doable s CROSS JOIN asked JOIN age_ranges a ON a.tenant_id = $1 AND a.id = s.age_id
  WHERE (jsonb_array_length(s.c -> 'countryIds') = 0 OR COALESCE(s.c -> 'countryIds' ? asked.country_id::text, ${choice('country')}))
    AND (NOT EXISTS (SELECT FROM states t WHERE s.c -> 'countryStateIds' ? t.id::text
           AND t.country_id = COALESCE(asked.country_id, (SELECT country_id FROM states WHERE id = asked.state_id), t.country_id))
         OR COALESCE(s.c -> 'countryStateIds' ? asked.state_id::text
             AND (asked.country_id IS NULL OR asked.country_id = (SELECT country_id FROM states WHERE id = asked.state_id)), ${choice('state')}))
    AND (jsonb_array_length(s.c -> 'zipCodes') = 0 OR COALESCE((SELECT bool_or(lower(replace(z, ' ', '')) = asked.zip)
           FROM jsonb_array_elements_text(s.c -> 'zipCodes') z), ${choice('zip')}))
    AND (a.value_from IS NULL AND a.value_to IS NULL OR COALESCE(asked.age >= COALESCE(a.value_from, 0) AND asked.age <= COALESCE(a.value_to, 999), ${choice('age')}))
    AND (cardinality(s.device_types) = 0 OR 'All' = ANY (s.device_types) OR asked.device IS NOT DISTINCT FROM 'all'
         OR COALESCE(asked.device IN (SELECT lower(d) FROM unnest(s.device_types) d), ${choice('device')}))
    AND ($9::uuid IS NULL OR s.c -> 'placementIds' ? $9::uuid::text)
    AND ($10::uuid IS NULL OR s.c -> 'categoryIds' ? $10::uuid::text)
    AND ($11::boolean IS NULL OR s.is_featured = $11::boolean)
    AND ($12::text IS NULL OR position(lower($12::text) IN lower(s.name)) > 0 OR position(lower($12::text) IN lower(s.headline)) > 0)
),
priced AS (
  SELECT m.id, m.name, m.launch_date, m.is_other_gender AS at_bottom,
    CASE WHEN m.offer_type = 'SingleEvent' THEN (m.c ->> 'reward')::numeric
         WHEN m.conversion_type = 'RevShare' THEN (SELECT max((e ->> 'reward')::numeric) FROM jsonb_array_elements(m.c -> 'offerEvents') e WHERE (e ->> 'showOnOfferWall')::boolean)
         ELSE (SELECT sum((e ->> 'reward')::numeric) FROM jsonb_array_elements(m.c -> 'offerEvents') e WHERE (e ->> 'showOnOfferWall')::boolean) END AS reward,
    CASE WHEN m.offer_type = 'SingleEvent' THEN (m.c ->> 'revenue')::numeric
         WHEN m.conversion_type = 'RevShare' THEN (SELECT max((e ->> 'revenue')::numeric) FROM jsonb_array_elements(m.c -> 'offerEvents') e)
         ELSE (SELECT sum((e ->> 'revenue')::numeric) FROM jsonb_array_elements(m.c -> 'offerEvents') e) END AS revenue,
    CASE WHEN m.lock_baseline_epc THEN m.baseline_epc
         WHEN m.clicks > 0 AND m.earned > 0 THEN m.earned / m.clicks
         WHEN m.baseline_epc <= 1 THEN m.baseline_epc
         ELSE greatest(1, m.baseline_epc * 0.8::numeric ^ greatest(0, floor(extract(epoch FROM (SELECT at FROM clock) - COALESCE(m.last_revenue_at, m.launch_date)) / 86400))) END AS epc
  FROM matched m
  WHERE NOT m.is_other_gender OR (m.c ->> 'showAtBottomToAllUnselectedGenders')::boolean
)
SELECT id FROM priced`;
