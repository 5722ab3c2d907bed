import { compare, httpSide, standardPace, waiting, type SideResult } from '../harness/compare.ts';
import { bareRedirect } from '../references/bare.ts';
import type { Measurement } from '../measurement.ts';
import { growHistory } from '../world/world.ts';
import { connections, host, type MeasuredPath, type Stage } from './path.ts';
import { ClickStock } from './click-stock.ts';
import { ourSide } from './postback.ts';
import { wallLoad } from './wall.ts';

const TIMES = 10;
const pace = waiting(standardPace);

/** What ten times as many clicks, conversions and members cost. */
export const growth: MeasuredPath = {
  name: 'growth',
  isLong: true,
  async measure(stage) {
    const before = await costs(stage);
    const { size, tenantId } = stage.world;
    const grown = { ...size, members: size.members * TIMES, clicks: size.clicks * TIMES };
    await growHistory(stage.installation, tenantId, size, grown);
    const after = await costs(stage);
    return Object.entries(before).map(([path, cost]): Measurement => {
      const now = after[path] ?? Number.NaN;
      return {
        name: `Cost of ${path} with ${TIMES} times the history`,
        value: now / cost,
        unit: '×',
        atMost: 1.2,
        notes: `${cost.toFixed(2)}, then ${now.toFixed(2)} times a bare answer`,
      };
    });
  },
};

/** CPU for a request of each path, in those of a bare redirect measured beside it, so that both runs are comparable. */
async function costs(stage: Stage): Promise<Record<string, number>> {
  const { installation, server, world } = stage;
  const bare = await bareRedirect('https://track.example.com/');
  const reference = httpSide({ ...wallLoad, origin: bare.origin }, bare.pid);
  const relative = async (side: Parameters<typeof compare>[0]) => {
    const { ours, reference: other } = await compare(side, reference, pace);
    return cpu(ours) / cpu(other);
  };
  const click = `return wrk.format("GET", "/api/v1/offer-wall/offer-link-redirect?offerId=" .. values[math.random(#values)] .. "&pub_member_id=member-" .. math.random(100000))`;
  const stock = new ClickStock(stage, world.openOfferIds);
  const clickPlan = { origin: server.origin, connections, host, request: click, values: world.openOfferIds };
  try {
    return {
      wall: await relative(httpSide({ ...wallLoad, origin: server.origin }, server.pid)),
      click: await relative(httpSide(clickPlan, server.pid, installation.databasePid)),
      postback: await relative(await ourSide(stage, stock)),
    };
  } finally {
    await stock.close();
    await bare.stop();
  }
}

function cpu({ cpuMicrosPerRequest }: SideResult): number {
  return cpuMicrosPerRequest;
}
