import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { runAs, type ServerAccount } from './account.ts';
import { serverEnvironment, type PostgresBinaries } from './binaries.ts';
import type { ClusterFolders } from './cluster.ts';
import { commandLine, isRunning, waitUntilGone } from './processes.ts';

/** One running database server process. */
export interface Postmaster {
  readonly pid: number;
  /** Settles when the process has ended, with a sentence about how. */
  readonly ended: Promise<string>;
  hasEnded(): boolean;
  /** The last lines it printed, oldest first. */
  lastLines(): string;
  /** Ends connections, writes everything down and stops. Harsher means follow when that takes too long. */
  stop(): Promise<void>;
}

const KEPT_LINES = 20;
const FAST_SHUTDOWN_MS = 20_000;
const IMMEDIATE_SHUTDOWN_MS = 5_000;

/**
 * Starts the server process in a group of its own, so that Ctrl-C in a terminal reaches only Node, which then stops
 * its parts in order.
 */
export async function launchPostmaster(
  binaries: PostgresBinaries,
  account: ServerAccount,
  folders: ClusterFolders,
  settings: Readonly<Record<string, string>>,
  log: (line: string) => void,
): Promise<Postmaster> {
  const command = join(binaries.folder, 'postgres');
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const reached = [
    command,
    dirname(folders.cluster),
    join(dirname(binaries.folder), 'share'),
    dirname(folders.socket),
  ];
  const line = runAs(account, command, ['-D', folders.cluster, ...flags], reached);
  const child = spawn(line.command, line.args, {
    cwd: '/',
    detached: true,
    env: serverEnvironment(binaries.libraryPath),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...line.account,
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  return supervise(child, log);
}

function supervise(child: ChildProcess, log: (line: string) => void): Postmaster {
  const pid = child.pid as number;
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      log(line);
    });
  }
  let hasEnded = false;
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      hasEnded = true;
      resolve(signal ? `ended by ${signal}` : `ended with code ${code}`);
    });
  });
  return {
    pid,
    ended,
    hasEnded: () => hasEnded,
    lastLines: () => lines.join('\n'),
    async stop() {
      if (!hasEnded) await stopProcess(pid);
      await ended;
    },
  };
}

/**
 * Ends whatever an earlier process left behind in this cluster, so that the next server can start: an orphaned server
 * is stopped (or awaited, when it is stopping already), and a lock file whose process number now belongs to somebody
 * else is removed.
 */
export async function clearLeftovers(cluster: string): Promise<void> {
  const lockFile = join(cluster, 'postmaster.pid');
  if (!existsSync(lockFile)) return;
  const pid = Number(readFileSync(lockFile, 'utf8').split('\n', 1)[0]);
  if (Number.isInteger(pid) && pid > 1 && isServerOf(cluster, pid)) await stopProcess(pid);
  rmSync(lockFile, { force: true });
}

/** True when the server has noted in its lock file that it takes connections: asking earlier only fills its log. */
export function saysReady(cluster: string): boolean {
  const statusLine = 7;
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[statusLine]?.trim() === 'ready';
  } catch {
    return false;
  }
}

function isServerOf(cluster: string, pid: number): boolean {
  return isRunning(pid) && commandLine(pid).includes(cluster);
}

async function stopProcess(pid: number): Promise<void> {
  send(pid, 'SIGINT');
  if (await waitUntilGone(pid, FAST_SHUTDOWN_MS)) return;
  send(pid, 'SIGQUIT');
  if (await waitUntilGone(pid, IMMEDIATE_SHUTDOWN_MS)) return;
  send(pid, 'SIGKILL');
  await waitUntilGone(pid, IMMEDIATE_SHUTDOWN_MS);
}

function send(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
