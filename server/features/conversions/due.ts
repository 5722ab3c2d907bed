import type { Database } from '#database/connect.ts';
import { nilUuid } from '#domain/ids.ts';

/** Something of a tenant whose time has come. */
export interface Due {
  readonly tenantId: string;
  readonly ids: readonly string[];
}

/** How much of what is due is wanted at once. */
export interface DueWanted {
  readonly most: number;
  /** Ids that are left alone for now. */
  readonly without: readonly string[];
}

interface Row {
  tenant_id: string;
  id: string;
}

/** Pending conversions whose pending time is over, the longest waiting first. */
export function findRipe(database: Database, wanted: DueWanted): Promise<Due[]> {
  return find(
    database,
    `SELECT c.tenant_id, c.id FROM tenants t CROSS JOIN LATERAL (
       SELECT tenant_id, id, ripens_at FROM conversions
       WHERE tenant_id = t.id AND status = 'Pending' AND ripens_at <= tenant_now(t.id) AND id <> ALL($2::uuid[])
       ORDER BY ripens_at, id LIMIT $1) c ORDER BY c.ripens_at, c.id LIMIT $1`,
    wanted,
  );
}

/** Attempts with a conversion that has been held for as long as one may. */
export function findOverdueHeld(database: Database, wanted: DueWanted): Promise<Due[]> {
  return find(
    database,
    `SELECT c.tenant_id, c.attempt_id AS id FROM tenants t CROSS JOIN LATERAL (
       SELECT tenant_id, attempt_id, held_until FROM conversions
       WHERE tenant_id = t.id AND status = 'Held' AND held_until <= tenant_now(t.id) AND attempt_id <> ALL($2::uuid[])
       ORDER BY held_until, id LIMIT $1) c ORDER BY c.held_until, c.attempt_id LIMIT $1`,
    wanted,
  );
}

/** Open attempts in which a required step can no longer be done, and those that an earlier one has changed something for. */
export function findExpired(database: Database, wanted: DueWanted): Promise<Due[]> {
  return find(
    database,
    `SELECT a.tenant_id, a.id FROM tenants t CROSS JOIN LATERAL (
       SELECT tenant_id, id, expires_at FROM attempts
       WHERE tenant_id = t.id AND status = 'open' AND expires_at < tenant_now(t.id) AND id <> ALL($2::uuid[])
       ORDER BY expires_at, id LIMIT $1) a ORDER BY a.expires_at, a.id LIMIT $1`,
    wanted,
  );
}

async function find(database: Database, sql: string, { most, without }: DueWanted): Promise<Due[]> {
  const { rows } = await database.engine.query<Row>(sql, [most, without]);
  const byTenant = Map.groupBy(rows, (row) => row.tenant_id);
  return [...byTenant].map(([tenantId, ofTenant]) => ({
    tenantId,
    ids: [...new Set(ofTenant.map(({ id }) => id))],
  }));
}

/** A tenant's offer that was changed. */
export interface ChangedOffer {
  readonly tenantId: string;
  readonly offerId: string;
}

/** Where a reader of changed offers is. */
export interface ChangePosition {
  readonly xid: string;
  readonly seq: number;
}

/** The position behind everything that has committed, from which a new reader starts. */
export async function latestPosition(database: Database): Promise<ChangePosition> {
  const { rows } = await database.engine.query<ChangePosition>(
    `SELECT COALESCE(max(xid)::text, '0') AS xid, COALESCE(max(seq), 0) AS seq FROM (
       SELECT xid, seq FROM changes WHERE xid < pg_snapshot_xmin(pg_current_snapshot())
       ORDER BY xid DESC, seq DESC LIMIT 1) c`,
  );
  return rows[0] ?? { xid: '0', seq: 0 };
}

/** Offers that were changed after a position, by transactions that can no longer be running. */
export async function findChangedOffers(
  database: Database,
  after: ChangePosition,
  most: number,
): Promise<{ offers: ChangedOffer[]; position: ChangePosition; isMore: boolean }> {
  const { rows } = await database.engine.query<{ tenant_id: string; object_id: string } & ChangePosition>(
    `SELECT tenant_id, object_id, xid::text AS xid, seq FROM changes
     WHERE (xid, seq) > ($1::text::xid8, $2::bigint) AND xid < pg_snapshot_xmin(pg_current_snapshot())
       AND kind = 'offer' AND object_id IS NOT NULL
     ORDER BY changes.xid, seq LIMIT $3`,
    [after.xid, after.seq, most],
  );
  const last = rows.at(-1);
  const offers = new Map(
    rows.map((row) => [
      `${row.tenant_id}|${row.object_id}`,
      { tenantId: row.tenant_id, offerId: row.object_id },
    ]),
  );
  return {
    offers: [...offers.values()],
    position: last === undefined ? after : { xid: last.xid, seq: last.seq },
    isMore: rows.length === most,
  };
}

/** The stored position of a worker; null before its first turn. */
export async function loadPosition(database: Database, worker: string): Promise<ChangePosition | null> {
  const { rows } = await database.engine.query<{ position: string }>(
    'SELECT position FROM worker_positions WHERE worker = $1',
    [worker],
  );
  return rows[0] === undefined ? null : (JSON.parse(rows[0].position) as ChangePosition);
}

/** Keeps the position of a worker, so that it goes on there after a restart. */
export async function savePosition(
  database: Database,
  worker: string,
  position: ChangePosition,
): Promise<void> {
  await database.engine.query(
    `INSERT INTO worker_positions (worker, position, moved_at)
     VALUES ($1, $2, tenant_now($3))
     ON CONFLICT (worker) DO UPDATE SET position = excluded.position, moved_at = excluded.moved_at`,
    [worker, JSON.stringify(position), nilUuid],
  );
}
