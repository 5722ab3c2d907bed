import { setTimeout as sleep } from 'node:timers/promises';
import { sendLoad, type Load, type LoadPlan } from './load.ts';
import { busySeconds, cpuSeconds, treeCpuSeconds } from './cpu.ts';

/** One of two sides that are compared. */
export interface Side {
  /** Works for so many seconds; the seed makes the same requests again. */
  readonly send: (seconds: number, seed: number) => Promise<Load>;
  /** Makes what the next slice needs, outside of what is measured. */
  readonly prepare?: (seed: number) => Promise<void>;
  /** CPU time used so far by what serves this side, in seconds. */
  readonly cpuSeconds: () => number;
  /** Time in which what serves this side had something to do so far, in seconds. */
  readonly busySeconds?: () => number;
}

/**
 * A side that is sent HTTP requests.
 *
 * @param databasePid of the database's first process, where its work counts as well
 */
export function httpSide(plan: LoadPlan, pid: number, databasePid?: number): Side {
  return {
    send: (seconds, seed) => sendLoad(plan, seconds, seed),
    cpuSeconds: () => cpuSeconds(pid) + (databasePid === undefined ? 0 : treeCpuSeconds(databasePid)),
    busySeconds: () => busySeconds(pid),
  };
}

/** What one side needed, the medians of its slices. */
export interface SideResult {
  readonly cpuMicrosPerRequest: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly errors: number;
}

/** Two sides compared. */
export interface Comparison {
  readonly ours: SideResult;
  readonly reference: SideResult;
  /**
   * The reference's CPU time for a request divided by ours, the median over the rounds: 1 is as fast as it. Not a number
   * where no round counts.
   */
  readonly ratio: number;
  readonly rounds: number;
  /** Rounds that don't count because the client could not keep the reference busy. */
  readonly discarded: number;
}

/** How long and how often is measured. */
export interface Pace {
  readonly rounds: number;
  readonly sliceSeconds: number;
  /** Code is compiled while it runs, so that its first seconds tell nothing; few for what has run before. */
  readonly warmUpSeconds: { readonly ours: number; readonly reference: number };
  /** The least share of a slice that the reference must have something to do for a round to count; 0 where it waits for a disk. */
  readonly leastLoad: number;
}

/** The pace of the standard run. */
export const standardPace: Pace = {
  rounds: 5,
  sliceSeconds: 1,
  warmUpSeconds: { ours: 4, reference: 1 },
  leastLoad: 0.95,
};

/** The same where our side has been measured before. */
export const warmPace: Pace = { ...standardPace, warmUpSeconds: { ours: 1, reference: 1 } };

/**
 * The same where the reference's work waits for a disk, so that no client could keep it at work, and where it answers so
 * little in a second that it takes another to run warm.
 */
export function waiting(pace: Pace): Pace {
  return { ...pace, leastLoad: 0, warmUpSeconds: { ...pace.warmUpSeconds, reference: 2 } };
}

/** The most rounds that are discarded for each that is wanted; bad minutes of a shared machine pass. */
const DISCARDED_FOR_EACH = 2;

/**
 * Compares CPU time for a request, one slice of the one side after one of the other, so that whatever else the machine
 * does falls on both.
 */
export async function compare(ours: Side, reference: Side, pace: Pace = standardPace): Promise<Comparison> {
  const slice = async (side: Side, seconds: number, seed: number) => {
    const measured = await measureSlice(side, seconds, seed);
    await untilQuiet([ours, reference]);
    return measured;
  };
  await slice(ours, pace.warmUpSeconds.ours, 1);
  await slice(reference, pace.warmUpSeconds.reference, 1);
  const rounds: { ours: Slice; reference: Slice }[] = [];
  let discarded = 0;
  for (let seed = 2; rounds.length < pace.rounds && discarded < pace.rounds * DISCARDED_FOR_EACH; seed++) {
    const round = {
      ours: await slice(ours, pace.sliceSeconds, seed),
      reference: await slice(reference, pace.sliceSeconds, seed),
    };
    if (round.reference.busy / round.reference.load.seconds < pace.leastLoad) discarded++;
    else rounds.push(round);
  }
  return {
    ours: summary(rounds.map((round) => round.ours)),
    reference: summary(rounds.map((round) => round.reference)),
    ratio: median(rounds.map((round) => perRequest(round.reference) / perRequest(round.ours))),
    rounds: rounds.length,
    discarded,
  };
}

interface Slice {
  readonly load: Load;
  readonly cpu: number;
  readonly busy: number;
}

async function measureSlice(side: Side, seconds: number, seed: number): Promise<Slice> {
  await side.prepare?.(seed);
  const { cpuSeconds: cpuSoFar, busySeconds: busySoFar = cpuSoFar } = side;
  const [cpu, busy] = [cpuSoFar(), busySoFar()];
  const load = await side.send(seconds, seed);
  return { load, cpu: cpuSoFar() - cpu, busy: busySoFar() - busy };
}

const LOOK_EVERY_MS = 30;
const MOST_LOOKS = 30;
/** The share of a look's time that a server and its database work when nobody asks them for anything. */
const IDLE_SHARE = 0.35;

/**
 * Waits until nobody works any more on what a client left behind when its time was up: a slow server's last requests
 * would be charged to the next slice, since both sides write to one database. What goes on regardless is not waited for.
 */
async function untilQuiet(sides: readonly Side[]): Promise<void> {
  for (let look = 0; look < MOST_LOOKS; look++) {
    const before = sides.map((side) => side.cpuSeconds());
    await sleep(LOOK_EVERY_MS);
    const most = Math.max(...sides.map((side, index) => side.cpuSeconds() - (before[index] ?? 0)));
    if (most * 1000 <= LOOK_EVERY_MS * IDLE_SHARE) return;
  }
}

function perRequest({ load, cpu }: Slice): number {
  return (cpu / load.requests) * 1e6;
}

function summary(slices: readonly Slice[]): SideResult {
  return {
    cpuMicrosPerRequest: median(slices.map(perRequest)),
    requestsPerSecond: median(slices.map(({ load }) => load.requests / load.seconds)),
    p50Ms: median(slices.map(({ load }) => load.p50Ms)),
    p99Ms: median(slices.map(({ load }) => load.p99Ms)),
    errors: slices.reduce((sum, { load }) => sum + load.errors, 0),
  };
}

/** The middle of some numbers, the mean of the two middle ones where their count is even; of none, not a number. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle) - 1] ?? Number.NaN)) / 2;
}
