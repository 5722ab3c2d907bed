import pg from 'pg';
import { parseColumn } from './column-values.ts';

/** What a connection may do: each pool takes on one of these roles before its first statement. */
export type DatabaseRole = 'pitwall_tenant' | 'pitwall_engine' | 'pitwall_owner';

/** How to reach the database. */
export interface ConnectOptions {
  /** URL of a login that may take on the roles of the application. */
  readonly connectionString: string;
  /** URL of the login that migrates, where it is another one. */
  readonly ownerConnectionString?: string | undefined;
  /** Connections of the tenant pool and of the engine pool, each. Default 10. */
  readonly poolSize?: number | undefined;
  /** Told about connections that broke while nobody used them. */
  readonly onIdleError?: ((error: Error) => void) | undefined;
  /** A number in [0, 1), spreads the repetition of transactions that collided. */
  readonly jitter?: (() => number) | undefined;
}

/** The pools of one database. Features take a transaction from `transaction.ts` and never a bare connection. */
export interface Database {
  /** Serves every request that carries a credential: row-level security shows it one tenant. */
  readonly tenant: pg.Pool;
  /** Sees all tenants: only for the modules listed in `engine-modules.ts`. */
  readonly engine: pg.Pool;
  /** Migrates, backs up, makes partitions. Opened at first use. */
  owner(): pg.Pool;
  readonly jitter: () => number;
  close(): Promise<void>;
}

const SECOND_MS = 1_000;

/** Opens the pools. Nothing is connected before the first use, and a pool outlives restarts of the server. */
export function connectDatabase(options: ConnectOptions): Database {
  const poolSize = options.poolSize ?? 10;
  const onIdleError = options.onIdleError ?? (() => {});
  const open = (role: DatabaseRole, max: number, statementTimeoutMs: number) =>
    openPool(
      (role === 'pitwall_owner' ? options.ownerConnectionString : undefined) ?? options.connectionString,
      role,
      max,
      statementTimeoutMs,
      onIdleError,
    );
  const tenant = open('pitwall_tenant', poolSize, 30 * SECOND_MS);
  const engine = open('pitwall_engine', poolSize, 60 * SECOND_MS);
  let owner: pg.Pool | undefined;
  return {
    tenant,
    engine,
    owner() {
      owner ??= open('pitwall_owner', 2, 0);
      return owner;
    },
    jitter: options.jitter ?? Math.random,
    async close() {
      await Promise.all([tenant, engine, ...(owner ? [owner] : [])].map(endPool));
    },
  };
}

/**
 * The settings of a client or pool that takes on a role. The role is part of the connection's start, so there is no
 * moment without it, and `RESET ROLE` leads back to it.
 *
 * @param statementTimeoutMs 0 for none
 */
export function connectionConfig(
  connectionString: string,
  role: DatabaseRole | undefined,
  statementTimeoutMs: number,
): pg.ClientConfig {
  const settings: Record<string, string> = {
    ...(role && { role }),
    TimeZone: 'UTC',
    DateStyle: 'ISO',
    IntervalStyle: 'iso_8601',
    bytea_output: 'hex',
    statement_timeout: String(statementTimeoutMs),
    lock_timeout: String(role === 'pitwall_owner' || !role ? 0 : 15 * SECOND_MS),
    idle_in_transaction_session_timeout: String(role === 'pitwall_owner' || !role ? 0 : 60 * SECOND_MS),
  };
  const ours = Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
  return {
    ...withServerOptions(connectionString, ours),
    application_name: `pitwall ${role?.replace('pitwall_', '') ?? 'login'}`,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10 * SECOND_MS,
    connectionTimeoutMillis: 10 * SECOND_MS,
    types: { getTypeParser: parseColumn },
  };
}

function openPool(
  connectionString: string,
  role: DatabaseRole,
  max: number,
  statementTimeoutMs: number,
  onIdleError: (error: Error) => void,
): pg.Pool {
  const pool = new pg.Pool({
    ...connectionConfig(connectionString, role, statementTimeoutMs),
    // Statements leave without waiting for the answers of those before. The owner's connections also copy tables, which
    // only one that waits can do.
    pipeline: role !== 'pitwall_owner',
    max,
    idleTimeoutMillis: 60 * SECOND_MS,
    maxLifetimeSeconds: 3_600,
  });
  pool.on('error', onIdleError);
  pool.on('connect', (client) => {
    // A connection that breaks while it is used fails its statement and then says so once more, which would end the
    // process if nobody listened.
    client.on('error', () => {});
  });
  return pool;
}

/** Ends a pool, and answers when its last connection is closed: a pool by itself only says goodbye and does not wait. */
async function endPool(pool: pg.Pool): Promise<void> {
  let open = pool.totalCount;
  const closed = new Promise<void>((resolve) => {
    if (open === 0) resolve();
    pool.on('remove', () => {
      open -= 1;
      if (open === 0) resolve();
    });
  });
  await pool.end();
  await closed;
}

/** Options inside a URL win over those beside it, so ours have to go inside, after those of the installation. */
function withServerOptions(connectionString: string, ours: string): pg.ClientConfig {
  const [address = '', query = ''] = connectionString.split('?', 2);
  const parameters = new URLSearchParams(query);
  const theirs = parameters.get('options');
  parameters.set('options', theirs ? `${theirs} ${ours}` : ours);
  return { connectionString: `${address}?${parameters.toString().replaceAll('+', '%20')}` };
}
