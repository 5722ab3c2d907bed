import { compare } from '../harness/compare.ts';
import { cpuSeconds } from '../harness/cpu.ts';
import { bareBodies } from '../references/bare.ts';
import { audiences } from '../world/offers.ts';
import type { MeasuredPath, Stage } from './path.ts';
import { ratioOf } from './ratio.ts';

const path = '/api/v1/offer-wall/offers';
const host = 'api.bench.localhost';
const connections = 64;

/** The wall's list: 64 audiences, members with history. */
export const wall: MeasuredPath = {
  name: 'wall',
  measure: (stage) =>
    measureList(stage, {
      name: 'Wall, 64 audiences, against bare node:http',
      atLeast: 0.5,
      sample: (n) => `${audiences[n % audiences.length]}&pub_member_id=member-${n * 997 + 1}`,
      request: `return wrk.format("GET", "${path}?" .. values[math.random(#values)] .. "&pub_member_id=member-" .. math.random(100000))`,
      values: audiences,
    }),
};

/** The wall's list with hardly two requests alike. */
export const wallAllDifferent: MeasuredPath = {
  name: 'wall-different',
  measure: (stage) =>
    measureList(stage, {
      name: 'Wall, all different, against bare node:http',
      atLeast: 0.38,
      sample: (n) => `${audiences[n % audiences.length]}&pub_age=${18 + n}&pub_member_id=new-${n}`,
      request: `return wrk.format("GET", "${path}?" .. values[math.random(#values)] .. "&pub_age=" .. math.random(13, 90) .. "&pub_postal_code=" .. math.random(10000, 99999) .. "&pub_member_id=new-" .. math.random(1000000000))`,
      values: audiences,
    }),
};

/** The progress of a member at the offers touched. */
export const memberOffers: MeasuredPath = {
  name: 'member-offers',
  measure: (stage) =>
    measureList(stage, {
      name: 'Pub-member offers, against bare node:http',
      atLeast: 0.35,
      path: '/api/v1/offer-wall/pub-member/offers',
      sample: (n) => `pub_member_id=member-${n * 997 + 1}`,
      request: `return wrk.format("GET", "/api/v1/offer-wall/pub-member/offers?pub_member_id=member-" .. math.random(100000))`,
      values: [],
    }),
};

interface ListLoad {
  readonly name: string;
  readonly atLeast: number;
  readonly path?: string;
  readonly sample: (n: number) => string;
  readonly request: string;
  readonly values: readonly string[];
}

async function measureList(
  stage: Stage,
  { name, atLeast, path: listPath = path, sample, request, values }: ListLoad,
) {
  const bodies = await Promise.all(
    Array.from({ length: 64 }, async (_, n) => {
      const answer = await fetch(`${stage.server.origin}${listPath}?${sample(n)}`);
      return Buffer.from(await answer.arrayBuffer());
    }),
  );
  const bare = await bareBodies(stage.folder, bodies);
  try {
    const compared = await compare(
      {
        plan: { origin: stage.server.origin, connections, host, request, values },
        cpuSeconds: () => cpuSeconds(stage.server.pid),
      },
      {
        plan: { origin: bare.origin, connections, host, request, values },
        cpuSeconds: () => cpuSeconds(bare.pid),
      },
    );
    return [ratioOf(name, atLeast, compared)];
  } finally {
    await bare.stop();
  }
}
