import fc from 'fast-check';
import { anyRun, type RunPlan } from './commands.ts';
import { playRun } from './play.ts';
import { prepare } from './prepare.ts';
import { makeRunTenant, takeTurns, type RunTenant, type Stage } from './tenant.ts';

/** How many runs are played, from which seed, and how many of them side by side. */
export interface RunsWanted {
  readonly seed: number;
  readonly runs: number;
  readonly lanes?: number;
  /** Stops to look for shorter lists of commands after so long. */
  readonly shrinkMs?: number;
  /** Begins no further run after so long. */
  readonly mostMs?: number;
}

/** What came of runs. */
export interface RunsReport {
  readonly played: number;
  /** How often each outcome and reason was reached. */
  readonly reached: Readonly<Record<string, number>>;
  /** The first failure with its seed and its shortened list. */
  readonly failure: string | null;
}

/** A tenant gets slow to list once it has many offers. */
const RUNS_OF_A_TENANT = 40;

/**
 * Plays random runs against the server and the model. Each lane has tenants of its own, whose clock only goes on; a
 * failing run is played again, shorter and shorter, until no shorter one fails.
 */
export async function playRuns(stage: Stage, wanted: RunsWanted): Promise<RunsReport> {
  const { seed, runs, lanes = 6 } = wanted;
  await takeTurns(stage);
  const reached = {};
  const counted = {
    played: 0,
    reached,
    isOver: false,
    endsAt: performance.now() + (wanted.mostMs ?? Infinity),
  };
  const shares = Array.from({ length: lanes }, (_, lane) => Math.floor((runs + lane) / lanes));
  const failures = await Promise.all(
    shares.map((share, lane) =>
      playLane(stage, seed + lane * 7_919, share, wanted.shrinkMs ?? 20_000, counted),
    ),
  );
  return { played: counted.played, reached, failure: failures.find((failure) => failure !== null) ?? null };
}

interface Counted {
  played: number;
  isOver: boolean;
  readonly reached: Record<string, number>;
  readonly endsAt: number;
}

async function playLane(
  stage: Stage,
  seed: number,
  runs: number,
  shrinkMs: number,
  counted: Counted,
): Promise<string | null> {
  const tenants = new Map<string, RunTenant>();
  let failedAt: number | null = null;
  const play = async (plan: RunPlan): Promise<void> => {
    // Once another lane has failed, the rest need not go on; nor does shortening for ever.
    if (failedAt === null && (counted.isOver || performance.now() > counted.endsAt)) return;
    if (failedAt !== null && performance.now() - failedAt > shrinkMs) return;
    const settings = JSON.stringify(plan.settings);
    const known = tenants.get(settings);
    const tenant = known === undefined ? await makeRunTenant(stage) : known;
    if (tenant !== known) await prepare(tenant, plan.settings);
    tenants.set(settings, tenant);
    if (tenant.runs + 1 >= RUNS_OF_A_TENANT) tenants.delete(settings);
    counted.played += 1;
    try {
      for (const what of await playRun(tenant, plan))
        counted.reached[what] = (counted.reached[what] ?? 0) + 1;
    } catch (error) {
      failedAt ??= performance.now();
      counted.isOver = true;
      // What a broken run left behind is nobody else's.
      tenants.delete(settings);
      throw error;
    }
  };
  const result = await fc.check(fc.asyncProperty(anyRun, play), { seed, numRuns: runs });
  if (!result.failed) return null;
  const [shortest] = result.counterexample ?? [];
  return [
    `seed ${seed}, run ${result.numRuns}, shortened ${result.numShrinks} times:`,
    ...(shortest === undefined ? [] : linesOf(shortest)),
    result.errorInstance instanceof Error ? result.errorInstance.message : 'no message',
  ].join('\n');
}

function linesOf({ commands, ...rest }: RunPlan): string[] {
  return [JSON.stringify(rest), ...commands.map((command) => `  ${JSON.stringify(command)}`)];
}
