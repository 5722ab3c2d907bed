import { realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { serverAccount, type ServerAccount } from './account.ts';
import { findPackage, packagedBinaries, type PostgresBinaries } from './binaries.ts';
import { claimDataFolder, DataFolderInUse, type Claim } from './claim.ts';
import {
  clusterMajor,
  clusterPassword,
  createCluster,
  LOGIN,
  prepareFolders,
  SOCKET_PORT,
  type ClusterFolders,
} from './cluster.ts';
import { sharedBuffers } from './memory.ts';
import { clearLeftovers, launchPostmaster, saysReady, type Postmaster } from './postmaster.ts';

export { DataFolderInUse } from './claim.ts';
export { binariesIn, NoEmbeddedPostgres, type PostgresBinaries } from './binaries.ts';

/** How to run the embedded database. */
export interface EmbeddedOptions {
  /** The application's data folder; the database lives in its subfolder `postgres`. */
  readonly dataDir: string;
  /** Off only where losing everything in a power cut does no harm, as in tests. */
  readonly fsync: boolean;
  /** Receives what the server prints, line by line. */
  readonly log: (line: string) => void;
  /** Listens on 127.0.0.1 with a password besides the socket; 0 takes a free port. Absent: socket only. */
  readonly port?: number | undefined;
  /** Other programs than the packaged ones. */
  readonly binaries?: PostgresBinaries | undefined;
  /** Further server settings, which win over ours. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
}

/** A running embedded database. */
export interface EmbeddedDatabase {
  /** For the login that may take on all roles. Names the socket's folder, or host and port in TCP mode. */
  readonly connectionString: string;
  /** The server's version, such as `18.4`. */
  readonly version: string;
  /** Stops the server (not one that another process runs). Safe to call more than once. */
  stop(): Promise<void>;
}

/** The database inside the cluster that the application uses. */
export const DATABASE = 'pitwall';

const READY_WITHIN_MS = 60_000;
const RESTARTS_IN_A_ROW = 5;
const STABLE_AFTER_MS = 60_000;

/**
 * Starts the embedded PostgreSQL of a data folder, making it first when there is none. Whatever an earlier process
 * left behind (kill -9, power cut) is cleared. A server that ends by itself while we run is started again.
 *
 * @throws DataFolderInUse when another living process runs it
 * @throws NoEmbeddedPostgres when there are no programs for this platform
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const packaged = options.binaries ? '' : findPackage();
  const account = serverAccount();
  const folders = prepareFolders(options.dataDir, account);
  const dataDir = realpathSync(options.dataDir);
  const claim = claimDataFolder(dataDir);
  try {
    const binaries = options.binaries ?? packagedBinaries(packaged, join(dataDir, 'postgres-lib'));
    await clearLeftovers(folders.cluster);
    const major = clusterMajor(folders.cluster);
    if (major === undefined) await createCluster(folders, dataDir, binaries, account, options.fsync);
    else if (major !== binaries.major) throw new Error(wrongMajor(dataDir, major, binaries.major));
    return await runServer(options, dataDir, folders, account, binaries, claim);
  } catch (error) {
    claim.release();
    throw error;
  }
}

/**
 * The database of a data folder for a command beside the application: the running one when there is one, else one
 * started for the duration of the command.
 */
export async function attachOrStartEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  for (let waitedMs = 0; ; waitedMs += 100) {
    try {
      return await startEmbedded(options);
    } catch (error) {
      if (!(error instanceof DataFolderInUse) || waitedMs > READY_WITHIN_MS) throw error;
      const { connectionString, version } = error.holder;
      if (connectionString && version) return { connectionString, version, stop: async () => {} };
    }
    // The holder is still starting, or has just stopped.
    await sleep(100);
  }
}

async function runServer(
  options: EmbeddedOptions,
  dataDir: string,
  folders: ClusterFolders,
  account: ServerAccount,
  binaries: PostgresBinaries,
  claim: Claim,
): Promise<EmbeddedDatabase> {
  const port = options.port === undefined ? undefined : await choosePort(options.port);
  const settings = { ...serverSettings(options.fsync, folders, port), ...options.settings };
  const launch = () => launchPostmaster(binaries, account, folders, settings, options.log);
  const address = connectionAddress(
    folders,
    port,
    port === undefined ? '' : clusterPassword(dataDir, account),
  );
  let stopping = false;
  const first = await launchFirst(launch, folders.cluster, address('postgres'));
  let { postmaster } = first;
  const firstReady = first.version;
  await createDatabase(address('postgres'));
  claim.publish(address(DATABASE), firstReady);

  const keepRunning = async () => {
    for (let failures = 0; failures < RESTARTS_IN_A_ROW;) {
      const startedAt = performance.now();
      const how = await postmaster.ended;
      if (stopping) return;
      failures = performance.now() - startedAt > STABLE_AFTER_MS ? 1 : failures + 1;
      options.log(`the database server ${how}; starting it again`);
      await sleep(200 * failures);
      if (stopping) return;
      await clearLeftovers(folders.cluster);
      postmaster = await launch();
    }
    options.log('the database server keeps ending; it is not started again');
  };
  void keepRunning().catch((error: unknown) =>
    options.log(`the database server could not be started: ${String(error)}`),
  );

  let stopped: Promise<void> | undefined;
  return {
    connectionString: address(DATABASE),
    version: firstReady,
    stop() {
      stopping = true;
      stopped ??= (async () => {
        await postmaster.stop();
        if (!folders.socket.startsWith(dataDir)) rmSync(folders.socket, { recursive: true, force: true });
        claim.release();
      })();
      return stopped;
    },
  };
}

/** What a server says that finds the locks of another one, which was told to end a moment ago. */
const LOCKED = /lock file .* already exists/;

/** Launches the server and waits for it; again while one whose process was killed has not quite ended. */
async function launchFirst(
  launch: () => Promise<Postmaster>,
  cluster: string,
  connectionString: string,
): Promise<{ postmaster: Postmaster; version: string }> {
  const deadline = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const postmaster = await launch();
    try {
      return { postmaster, version: await untilReady(postmaster, cluster, connectionString) };
    } catch (error) {
      if (!LOCKED.test(String(error)) || performance.now() > deadline) throw error;
      await sleep(200);
      await clearLeftovers(cluster);
    }
  }
}

