import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findPackage, NoEmbeddedPostgres, packagedBinaries } from './binaries.ts';

test.each([
  ['win32', 'x64', 'Pitwall runs no PostgreSQL of its own on Windows.'],
  ['win32', 'arm64', 'Pitwall runs no PostgreSQL of its own on Windows.'],
  ['freebsd', 'x64', 'There is no packaged PostgreSQL for freebsd on x64.'],
  ['linux', 'riscv64', 'There is no packaged PostgreSQL for linux on riscv64.'],
])('a machine without an embedded server (%s on %s) is told to name one', (platform, arch, reason) => {
  const found = () => findPackage(platform, arch);
  expect(found).toThrow(NoEmbeddedPostgres);
  expect(found).toThrow(reason);
  expect(found).toThrow('Set DATABASE_URL to a PostgreSQL 15 or newer');
});

test('a machine on which the packaged programs do not run is told the same, with the reason', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pitwall-binaries-'));
  mkdirSync(join(folder, 'bin'));
  const started = () => packagedBinaries(folder, join(folder, 'links'));
  expect(started).toThrow(NoEmbeddedPostgres);
  expect(started).toThrow(/does not run on this system \(.*ENOENT.*\)\.\nSet DATABASE_URL/);
  rmSync(folder, { recursive: true });
});
