import { createHash, randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runAs, type ServerAccount } from './account.ts';
import { serverEnvironment, type PostgresBinaries } from './binaries.ts';

/** Where the parts of one embedded database lie. */
export interface ClusterFolders {
  /** PostgreSQL's own data folder. */
  readonly cluster: string;
  /** Holds the socket; closed to every other account. */
  readonly socket: string;
}

/** The socket's file name carries a port number even though nothing listens on that port. */
export const SOCKET_PORT = 5432;

/** The first role of the database, used to migrate and to take on the application's roles. */
export const LOGIN = 'postgres';

// Linux takes 107 bytes for the path of a socket, macOS 103.
const LONGEST_SOCKET_PATH = 103;

/** Makes the folders of a data folder that are missing, owned by the server's account. */
export function prepareFolders(dataDir: string, account: ServerAccount): ClusterFolders {
  if (!existsSync(dataDir)) {
    // Another account must be able to pass, not to look.
    mkdirSync(dataDir, { recursive: true, mode: account.lowered ? 0o711 : 0o700 });
  }
  const real = realpathSync(dataDir);
  return { cluster: join(real, 'postgres'), socket: prepareSocketFolder(real, account) };
}

function prepareSocketFolder(dataDir: string, account: ServerAccount): string {
  const beside = join(dataDir, 'postgres-socket');
  const fits = Buffer.byteLength(join(beside, `.s.PGSQL.${SOCKET_PORT}`)) <= LONGEST_SOCKET_PATH;
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const folder = fits ? beside : join(shortFolder(), `pitwall-${name}`);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const found = lstatSync(folder);
    const ours = found.isDirectory() && (found.uid === account.uid || found.uid === process.getuid?.());
    // In a folder that everybody may write, somebody else may have taken the name.
    if (!ours) return ownedBy(account, mkdtempSync(join(shortFolder(), 'pitwall-')));
  }
  return ownedBy(account, folder);
}

function shortFolder(): string {
  const usual = tmpdir();
  return Buffer.byteLength(usual) > 60 ? '/tmp' : usual;
}

function ownedBy(account: ServerAccount, folder: string): string {
  if (account.lowered) chownSync(folder, account.uid, account.gid);
  chmodSync(folder, 0o700);
  return folder;
}

/** The major version that wrote a cluster; undefined when there is no cluster yet. */
export function clusterMajor(cluster: string): number | undefined {
  const path = join(cluster, 'PG_VERSION');
  return existsSync(path) ? Number(readFileSync(path, 'utf8').trim()) : undefined;
}

/** The login's password, asked for over TCP only. Kept beside the cluster, readable by the server's account. */
export function clusterPassword(dataDir: string, account: ServerAccount): string {
  const path = join(dataDir, 'postgres-password');
  if (!existsSync(path)) {
    writeFileSync(path, randomBytes(24).toString('hex'), { mode: 0o600 });
    if (account.lowered) chownSync(path, account.uid, account.gid);
  }
  return readFileSync(path, 'utf8').trim();
}

/**
 * Makes an empty cluster. It is made under another name and moved into place when it is complete, so an interrupted
 * first start leaves nothing that a second one would take for a database.
 */
export async function createCluster(
  folders: ClusterFolders,
  dataDir: string,
  binaries: PostgresBinaries,
  account: ServerAccount,
  fsync: boolean,
): Promise<void> {
  const unfinished = `${folders.cluster}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  if (account.lowered) chownSync(unfinished, account.uid, account.gid);
  clusterPassword(dataDir, account);
  const args = ['-D', unfinished, '-U', LOGIN, '-E', 'UTF8', ...localeFlags(binaries.major)];
  args.push('--auth=trust', '--auth-host=scram-sha-256', `--pwfile=${join(dataDir, 'postgres-password')}`);
  if (!fsync) args.push('--no-sync');
  await runToEnd(binaries, account, join(binaries.folder, 'initdb'), args, dirname(unfinished));
  renameSync(unfinished, folders.cluster);
}

function localeFlags(major: number): string[] {
  return major >= 17
    ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
    : [
        '--lc-collate=C',
        '--lc-ctype=C.UTF-8',
        '--lc-messages=C',
        '--lc-monetary=C',
        '--lc-numeric=C',
        '--lc-time=C',
      ];
}

async function runToEnd(
  binaries: PostgresBinaries,
  account: ServerAccount,
  command: string,
  args: readonly string[],
  dataFolder: string,
): Promise<void> {
  const line = runAs(account, command, args, [command, dataFolder, join(dirname(binaries.folder), 'share')]);
  const child = spawn(line.command, line.args, {
    cwd: '/',
    env: serverEnvironment(binaries.libraryPath),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...line.account,
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`Making the database failed (initdb, code ${code}): ${printed.trim()}`);
}
