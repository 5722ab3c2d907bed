import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, processBirth } from './processes.ts';

/** What the claim file says: who runs the database of a data folder, and how to reach it. */
export interface ClaimRecord {
  readonly pid: number;
  readonly birth: string;
  /** Present once the database takes connections. */
  readonly connectionString?: string | undefined;
  readonly version?: string | undefined;
}

/** The right of this process to run the database of one data folder. */
export interface Claim {
  /** Tells other processes how to reach the database. */
  publish(connectionString: string, version: string): void;
  release(): void;
}

/** Thrown when another living process runs the database of this data folder. */
export class DataFolderInUse extends Error {
  override readonly name = 'DataFolderInUse';
  readonly #holder: ClaimRecord;

  constructor(dataDir: string, holder: ClaimRecord) {
    super(`The data folder ${dataDir} is in use by process ${holder.pid}. Stop it, or set another DATA_DIR.`);
    this.#holder = holder;
  }

  /** Private, because it may hold a password, which must not be printed with the error. */
  get holder(): ClaimRecord {
    return this.#holder;
  }
}

/**
 * Takes the data folder for this process. The claim of a process that has died, however it died, is void.
 *
 * @throws DataFolderInUse when a living process holds it
 */
export function claimDataFolder(dataDir: string): Claim {
  const path = claimPath(dataDir);
  const mine: ClaimRecord = { pid: process.pid, birth: processBirth(process.pid) };
  const draft = `${path}.${process.pid}`;
  for (;;) {
    writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 });
    try {
      // A link appears with its content or not at all, so nobody ever reads half a claim.
      linkSync(draft, path);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = readClaim(dataDir);
      if (holder) throw new DataFolderInUse(dataDir, holder);
      removeVoidClaim(path, dataDir);
    } finally {
      rmSync(draft, { force: true });
    }
  }
  return {
    publish(connectionString, version) {
      writeFileSync(draft, JSON.stringify({ ...mine, connectionString, version }), { mode: 0o600 });
      renameSync(draft, path);
    },
    release() {
      rmSync(path, { force: true });
    },
  };
}

/** The claim on a data folder, when a living process holds it. */
export function readClaim(dataDir: string): ClaimRecord | undefined {
  let record: ClaimRecord;
  try {
    record = JSON.parse(readFileSync(claimPath(dataDir), 'utf8')) as ClaimRecord;
  } catch {
    return undefined;
  }
  return isAlive(record) ? record : undefined;
}

function claimPath(dataDir: string): string {
  return join(dataDir, 'postgres.claim');
}

function isAlive(record: ClaimRecord): boolean {
  return isRunning(record.pid) && processBirth(record.pid) === record.birth;
}

/**
 * Two processes may find the same void claim. Renaming lets one of them win, and a claim that became valid in between
 * is put back.
 */
function removeVoidClaim(path: string, dataDir: string): void {
  const aside = `${path}.void.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const text = readFileSync(aside, 'utf8');
  const moved = parseClaim(text);
  if (moved && isAlive(moved)) {
    try {
      linkSync(aside, path);
    } finally {
      rmSync(aside, { force: true });
    }
    throw new DataFolderInUse(dataDir, moved);
  }
  rmSync(aside, { force: true });
}

function parseClaim(text: string): ClaimRecord | undefined {
  try {
    return JSON.parse(text) as ClaimRecord;
  } catch {
    return undefined;
  }
}
