import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom, type SeededRandom } from '../random.ts';
import { openArena } from './arena.ts';
import { checkAnswers } from './check.ts';
import { openReceiver } from './receiver.ts';
import { runScript, ServerProcess, type Settings, type Victim } from './server-process.ts';
import { Traffic } from './traffic.ts';

const FEWEST_IN_FLIGHT = 20;
const READY_AGAIN_WITHIN_MS = 10_000;
/** How many requests a server gets at least and at most before it is killed. */
const REQUESTS_OF_A_LIFE = [60, 600] as const;

/** What is wanted of a run. */
export interface KillsWanted {
  readonly kills: number;
  readonly seed: number;
  /** A database to go on with, which is not killed; absent: the server's embedded one. */
  readonly databaseUrl?: string | undefined;
  /** Waits at the end until every callback arrived, which may take a minute and more. */
  readonly isAwaited: boolean;
  /** Told of each kill once the server is ready again. */
  readonly killed?: (kill: Kill) => void;
}

/** A kill that was survived. */
export interface Kill {
  readonly victim: Victim;
  readonly inFlight: number;
  readonly readyAgainMs: number;
}

/** What became of a run. */
export interface KillsReport {
  readonly kills: readonly Kill[];
  readonly requests: number;
  readonly conversions: number;
  /** One sentence for each thing that should not be. */
  readonly faults: readonly string[];
  /** One sentence for each restart that took longer than it should; on a machine that is busy with other things it may. */
  readonly delays: readonly string[];
}

/**
 * Kills a server again and again, without a warning and in the middle of clicks, postbacks and status changes, and
 * looks afterwards whether anything that it had answered is lost, twice, or past a limit, and whether the money can
 * still be proved.
 */
export async function runKills(wanted: KillsWanted): Promise<KillsReport> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pitwall-kills-'));
  // The database may run as another account, which has to pass.
  chmodSync(dataDir, 0o711);
  const receiver = await openReceiver();
  const settings: Settings = {
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    SEED_DEMO: 'false',
    LOG_LEVEL: 'silent',
    EGRESS_ALLOW: '127.0.0.0/8',
    ...(wanted.databaseUrl !== undefined && { DATABASE_URL: wanted.databaseUrl }),
  };
  const server = new ServerProcess(settings);
  try {
    const tenant = await makeTenant(settings);
    await server.start();
    const arena = await openArena(server, tenant, receiver.url);
    const random = seededRandom(`kills ${wanted.seed}`);
    const traffic = new Traffic(arena, server, random.fork('traffic'));
    const kills = await killAgain(server, traffic, wanted, random.fork('kills'));
    await traffic.end();
    const faults = await checkAnswers(arena, traffic, receiver, wanted.isAwaited);
    await arena.close();
    await server.stop();
    faults.push(...(await verify(settings, tenant.name)));
    const { requests, answered } = traffic;
    return { kills, requests, conversions: answered.size, faults, delays: kills.flatMap(delayOf) };
  } finally {
    await server.end();
    await receiver.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function makeTenant(settings: Settings): Promise<{ name: string; token: string }> {
  const name = `kills-${Date.now()}`;
  const args = ['create', name, '--products', 'publisher,aff-network', '--operator', 'operator@example.com'];
  const { code, output } = await runScript('tenant.ts', args, settings);
  const [, token] = /^Management token\s+(\S+)$/m.exec(output) ?? [];
  if (code !== 0 || token === undefined) throw new Error(`No tenant was made:\n${output}`);
  return { name, token };
}

async function killAgain(
  server: ServerProcess,
  traffic: Traffic,
  { kills, databaseUrl, killed }: KillsWanted,
  random: SeededRandom,
): Promise<Kill[]> {
  const victims: readonly Victim[] =
    databaseUrl === undefined ? ['server', 'server and database', 'database'] : ['server'];
  const done: Kill[] = [];
  while (done.length < kills) {
    const last = traffic.requests + random.whole(...REQUESTS_OF_A_LIFE);
    while (traffic.requests < last || traffic.inFlight < FEWEST_IN_FLIGHT) await sleep(1);
    const victim = victims[done.length % victims.length] as Victim;
    const { inFlight } = traffic;
    const kill = { victim, inFlight, readyAgainMs: await server.killAndRestart(victim) };
    done.push(kill);
    killed?.(kill);
  }
  return done;
}

function delayOf({ victim, readyAgainMs }: Kill): string[] {
  const seconds = (readyAgainMs / 1_000).toFixed(1);
  return readyAgainMs > READY_AGAIN_WITHIN_MS
    ? [`after a kill of the ${victim} it took ${seconds} s to be ready again`]
    : [];
}

async function verify(settings: Settings, tenant: string): Promise<string[]> {
  const { code, output } = await runScript('verify.ts', [tenant], settings);
  return code === 0 ? [] : [`npm run verify found differences:\n${output}`];
}
