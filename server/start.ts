import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { startEmbedded } from '#database/embedded/supervisor.ts';
import { connectDatabase, type Database } from '#database/connect.ts';
import { migrate } from '#database/migrate.ts';
import { applicationLogin, type Config } from './config.ts';
import { makeContext, type Context } from './context.ts';
import { signInPage } from './features/auth/page.ts';
import { allRoutes } from './features/routes.ts';
import { readOffersAhead } from './features/wall/exports.ts';
import { allWorkers } from './features/workers.ts';
import { buildApp } from './http/app.ts';
import { swagger } from './http/swagger.ts';
import { followChanges } from './platform/changes.ts';
import { followDatabaseClock } from './platform/clock.ts';
import { openDirectory } from './platform/directory.ts';
import { openLog, type Logger } from './platform/log.ts';
import { readSecretKey } from './platform/secret-key.ts';
import { openVault } from './platform/vault.ts';
import type { Worker } from './platform/worker.ts';

const CLOCK_SYNC_MS = 30_000;
const POOL_SIZE = 10;
const REQUESTS_END_WITHIN_MS = 10_000;

/** A running process. */
export interface RunningServer {
  readonly context: Context;
  /** Absent where the process only works in the background. */
  readonly app: FastifyInstance | undefined;
  readonly workers: readonly Worker[];
  /** Address it listens on, such as `http://127.0.0.1:3000`; absent without an API. */
  readonly address: string | undefined;
  readonly isEmbedded: boolean;
  /** Stops the API, then the background work, then the database. Safe to call more than once. */
  stop(): Promise<void>;
}

/** Where the database is and how to end it. */
interface OpenDatabase {
  readonly connectionString: string;
  readonly isEmbedded: boolean;
  stop(): Promise<void>;
}

/** What stands before anything listens. */
export interface WorldParts {
  readonly context: Context;
  readonly app: FastifyInstance;
  readonly workers: readonly Worker[];
  readonly isEmbedded: boolean;
}

/** What a start can be given besides its settings. */
export interface StartOptions {
  readonly log?: Logger;
  /** Runs once everything is built and before anything listens; only where there is an API. */
  readonly beforeListening?: (parts: WorldParts) => Promise<void>;
  /** How long a stop waits for requests under way; 10 s unless given. */
  readonly requestsEndWithinMs?: number;
}

/** Starts everything that the configured role asks for, and answers once it can serve. */
export async function startServer(config: Config, options: StartOptions = {}): Promise<RunningServer> {
  const log = options.log ?? openLog(config.logLevel);
  const opened = await openDatabase(config, log);
  let database: Database | undefined;
  try {
    await migrate({
      connectionString: config.databaseOwnerUrl ?? opened.connectionString,
      applicationLogin: applicationLogin(config),
    });
    database = connectDatabase({
      connectionString: opened.connectionString,
      ownerConnectionString: config.databaseOwnerUrl,
      poolSize: POOL_SIZE,
      onIdleError: (error) => log.warn({ error }, 'an idle database connection broke'),
    });
    const context = await openContext(config, database, opened.connectionString, log);
    return await run(context, opened, options);
  } catch (error) {
    await database?.close();
    await opened.stop();
    throw error;
  }
}

async function openDatabase(config: Config, log: Logger): Promise<OpenDatabase> {
  if (config.databaseUrl !== undefined) {
    return { connectionString: config.databaseUrl, isEmbedded: false, stop: async () => {} };
  }
  const embedded = await startEmbedded({
    dataDir: config.dataDir,
    fsync: true,
    log: (line) => log.debug({ postgres: line }, 'database'),
  });
  return { connectionString: embedded.connectionString, isEmbedded: true, stop: () => embedded.stop() };
}

async function openContext(
  config: Config,
  database: Database,
  connectionString: string,
  log: Logger,
): Promise<Context> {
  const clock = followDatabaseClock(database);
  await clock.synchronise();
  const changes = followChanges(database, connectionString, log);
  await changes.start();
  const vault = openVault(readSecretKey(config.secretKey, config.dataDir));
  return makeContext({ config, database, clock, changes, log, vault });
}

async function run(context: Context, opened: OpenDatabase, options: StartOptions): Promise<RunningServer> {
  const { config, database, clock, changes, log } = context;
  const workers = config.role === 'api' ? [] : allWorkers(context);
  const timer = setInterval(
    () =>
      void clock
        .synchronise()
        .catch((error: unknown) => log.warn({ error }, 'the clock could not be compared')),
    CLOCK_SYNC_MS,
  );
  let app: FastifyInstance | undefined;
  let address: string | undefined;
  if (config.role !== 'worker') {
    app = await buildApp({
      context,
      directory: openDirectory(database, changes, config.defaultTenant),
      routes: allRoutes(),
      plugins: [swagger, signInPage],
    });
    await options.beforeListening?.({ context, app, workers, isEmbedded: opened.isEmbedded });
    await app.listen({ host: config.host, port: config.port });
    address = readAddress(app);
    void readOffersAhead(context);
  }
  for (const worker of workers) worker.start();
  let stopping: Promise<void> | undefined;
  const stopAll = async () => {
    context.isDraining = true;
    clearInterval(timer);
    await closeApp(app, options.requestsEndWithinMs ?? REQUESTS_END_WITHIN_MS);
    await Promise.all(workers.map((worker) => worker.stop()));
    context.egress.close();
    await changes.stop();
    await database.close();
    await opened.stop();
  };
  return {
    context,
    app,
    workers,
    address,
    isEmbedded: opened.isEmbedded,
    stop: () => (stopping ??= stopAll()),
  };
}

/** Lets requests under way come to their end, but waits no longer than that for clients that don't read. */
async function closeApp(app: FastifyInstance | undefined, withinMs: number): Promise<void> {
  if (app === undefined) return;
  const deadline = setTimeout(() => app.server.closeAllConnections(), withinMs);
  await app.close();
  clearTimeout(deadline);
}

function readAddress(app: FastifyInstance): string {
  const { address, family, port } = app.server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
