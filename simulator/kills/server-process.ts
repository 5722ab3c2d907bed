import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';

const root = fileURLToPath(new URL('../../', import.meta.url));
const ADDRESS = /^\s+API\s+(http:\/\/\S+?)\/api\/v1$/m;
const READY_WITHIN_MS = 60_000;
const LATEST_OUTPUT = 4_000;

/** What is killed: the server, its database, or both at once. */
export type Victim = 'server' | 'server and database' | 'database';

/** Settings of a process. */
export type Settings = Readonly<Record<string, string>>;

/** Runs one of the project's commands to its end. */
export async function runScript(
  name: string,
  args: readonly string[],
  settings: Settings,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, [join(root, 'scripts', name), ...args], { cwd: root, env: settings });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += String(part)));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  return { code, output };
}

/** A server in a process of its own, which is killed and started again over the same data. */
export class ServerProcess {
  readonly #settings: Settings;
  #child: ChildProcess | undefined;
  #output = '';
  #baseUrl = '';
  #up = Promise.withResolvers<void>();

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Where it listens now; another place after each start. */
  get baseUrl(): string {
    return this.#baseUrl;
  }

  /** Resolved while it serves; between a kill and the next readiness not yet. */
  get up(): Promise<void> {
    return this.#up.promise;
  }

  /** Starts it and answers after how many milliseconds it was ready. */
  async start(): Promise<number> {
    const startedAt = performance.now();
    this.#output = '';
    const child = spawn(process.execPath, [join(root, 'scripts/start.ts')], {
      cwd: root,
      env: this.#settings,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    const listening = Promise.withResolvers<string>();
    const read = (part: Buffer) => {
      this.#output = (this.#output + part.toString()).slice(-LATEST_OUTPUT);
      const [, address] = ADDRESS.exec(this.#output) ?? [];
      if (address !== undefined) listening.resolve(address);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) =>
      listening.reject(new Error(`the server ended with ${code}:\n${this.#output}`)),
    );
    this.#baseUrl = await listening.promise;
    await this.#untilReady();
    this.#up.resolve();
    return performance.now() - startedAt;
  }

  /** Kills without a warning, and answers after how many milliseconds it was ready again. */
  async killAndRestart(victim: Victim): Promise<number> {
    this.#up = Promise.withResolvers<void>();
    const killedAt = performance.now();
    const dead = this.#ended();
    if (victim !== 'database') this.#child?.kill('SIGKILL');
    if (victim !== 'server') this.#killDatabase();
    if (victim === 'database') {
      // Our server starts its database again by itself.
      await this.#untilReady(async () => !(await this.#isReady()));
      await this.#untilReady();
      this.#up.resolve();
    } else {
      await dead;
      await this.start();
    }
    return performance.now() - killedAt;
  }

  /** Stops it as an operator does. */
  async stop(): Promise<void> {
    const dead = this.#ended();
    this.#child?.kill('SIGTERM');
    const code = await dead;
    if (code !== 0) throw new Error(`the server stopped with ${code}:\n${this.#output}`);
  }

  /** Ends it however it is. */
  async end(): Promise<void> {
    const dead = this.#ended();
    this.#child?.kill('SIGKILL');
    await dead;
  }

  #ended(): Promise<number | null> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null)
      return Promise.resolve(child?.exitCode ?? null);
    return new Promise((resolve) => void child.once('exit', resolve));
  }

  #killDatabase(): void {
    const lock = readFileSync(join(this.#settings['DATA_DIR'] ?? '', 'postgres/postmaster.pid'), 'utf8');
    const pid = Number.parseInt(lock, 10);
    if (pid > 1) process.kill(pid, 'SIGKILL');
  }

  async #untilReady(isSo: () => Promise<boolean> = () => this.#isReady()): Promise<void> {
    const until = performance.now() + READY_WITHIN_MS;
    while (!(await isSo())) {
      if (performance.now() > until) throw new Error(`the server is not ready:\n${this.#output}`);
      await sleep(20);
    }
  }

  async #isReady(): Promise<boolean> {
    try {
      const { statusCode, body } = await request(`${this.#baseUrl}/readyz`);
      await body.dump();
      return statusCode === 200;
    } catch {
      return false;
    }
  }
}
