import type { Transaction } from '#database/transaction.ts';

/** A version-7 uuid of this moment less so many seconds: the key that the application makes, in order of time. */
export function uuidAgo(seconds: string): string {
  return `encode(overlay(overlay(uuid_send(gen_random_uuid()) PLACING substring(int8send((extract(epoch FROM clock_timestamp() - (${seconds}) * interval '1 second') * 1000)::bigint) FROM 3) FROM 1 FOR 6) PLACING set_byte('\\x00'::bytea, 0, 112 + (random() * 15)::int) FROM 7 FOR 1), 'hex')::uuid`;
}

const WALL = '00000000-0000-0000-0000-000000000000';

/** Makes the members `member-{from}` to `member-{to}`. */
export async function insertMembers(
  tx: Transaction,
  tenantId: string,
  from: number,
  to: number,
): Promise<void> {
  await tx.query(
    `INSERT INTO members (tenant_id, id, source_id, pub_member_id, created_at)
     SELECT $1, ${uuidAgo('($3::int - n) / 1000.0')}, '${WALL}', 'member-' || n, tenant_now($1)
     FROM generate_series($2::int, $3::int) n`,
    [tenantId, from, to],
  );
}

/**
 * Makes clicks spread over members and offers: every fifth opened an attempt, and a third of those was completed by a
 * conversion that was accepted at once.
 */
export async function insertHistory(
  tx: Transaction,
  tenantId: string,
  from: number,
  to: number,
  { members, offers }: { readonly members: number; readonly offers: number },
): Promise<void> {
  // The planner cannot know how few members stand at one place, and would look for each of them in turn.
  await tx.query('SET LOCAL enable_nestloop = off');
  await tx.query(
    `CREATE TEMPORARY TABLE made ON COMMIT DROP AS
     WITH o AS MATERIALIZED (
       SELECT v.offer_id, v.id AS version_id, row_number() OVER (ORDER BY v.offer_id) - 1 AS place,
         (content ->> 'revenue')::numeric AS revenue, (content ->> 'reward')::numeric AS reward,
         content -> 'offerEvents' -> 0 ->> 'id' AS step_id
       FROM offer_versions v WHERE tenant_id = $1),
     m AS MATERIALIZED (
       SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM members WHERE tenant_id = $1)
     SELECT n, ${uuidAgo('($3 - n + 60) / 100.0')} AS id, ${uuidAgo('($3 - n + 60) / 100.0')} AS attempt_id,
       ${uuidAgo('($3 - n + 60) / 100.0')} AS conversion_id, m.id AS member_id, o.offer_id, o.version_id, o.revenue, o.reward,
       o.step_id, tenant_now($1) - interval '1 hour' AS at
     FROM generate_series($2::int, $3::int) n
     JOIN m ON m.place = (n::bigint * 7919) % $4
     JOIN o ON o.place = (n::bigint * 104729 + n / 1000) % $5`,
    [tenantId, from, to, members, offers],
  );
  await tx.query('SET LOCAL enable_nestloop = on');
  for (const statement of storing) await tx.query(statement, [tenantId]);
}

const storing = [
  `INSERT INTO attempts (tenant_id, id, source_id, member_id, offer_id, run, status, first_click_id, first_click_at,
     last_click_id, last_click_at, offer_version_id, pinned_click_id, completed_at, closed_at, completing_conversion_id,
     record_status, created_at)
   SELECT $1, attempt_id, '${WALL}', member_id, offer_id, 1, CASE WHEN n % 15 = 0 THEN 'completed' ELSE 'open' END, id, at,
     id, at, version_id, CASE WHEN n % 15 = 0 THEN id END, CASE WHEN n % 15 = 0 THEN at END,
     CASE WHEN n % 15 = 0 THEN at END, CASE WHEN n % 15 = 0 THEN conversion_id END,
     CASE WHEN n % 15 = 0 THEN 'Success' ELSE 'Pending' END, at
   FROM made WHERE n % 5 = 0 ON CONFLICT DO NOTHING`,
  `INSERT INTO clicks (tenant_id, id, offer_id, offer_version_id, member_id, attempt_id, params, country_code2, created_at)
   SELECT $1, id, offer_id, version_id, member_id, CASE WHEN n % 5 = 0 THEN attempt_id END, '{}', 'US', at FROM made`,
  `INSERT INTO conversions (tenant_id, id, record_id, offer_id, offer_event_id, offer_version_id, attempt_id, click_id,
     member_id, status, arrived_at, user_completed_at, accepted_at, revenue, reward, currency, reward_currency, created_at,
     modified_at)
   SELECT $1, conversion_id, CASE WHEN step_id IS NULL THEN conversion_id ELSE attempt_id END, m.offer_id, step_id::uuid,
     version_id, attempt_id, m.id, m.member_id, 'Success', at, at, at, COALESCE(revenue, 1), COALESCE(reward, 10), 'USD',
     'POINTS', at, at
   FROM made m JOIN attempts a ON a.tenant_id = $1 AND a.id = m.attempt_id WHERE n % 15 = 0`,
  `INSERT INTO conversion_keys (tenant_id, step_id, identity, conversion_id, member_id)
   SELECT $1, COALESCE(step_id::uuid, m.offer_id), m.id::text, conversion_id, m.member_id
   FROM made m JOIN attempts a ON a.tenant_id = $1 AND a.id = m.attempt_id WHERE n % 15 = 0`,
];

/**
 * Makes clicks that wait for their conversions, each of a member and an attempt of its own, over these offers in turn.
 *
 * @returns their ids
 */
export async function insertFreshClicks(
  tx: Transaction,
  tenantId: string,
  offerIds: readonly string[],
  count: number,
): Promise<string[]> {
  await tx.query(
    `CREATE TEMPORARY TABLE fresh ON COMMIT DROP AS
     SELECT n, v.offer_id, v.id AS version_id, ${uuidAgo('($2::int - n) / 1000.0')} AS id,
       ${uuidAgo('($2::int - n) / 1000.0')} AS member_id, ${uuidAgo('($2::int - n) / 1000.0')} AS attempt_id,
       tenant_now($1) - interval '1 minute' AS at
     FROM generate_series(1, $2::int) n
     JOIN offer_versions v ON v.tenant_id = $1 AND v.offer_id = ($3::uuid[])[1 + n % $4::int] AND v.number = 1`,
    [tenantId, count, offerIds, offerIds.length],
  );
  await tx.query(
    `INSERT INTO members (tenant_id, id, source_id, pub_member_id, created_at)
     SELECT $1, member_id, '${WALL}', 'buyer-' || member_id, at FROM fresh`,
    [tenantId],
  );
  await tx.query(
    `INSERT INTO attempts (tenant_id, id, source_id, member_id, offer_id, run, first_click_id, first_click_at, last_click_id,
       last_click_at, offer_version_id, created_at)
     SELECT $1, attempt_id, '${WALL}', member_id, offer_id, 1, id, at, id, at, version_id, at FROM fresh`,
    [tenantId],
  );
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO clicks (tenant_id, id, offer_id, offer_version_id, member_id, attempt_id, params, country_code2, created_at)
     SELECT $1, id, offer_id, version_id, member_id, attempt_id, '{}', 'US', at FROM fresh RETURNING id`,
    [tenantId],
  );
  return rows.map(({ id }) => id);
}
