import { compare, standardPace } from '../harness/compare.ts';
import { cpuSeconds, treeCpuSeconds } from '../harness/cpu.ts';
import { bareBodies } from '../references/bare.ts';
import type { MeasuredPath, Stage } from './path.ts';
import { ratioOf } from './ratio.ts';

const host = 'api.bench.localhost';
const connections = 64;

/** A postback that is accepted: conversion, hold, counters, ledger, delivery and answer, in one commit. */
export const postback: MeasuredPath = {
  name: 'postback',
  async measure(stage) {
    const { server, world, installation } = stage;
    const address = await postbackPath(stage);
    const clicks = await makeClicks(stage, CLICKS);
    const request = `return wrk.format("GET", "${address}&gk_click_id=" .. values[math.random(#values)] .. "&cnv_conversion_id=" .. run .. "-" .. count)`;
    const plan = { connections, host, request, values: clicks };
    const spread = {
      plan: { ...plan, origin: server.origin },
      cpuSeconds: () => cpuSeconds(server.pid) + treeCpuSeconds(installation.databasePid),
    };
    const hotClicks = await makeClicks(
      { ...stage, world: { ...world, openOfferIds: world.openOfferIds.slice(0, 1) } },
      64,
    );
    const hot = { ...spread, plan: { ...spread.plan, values: hotClicks } };
    const bare = await bareBodies(stage.folder, [
      Buffer.from(
        await (
          await fetch(`${server.origin}${address}&gk_click_id=${clicks[0]}&cnv_conversion_id=first`)
        ).arrayBuffer(),
      ),
    ]);
    const pace = { ...standardPace, sliceSeconds: 2, leastLoad: 0 };
    try {
      return [
        ratioOf(
          'Postback, all effects, against bare node:http',
          0,
          await compare(
            spread,
            { plan: { ...plan, origin: bare.origin }, cpuSeconds: () => cpuSeconds(bare.pid) },
            pace,
          ),
        ),
        ratioOf('Postback, one hot offer, against many', 0.9, await compare(hot, spread, pace)),
      ];
    } finally {
      await bare.stop();
    }
  },
};

const CLICKS = 5_000;
const AT_ONCE = 32;

/** Path and query of the tenant's general postback address. */
async function postbackPath({ installation, server }: Stage): Promise<string> {
  const answer = await fetch(`${server.origin}/api/v1/settings/postback-urls`, {
    headers: { authorization: `ApiToken ${installation.token}` },
  });
  const { data } = (await answer.json()) as {
    data: { trackingSystem: string | null; securitySegment: string; signature: string }[];
  };
  const general = data.find(({ trackingSystem }) => trackingSystem === null);
  if (general === undefined) throw new Error('there is no general postback address');
  return `/api/v1/${general.securitySegment}/?signature=${encodeURIComponent(general.signature)}`;
}

/** Clicks of members who were never seen, one for each, over the open offers in turn. */
async function makeClicks({ server, world }: Stage, count: number): Promise<string[]> {
  const ids: string[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < count) {
        const place = next++;
        const offerId = world.openOfferIds[place % world.openOfferIds.length];
        const url = `${server.origin}/api/v1/offer-wall/offer-link-redirect?offerId=${offerId}&pub_member_id=buyer-${count}-${place}`;
        const answer = await fetch(url, { redirect: 'manual' });
        const id = new URL(answer.headers.get('location') ?? '').searchParams.get('gk_click_id');
        if (id === null) throw new Error(`a click was answered ${answer.status}`);
        ids.push(id);
      }
    }),
  );
  return ids;
}
