import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { playRuns } from '#simulator/model-runs/runs.ts';
import { openStage } from '#simulator/model-runs/stage.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomInt(1_000_000)) },
    runs: { type: 'string', default: '10000' },
    lanes: { type: 'string', default: '6' },
    /** Seconds for which a failing run is shortened. */
    shrink: { type: 'string', default: '60' },
    database: { type: 'string' },
  },
});

const wanted = {
  seed: Number(values.seed),
  runs: Number(values.runs),
  lanes: Number(values.lanes),
  shrinkMs: Number(values.shrink) * 1_000,
};
console.log(`Playing ${wanted.runs} runs from seed ${wanted.seed}`);
const stage = await openStage(values.database);
const startedAt = performance.now();
try {
  const { played, failure } = await playRuns(stage, wanted);
  if (failure !== null) console.error(failure);
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  console.log(
    `${played} runs in ${seconds} s: ${failure === null ? 'no difference' : 'the server differs from the model'}`,
  );
  process.exitCode = failure === null ? 0 : 1;
} finally {
  await stage.stop();
}
