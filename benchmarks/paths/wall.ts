import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  compare,
  httpSide,
  standardPace,
  waiting,
  warmPace,
  type Comparison,
  type Pace,
} from '../harness/compare.ts';
import { startListening } from '../harness/installation.ts';
import type { LoadPlan } from '../harness/load.ts';
import type { Measurement } from '../measurement.ts';
import { bareBodies } from '../references/bare.ts';
import { audiences } from '../world/offers.ts';
import { connections, host, referenceSettings, type MeasuredPath, type Stage } from './path.ts';
import { ratioOf } from './ratio.ts';

const path = '/api/v1/offer-wall/offers';

/** What the wall is asked: 64 audiences, so many members with history. */
export function wallLoadOf(members: number): Pick<LoadPlan, 'request' | 'values' | 'host' | 'connections'> {
  return {
    connections,
    host,
    request: `return wrk.format("GET", "${path}?" .. values[math.random(#values)] .. "&pub_member_id=member-" .. math.random(${members}))`,
    values: audiences,
  };
}

/** What the wall is asked in the standard load. */
export const wallLoad = wallLoadOf(100_000);

/** The wall's list: 64 audiences, members with history. */
export const wall: MeasuredPath = {
  name: 'wall',
  async measure(stage) {
    const compared = await compareWithBare(stage, path, wallLoad.request, audiences, (n) => {
      return `${audiences[n % audiences.length]}&pub_member_id=member-${n * 997 + 1}`;
    });
    return [
      ratioOf('Wall, 64 audiences, against bare node:http', 0.5, compared),
      {
        name: 'Wall, the slowest hundredth against that of bare node:http',
        value: compared.ours.p99Ms / compared.reference.p99Ms,
        unit: '×',
        atMost: 2,
      },
      ...(await compareWithExpress(stage)),
    ];
  },
};

/** The wall's list with hardly two requests alike. */
export const wallAllDifferent: MeasuredPath = {
  name: 'wall-different',
  async measure(stage) {
    const request = `return wrk.format("GET", "${path}?" .. values[math.random(#values)] .. "&pub_age=" .. math.random(13, 90) .. "&pub_postal_code=" .. math.random(10000, 99999) .. "&pub_member_id=new-" .. math.random(1000000000))`;
    const sample = (n: number) =>
      `${audiences[n % audiences.length]}&pub_age=${18 + n}&pub_member_id=new-${n}`;
    const compared = await compareWithBare(stage, path, request, audiences, sample, warmPace);
    return [ratioOf('Wall, all different, against bare node:http', 0.38, compared)];
  },
};

/** The progress of a member at the offers begun. */
export const memberOffers: MeasuredPath = {
  name: 'member-offers',
  async measure(stage) {
    const own = '/api/v1/offer-wall/pub-member/offers';
    const request = `return wrk.format("GET", "${own}?pub_member_id=member-" .. math.random(100000))`;
    const compared = await compareWithBare(
      stage,
      own,
      request,
      [],
      (n) => `pub_member_id=member-${n * 997 + 1}`,
    );
    return [ratioOf('Pub-member offers, against bare node:http', 0.35, compared)];
  },
};

/** Compares with a bare server that answers with 64 of our own answers in turn. */
async function compareWithBare(
  stage: Stage,
  listPath: string,
  request: string,
  values: readonly string[],
  sample: (n: number) => string,
  pace: Pace = standardPace,
): Promise<Comparison> {
  const bodies: Buffer[] = [];
  for (let n = 0; n < 64; n++) {
    const answer = await fetch(`${stage.server.origin}${listPath}?${sample(n)}`);
    if (!answer.ok) throw new Error(`a sample was answered ${answer.status}`);
    bodies.push(Buffer.from(await answer.arrayBuffer()));
  }
  const bare = await bareBodies(stage.folder, bodies);
  const plan = { connections, host, request, values };
  try {
    return await compare(
      httpSide({ ...plan, origin: stage.server.origin }, stage.server.pid),
      httpSide({ ...plan, origin: bare.origin }, bare.pid),
      pace,
    );
  } finally {
    await bare.stop();
  }
}

/** Peers that answer a handful of requests a second need no more. */
const slowPace = waiting(warmPace);

async function compareWithExpress(stage: Stage): Promise<Measurement[]> {
  const { databasePid } = stage.installation;
  const express = await startListening(
    'benchmarks/references/express-server.ts',
    referenceSettings(stage),
    '/',
  );
  try {
    const compared = await compare(
      httpSide({ ...wallLoad, origin: stage.server.origin }, stage.server.pid, databasePid),
      httpSide({ ...wallLoad, origin: express.origin, connections: 4 }, express.pid, databasePid),
      slowPace,
    );
    return [ratioOf('Wall, against Express and SQL', 100, compared)];
  } finally {
    await express.stop();
  }
}

/** The same list from a ready-made server, which has no goal: it only shows what is usual. */
export const wallJsonServer: MeasuredPath = {
  name: 'wall-json-server',
  isLong: true,
  async measure(stage) {
    const items = await offersOf(stage);
    const objects = join(stage.folder, 'offers.json');
    writeFileSync(objects, JSON.stringify({ offers: items }));
    const peer = await startListening(
      'benchmarks/references/json-server.mjs',
      { OBJECTS: objects },
      '/offers/0',
    );
    const request =
      'return wrk.format("GET", "/offers?_sort=epc&_order=desc&_page=1&_limit=10&deviceTypes_like=All")';
    try {
      const compared = await compare(
        httpSide({ ...wallLoad, origin: stage.server.origin }, stage.server.pid),
        httpSide({ origin: peer.origin, connections: 4, request }, peer.pid),
        slowPace,
      );
      return [ratioOf('Wall, against json-server', 0, compared)];
    } finally {
      await peer.stop();
    }
  },
};

/** All offers as the wall gives them, a hundred at a time. */
async function offersOf({ server }: Stage): Promise<object[]> {
  const items: object[] = [{ id: '0' }];
  for (let page = 0; ; page++) {
    const answer = await fetch(
      `${server.origin}${path}?pub_member_id=nobody&page_size=100&fields=epc&page=${page}`,
    );
    const { data } = (await answer.json()) as {
      data: { offers: { items: object[]; hasNextPage: boolean } };
    };
    items.push(...data.offers.items);
    if (!data.offers.hasNextPage) return items;
  }
}
