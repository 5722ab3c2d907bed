import fc from 'fast-check';
import { anyRun, type RunPlan } from './commands.ts';
import { playRun } from './play.ts';
import { prepare } from './prepare.ts';
import { makeRunTenant, takeTurns, type RunTenant, type Stage } from './tenant.ts';
import { verifyRuns } from './verified.ts';

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
  /** The first failure with its seed and its shortened list, or what a verification found after all. */
  readonly failure: string | null;
}

/** A tenant gets slow to list once it has many offers. */
const RUNS_OF_A_TENANT = 40;

/**
 * Plays random runs against the server and the model. Each lane has tenants of its own, whose clock only goes on; a
 * failing run is played again, shorter and shorter, until no shorter one fails. In the end all that they left is verified.
 */
export async function playRuns(stage: Stage, wanted: RunsWanted): Promise<RunsReport> {
  const { seed, runs, lanes = 6 } = wanted;
  await takeTurns(stage);
  const reached = {};
  const counted: Counted = {
    played: 0,
    reached,
    made: [],
    isOver: false,
    endsAt: performance.now() + (wanted.mostMs ?? Infinity),
  };
  const shares = Array.from({ length: lanes }, (_, lane) => Math.floor((runs + lane) / lanes));
  const failures = await Promise.all(
    shares.map((share, lane) =>
      playLane(stage, seed + lane * 7_919, share, wanted.shrinkMs ?? 20_000, counted),
    ),
  );
  const failure = failures.find((one) => one !== null) ?? (await verifyRuns(stage, counted.made));
  return { played: counted.played, reached, failure };
}

interface Counted {
  played: number;
  isOver: boolean;
  readonly reached: Record<string, number>;
  /** The tenants that were made for runs. */
  readonly made: RunTenant[];
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
  let startedAt = 0;
  const play = async (plan: RunPlan): Promise<void> => {
    const settings = JSON.stringify(plan.settings);
    const known = tenants.get(settings);
    const tenant = known === undefined ? await makeRunTenant(stage) : known;
    if (tenant !== known) {
      counted.made.push(tenant);
      await prepare(tenant, plan.settings);
    }
    tenants.set(settings, tenant);
    if (tenant.runs + 1 >= RUNS_OF_A_TENANT) tenants.delete(settings);
    if (counted.isOver) tenant.clock.now = startedAt;
    startedAt = tenant.clock.now;
    try {
      for (const what of await playRun(tenant, plan))
        counted.reached[what] = (counted.reached[what] ?? 0) + 1;
    } catch (error) {
      counted.isOver = true;
      throw error;
    } finally {
      // What a broken run left behind is nobody else's, and a run that is played again begins at the same time.
      if (counted.isOver) tenants.delete(settings);
    }
  };
  const playNext = async (plan: RunPlan): Promise<void> => {
    // Once another lane has failed, the rest need not go on.
    if (counted.isOver || performance.now() > counted.endsAt) return;
    counted.played += 1;
    await play(plan);
  };
  // A list is shortened below: what fast-check would try first takes long to play.
  const options = { seed, numRuns: runs, endOnFailure: true };
  const result = await fc.check(fc.asyncProperty(anyRun, playNext), options);
  const [failing] = result.counterexample ?? [];
  if (failing === undefined) return null;
  const { plan, error } = await shorten(failing, result.errorInstance, play, shrinkMs);
  return [
    `seed ${seed}, run ${result.numRuns}, ${plan.commands.length} of ${failing.commands.length} commands:`,
    JSON.stringify({ ...plan, commands: undefined, startedAt: new Date(startedAt).toISOString() }),
    ...plan.commands.map((command) => `  ${JSON.stringify(command)}`),
    error instanceof Error ? error.message : String(error),
  ].join('\n');
}

/** Leaves out of a failing run, half by half and then one by one, what it also fails without. */
async function shorten(
  failing: RunPlan,
  failure: unknown,
  play: (plan: RunPlan) => Promise<void>,
  mostMs: number,
): Promise<{ plan: RunPlan; error: unknown }> {
  const endsAt = performance.now() + mostMs;
  let shortest = { plan: failing, error: failure };
  for (let size = failing.commands.length >> 1; size > 0; size >>= 1)
    for (let from = shortest.plan.commands.length - size; from > 0; from -= size) {
      if (performance.now() > endsAt) return shortest;
      const plan = { ...shortest.plan, commands: shortest.plan.commands.toSpliced(from, size) };
      const error: unknown = await play(plan).then(
        () => null,
        (fault: unknown) => fault,
      );
      if (error !== null) shortest = { plan, error };
    }
  return shortest;
}
