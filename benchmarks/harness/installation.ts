import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbedded } from '#database/embedded/supervisor.ts';

/** A server process under measurement. */
export interface MeasuredServer {
  readonly pid: number;
  /** Origin, such as `http://127.0.0.1:4101`. */
  readonly origin: string;
  stop(): Promise<void>;
}

/** An installation of its own, made for one run and removed after it. */
export interface Installation {
  readonly connectionString: string;
  /** The process that all of the database's processes come from. */
  readonly databasePid: number;
  /** Management token of the tenant `bench`. */
  readonly token: string;
  /** Makes a further tenant and gives its Management token. */
  makeTenant(name: string): Promise<string>;
  /** The settings of its processes. */
  readonly environment: Readonly<Record<string, string>>;
  /** Starts a server process on the database, with every part that a real one has. */
  startServer(environment?: Readonly<Record<string, string>>): Promise<MeasuredServer>;
  stop(): Promise<void>;
}

const root = join(import.meta.dirname, '../..');
const READY_WITHIN_MS = 60_000;

/** Settings of measured servers: limits are counted, though never reached, and requests are logged as in production. */
const settings = {
  HOST: '127.0.0.1',
  SEED_DEMO: 'false',
  RATE_LIMITS: '1000000',
  LOG_LEVEL: 'info',
  // Background work is a process of its own where every microsecond is counted.
  ROLE: 'api',
  BASE_DOMAIN: 'localhost',
};

/** Makes an empty installation with one tenant, `bench`, of the products publisher and aff-network. */
export async function makeInstallation(): Promise<Installation> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pitwall-bench-'));
  const embedded = await startEmbedded({ dataDir, fsync: true, log: () => {} });
  const environment = { ...settings, DATA_DIR: dataDir, DATABASE_URL: embedded.connectionString };
  const servers: MeasuredServer[] = [];
  const stop = async () => {
    for (const server of servers) await server.stop();
    await embedded.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const token = await makeTenant('bench', environment);
    return {
      connectionString: embedded.connectionString,
      databasePid: Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]),
      token,
      makeTenant: (name) => makeTenant(name, environment),
      environment,
      startServer: async (more = {}) => {
        const server = await startServer({ ...environment, ...more });
        servers.push(server);
        return server;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function makeTenant(name: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const words = ['--products', 'publisher,aff-network', '--operator', 'operator@example.com'];
  const said = await outputOf('tenant.ts', environment, ['create', name, ...words]);
  const token = /^Management token\s+(\S+)$/m.exec(said)?.[1];
  if (token === undefined) throw new Error(`no tenant was made:\n${said}`);
  return token;
}

/** Starts a program of ours that listens at the port it is given in `PORT`, and waits for its first answer. */
export async function startListening(
  program: string,
  environment: Readonly<Record<string, string>>,
  path: string,
): Promise<MeasuredServer> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(root, program)], {
    env: { PATH: process.env['PATH'], ...environment, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const origin = `http://127.0.0.1:${port}`;
  await answered(child, `${origin}${path}`);
  return {
    pid: child.pid as number,
    origin,
    stop: () => ended(child),
  };
}

async function startServer(environment: Readonly<Record<string, string>>): Promise<MeasuredServer> {
  return startListening('scripts/start.ts', environment, '/readyz');
}

async function answered(child: ChildProcess, url: string): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    const status = await fetch(url, { redirect: 'manual' }).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status >= 200 && status < 400) return;
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error(`${url} did not answer within ${READY_WITHIN_MS / 1_000} s`);
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

function outputOf(
  script: string,
  environment: Readonly<Record<string, string>>,
  words: readonly string[],
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'scripts', script), ...words], {
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (part: Buffer) => (said += part.toString()));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(said) : reject(new Error(`${script} ended with ${code}`)),
    );
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
