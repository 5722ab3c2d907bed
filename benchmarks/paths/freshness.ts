import { monitorEventLoopDelay, performance as timer } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommand } from '#server/command.ts';
import { readConfig } from '#server/config.ts';
import type { Context } from '#server/context.ts';
import { HeldTenant } from '#server/features/wall/exports.ts';
import { median } from '../harness/compare.ts';
import type { Measurement } from '../measurement.ts';
import { caller } from '../world/call.ts';
import { offerBody } from '../world/offers.ts';
import type { MeasuredPath, Stage } from './path.ts';

const ROUNDS = 8;
const CHANGES = 50;
const REBUILDS = 3;
/** How often the loop is looked at; a look that comes in time is so late after the one before, and no later. */
const LOOK_EVERY_MS = 1;

/** How soon two processes know of a change, and what taking it in costs the one that serves. */
export const freshness: MeasuredPath = {
  name: 'freshness',
  async measure(stage) {
    const { installation, world } = stage;
    const seen = await secondsUntilSeen(stage);
    const loop = await runCommand(
      (context) => loopTimes(context, world.tenantId, world.openOfferIds),
      readConfig(installation.environment),
    );
    return [...seen, ...loop];
  },
};

async function secondsUntilSeen(stage: Stage): Promise<Measurement[]> {
  const { installation, server, world } = stage;
  const call = caller(server.origin, installation.token);
  const other = await installation.startServer();
  const name = `Fresh ${world.tenantId.slice(-6)}`;
  try {
    const body = { ...offerBody(world, 0, true, () => 0.5), name };
    const { id } = await call('POST', '/api/v1/sdk-offer-management/publisher/offers', body);
    const seconds: number[] = [];
    // A process that serves has read the offers before.
    for (const { origin } of [server, other]) await isShown(origin, name);
    for (let round = 0; round < ROUNDS; round++) {
      const pause = round % 2 === 0;
      await call('PATCH', `/api/v1/sdk-offer-management/offers/${id}/${pause ? 'pause' : 'resume'}`);
      const startedAt = timer.now();
      for (const { origin } of [server, other]) {
        while ((await isShown(origin, name)) === pause) await sleep(5);
      }
      seconds.push((timer.now() - startedAt) / 1_000);
    }
    return [
      {
        name: 'A pause or resumption is seen by both processes, the slowest of all',
        value: Math.max(...seconds),
        unit: 's',
        atMost: 1,
        notes: `median ${median(seconds).toFixed(3)} s of ${ROUNDS}`,
      },
    ];
  } finally {
    await other.stop();
  }
}

async function isShown(origin: string, name: string): Promise<boolean> {
  const url = `${origin}/api/v1/offer-wall/offers?pub_member_id=watcher&filter.search=${encodeURIComponent(name)}`;
  const answer = await fetch(url);
  const { data } = (await answer.json()) as { data: { offers: { totalCount: number } } };
  return data.offers.totalCount > 0;
}

async function loopTimes(
  context: Context,
  tenantId: string,
  offerIds: readonly string[],
): Promise<Measurement[]> {
  const delay = monitorEventLoopDelay({ resolution: LOOK_EVERY_MS });
  const held = new HeldTenant(context, tenantId);
  await sleep(50);
  delay.enable();
  await held.current();
  delay.disable();
  const firstReading = heldUpMs(delay);
  const times: number[] = [];
  for (let change = 0; change < CHANGES; change++) {
    const before = timer.eventLoopUtilization();
    held.note({ kind: 'offer', objectId: offerIds[change % 20] ?? null });
    await held.current();
    // One more turn, so that the stretch that ends the reading is counted.
    await sleep(1);
    times.push(timer.eventLoopUtilization(before).active);
  }
  delay.reset();
  await sleep(50);
  delay.enable();
  for (let rebuild = 0; rebuild < REBUILDS; rebuild++) {
    held.note({ kind: 'settings', objectId: null });
    await held.current();
    held.note({ kind: 'offer', objectId: null });
    await held.current();
  }
  delay.disable();
  return [
    { name: 'Loop time of taking in one change', value: median(times), unit: 'ms', atMost: 1 },
    {
      name: 'The longest that a rebuild holds up the loop',
      value: heldUpMs(delay),
      unit: 'ms',
      atMost: 10,
      notes: `all of the offers compared with the database, limits and sums read anew, ${REBUILDS} times`,
    },
    {
      name: 'The longest that the first reading of all offers holds up the loop',
      value: firstReading,
      unit: 'ms',
    },
  ];
}

/** The longest that anything else had to wait. */
function heldUpMs({ max }: { readonly max: number }): number {
  return max / 1e6 - LOOK_EVERY_MS;
}
