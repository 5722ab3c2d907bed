import { expect, test } from 'vitest';
import { allWorkers } from '#server/features/workers.ts';
import { playRuns } from '#simulator/model-runs/runs.ts';
import { testApp } from '#support/app.ts';

const app = await testApp({ TRUST_PROXY: '1' });
const paced = ['ripening', 'held conversions', 'attempts', 'attempts of changed offers'];
const workers = allWorkers(app.context).filter(({ name }) => paced.includes(name));

test('the server does what the model does, whatever 500 runs do to it', async () => {
  const seed = Number(process.env['SEED'] ?? 1);
  const runs = Number(process.env['RUNS'] ?? 500);
  const report = await playRuns({ baseUrl: app.baseUrl, context: app.context, workers }, { seed, runs });
  if (report.failure !== null) throw new Error(report.failure);
  expect(report.played).toBe(runs);
}, 120_000);
