import type { FastifyInstance } from 'fastify';
import type { Measurement } from '../measurement.ts';
import { runFlaky } from './flaky-run.ts';
import { openStage, type Stage } from './outbox.ts';
import { compareWithHanging, compareWithRaw, compareWithWaiting } from './rates.ts';

const CONVERSIONS = 5_000;
const SEED = '2026-11-21';
const TOLD_FAULTS = 20;

/** Delivers what is due for a run of conversions to a receiver that fails a third of its calls. */
export function measureFlakyReceiver(): Promise<Measurement[]> {
  return onStage(async (stage) => {
    const parts = { ...stage, app: stage.server.app as FastifyInstance };
    const { tries, misbehaved, faults } = await runFlaky(parts, CONVERSIONS, SEED);
    for (const fault of faults.slice(0, TOLD_FAULTS)) console.log(`  ${fault}`);
    return [
      { name: `tries of ${CONVERSIONS} conversions`, value: tries, unit: 'tries' },
      { name: 'of which the receiver treated badly', value: misbehaved, unit: 'tries' },
      { name: 'deliveries that ended otherwise than due', value: faults.length, unit: 'faults', atMost: 0 },
    ];
  });
}

/** Measures how fast deliveries are sent beside a bare client. */
export function measureDeliveries(): Promise<Measurement[]> {
  return onStage(compareWithRaw);
}

/** Measures how fast deliveries are sent beside a receiver that hangs. */
export function measureBesideHanging(): Promise<Measurement[]> {
  return onStage(compareWithHanging);
}

/** Measures how fast deliveries are sent beside a million that wait for their next try. */
export function measureBesideWaiting(): Promise<Measurement[]> {
  return onStage((alone) => onStage((beside) => compareWithWaiting(alone, beside)));
}

async function onStage(measure: (stage: Stage) => Promise<Measurement[]>): Promise<Measurement[]> {
  const stage = await openStage();
  try {
    return await measure(stage);
  } finally {
    await stage.stop();
  }
}
