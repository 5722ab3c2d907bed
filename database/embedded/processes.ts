import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** True while a process with this number exists, whoever it belongs to. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isZombie(pid);
}

/**
 * Names one life of a process number: numbers are used again, above all in containers, a number with its start is not.
 * Empty when there is no such process.
 */
export function processBirth(pid: number): string {
  if (process.platform === 'linux') return statFields(pid)[19] ?? '';
  return askPs(pid, 'lstart=');
}

/** The command line of a process, words separated by spaces; empty when there is no such process. */
export function commandLine(pid: number): string {
  if (process.platform !== 'linux') return askPs(pid, 'command=');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}

/** Waits until a process is gone. Answers false when it is still there after the time given. */
export async function waitUntilGone(pid: number, timeoutMs: number): Promise<boolean> {
  const stepMs = 20;
  for (let waitedMs = 0; waitedMs <= timeoutMs; waitedMs += stepMs) {
    if (!isRunning(pid)) return true;
    await sleep(stepMs);
  }
  return !isRunning(pid);
}

function isZombie(pid: number): boolean {
  return process.platform === 'linux' && statFields(pid)[0] === 'Z';
}

/** The fields of `/proc/<pid>/stat` after the command name, which may itself hold spaces and parentheses. */
function statFields(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

function askPs(pid: number, field: string): string {
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', field], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}
