import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Logger } from './log.ts';
import { webSourcesHash } from './web-sources.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Each build has a folder of its own, named by the hash of its sources. */
const builds = join(root, 'dist/offer-wall');
const script = join(root, 'scripts/build-web.ts');

/** How long a request waits for a build before it is told to come back. */
const LONGEST_WAIT_MS = 30_000;
/** After a build that failed, the next request tries again, but not at once. */
const PAUSE_AFTER_FAILURE_MS = 10_000;

/** The built wall, read into memory. */
export interface BuiltWall {
  /** Address of the module that writes the first view. */
  readonly serverModule: string;
  readonly script: string;
  readonly style: string;
  /** The scripts that hold the texts of each language. */
  readonly localeScripts: ReadonlyMap<string, string>;
  /** The files for browsers by their names. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** The script for other pages. */
  readonly embedScript: Buffer;
}

let reading: Promise<BuiltWall> | undefined;
let failedAt = Number.NEGATIVE_INFINITY;

/**
 * The hosted wall as it is built, built first in a child process when its sources have changed since. Undefined when
 * it isn't there within 30 seconds, or when building just failed.
 */
export async function builtWall(log: Logger): Promise<BuiltWall | undefined> {
  if (!reading) {
    if (performance.now() - failedAt < PAUSE_AFTER_FAILURE_MS) return undefined;
    reading = buildAndRead();
    reading.catch((error: unknown) => {
      log.error({ error }, 'the offer wall could not be built');
      failedAt = performance.now();
      reading = undefined;
    });
  }
  const { promise: tooLong, resolve: giveUp } = Promise.withResolvers<undefined>();
  const timer = setTimeout(giveUp, LONGEST_WAIT_MS, undefined);
  try {
    return await Promise.race([reading.catch(() => undefined), tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

async function buildAndRead(): Promise<BuiltWall> {
  const folder = join(builds, webSourcesHash());
  if (!existsSync(folder)) await runBuild();
  return readBuild(folder);
}

function runBuild(): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const printed: Buffer[] = [];
  const child = spawn(process.execPath, [script], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = () => void child.kill();
  process.once('exit', stop);
  child.stdout.on('data', (part: Buffer) => printed.push(part));
  child.stderr.on('data', (part: Buffer) => printed.push(part));
  child.once('error', reject);
  child.once('exit', (code) => {
    process.off('exit', stop);
    if (code === 0) resolve();
    else reject(new Error(`building ended with ${code}: ${Buffer.concat(printed).toString().slice(-4_000)}`));
  });
  return promise;
}

interface Manifest {
  readonly [source: string]: {
    readonly file: string;
    readonly css?: readonly string[];
    readonly isEntry?: boolean;
  };
}

function readBuild(folder: string): BuiltWall {
  const inFolder = (name: string) => readFileSync(join(folder, name));
  const manifest = JSON.parse(inFolder('static/manifest.json').toString()) as Manifest;
  const entry = Object.values(manifest).find(({ isEntry }) => isEntry);
  const style = entry?.css?.[0];
  if (!entry || style === undefined) throw new Error('the build names no script or no style');
  const names = readdirSync(join(folder, 'static')).filter((name) => name !== 'manifest.json');
  const localeScripts = Object.entries(manifest).flatMap(([source, { file }]) => {
    const locale = /\/locales\/(\w+)\.ts$/.exec(source)?.[1];
    return locale === undefined ? [] : [[locale, file] as const];
  });
  return {
    serverModule: pathToFileURL(join(folder, 'server.js')).href,
    script: entry.file,
    style,
    localeScripts: new Map(localeScripts),
    files: new Map(names.map((name) => [name, inFolder(`static/${name}`)])),
    embedScript: inFolder('embed.js'),
  };
}
