import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll } from 'vitest';
import { root } from '../../scripts/generation/files.ts';
import { buildSdk } from '../../scripts/generation/sdk-build.ts';

/** The answer of a program that ended well. */
export const run = promisify(execFile);

/** A project of somebody else, with the client installed from its tarball. */
export interface Consumer {
  readonly folder: string;
  /** Where the client was installed. */
  readonly sdk: string;
}

/**
 * Builds the client beside the source, packs it as `npm publish` would, and installs the tarball into an empty project,
 * without any network. The folder is removed after the file's last test.
 */
export async function packedSdk(): Promise<Consumer> {
  const folder = mkdtempSync(join(tmpdir(), 'pitwall-sdk-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const source = join(folder, 'source');
  const consumer = join(folder, 'consumer');
  mkdirSync(source);
  mkdirSync(consumer);
  for (const file of ['package.json', 'README.md']) copyFileSync(join(root, 'sdk', file), join(source, file));
  await buildSdk(join(source, 'dist'));
  await npm(source, 'pack', '--ignore-scripts', '--pack-destination', consumer);
  writeFileSync(
    join(consumer, 'package.json'),
    '{ "name": "consumer", "private": true, "type": "module" }\n',
  );
  await npm(consumer, 'install', '--offline', '--no-audit', '--no-fund', './pitwall-sdk-0.1.0.tgz');
  return { folder: consumer, sdk: join(consumer, 'node_modules/@pitwall/sdk') };
}

async function npm(cwd: string, ...args: string[]): Promise<void> {
  await run('npm', args, { cwd, shell: process.platform === 'win32' });
}

/** The Node that runs us and, where there is one of another version, the one that the system has. */
export async function everyNode(): Promise<{ program: string; version: string }[]> {
  const candidates = [process.execPath, '/usr/bin/node', '/usr/local/bin/node'].filter((path) =>
    existsSync(path),
  );
  const found = new Map<string, string>();
  for (const program of candidates) {
    const version = (await run(program, ['--version'])).stdout.trim();
    if (Number(/^v(\d+)/.exec(version)?.[1]) >= 20 && !found.has(version)) found.set(version, program);
  }
  return [...found].map(([version, program]) => ({ program, version }));
}
