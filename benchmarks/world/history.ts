import type { Transaction } from '#database/transaction.ts';

/** A version-7 uuid of this moment less so many seconds: the key that the application makes, in order of time. */
export function uuidAgo(seconds: string): string {
  return `uuidv7(${seconds} * interval '-1 second')`;
}

/**
 * The tenant's time less an interval as a table `clock` of one row. A function among the columns would be asked again
 * for every row, which takes longer than to store it.
 */
function clockAgo(interval: string): string {
  return `(SELECT tenant_now($1) - interval '${interval}' AS at OFFSET 0) clock`;
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
     SELECT $1, ${uuidAgo('($3::int - n) / 1000.0')}, '${WALL}', 'member-' || n, clock.at
     FROM ${clockAgo('1 hour')}, generate_series($2::int, $3::int) n`,
    [tenantId, from, to],
  );
}

/** Clicks that are made by one statement. */
const CLICKS_AT_ONCE = 1_000_000;
/** So few are added to the indexes row by row. */
const FEW_CLICKS = 50_000;

/** Which clicks are made, of how many members and offers. */
export interface HistoryPart {
  readonly from: number;
  readonly to: number;
  readonly members: number;
  readonly offers: number;
}

/**
 * Makes clicks spread over members and offers: every fifth opened an attempt, and a third of those was completed by a
 * conversion that was accepted at once.
 */
export async function insertHistory(tx: Transaction, tenantId: string, part: HistoryPart): Promise<void> {
  // Room to sort and join in memory; the standard amounts are those of a server with hundreds of connections.
  await tx.query("SET LOCAL work_mem = '128MB'");
  await tx.query("SET LOCAL maintenance_work_mem = '512MB'");
  for (const statement of places) await tx.query(statement, [tenantId]);
  await tx.query('ANALYZE offer_places, member_places');
  // Indexes are made from sorted rows in a fraction of the time that it takes to add to them row by row.
  const indexes = part.to - part.from > FEW_CLICKS ? await dropIndexes(tx) : [];
  for (let first = part.from; first <= part.to; first += CLICKS_AT_ONCE) {
    const last = Math.min(part.to, first + CLICKS_AT_ONCE - 1);
    await tx.query(making, [tenantId, first, last, part.members, part.offers]);
    await tx.query('ANALYZE made');
    for (const statement of storing) await tx.query(statement, [tenantId]);
    await tx.query('DROP TABLE made, converted');
  }
  for (const index of indexes) await tx.query(index);
}

/**
 * Drops the indexes of history that guard nothing.
 *
 * @returns the statements that make them again
 */
async function dropIndexes(tx: Transaction): Promise<string[]> {
  const { rows } = await tx.query<{ name: string; definition: string }>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition FROM pg_index i
     WHERE i.indrelid = ANY ('{clicks,attempts,conversions,conversion_keys}'::regclass[]) AND NOT i.indisunique`,
  );
  await tx.query(`DROP INDEX ${rows.map(({ name }) => name).join(', ')}`);
  return rows.map(({ definition }) => definition.replace(' ON ONLY ', ' ON '));
}

const places = [
  `CREATE TEMPORARY TABLE offer_places ON COMMIT DROP AS
   SELECT v.offer_id, v.id AS version_id, row_number() OVER (ORDER BY v.offer_id) - 1 AS place,
     (content ->> 'revenue')::numeric AS revenue, (content ->> 'reward')::numeric AS reward,
     (content -> 'offerEvents' -> 0 ->> 'id')::uuid AS step_id
   FROM offer_versions v WHERE tenant_id = $1`,
  `CREATE TEMPORARY TABLE member_places ON COMMIT DROP AS
   SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM members WHERE tenant_id = $1`,
];

const making = `CREATE TEMPORARY TABLE made AS
   SELECT n, ${uuidAgo('($3 - n + 60) / 100.0')} AS id,
     CASE WHEN n % 5 = 0 THEN ${uuidAgo('($3 - n + 60) / 100.0')} END AS attempt_id,
     CASE WHEN n % 15 = 0 THEN ${uuidAgo('($3 - n + 60) / 100.0')} END AS conversion_id,
     m.id AS member_id, o.offer_id, o.version_id, o.revenue, o.reward, o.step_id, clock.at
   FROM ${clockAgo('1 hour')}, generate_series($2::int, $3::int) n
   JOIN member_places m ON m.place = (n::bigint * 7919) % $4
   JOIN offer_places o ON o.place = (n::bigint * 104729 + n / 1000) % $5`;

