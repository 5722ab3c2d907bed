import { readFileSync } from 'node:fs';

const EVERY_MS = 25;
const MEGABYTE_IN_KB = 1_024;

/** What a process took more while something ran, and how long that took. */
export interface Rise {
  /** Resident memory at its peak above what it was at the start. */
  readonly megabytes: number;
  readonly seconds: number;
}

/** Runs work while it watches the resident memory of a process. Linux only, which is where /proc is. */
export async function riseDuring(pid: number, work: () => Promise<unknown>): Promise<Rise> {
  const before = residentKb(pid);
  let peak = before;
  const timer = setInterval(() => (peak = Math.max(peak, residentKb(pid))), EVERY_MS);
  const startedAt = performance.now();
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  peak = Math.max(peak, residentKb(pid));
  return { megabytes: (peak - before) / MEGABYTE_IN_KB, seconds: (performance.now() - startedAt) / 1_000 };
}

function residentKb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
}
