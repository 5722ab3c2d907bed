import { compare, httpSide, standardPace, waiting } from '../harness/compare.ts';
import { cpuSeconds, treeCpuSeconds } from '../harness/cpu.ts';
import { startProgram } from '../harness/program.ts';
import { offerBody } from '../world/offers.ts';
import { host, referenceSettings, type MeasuredPath } from './path.ts';
import { ratioOf } from './ratio.ts';

const CONNECTIONS = 16;
/** The place of an offer with five steps among those of the world. */
const MULTI_EVENT = 3;

/** Creating an offer with five steps and three creatives. */
export const offerCreate: MeasuredPath = {
  name: 'offer-create',
  async measure(stage) {
    const { installation, server, world } = stage;
    const body = {
      ...offerBody(world, MULTI_EVENT, false, () => 0.5),
      creatives: [0, 1, 2].map((order) => ({
        order,
        url: `https://cdn.example.com/${order}.png`,
        metadata: null,
      })),
    };
    const request = `return wrk.format("POST", "/api/v1/sdk-offer-management/publisher/offers", nil, values[1])`;
    const headers = {
      Authorization: `ApiToken ${installation.token}`,
      'Content-Type': 'application/json',
    };
    const plan = { connections: CONNECTIONS, host, headers, request, values: [JSON.stringify(body)] };
    const insert = await startProgram(
      'benchmarks/references/insert-offer-program.ts',
      referenceSettings(stage),
    );
    try {
      const compared = await compare(
        httpSide({ ...plan, origin: server.origin }, server.pid, installation.databasePid),
        {
          send: (seconds) => insert.work({ seconds, values: [] }),
          cpuSeconds: () => cpuSeconds(insert.pid) + treeCpuSeconds(installation.databasePid),
        },
        waiting(standardPace),
      );
      return [ratioOf('Creating an offer, against a single-row INSERT', 0.35, compared)];
    } finally {
      await insert.stop();
    }
  },
};
