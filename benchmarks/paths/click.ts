import { compare, httpSide, standardPace, waiting, warmPace } from '../harness/compare.ts';
import { startListening } from '../harness/installation.ts';
import type { LoadPlan } from '../harness/load.ts';
import { bareRedirect } from '../references/bare.ts';
import { connections, host, referenceSettings, type MeasuredPath } from './path.ts';
import { ratioOf } from './ratio.ts';

const location = 'https://track.example.com/c/1?sub=&gk_click_id=0193a1f2-7c40-7b1e-9c55-3a1f0f9b2d20';

/** Clicks of so many members on these offers. */
export function clickLoad(
  members: number,
  offerIds: readonly string[],
): Pick<LoadPlan, 'request' | 'values' | 'host' | 'connections'> {
  return {
    connections,
    host,
    request: `return wrk.format("GET", "/api/v1/offer-wall/offer-link-redirect?offerId=" .. values[math.random(#values)] .. "&pub_member_id=member-" .. math.random(${members}))`,
    values: offerIds,
  };
}

/** A click: recorded, committed, redirected. */
export const click: MeasuredPath = {
  name: 'click',
  async measure(stage) {
    const { installation, server, world } = stage;
    const plan = clickLoad(100_000, world.openOfferIds);
    const bare = await bareRedirect(location);
    const each = await startListening(
      'benchmarks/references/click-each-server.ts',
      referenceSettings(stage),
      '/',
    );
    const ours = httpSide({ ...plan, origin: server.origin }, server.pid, installation.databasePid);
    try {
      // First the peer, which needs as long as we do until it has run warm.
      const againstEach = await compare(
        ours,
        httpSide({ ...plan, origin: each.origin }, each.pid, installation.databasePid),
        waiting(standardPace),
      );
      const againstBare = await compare(ours, httpSide({ ...plan, origin: bare.origin }, bare.pid), warmPace);
      return [
        ratioOf('Click, 302 after COMMIT, against a bare 302', 0.35, againstBare),
        ratioOf('Click, against the same writes for each request', 3, againstEach),
      ];
    } finally {
      await bare.stop();
      await each.stop();
    }
  },
};
