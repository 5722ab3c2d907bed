import type { FastifyInstance } from 'fastify';
import type { Measurement } from '../measurement.ts';
import { runFlaky } from './flaky-run.ts';
import { openStage } from './outbox.ts';
import { compareWithHanging, compareWithRaw, compareWithWaiting } from './rates.ts';

const CONVERSIONS = 5_000;
const SEED = '2026-11-21';

/**
 * Delivers a run of conversions to a receiver that fails a third of its calls, and measures how fast deliveries are
 * sent: beside a bare client, beside a receiver that hangs, and beside a million that wait.
 */
export async function measureDeliveries(): Promise<Measurement[]> {
  const stage = await openStage();
  try {
    const parts = { ...stage, app: stage.server.app as FastifyInstance };
    const { tries, misbehaved, faults } = await runFlaky(parts, CONVERSIONS, SEED);
    for (const fault of faults.slice(0, 20)) console.log(`  ${fault}`);
    const flaky = `${CONVERSIONS} conversions, a receiver that fails a third`;
    return [
      { name: `${flaky}: tries`, value: tries, unit: 'tries' },
      { name: `${flaky}: treated badly`, value: misbehaved, unit: 'tries' },
      { name: `${flaky}: deliveries that ended wrong`, value: faults.length, unit: 'faults', atMost: 0 },
      ...(await compareWithRaw(stage)),
      ...(await compareWithHanging(stage)),
      ...(await compareWithWaiting(stage)),
    ];
  } finally {
    await stage.stop();
  }
}
