import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a slice of load found. */
export interface Load {
  readonly requests: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers that were not 2xx or 3xx, and connections that broke. */
  readonly errors: number;
}

/** Where load goes and what each request is. */
export interface LoadPlan {
  /** Origin, such as `http://127.0.0.1:3000`. */
  readonly origin: string;
  readonly connections: number;
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Lines of requests as Lua: the body of `function request()`, which may use the table `values`, the number `count` of the
   * request and the text `run`, another for each slice. */
  readonly request: string;
  /** Values for the requests, each a text; sent to the client as a table. */
  readonly values?: readonly string[] | (() => readonly string[]);
}

/** Thrown when there is no client to make load with. */
export class NoLoadClient extends Error {
  override readonly name = 'NoLoadClient';
}

/**
 * Sends requests for so many seconds through `wrk`, a client that costs less than what it measures.
 *
 * @throws NoLoadClient when the machine has no `wrk`
 */
export async function sendLoad(plan: LoadPlan, seconds: number, seed: number): Promise<Load> {
  const folder = mkdtempSync(join(tmpdir(), 'pitwall-load-'));
  try {
    const script = join(folder, 'requests.lua');
    writeFileSync(script, luaOf(plan, seed));
    const words = ['-t', '1', '-c', String(plan.connections), '-d', `${seconds}s`, '-s', script, plan.origin];
    return readReport(await run('wrk', words));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function luaOf({ host, headers = {}, request, values = [] }: LoadPlan, seed: number): string {
  const given = typeof values === 'function' ? values() : values;
  const set = Object.entries({ Host: host ?? 'localhost', ...headers }).map(
    ([name, value]) => `wrk.headers[${JSON.stringify(name)}] = ${JSON.stringify(value)}`,
  );
  return `
math.randomseed(${seed})
${set.join('\n')}
values = {${given.map((value) => JSON.stringify(value)).join(',')}}
count = 0
run = ${seed} .. '-' .. os.time()
function request()
  count = count + 1
${request}
end
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('REPORT {"requests":%d,"seconds":%f,"p50Ms":%f,"p99Ms":%f,"errors":%d}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
`;
}

function readReport(printed: string): Load {
  const line = /^REPORT (.*)$/m.exec(printed);
  if (!line) throw new Error(`wrk gave no report:\n${printed}`);
  return JSON.parse(line[1] as string) as Load;
}

function run(program: string, words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    child.stdout.on('data', (part: Buffer) => (printed += part.toString()));
    child.stderr.on('data', (part: Buffer) => (printed += part.toString()));
    child.on('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'ENOENT'
          ? new NoLoadClient('The load comes from wrk, which this machine lacks: apt-get install wrk')
          : error,
      );
    });
    child.on('close', (code) => {
      if (code === 0) resolve(printed);
      else reject(new Error(`wrk ended with ${code}:\n${printed}`));
    });
  });
}
