import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks that Linux counts in a second of CPU time. */
const TICKS_PER_SECOND = 100;

/** CPU time that a process has used so far, in seconds, all its threads together. */
export function cpuSeconds(pid: number): number {
  const { own } = readStat(pid);
  return own / TICKS_PER_SECOND;
}

/**
 * CPU time of a process and of everything it started, also of children that have ended, in seconds. For a database
 * server this counts each connection's process.
 */
export function treeCpuSeconds(pid: number): number {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [readStat(Number(name))];
      } catch {
        // A process may end between the listing and the look at it.
        return [];
      }
    })
    .filter(({ parent }) => parent === pid);
  const { own, ended } = readStat(pid);
  return (own + ended + children.reduce((sum, child) => sum + child.own, 0)) / TICKS_PER_SECOND;
}

/**
 * Time that a process's first thread has worked or waited for a processor so far, in seconds: that is how long it had
 * something to do, also on a machine whose processors others use as well. Where the system doesn't tell, its CPU time.
 */
export function busySeconds(pid: number): number {
  try {
    const [worked = 0, waited = 0] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ').map(Number);
    return (worked + waited) / 1e9;
  } catch {
    return cpuSeconds(pid);
  }
}

/** The process that started another one. */
export function parentOf(pid: number): number {
  return readStat(pid).parent;
}

/** CPU time of the whole machine so far, in ticks, and how much of it its host gave to other machines. */
export function machineTicks(): { readonly stolen: number; readonly all: number } {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  // User, nice, system, idle, waiting, interrupts, soft interrupts, stolen; what follows is part of these.
  const ticks = line.split(/\s+/).slice(1, 9).map(Number);
  return { stolen: ticks[7] ?? 0, all: ticks.reduce((sum, one) => sum + one, 0) };
}

function readStat(pid: number): { parent: number; own: number; ended: number } {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name of the program stands in brackets and may hold spaces, so fields are counted from after it.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = (index: number) => Number(fields[index]);
  return { parent: ticks(1), own: ticks(11) + ticks(12), ended: ticks(13) + ticks(14) };
}
