import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** The operating system account that the database server runs as. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
  /** True when it is not the account of this process, which is then root. */
  readonly lowered: boolean;
}

/** A command line, ready for `spawn`. */
export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
  /** Set only where the change of account is left to Node. */
  readonly account?: { uid: number; gid: number } | undefined;
}

/** PostgreSQL refuses to run as root, so root hands it to `nobody`; everybody else runs it as themselves. */
export function serverAccount(): ServerAccount {
  const uid = process.getuid?.() ?? 0;
  const gid = process.getgid?.() ?? 0;
  if (uid !== 0) return { uid, gid, lowered: false };
  return { ...nobody(), lowered: true };
}

/**
 * Wraps a command so that it runs as the server's account and, where the system offers it, is told to stop (SIGINT,
 * PostgreSQL's fast shutdown) as soon as this process dies, however it dies.
 *
 * @param readPaths everything the command has to reach; a folder above them that is closed to the account is opened
 *   to this one process by a capability, never by changing the folder
 */
export function runAs(
  account: ServerAccount,
  command: string,
  args: readonly string[],
  readPaths: readonly string[],
): CommandLine {
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));
  if (process.platform !== 'linux' || setpriv === undefined) {
    return account.lowered
      ? { command, args, account: { uid: account.uid, gid: account.gid } }
      : { command, args };
  }
  const flags = ['--pdeathsig=INT'];
  if (account.lowered) {
    flags.push(`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups');
    if (readPaths.some((path) => isClosedTo(account, path))) {
      const capability = passingCapability();
      flags.push(`--inh-caps=+${capability}`, `--ambient-caps=+${capability}`);
    }
  }
  return { command: setpriv, args: [...flags, '--', command, ...args] };
}

/** True when the account may not pass one of the folders above a path, or may not read the path itself. */
export function isClosedTo(account: ServerAccount, path: string): boolean {
  let current = resolve(path);
  let wanted = 0o4;
  for (;;) {
    if (existsSync(current) && !allows(account, current, wanted)) return true;
    const parent = dirname(current);
    if (parent === current) return false;
    current = parent;
    wanted = 0o1;
  }
}

function allows(account: ServerAccount, path: string, wanted: number): boolean {
  const { mode, uid, gid } = statSync(path);
  if (uid === account.uid) return ((mode >> 6) & wanted) === wanted;
  if (gid === account.gid) return ((mode >> 3) & wanted) === wanted;
  return (mode & wanted) === wanted;
}

/**
 * Reading and passing is all that is needed; containers often keep only the wider of the two capabilities.
 */
function passingCapability(): 'dac_read_search' | 'dac_override' {
  const dacReadSearchBit = 2n;
  const effective = /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  return (BigInt(`0x${effective}`) >> dacReadSearchBit) & 1n ? 'dac_read_search' : 'dac_override';
}

function nobody(): { uid: number; gid: number } {
  const usual = { uid: 65_534, gid: 65_534 };
  if (!existsSync('/etc/passwd')) return usual;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'));
  const [, , uid, gid] = (line ?? '').split(':').map(Number);
  // macOS writes the account's id as -2, which no system call takes.
  return uid !== undefined && gid !== undefined && uid > 0 && gid > 0 ? { uid, gid } : usual;
}
