import { connectDatabase } from '#database/connect.ts';
import { inOwner } from '#database/transaction.ts';
import { compare, httpSide, standardPace, type Side } from '../harness/compare.ts';
import { cpuSeconds, treeCpuSeconds } from '../harness/cpu.ts';
import { startListening } from '../harness/installation.ts';
import { startProgram, type Program } from '../harness/program.ts';
import { caller } from '../world/call.ts';
import { insertFreshClicks } from '../world/history.ts';
import { offerBody } from '../world/offers.ts';
import { connections, host, referenceSettings, type MeasuredPath, type Stage } from './path.ts';
import { ratioOf } from './ratio.ts';

/** More than any side takes in a slice, so that no click is converted twice. */
const CLICKS = 5_000;
const OFFERS = 1_000;
const pace = { ...standardPace, leastLoad: 0 };

/** A postback that is accepted: conversion, hold, counters, ledger, delivery and answer, in one commit. */
export const postback: MeasuredPath = {
  name: 'postback',
  async measure(stage) {
    const offers = stage.world.openOfferIds.slice(0, OFFERS);
    await receiveCallbacks(stage);
    const settings = referenceSettings(stage);
    const ours = await ourSide(stage, offers);
    const hot = await ourSide(stage, [await cappedOffer(stage)]);
    const express = await startListening('benchmarks/references/express-server.ts', settings, '/');
    const decide = await startProgram('benchmarks/references/decide-program.ts', settings);
    const accept = await startProgram('benchmarks/references/accept-program.ts', settings);
    try {
      const naive = httpSideOf(stage, offers, express.origin, express.pid, '/postback?');
      return [
        ratioOf(
          'Postback, against its own statements and decisions without HTTP',
          0.4,
          await compare(ours, programSide(stage, offers, decide), pace),
        ),
        ratioOf(
          'Postback, against the set-based reference',
          0.1,
          await compare(ours, programSide(stage, offers, accept), pace),
        ),
        ratioOf('Postback, against Express and pg', 6, await compare(ours, naive, pace)),
        ratioOf('Postback, one hot capped offer against a thousand', 0.9, await compare(hot, ours, pace)),
      ];
    } finally {
      for (const one of [express, decide, accept]) await one.stop();
    }
  },
};

/** Sends accepted postbacks of fresh clicks, each of a member of its own, to the measured server. */
export async function ourSide(stage: Stage, offers: readonly string[]): Promise<Side> {
  const { server } = stage;
  return httpSideOf(stage, offers, server.origin, server.pid, `${await postbackPath(stage)}&`);
}

export function httpSideOf(
  stage: Stage,
  offers: readonly string[],
  origin: string,
  pid: number,
  path: string,
): Side {
  let clicks: readonly string[] = [];
  const request = `return wrk.format("GET", "${path}gk_click_id=" .. values[(count - 1) % #values + 1] .. "&cnv_conversion_id=" .. run .. "-" .. count)`;
  const plan = { origin, connections, host, request, values: () => clicks };
  return {
    ...httpSide(plan, pid, stage.installation.databasePid),
    prepare: async () => {
      clicks = await freshClicks(stage, offers);
    },
  };
}

export function programSide(stage: Stage, offers: readonly string[], program: Program): Side {
  let clicks: readonly string[] = [];
  return {
    prepare: async () => {
      clicks = await freshClicks(stage, offers, 4 * CLICKS);
    },
    send: (seconds) => program.work({ seconds, values: clicks }),
    cpuSeconds: () => cpuSeconds(program.pid) + treeCpuSeconds(stage.installation.databasePid),
  };
}

async function freshClicks(
  { installation, world }: Stage,
  offers: readonly string[],
  count = CLICKS,
): Promise<string[]> {
  const database = connectDatabase({ connectionString: installation.connectionString });
  try {
    return await inOwner(database, (tx) => insertFreshClicks(tx, world.tenantId, offers, count));
  } finally {
    await database.close();
  }
}

/** The tenant wants callbacks, so that each acceptance writes one down. */
async function receiveCallbacks({ installation, server }: Stage): Promise<void> {
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
