import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoCredentials } from '#simulator/demo/credentials.ts';
import type { Measurement } from './measurement.ts';

const REQUESTS = 1_000;
const AT_ONCE = 10;
const GIVE_UP_MS = 180_000;
const root = join(import.meta.dirname, '..');

/** A server under measurement. */
interface Started {
  readonly process: ChildProcess;
  readonly url: string;
  /** From the start of the process to the first 200 of `/readyz`. */
  readonly seconds: number;
}

/**
 * How long a start takes until `/readyz` says yes, and what the process weighs after having worked: first starts on an
 * empty data folder (with and without the demo world), a second start, and 1,000 requests of all kinds.
 */
export async function measureStart(): Promise<Measurement[]> {
  const bare = mkdtempSync(join(tmpdir(), 'pitwall-bench-'));
  const full = mkdtempSync(join(tmpdir(), 'pitwall-bench-'));
  try {
    const empty = await startOn(bare, { SEED_DEMO: 'false' });
    await stop(empty);
    const first = await startOn(full);
    await stop(first);
    const second = await startOn(full);
    await work(second, full);
    const memory = residentMegabytes(second.process.pid as number);
    await stop(second);
    return [
      { name: 'First start without the demo world, to ready', value: empty.seconds, unit: 's', atMost: 15 },
      { name: 'First start with the demo world, to ready', value: first.seconds, unit: 's', atMost: 15 },
      { name: 'of that, the demo world', value: first.seconds - empty.seconds, unit: 's', atMost: 20 },
      { name: 'Second start, to ready', value: second.seconds, unit: 's', atMost: 3 },
      { name: `Resident memory of Node after ${REQUESTS} requests`, value: memory, unit: 'MB', atMost: 250 },
    ];
  } finally {
    for (const folder of [bare, full]) rmSync(folder, { recursive: true, force: true });
  }
}

async function startOn(dataDir: string, environment: Record<string, string> = {}): Promise<Started> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const startedAt = performance.now();
  const server = spawn(process.execPath, [join(root, 'scripts/start.ts')], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      DATA_DIR: dataDir,
      PORT: String(port),
      LOG_LEVEL: 'warn',
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  while (!(await isReady(url))) {
    if (server.exitCode !== null) throw new Error(`The server ended with ${server.exitCode}`);
    if (performance.now() - startedAt > GIVE_UP_MS) {
      server.kill('SIGKILL');
      throw new Error('The server was not ready in time');
    }
    await sleep(20);
  }
  return { process: server, url, seconds: (performance.now() - startedAt) / 1_000 };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).status === 200;
  } catch {
    return false;
  }
}

async function stop({ process: server }: Started): Promise<void> {
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  await ended;
}

/** The calls of a busy minute: walls of many members, details with a view, clicks, and the operator's lists. */
async function work({ url }: Started, dataDir: string): Promise<void> {
  const demo = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')) as DemoCredentials;
  const api = `${url}/api/v1`;
  const headers = { authorization: `ApiToken ${demo.managementToken}` };
  const offers = await dataOf<{ items: { id: string }[] }>(
    await fetch(`${api}/sdk-offer-management/publisher/offers?page_size=100&filter.status=Active`, {
      headers,
    }),
  );
  const kinds = [
    (number: number) => fetch(`${api}/offer-wall/offers?pub_member_id=bench-${number}&page_size=25`),
    (number: number) => {
      const offerId = offers.items[number % offers.items.length]?.id;
      return fetch(`${api}/offer-wall/offer-details?offerId=${offerId}&pub_member_id=bench-${number}`);
    },
    (number: number) => fetch(`${api}/offer-wall/pub-member/offers?pub_member_id=bench-${number}`),
    (number: number) =>
      fetch(`${api}/sdk-offer-management/publisher/offers?page=${number % 4}&page_size=20`, { headers }),
  ];
  let number = 0;
  const lane = async () => {
    while (number < REQUESTS) {
      const own = number++;
      const answer = await kinds[own % kinds.length]?.(own);
      if (!answer?.ok) throw new Error(`A request was answered ${answer?.status}`);
      await answer.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function dataOf<T>(answer: Response): Promise<T> {
  return ((await answer.json()) as { data: T }).data;
}

function residentMegabytes(pid: number): number {
  const status = `/proc/${pid}/status`;
  const kilobytes = existsSync(status)
    ? /VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(kilobytes) / 1_024;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
