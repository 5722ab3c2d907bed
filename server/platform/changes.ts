import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { connectionConfig, type Database } from '#database/connect.ts';
import type { Transaction } from '#database/transaction.ts';
import type { Logger } from './log.ts';

/** What changed: a tenant's settings, a token, an offer, the state of a limit. */
export interface Change {
  readonly tenantId: string;
  readonly kind: ChangeKind;
  readonly objectId: string | null;
}

/** The kinds of change that processes keep copies of. */
export type ChangeKind =
  | 'tenant'
  | 'settings'
  | 'token'
  | 'back-office'
  | 'offer'
  | 'limits'
  | 'share'
  | 'endpoint';

/** Told about each change, at least once, in any process, within a second. */
export type ChangeListener = (change: Change) => void;

/** The feed of changes, for everything that keeps a copy in memory. */
export interface ChangeFeed {
  subscribe(listener: ChangeListener): () => void;
  /** Tells this process's listeners at once; called after a commit, so that a writer reads its own writes. */
  publish(changes: readonly Change[]): void;
  start(): Promise<void>;
  /** Reads what is new now; the timer and the notification do so by themselves. */
  poll(): Promise<void>;
  stop(): Promise<void>;
}

const POLL_MS = 500;
const RECONNECT_MS = 1_000;

/** Writes changes down in the transaction that makes them; the caller publishes them after its commit. */
export async function recordChanges(
  transaction: Pick<Transaction, 'query'>,
  changes: readonly Change[],
): Promise<void> {
  if (changes.length === 0) return;
  await transaction.query(
    `INSERT INTO changes (tenant_id, kind, object_id)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[])`,
    [
      changes.map(({ tenantId }) => tenantId),
      changes.map(({ kind }) => kind),
      changes.map(({ objectId }) => objectId),
    ],
  );
}

/**
 * Follows the change table by notification, and by a timer for notifications that got lost. Rows are applied as soon as
 * they are seen, while the position moves only past transactions that can no longer be running: a change that commits
 * late with an early number is therefore still read.
 */
export function followChanges(database: Database, connectionString: string, log: Logger): ChangeFeed {
  const listeners = new Set<ChangeListener>();
  let position: { xid: string; seq: number } | undefined;
  let seen = new Set<number>();
  let running = false;
  let polling: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let listening: pg.Client | undefined;

  const tell = (change: Change) => {
    for (const listener of listeners) listener(change);
  };
  const readNew = async () => {
    const { rows } = await database.engine.query<{
      seq: number;
      xid: string;
      tenant_id: string;
      kind: ChangeKind;
      object_id: string | null;
      final: boolean;
    }>(
      `SELECT seq, xid::text AS xid, tenant_id, kind, object_id, xid < pg_snapshot_xmin(pg_current_snapshot()) AS final
       FROM changes WHERE (xid, seq) > ($1::text::xid8, $2::bigint) ORDER BY xid, seq`,
      [position?.xid ?? '0', position?.seq ?? 0],
    );
    const stillOpen = new Set<number>();
    for (const row of rows) {
      if (!seen.has(row.seq)) tell({ tenantId: row.tenant_id, kind: row.kind, objectId: row.object_id });
      if (row.final && stillOpen.size === 0) position = { xid: row.xid, seq: row.seq };
      else stillOpen.add(row.seq);
    }
    seen = stillOpen;
  };
  const poll = async () => {
    polling ??= readNew().finally(() => (polling = undefined));
    await polling;
  };
  const pollSafely = () =>
    void poll().catch((error: unknown) => log.warn({ error }, 'changes could not be read'));
  const listen = async () => {
    while (running) {
      const client = new pg.Client(connectionConfig(connectionString, 'pitwall_engine', 0));
      const ended = new Promise<void>((resolve) =>
        client.on('error', () => resolve()).on('end', () => resolve()),
      );
      try {
        await client.connect();
        listening = client;
        client.on('notification', pollSafely);
        await client.query('LISTEN pitwall_changes');
        pollSafely();
        await ended;
      } catch (error) {
        log.warn({ error }, 'changes cannot be listened to');
      }
      if (running) await sleep(RECONNECT_MS);
    }
  };

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    publish(changes) {
      for (const change of changes) tell(change);
    },
    poll,
    async start() {
      const { rows } = await database.engine.query<{ xid: string; seq: number }>(
        `SELECT COALESCE(max(xid)::text, '0') AS xid, COALESCE(max(seq), 0) AS seq
         FROM changes WHERE xid < pg_snapshot_xmin(pg_current_snapshot())`,
      );
      position = rows[0];
      running = true;
      timer = setInterval(pollSafely, POLL_MS);
      void listen();
    },
    async stop() {
      running = false;
      clearInterval(timer);
      await polling?.catch(() => {});
      await listening?.end().catch(() => {});
    },
  };
}
