import { compare, httpSide, standardPace, waiting, warmPace, type Side } from '../harness/compare.ts';
import { cpuSeconds, treeCpuSeconds } from '../harness/cpu.ts';
import { startListening } from '../harness/installation.ts';
import { sendLoad } from '../harness/load.ts';
import { startProgram, type Program } from '../harness/program.ts';
import { caller } from '../world/call.ts';
import { offerBody } from '../world/offers.ts';
import { ClickStock } from './click-stock.ts';
import { connections, host, referenceSettings, type MeasuredPath, type Stage } from './path.ts';
import { ratioOf } from './ratio.ts';

/** More than any server takes in a slice, so that no click is converted twice. */
const CLICKS = 6_000;
/** The same for the set-based reference, which is many times as fast. */
const CLICKS_SET_BASED = 20_000;
const OFFERS = 1_000;

/** A postback that is accepted: conversion, hold, counters, ledger, delivery and answer, in one commit. */
export const postback: MeasuredPath = {
  name: 'postback',
  async measure(stage) {
    await receiveCallbacks(stage);
    const spread = new ClickStock(stage, stage.world.openOfferIds.slice(0, OFFERS));
    const hot = new ClickStock(stage, [await cappedOffer(stage)]);
    const settings = referenceSettings(stage);
    const ours = await ourSide(stage, spread);
    const express = await startListening('benchmarks/references/express-server.ts', settings, '/');
    const decide = await startProgram('benchmarks/references/decide-program.ts', settings);
    const accept = await startProgram('benchmarks/references/accept-program.ts', settings);
    const [first, next] = [waiting(standardPace), waiting(warmPace)];
    try {
      const naive = httpSideOf(stage, spread, express.origin, express.pid, '/postback?');
      return [
        ratioOf(
          'Postback, against its own statements and decisions without HTTP',
          0.4,
          await compare(ours, programSide(stage, spread, decide, CLICKS), first),
        ),
        ratioOf(
          'Postback, against the set-based reference',
          0.1,
          // It spends more clicks in a second than are made in one, and runs warm at once.
          await compare(ours, programSide(stage, spread, accept, CLICKS_SET_BASED), {
            ...next,
            warmUpSeconds: warmPace.warmUpSeconds,
          }),
        ),
        ratioOf('Postback, against Express and pg', 6, await compare(ours, naive, next)),
        ratioOf(
          'Postback, one hot capped offer against a thousand',
          0.9,
          await compare(await ourSide(stage, hot), ours, next),
        ),
      ];
    } finally {
      for (const one of [express, decide, accept]) await one.stop();
      for (const stock of [spread, hot]) await stock.close();
    }
  },
};

/** Sends accepted postbacks of fresh clicks, each of a member of its own, to the measured server. */
export async function ourSide(stage: Stage, stock: ClickStock): Promise<Side> {
  const { server } = stage;
  return httpSideOf(stage, stock, server.origin, server.pid, `${await postbackPath(stage)}&`);
}

function httpSideOf(stage: Stage, stock: ClickStock, origin: string, pid: number, path: string): Side {
  const request = `return wrk.format("GET", "${path}gk_click_id=" .. values[(count - 1) % #values + 1] .. "&cnv_conversion_id=" .. run .. "-" .. count)`;
  const plan = { origin, connections, host, request, values: () => stock.next(CLICKS) };
  return {
    ...httpSide(plan, pid, stage.installation.databasePid),
    prepare: () => stock.fill(CLICKS),
    send: async (seconds, seed) => {
      const load = await sendLoad(plan, seconds, seed);
      // What was under way at the end was sent as well.
      stock.spend(load.requests + connections);
      return load;
    },
  };
}

function programSide(stage: Stage, stock: ClickStock, program: Program, clicks: number): Side {
  return {
    prepare: () => stock.fill(clicks),
    send: async (seconds) => {
      const load = await program.work({ seconds, values: stock.next(clicks) });
      stock.spend(load.requests);
      return load;
    },
    cpuSeconds: () => cpuSeconds(program.pid) + treeCpuSeconds(stage.installation.databasePid),
  };
}

/** The tenant wants callbacks, so that each acceptance writes one down. */
export async function receiveCallbacks({ installation, server }: Stage): Promise<void> {
  const call = caller(server.origin, installation.token);
  await call('PUT', '/api/v1/settings', { callback: { url: 'https://receiver.example.com/callback' } });
}

/** An offer with caps that are counted down though never used up. */
async function cappedOffer({ installation, server, world }: Stage): Promise<string> {
  const call = caller(server.origin, installation.token);
  const body = { ...offerBody(world, 0, true, () => 0.5), dailyCap: 100_000_000, allTimeCap: 100_000_000 };
  return (await call('POST', '/api/v1/sdk-offer-management/publisher/offers', body)).id;
}

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