function serverSettings(
  fsync: boolean,
  folders: ClusterFolders,
  port: number | undefined,
): Record<string, string> {
  return {
    listen_addresses: port === undefined ? '' : '127.0.0.1',
    port: String(port ?? SOCKET_PORT),
    unix_socket_directories: folders.socket,
    unix_socket_permissions: '0700',
    fsync: fsync ? 'on' : 'off',
    full_page_writes: fsync ? 'on' : 'off',
    max_connections: '100',
    shared_buffers: sharedBuffers(),
    max_wal_size: '2GB',
    // Nobody replicates from an embedded server.
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_logical_replication_workers: '0',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    // Errors of statements are the application's to report; the server's own messages start at this level.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
  };
}

/** Gives the address of a database of the cluster, as the `pg` client reads it. */
function connectionAddress(
  folders: ClusterFolders,
  port: number | undefined,
  password: string,
): (database: string) => string {
  if (port !== undefined)
    return (database) => `postgres://${LOGIN}:${password}@127.0.0.1:${port}/${database}`;
  const host = encodeURIComponent(folders.socket);
  return (database) => `postgres://${LOGIN}@/${database}?host=${host}&port=${SOCKET_PORT}`;
}

async function untilReady(
  postmaster: Postmaster,
  cluster: string,
  connectionString: string,
): Promise<string> {
  const deadline = performance.now() + READY_WITHIN_MS;
  for (;;) {
    if (postmaster.hasEnded()) {
      throw new Error(
        `The database server did not start (${await postmaster.ended}):\n${postmaster.lastLines()}`,
      );
    }
    const version = saysReady(cluster) ? await askVersion(connectionString) : undefined;
    if (version) return version;
    if (performance.now() > deadline) {
      await postmaster.stop();
      throw new Error(`The database server was not ready in time:\n${postmaster.lastLines()}`);
    }
    await sleep(15);
  }
}

async function askVersion(connectionString: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return rows[0]?.server_version;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => {});
  }
}

async function createDatabase(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

async function choosePort(port: number): Promise<number> {
  if (port !== 0) return port;
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('No free port on 127.0.0.1');
  return address.port;
}

function wrongMajor(dataDir: string, found: number, ours: number): string {
  return (
    `The database in ${dataDir} was made by PostgreSQL ${found}, and this version of Pitwall brings ${ours}. ` +
    'Back it up with the version of Pitwall that made it, then restore the file into an empty DATA_DIR.'
  );
}
