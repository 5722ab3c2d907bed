import { adAction } from './ad-action/system.ts';
import { adMantum } from './ad-mantum/system.ts';
import { adGateMedia } from './adgate-media/system.ts';
import { adGateReward } from './adgate-reward/system.ts';
import { adjoe } from './adjoe/system.ts';
import { adjust } from './adjust/system.ts';
import { adscendMedia } from './adscend-media/system.ts';
import { adworkMedia } from './adwork-media/system.ts';
import { appSamurai } from './app-samurai/system.ts';
import { appsflyer } from './appsflyer/system.ts';
import { awin } from './awin/system.ts';
import { ayetStudios } from './ayet-studios/system.ts';
import { besitos } from './besitos/system.ts';
import { bitlabs } from './bitlabs/system.ts';
import { branch } from './branch/system.ts';
import { cake } from './cake/system.ts';
import { cjAffiliate } from './cj-affiliate/system.ts';
import { cpalead } from './cpalead/system.ts';
import { customTracking } from './custom-tracking/system.ts';
import { everflow } from './everflow/system.ts';
import { goKart } from './go-kart/system.ts';
import { hangMyAds } from './hang-my-ads/system.ts';
import { impact } from './impact/system.ts';
import { justTrack } from './just-track/system.ts';
import { kashKick } from './kash-kick/system.ts';
import { kiwiwall } from './kiwiwall/system.ts';
import { kochava } from './kochava/system.ts';
import { lootably } from './lootably/system.ts';
import { maf } from './maf/system.ts';
import { myChips } from './my-chips/system.ts';
import { notik } from './notik/system.ts';
import { performCb } from './perform-cb/system.ts';
import { personaly } from './personaly/system.ts';
import { rakuten } from './rakuten/system.ts';
import { revenueHut } from './revenue-hut/system.ts';
import { revenueUniverse } from './revenue-universe/system.ts';
import { sharesale } from './sharesale/system.ts';
import { singular } from './singular/system.ts';
import { tapjoy } from './tapjoy/system.ts';
import { tenjin } from './tenjin/system.ts';
import { timeWall } from './time-wall/system.ts';
import { torox } from './torox/system.ts';
import { tune } from './tune/system.ts';
import { wannads } from './wannads/system.ts';
import { lookUp } from '../enumeration.ts';
import { trackingSystems } from '../offer.ts';
import type { TrackingSystem as TrackingSystemName } from '../offer.ts';
import type { SenderAnswer, TrackingSystem } from './types.ts';

const systems: Readonly<Record<TrackingSystemName, TrackingSystem>> = {
  AdAction: adAction,
  AdMantum: adMantum,
  AdGateMedia: adGateMedia,
  AdGateReward: adGateReward,
  AdJoe: adjoe,
  Adjust: adjust,
  AdscendMedia: adscendMedia,
  AdworkMedia: adworkMedia,
  AppSamurai: appSamurai,
  AppsFlyer: appsflyer,
  AWIN: awin,
  AyeTstudios: ayetStudios,
  Besitos: besitos,
  Bitlabs: bitlabs,
  Branch: branch,
  CAKE: cake,
  CJAffiliate: cjAffiliate,
  Cpalead: cpalead,
  CustomTracking: customTracking,
  Everflow: everflow,
  GoKart: goKart,
  HangMyAds: hangMyAds,
  Impact: impact,
  JustTrack: justTrack,
  KashKick: kashKick,
  Kiwiwall: kiwiwall,
  Kochava: kochava,
  Lootably: lootably,
  MAF: maf,
  MyChips: myChips,
  Notik: notik,
  PerformCB: performCb,
  Personaly: personaly,
  Rakuten: rakuten,
  RevenueHut: revenueHut,
  RevenueUniverse: revenueUniverse,
  Sharesale: sharesale,
  Singular: singular,
  Tapjoy: tapjoy,
  Tenjin: tenjin,
  TimeWall: timeWall,
  Torox: torox,
  TUNE: tune,
  Wannads: wannads,
};

/** All 44 tracking systems in the published order. */
export const allTrackingSystems: readonly TrackingSystem[] = trackingSystems.map((name) => systems[name]);

/** The published spelling of a tracking system's name given in any letter case, or null when there is none. */
export function trackingSystemName(text: string): TrackingSystemName | null {
  return lookUp(trackingSystems, text);
}

/** What is known about one tracking system. */
export function trackingSystem(name: TrackingSystemName): TrackingSystem {
  return systems[name];
}

/** The query parameter under which our click id is added to a tracking link that lacks `{gk_click_id}`. */
export function clickParameter(name: TrackingSystemName): string {
  return systems[name].clickOut.parameter;
}

/** The text a system reads in the answer to its postback, or null when any 2xx is enough. */
export function senderAnswer(name: TrackingSystemName): SenderAnswer | null {
  return systems[name].answer;
}
