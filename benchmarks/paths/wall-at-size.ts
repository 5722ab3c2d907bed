import { request } from 'undici';
import { compare, httpSide, waiting, warmPace } from '../harness/compare.ts';
import { seedWorld } from '../world/world.ts';
import type { MeasuredPath } from './path.ts';
import { ratioOf } from './ratio.ts';
import { wallLoad } from './wall.ts';

const SMALL = 1_000;
const LARGE = 100_000;

/** What a hundred times as many offers cost the wall. */
export const wallAtSize: MeasuredPath = {
  name: 'wall-at-size',
  isLong: true,
  async measure({ installation, server }) {
    for (const [name, offers] of [
      ['small', SMALL],
      ['large', LARGE],
    ] as const) {
      const token = await installation.makeTenant(name);
      await seedWorld({ ...installation, token }, server, { offers, members: 1_000, clicks: 10_000 }, name);
      const headers = { host: `api.${name}.localhost` };
      const first = await request(`${server.origin}/api/v1/offer-wall/offers?pub_member_id=first`, {
        headers,
      });
      await first.body.dump();
    }
    const side = (name: string) =>
      httpSide({ ...wallLoad, host: `api.${name}.localhost`, origin: server.origin }, server.pid);
    const compared = await compare(side('large'), side('small'), waiting(warmPace));
    // Said the other way round than the rest: how much more the large one takes.
    const { value, notes, ...figure } = ratioOf(
      `Wall, CPU for a request with ${LARGE} offers against ${SMALL}`,
      0,
      compared,
    );
    return [{ ...figure, value: 1 / value, atMost: 2, ...(notes !== undefined && { notes }) }].map(
      ({ atLeast: _none, ...rest }) => rest,
    );
  },
};
