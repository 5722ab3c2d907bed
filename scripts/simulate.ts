import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runKills } from '#simulator/kills/run.ts';
import { playRuns } from '#simulator/model-runs/runs.ts';
import { openStage, openStageDatabase } from '#simulator/model-runs/stage.ts';
import { huntBugs } from '#simulator/planted-bugs/hunt.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomInt(1_000_000)) },
    runs: { type: 'string' },
    lanes: { type: 'string', default: '6' },
    /** Begins no further run after so many minutes. */
    minutes: { type: 'string', default: 'Infinity' },
    /** Seconds for which a failing run is shortened. */
    shrink: { type: 'string', default: '60' },
    /** A database to play on, instead of one that is thrown away. */
    database: { type: 'string' },
    /** Kills a server so often under traffic, instead of playing runs. */
    kills: { type: 'string' },
    'planted-bugs': { type: 'boolean', default: false },
    /** Of the planted bugs only those with this in their names. */
    only: { type: 'string', default: '' },
  },
});

const seed = Number(values.seed);

/** Plays runs; false when one found a difference. */
async function simulate(databaseUrl: string): Promise<boolean> {
  const runs = Number(values.runs ?? 10_000);
  console.log(`Playing ${runs} runs from seed ${seed}`);
  const stage = await openStage(databaseUrl);
  const startedAt = performance.now();
  try {
    const shrinkMs = Number(values.shrink) * 1_000;
    const mostMs = Number(values.minutes) * 60_000;
    const wanted = { seed, runs, lanes: Number(values.lanes), shrinkMs, mostMs };
    const { played, reached, failure } = await playRuns(stage, wanted);
    if (failure !== null) console.error(failure);
    else for (const what of Object.keys(reached).toSorted()) console.log(`${reached[what]} × ${what}`);
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    const end = failure === null ? 'no difference' : 'the server differs from the model';
    console.log(`${played} runs in ${seconds} s: ${end}`);
    return failure === null;
  } finally {
    await stage.stop();
  }
}

/** Plants bugs and looks for them; false when one was not found. */
function hunt(databaseUrl: string): Promise<boolean> {
  const wanted = { seed, runs: Number(values.runs ?? 300), databaseUrl, only: values.only };
  return huntBugs(wanted, ({ name, isFound, runs, output }) => {
    console.log(isFound ? `found in ${runs} runs: ${name}` : `NOT FOUND: ${name}\n${output}`);
  });
}

/** Kills a server and looks what became of its answers; false when one was lost or more. */
async function kill(kills: number): Promise<boolean> {
  console.log(`Killing a server ${kills} times, from seed ${seed}`);
  const report = await runKills({
    kills,
    seed,
    databaseUrl: values.database,
    isAwaited: true,
    killed: ({ victim, inFlight, readyAgainMs }) =>
      console.log(
        `killed the ${victim} under ${inFlight} requests, ready again after ${(readyAgainMs / 1_000).toFixed(1)} s`,
      ),
  });
  const { requests, conversions } = report;
  const faults = [...report.faults, ...report.delays];
  for (const fault of faults) console.error(fault);
  console.log(
    `${report.kills.length} kills, ${requests} requests, ${conversions} conversions: ${faults.length} faults`,
  );
  return faults.length === 0;
}

async function onDatabase(run: (url: string) => Promise<boolean>): Promise<boolean> {
  const database = await openStageDatabase(values.database);
  try {
    return await run(database.url);
  } finally {
    await database.stop();
  }
}

const isWell =
  values.kills === undefined
    ? await onDatabase(values['planted-bugs'] ? hunt : simulate)
    : await kill(Number(values.kills));
process.exitCode = isWell ? 0 : 1;
