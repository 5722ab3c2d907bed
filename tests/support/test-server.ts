import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { readClaim } from '#database/embedded/claim.ts';
import { binariesIn, startEmbedded, type EmbeddedDatabase } from '#database/embedded/supervisor.ts';
import { migrate } from '#database/migrate.ts';

/** What the tests of one run know about their database server. */
export interface TestServer {
  /** For the login, to the template's server; the database name is to be replaced. */
  readonly connectionString: string;
  /** The server's version, such as `18.4`. */
  readonly version: string;
  readonly mode: 'socket' | 'tcp';
}

/** The migrated database that every test database is a copy of. */
export const TEMPLATE = 'pitwall_template';

const PREFIX = 'pitwall-test-';
const HOUR_MS = 3_600_000;

/** Starts the server of one test run and migrates its template. Nothing of it outlives `stop`. */
export async function startTestServer(
  mode: TestServer['mode'],
): Promise<TestServer & { stop(): Promise<void>; readonly source: string }> {
  removeAbandonedFolders();
  const dataDir = mkdtempSync(join(tmpdir(), PREFIX));
  // The server may run as another account, which has to pass.
  chmodSync(dataDir, 0o711);
  const installed = mode === 'tcp' ? oldestInstalled() : undefined;
  let embedded: EmbeddedDatabase | undefined;
  const stop = async () => {
    await embedded?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const printed: string[] = [];
    embedded = await startEmbedded({
      dataDir,
      fsync: false,
      log: (line) => void printed.push(line),
      port: mode === 'tcp' ? 0 : undefined,
      binaries: installed === undefined ? undefined : binariesIn(installed),
      settings: { max_connections: '200', shared_buffers: '128MB', max_wal_size: '4GB' },
    });
    await makeTemplate(embedded.connectionString);
  } catch (error) {
    await stop();
    throw error;
  }
  const { connectionString, version } = embedded;
  const source = installed ?? 'the packaged programs';
  return { connectionString, version, mode, source, stop };
}

/** The same server, another database. */
export function databaseUrl(connectionString: string, database: string): string {
  return connectionString.replace(/\/[a-z0-9_]+(?=\?|$)/, `/${database}`);
}

async function makeTemplate(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
  await migrate({ connectionString: databaseUrl(connectionString, TEMPLATE) });
}

/** The folder of the oldest installed PostgreSQL that Pitwall supports, where the system has one. */
function oldestInstalled(): string | undefined {
  const root = '/usr/lib/postgresql';
  const oldestSupported = 15;
  if (!existsSync(root)) return undefined;
  const majors = readdirSync(root)
    .map(Number)
    .filter((major) => major >= oldestSupported && existsSync(join(root, String(major), 'bin', 'initdb')));
  return majors.length > 0 ? join(root, String(Math.min(...majors)), 'bin') : undefined;
}

/** A run that was killed could not remove its folder. */
function removeAbandonedFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(tmpdir(), name);
    const ageMs = performance.timeOrigin - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Infinity);
    if (ageMs > HOUR_MS && !readClaim(folder)) rmSync(folder, { recursive: true, force: true });
  }
}
