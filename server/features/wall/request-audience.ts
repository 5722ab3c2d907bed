import { LRUCache } from 'lru-cache';
import { UAParser } from 'my-ua-parser';
import type { DeviceType } from '#domain/offer.ts';
import {
  deviceOfSystem,
  readAudience,
  type Audience,
  type AudienceParameters,
  type Geography,
} from '#domain/targeting/audience.ts';
import type { Context } from '../../context.ts';
import { countryOfIp } from '../../platform/ip-country.ts';

/** What a request tells about the member beside the publisher's parameters. */
export interface RequestOrigin {
  readonly ip: string;
  readonly userAgent: string | undefined;
}

const USER_AGENTS = 5_000;
const LONGEST_USER_AGENT = 1_000;
const devices = new LRUCache<string, { device: DeviceType | null }>({ max: USER_AGENTS });

/**
 * Who asks, as far as targeting is concerned: the publisher's parameters, and where it sent none the device by the
 * User-Agent and the country by the IP address.
 */
export async function audienceOf(
  context: Pick<Context, 'config' | 'log'>,
  geography: Geography,
  parameters: AudienceParameters,
  origin: RequestOrigin,
): Promise<Audience> {
  const isCountrySent = (parameters.pub_geo_country ?? '').trim() !== '';
  return readAudience(parameters, geography, {
    device: deviceOf(origin.userAgent),
    country: isCountrySent ? null : await countryOfIp(context, origin.ip),
  });
}

/** The device that a User-Agent stands for; null when it can't be told. */
export function deviceOf(userAgent: string | undefined): DeviceType | null {
  if (!userAgent) return null;
  const text = userAgent.slice(0, LONGEST_USER_AGENT);
  let known = devices.get(text);
  if (!known) {
    known = { device: deviceOfSystem(new UAParser(text).getOS().name) };
    devices.set(text, known);
  }
  return known.device;
}
