import { expect, test } from 'vitest';
import { runKills } from '#simulator/kills/run.ts';

/** One of each kind; `npm run simulate -- --kills 20` kills more often. */
const KILLS = 3;

test('a server that is killed under traffic loses no answer, makes nothing twice and passes no limit', async () => {
  const { kills, conversions, faults } = await runKills({ kills: KILLS, seed: 1, isAwaited: false });
  expect(faults).toEqual([]);
  expect(kills.map(({ victim }) => victim)).toEqual(['server', 'server and database', 'database']);
  expect(Math.min(...kills.map(({ inFlight }) => inFlight))).toBeGreaterThanOrEqual(20);
  expect(conversions).toBeGreaterThan(10);
}, 240_000);
