import { listPostbackUrls } from '#contract/tracking-systems.ts';
import type { DataOf } from '#contract/endpoint.ts';
import { postbackUrlTemplate } from '#domain/tracking-systems/postback-url.ts';
import { allTrackingSystems } from '#domain/tracking-systems/registry.ts';
import type { TrackingSystem } from '#domain/tracking-systems/types.ts';
import { ok } from '../../http/answer.ts';
import { apiOrigin } from '../../http/origins.ts';
import { read } from '../../http/route.ts';
import { loadPostbackPairs, postbackUrl, type PostbackPair } from '../settings/exports.ts';

type ReadyUrl = DataOf<typeof listPostbackUrls>[number];

/** Lists the general postback address, then the ready URL of every tracking system. */
export const postbackUrlsRoute = read(listPostbackUrls, async (call) => {
  const origin = apiOrigin(call);
  const pairs = await loadPostbackPairs(call.context, call.tx, call.tenant.id);
  const general = pairs.find(({ trackingSystem }) => trackingSystem === null);
  const urls = allTrackingSystems.flatMap((system) => {
    const pair = pairs.find(({ trackingSystem }) => trackingSystem === system.name) ?? general;
    return pair === undefined ? [] : [systemUrl(origin, pair, system)];
  });
  return ok(general === undefined ? urls : [generalUrl(origin, general), ...urls]);
});

/** Without macros, so that a caller can append the conversion's parameters to it. */
function generalUrl(origin: string, pair: PostbackPair): ReadyUrl {
  return {
    ...partsOf(origin, pair),
    trackingSystem: null,
    url: postbackUrl(origin, pair),
    isBound: false,
    title: null,
    asksForThreeValues: false,
    clickParameter: null,
    networks: [],
    notes: [],
  };
}

function systemUrl(origin: string, pair: PostbackPair, system: TrackingSystem): ReadyUrl {
  return {
    ...partsOf(origin, pair),
    trackingSystem: system.name,
    url: postbackUrlTemplate(system.name, postbackUrl(origin, pair)),
    isBound: pair.trackingSystem !== null,
    title: system.title,
    asksForThreeValues: system.setUp === 'three-values',
    clickParameter: system.clickOut.parameter,
    networks: [...system.networks],
    notes: [...system.notes],
  };
}

function partsOf(origin: string, { securitySegment, signature }: PostbackPair) {
  return { securitySegment, signature, domain: new URL(origin).host };
}