const storing = [
  `INSERT INTO attempts (tenant_id, id, source_id, member_id, offer_id, run, status, first_click_id, first_click_at,
     last_click_id, last_click_at, offer_version_id, pinned_click_id, completed_at, closed_at, completing_conversion_id,
     record_status, created_at)
   SELECT $1, attempt_id, '${WALL}', member_id, offer_id, 1, CASE WHEN n % 15 = 0 THEN 'completed' ELSE 'open' END, id, at,
     id, at, version_id, CASE WHEN n % 15 = 0 THEN id END, CASE WHEN n % 15 = 0 THEN at END,
     CASE WHEN n % 15 = 0 THEN at END, conversion_id,
     CASE WHEN n % 15 = 0 THEN 'Success' ELSE 'Pending' END, at
   FROM made WHERE attempt_id IS NOT NULL ON CONFLICT DO NOTHING`,
  `INSERT INTO clicks (tenant_id, id, offer_id, offer_version_id, member_id, attempt_id, params, country_code2, created_at)
   SELECT $1, id, offer_id, version_id, member_id, attempt_id, '{}', 'US', at FROM made`,
  `CREATE TEMPORARY TABLE converted AS
   SELECT m.* FROM made m JOIN attempts a ON a.tenant_id = $1 AND a.id = m.attempt_id WHERE conversion_id IS NOT NULL`,
  `INSERT INTO conversions (tenant_id, id, record_id, offer_id, offer_event_id, offer_version_id, attempt_id, click_id,
     member_id, status, arrived_at, user_completed_at, accepted_at, revenue, reward, currency, reward_currency, created_at,
     modified_at)
   SELECT $1, conversion_id, CASE WHEN step_id IS NULL THEN conversion_id ELSE attempt_id END, offer_id, step_id,
     version_id, attempt_id, id, member_id, 'Success', at, at, at, COALESCE(revenue, 1), COALESCE(reward, 10), 'USD',
     'POINTS', at, at
   FROM converted`,
  `INSERT INTO conversion_keys (tenant_id, step_id, identity, conversion_id, member_id)
   SELECT $1, COALESCE(step_id, offer_id), id::text, conversion_id, member_id FROM converted`,
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
  const { rows } = await tx.query<{ id: string }>(
    `WITH fresh AS MATERIALIZED (
       SELECT v.offer_id, v.id AS version_id, ${uuidAgo('($2::int - n) / 1000.0')} AS id,
         ${uuidAgo('($2::int - n) / 1000.0')} AS member_id, ${uuidAgo('($2::int - n) / 1000.0')} AS attempt_id,
         clock.at
       FROM ${clockAgo('1 minute')},
         generate_series(1, $2::int) n
       JOIN (SELECT offer_id, place FROM unnest($3::uuid[]) WITH ORDINALITY AS o (offer_id, place)) o
         ON o.place = 1 + n % $4::int
       JOIN offer_versions v ON v.tenant_id = $1 AND v.offer_id = o.offer_id AND v.number = 1),
     met AS (
       INSERT INTO members (tenant_id, id, source_id, pub_member_id, created_at)
       SELECT $1, member_id, '${WALL}', 'buyer-' || member_id, at FROM fresh),
     opened AS (
       INSERT INTO attempts (tenant_id, id, source_id, member_id, offer_id, run, first_click_id, first_click_at, last_click_id,
         last_click_at, offer_version_id, created_at)
       SELECT $1, attempt_id, '${WALL}', member_id, offer_id, 1, id, at, id, at, version_id, at FROM fresh)
     INSERT INTO clicks (tenant_id, id, offer_id, offer_version_id, member_id, attempt_id, params, country_code2, created_at)
     SELECT $1, id, offer_id, version_id, member_id, attempt_id, '{}', 'US', at FROM fresh RETURNING id`,
    [tenantId, count, offerIds, offerIds.length],
  );
  return rows.map(({ id }) => id);
}
