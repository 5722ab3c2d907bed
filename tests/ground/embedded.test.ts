import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import {
  attachOrStartEmbedded,
  DataFolderInUse,
  startEmbedded,
  type EmbeddedDatabase,
} from '#database/embedded/supervisor.ts';

const program = fileURLToPath(new URL('./embedded-process.ts', import.meta.url));
const top = mkdtempSync(join(tmpdir(), 'pitwall-embedded-'));
chmodSync(top, 0o711);
const running: EmbeddedDatabase[] = [];
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(running.splice(0).map((embedded) => embedded.stop()));
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

async function start(dataDir: string): Promise<EmbeddedDatabase> {
  const embedded = await startEmbedded({ dataDir, fsync: false, log: () => {} });
  running.push(embedded);
  return embedded;
}

/** Starts the database in a process of its own and waits until it is ready. */
async function startProcess(
  dataDir: string,
  environment = process.env,
): Promise<ChildProcess & { url: string }> {
  const child = spawn(process.execPath, [program, dataDir], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: environment,
  });
  children.push(child);
  if (!child.stdout) throw new Error('The process has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('ready ')) return Object.assign(child, { url: line.slice('ready '.length) });
  }
  throw new Error('The process ended before its database was ready');
}

async function ask(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const serverPid = (dataDir: string) =>
  Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);

describe('the embedded database', () => {
  const dataDir = join(top, 'data');

  test('makes itself in an empty folder, keeps its data over a restart, and starts again within 3 s', async () => {
    const first = await start(dataDir);
    await ask(first.connectionString, 'CREATE TABLE kept AS SELECT 1 AS one');
    await first.stop();
    const startedAt = performance.now();
    const second = await start(dataDir);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    expect(await ask(second.connectionString, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    expect(second.version).toMatch(/^18\./);
  });

  test('speaks UTF-8, sorts by code point, keeps UTC and listens on no port', async () => {
    const { connectionString } = await start(dataDir);
    expect(
      await ask(
        connectionString,
        `SELECT current_setting('server_encoding') AS encoding, upper('é') AS upper, 'Z' < 'a' AS "byCodePoint",
           current_setting('TimeZone') AS zone, current_setting('listen_addresses') AS ports`,
      ),
    ).toEqual([{ encoding: 'UTF8', upper: 'É', byCodePoint: true, zone: 'UTC', ports: '' }]);
  });

  test('is closed to every other account', async () => {
    await start(dataDir);
    const closed = ['postgres', 'postgres-socket'].map((name) => statSync(join(dataDir, name)).mode & 0o777);
    expect(closed).toEqual([0o700, 0o700]);
    expect(statSync(join(dataDir, 'postgres.claim')).mode & 0o777).toBe(0o600);
  });

  test('is refused to a second process, and lent to a command beside the first', async () => {
    const child = await startProcess(dataDir);
    await expect(startEmbedded({ dataDir, fsync: false, log: () => {} })).rejects.toThrow(DataFolderInUse);
    const lent = await attachOrStartEmbedded({ dataDir, fsync: false, log: () => {} });
    expect(lent.connectionString).toBe(child.url);
    await lent.stop();
    expect(await ask(child.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('stops when it is asked to, and leaves no claim', async () => {
    const child = await startProcess(dataDir);
    const pid = serverPid(dataDir);
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(existsSync(join(dataDir, 'postgres.claim'))).toBe(false);
  });

  test('starts after kill -9 of the process that ran it, whatever is left of the old server', async () => {
    const child = await startProcess(dataDir);
    await ask(child.url, 'CREATE TABLE before_the_kill AS SELECT 2 AS two');
    // On a busy machine a killed process is still there for a moment.
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    const { connectionString } = await start(dataDir);
    expect(await ask(connectionString, 'SELECT two FROM before_the_kill')).toEqual([{ two: 2 }]);
  });

  test('starts when a lock file names a process that is somebody else', async () => {
    await (await start(dataDir)).stop();
    writeFileSync(join(dataDir, 'postgres/postmaster.pid'), `${process.pid}\n${dataDir}/postgres\n`);
    writeFileSync(
      join(dataDir, 'postgres.claim'),
      JSON.stringify({ pid: process.pid, birth: 'another life' }),
    );
    const { connectionString } = await start(dataDir);
    expect(await ask(connectionString, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('is started again by its supervisor when the server is killed', async () => {
    const { connectionString } = await start(dataDir);
    const pid = serverPid(dataDir);
    process.kill(pid, 'SIGKILL');
    await expect
      .poll(() => ask(connectionString, 'SELECT 1 AS one').catch(() => []), { timeout: 10_000 })
      .toEqual([{ one: 1 }]);
    expect(serverPid(dataDir)).not.toBe(pid);
  });

  test('is not taken for whole when its making was interrupted', async () => {
    const unfinished = join(top, 'interrupted');
    mkdirSync(join(unfinished, 'postgres.unfinished/base'), { recursive: true });
    writeFileSync(join(unfinished, 'postgres.unfinished/PG_VERSION'), '18\n');
    const { connectionString } = await start(unfinished);
    expect(await ask(connectionString, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('of another major version is refused with the way out', async () => {
    const other = join(top, 'other-major');
    mkdirSync(join(other, 'postgres'), { recursive: true });
    writeFileSync(join(other, 'postgres/PG_VERSION'), '17\n');
    await expect(start(other)).rejects.toThrow(/made by PostgreSQL 17.*Back it up/);
    expect(existsSync(join(other, 'postgres.claim'))).toBe(false);
  });

  test('runs below a closed folder, on a path too long for a socket, without any locale', async () => {
    const closed = join(top, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const deep = join(closed, 'x'.repeat(120), 'data');
    const child = await startProcess(deep, { PATH: process.env.PATH });
    expect(await ask(child.url, "SELECT 'ü' AS text")).toEqual([{ text: 'ü' }]);
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
});
