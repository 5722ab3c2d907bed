import { compare, httpSide, standardPace, waiting, type Pace, type Side } from '../harness/compare.ts';
import { makeInstallation } from '../harness/installation.ts';
import type { Measurement } from '../measurement.ts';
import { growHistory, seedWorld } from '../world/world.ts';
import { ClickStock } from './click-stock.ts';
import { clickLoad } from './click.ts';
import type { MeasuredPath, Stage } from './path.ts';
import { ourSide, receiveCallbacks } from './postback.ts';
import { wallLoadOf } from './wall.ts';

const TIMES = 10;
const MOST_TIMES_THE_COST = 1.2;

/** Both processes are new and are compiled while they run, which makes the first seconds of each path cost anything. */
const pace: Pace = {
  ...waiting(standardPace),
  rounds: 7,
  warmUpSeconds: { ours: 12, reference: 12 },
};

/**
 * What ten times as many clicks, conversions and members cost: the grown world beside one of the size that it had before,
 * slice after slice. Both are asked for all of their members, each of whom has as much behind them as in the other world.
 */
export const growth: MeasuredPath = {
  name: 'growth',
  isLong: true,
  async measure(stage) {
    const { size, tenantId } = stage.world;
    const grownSize = { ...size, members: size.members * TIMES, clicks: size.clicks * TIMES };
    await growHistory(stage.installation, tenantId, size, grownSize);
    const server = await stage.installation.startServer();
    const small = await smallStage(stage);
    const grown = await openPaths({ ...stage, server }, grownSize.members);
    const before = await openPaths(small, size.members);
    try {
      const measured: Measurement[] = [];
      for (const [name, side] of Object.entries(grown.sides)) {
        measured.push(await costOf(name, side, before.sides[name as PathName]));
      }
      return measured;
    } finally {
      await grown.close();
      await before.close();
      await server.stop();
      await small.installation.stop();
    }
  },
};

async function costOf(name: string, grown: Side, before: Side): Promise<Measurement> {
  const { ours, reference, ratio } = await compare(grown, before, pace);
  const micros = [reference, ours].map((side) => Math.round(side.cpuMicrosPerRequest));
  return {
    name: `Cost of ${name} with ${TIMES} times the history`,
    value: 1 / ratio,
    unit: '×',
    // What the goals count: the database only where something is written.
    ...(name !== 'wall and database' && { atMost: MOST_TIMES_THE_COST }),
    notes: `${micros.join(' µs, then ')} µs`,
  };
}

/** An installation as the measured one was before it grew. */
async function smallStage(stage: Stage): Promise<Stage> {
  const installation = await makeInstallation();
  try {
    const server = await installation.startServer();
    return { ...stage, installation, server, world: await seedWorld(installation, server, stage.world.size) };
  } catch (error) {
    await installation.stop();
    throw error;
  }
}

type PathName = 'wall and database' | 'wall' | 'click' | 'postback';

interface OpenPaths {
  readonly sides: Readonly<Record<PathName, Side>>;
  close(): Promise<void>;
}

async function openPaths(stage: Stage, members: number): Promise<OpenPaths> {
  const { installation, server, world } = stage;
  await receiveCallbacks(stage);
  const stock = new ClickStock(stage, world.openOfferIds);
  const wall = { ...wallLoadOf(members), origin: server.origin };
  const click = { ...clickLoad(members, world.openOfferIds), origin: server.origin };
  return {
    sides: {
      'wall and database': httpSide(wall, server.pid, installation.databasePid),
      wall: httpSide(wall, server.pid),
      click: httpSide(click, server.pid, installation.databasePid),
      postback: await ourSide(stage, stock),
    },
    close: () => stock.close(),
  };
}
