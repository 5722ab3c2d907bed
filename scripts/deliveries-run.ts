import { parseArgs } from 'node:util';
import type { FastifyInstance } from 'fastify';
import { runFlaky } from '../benchmarks/deliveries/flaky-run.ts';
import { openStage } from '../benchmarks/deliveries/outbox.ts';
import { compareWithHanging, compareWithRaw, compareWithWaiting } from '../benchmarks/deliveries/rates.ts';

// Deliveries against receivers that misbehave, and their rates: `npm run deliveries-run -- --conversions 5000`.
const { values } = parseArgs({
  options: {
    conversions: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true },
  },
});
const parts = { raw: compareWithRaw, hanging: compareWithHanging, waiting: compareWithWaiting };
const isChosen = (name: string) => values.only === undefined || values.only.includes(name);

const stage = await openStage();
try {
  if (isChosen('flaky')) {
    const parts = { ...stage, app: stage.server.app as FastifyInstance };
    const report = await runFlaky(parts, Number(values.conversions), values.seed);
    console.log(
      `flaky receiver, seed ${values.seed}: ${report.conversions} conversions, ${report.tries} tries, ${report.misbehaved} of them treated badly, ${report.faults.length} faults`,
    );
    for (const fault of report.faults) console.log(`  ${fault}`);
    if (report.faults.length > 0) process.exitCode = 1;
  }
  for (const [name, measure] of Object.entries(parts)) {
    if (!isChosen(name)) continue;
    const { path, measured, goal, isMet, notes } = await measure(stage);
    console.log(`${isMet ? 'met   ' : 'missed'}  ${path}: ${measured} (goal ${goal}) — ${notes}`);
  }
} finally {
  await stage.stop();
}
