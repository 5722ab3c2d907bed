import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import type { TestApp } from './app.ts';

const START = fileURLToPath(new URL('../../scripts/start.ts', import.meta.url));
const READY = /^\s+API\s+(http:\/\/\S+?)\/api\/v1$/m;

/** Another process of the server. */
export interface SecondProcess {
  readonly baseUrl: string;
  /** Sends it a signal: SIGSTOP, SIGCONT, SIGKILL. */
  signal(signal: NodeJS.Signals): void;
}

/**
 * Starts another process of the server on a test's database and gives its address; it ends with the file's tests.
 *
 * @param settings of its environment beside the usual; it does no background work unless they say so
 */
export async function secondProcess(
  app: TestApp,
  settings: Readonly<Record<string, string>> = {},
): Promise<SecondProcess> {
  const child = spawn(process.execPath, [START], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      HOST: '127.0.0.1',
      ROLE: 'api',
      // The same folder holds the same key for what is sealed.
      DATA_DIR: app.context.config.dataDir,
      DATABASE_URL: app.testDatabase.connectionString,
      SEED_DEMO: 'false',
      LOG_LEVEL: 'silent',
      ...settings,
    },
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  afterAll(async () => {
    child.kill('SIGCONT');
    child.kill('SIGTERM');
    await ended;
  });
  let printed = '';
  const address = new Promise<string>((resolve) => {
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      const [, found] = READY.exec(printed) ?? [];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
  });
  const failed = ended.then((code): never => {
    throw new Error(`The second process ended with ${code}:\n${printed}`);
  });
  return {
    baseUrl: await Promise.race([address, failed]),
    signal: (signal) => void child.kill(signal),
  };
}
