import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Load } from './load.ts';

/** What a program is told: to work for so long on these values. */
export interface Order {
  readonly seconds: number;
  readonly values: readonly string[];
}

/** A reference that does its work by itself, without requests. */
export interface Program {
  readonly pid: number;
  work(order: Order): Promise<Load>;
  stop(): Promise<void>;
}

const root = join(import.meta.dirname, '../..');

/** Starts a program of references and waits until it can work. */
export async function startProgram(
  program: string,
  environment: Readonly<Record<string, string>>,
): Promise<Program> {
  const child = fork(join(root, program), [], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await told(child);
  return {
    pid: child.pid as number,
    work: async (order) => {
      child.send(order);
      return (await told(child)) as Load;
    },
    stop: async () => {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

function told(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`a reference ended with ${code}`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message);
    });
  });
}

/**
 * The other end of {@link startProgram}: works as often as it is told to.
 *
 * @param batch does one piece of work and gives how many values it took, none when they are used up
 * @param lanes pieces that run beside each other
 */
export function workWhenTold(
  lanes: number,
  batch: (next: () => string | undefined) => Promise<number>,
): void {
  const work = async ({ seconds, values }: Order) => {
    const until = performance.now() + seconds * 1_000;
    const startedAt = performance.now();
    let [used, requests] = [0, 0];
    const timesMs: number[] = [];
    const lane = async () => {
      while (performance.now() < until) {
        const from = performance.now();
        const count = await batch(() => values[used++]);
        if (count === 0) break;
        requests += count;
        timesMs.push(performance.now() - from);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    timesMs.sort((a, b) => a - b);
    const at = (share: number) => timesMs[Math.floor(timesMs.length * share)] ?? 0;
    const took = (performance.now() - startedAt) / 1_000;
    process.send?.({ requests, seconds: took, p50Ms: at(0.5), p99Ms: at(0.99), errors: 0 } satisfies Load);
  };
  process.on('message', (order: Order) => void work(order));
  process.on('disconnect', () => process.exit(0));
  process.send?.('ready');
}
