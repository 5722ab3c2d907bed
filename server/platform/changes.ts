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
export function recordChanges(transaction: Pick<Transaction, 'send'>, changes: readonly Change[]): void {
  if (changes.length === 0) return;
  transaction.send(
    `INSERT INTO changes (tenant_id, kind, object_id)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[])`,
    [
      changes.map(({ tenantId }) => tenantId),
      changes.map(({ kind }) => kind),
      changes.map(({ objectId }) => objectId),
    ],
    'record-changes',
  );
}

/**
 * Follows the change table by notification, and by a timer for notifications that got lost. Rows are applied as soon as
 * they are seen, while the position moves only past transactions that can no longer be running: a change that commits
 * late with an early number is therefore still read.
 */
export function followChanges(database: Database, connectionString: string, log: Logger): ChangeFeed {
  return new TableFollower(database, connectionString, log);
}

interface ChangeRow {
  seq: number;
  xid: string;
  tenant_id: string;
  kind: ChangeKind;
  object_id: string | null;
  final: boolean;
}

class TableFollower implements ChangeFeed {
  readonly #database: Database;
  readonly #connectionString: string;
  readonly #log: Logger;
  readonly #listeners = new Set<ChangeListener>();
  #position = { xid: '0', seq: 0 };
  /** What was applied beyond the position, so that it isn't applied again at every turn. */
  #applied = new Set<number>();
  #isRunning = false;
  #polling: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #listening: pg.Client | undefined;

  constructor(database: Database, connectionString: string, log: Logger) {
    this.#database = database;
    this.#connectionString = connectionString;
    this.#log = log;
  }

  subscribe(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  publish(changes: readonly Change[]): void {
    for (const change of changes) {
      for (const listener of this.#listeners) listener(change);
    }
  }

  async start(): Promise<void> {
    const { rows } = await this.#database.engine.query<{ xid: string; seq: number }>(
      `SELECT COALESCE(max(xid)::text, '0') AS xid, COALESCE(max(seq), 0) AS seq
       FROM changes WHERE xid < pg_snapshot_xmin(pg_current_snapshot())`,
    );
    if (rows[0]) this.#position = rows[0];
    this.#isRunning = true;
    this.#timer = setInterval(() => this.#pollSafely(), POLL_MS);
    void this.#listen();
  }

  async poll(): Promise<void> {
    this.#polling ??= this.#readNew().finally(() => (this.#polling = undefined));
    await this.#polling;
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    clearInterval(this.#timer);
    await this.#polling?.catch(() => {});
    await this.#listening?.end().catch(() => {});
  }

  async #readNew(): Promise<void> {
    const { rows } = await this.#database.engine.query<ChangeRow>(
      `SELECT seq, xid::text AS xid, tenant_id, kind, object_id, xid < pg_snapshot_xmin(pg_current_snapshot()) AS final
       FROM changes WHERE (xid, seq) > ($1::text::xid8, $2::bigint) ORDER BY xid, seq`,
      [this.#position.xid, this.#position.seq],
    );
    const beyond = new Set<number>();
    for (const row of rows) {
      if (!this.#applied.has(row.seq)) {
        this.publish([{ tenantId: row.tenant_id, kind: row.kind, objectId: row.object_id }]);
      }
      if (row.final && beyond.size === 0) this.#position = { xid: row.xid, seq: row.seq };
      else beyond.add(row.seq);
    }
    this.#applied = beyond;
  }

  #pollSafely(): void {
    this.poll().catch((error: unknown) => this.#log.warn({ error }, 'changes could not be read'));
  }

  async #listen(): Promise<void> {
    while (this.#isRunning) {
      try {
        await this.#listenOnce();
      } catch (error) {
        this.#log.warn({ error }, 'changes cannot be listened to');
      }
      if (this.#isRunning) await sleep(RECONNECT_MS);
    }
  }

  /** Listens until the connection ends. */
  async #listenOnce(): Promise<void> {
    const client = new pg.Client(connectionConfig(this.#connectionString, 'pitwall_engine', 0));
    const ended = new Promise<void>((resolve) =>
      client.on('error', () => resolve()).on('end', () => resolve()),
    );
    client.on('notification', () => this.#pollSafely());
    await client.connect();
    this.#listening = client;
    await client.query('LISTEN pitwall_changes');
    this.#pollSafely();
    await ended;
  }
}
