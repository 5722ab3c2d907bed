import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allWorkers } from '#server/features/workers.ts';
import { playRuns } from '#simulator/model-runs/runs.ts';
import { paced } from '#simulator/model-runs/stage.ts';
import { plantedBugs } from '#simulator/planted-bugs/bugs.ts';
import { edited } from '#simulator/planted-bugs/hunt.ts';
import { testApp } from '#support/app.ts';

const app = await testApp({ TRUST_PROXY: '1' });
const root = new URL('../../', import.meta.url);

/** The same runs each time, so that a failure is the change's; `npm run simulate` plays others each time. */
const SEED = 10;
const RUNS = 500;
/** A machine that is busy with other things plays fewer of them, so that the tests come to an end. */
const MOST_MS = 120_000;

/** What runs have to come to, lest they prove nothing: every line of the tests of a postback, and what follows. */
const rules = [
  ['ip_not_whitelisted', 'unknown_click', 'click_expired', 'unknown_event', 'event_archived', 'duplicate'],
  ['already_completed', 'amount_missing', 'amount_invalid', 'waiting_for_previous_event', 'too_early'],
  ['deadline_passed', 'cap_reached', 'partner_cap_reached', 'budget_exhausted', 'Pending', 'Success'],
  ['held, then Success', 'held, then out_of_sequence', 'held, then too_early', 'approved past a limit'],
  ['attempt completed', 'attempt expired'],
].flat();

test('the server does what the model does, whatever random runs do to it, and a verification agrees', async () => {
  const stage = { baseUrl: app.baseUrl, context: app.context, workers: paced(allWorkers(app.context)) };
  const { played, reached, failure } = await playRuns(stage, { seed: SEED, runs: RUNS, mostMs: MOST_MS });
  if (failure !== null) throw new Error(failure);
  expect(played).toBeGreaterThan(50);
  if (played === RUNS) expect(rules.filter((rule) => reached[rule] === undefined)).toEqual([]);
}, 300_000);

test('the model shares nothing with what it is compared to', () => {
  const folder = new URL('simulator/model/', root);
  const texts = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const imports = texts.flatMap((text) => [...text.matchAll(/from '([^']+)'/g)].map(([, name]) => name));
  expect(imports.filter((name) => !name?.startsWith('./'))).toEqual([]);
});

test.each(plantedBugs)('the planted bug "$name" still fits the product', ({ edits }) => {
  for (const edit of edits) {
    const text = readFileSync(new URL(edit.file, root), 'utf8');
    expect(edited(text, edit)).not.toBe(text);
  }
});
