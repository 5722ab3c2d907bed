import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allWorkers } from '#server/features/workers.ts';
import { playRuns } from '#simulator/model-runs/runs.ts';
import { paced } from '#simulator/model-runs/stage.ts';
import { testApp } from '#support/app.ts';

const app = await testApp({ TRUST_PROXY: '1' });

/** The same runs each time, so that a failure is the change's; `npm run simulate` plays others each time. */
const SEED = 20261121;
const RUNS = 500;

test(`the server does what the model does, whatever ${RUNS} runs do to it`, async () => {
  const stage = { baseUrl: app.baseUrl, context: app.context, workers: paced(allWorkers(app.context)) };
  const { played, failure } = await playRuns(stage, { seed: SEED, runs: RUNS });
  if (failure !== null) throw new Error(failure);
  expect(played).toBe(RUNS);
}, 600_000);

test('the model shares nothing with what it is compared to', () => {
  const folder = new URL('../../simulator/model/', import.meta.url);
  const texts = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const imports = texts.flatMap((text) => [...text.matchAll(/from '([^']+)'/g)].map(([, name]) => name));
  expect(imports.filter((name) => !name?.startsWith('./'))).toEqual([]);
});
