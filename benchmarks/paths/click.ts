import { compare, standardPace } from '../harness/compare.ts';
import { cpuSeconds, treeCpuSeconds } from '../harness/cpu.ts';
import { bareRedirect } from '../references/bare.ts';
import type { MeasuredPath } from './path.ts';
import { ratioOf } from './ratio.ts';

const host = 'api.bench.localhost';
const connections = 64;

/** A click: recorded, committed, redirected. */
export const click: MeasuredPath = {
  name: 'click',
  async measure({ installation, server, world }) {
    const request = `return wrk.format("GET", "/api/v1/offer-wall/offer-link-redirect?offerId=" .. values[math.random(#values)] .. "&pub_member_id=member-" .. math.random(100000))`;
    const plan = { connections, host, request, values: world.openOfferIds };
    const bare = await bareRedirect(
      'https://track.example.com/c/1?sub=&gk_click_id=0193a1f2-7c40-7b1e-9c55-3a1f0f9b2d20',
    );
    try {
      const compared = await compare(
        {
          plan: { ...plan, origin: server.origin },
          cpuSeconds: () => cpuSeconds(server.pid) + treeCpuSeconds(installation.databasePid),
        },
        { plan: { ...plan, origin: bare.origin }, cpuSeconds: () => cpuSeconds(bare.pid) },
        { ...standardPace, sliceSeconds: 2 },
      );
      return [ratioOf('Click, 302 after COMMIT, against a bare 302', 0.35, compared)];
    } finally {
      await bare.stop();
    }
  },
};
