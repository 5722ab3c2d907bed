import { LRUCache } from 'lru-cache';
import { open, type CountryResponse, type Reader } from 'maxmind';
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

/** What a request tells about the member beside the publisher's parameters. */
export interface RequestOrigin {
  readonly ip: string;
  readonly userAgent: string | undefined;
}

const USER_AGENTS = 5_000;
const LONGEST_USER_AGENT = 1_000;
const devices = new LRUCache<string, { device: DeviceType | null }>({ max: USER_AGENTS });
const readers = new WeakMap<Context['config'], Promise<Reader<CountryResponse> | null>>();

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
    country: isCountrySent ? null : await countryOf(context, origin.ip),
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

/** The country of an IP address as alpha-2; null without a configured database, or when the address isn't in it. */
export async function countryOf(
  context: Pick<Context, 'config' | 'log'>,
  ip: string,
): Promise<string | null> {
  const reader = await readerOf(context);
  if (!reader) return null;
  try {
    return reader.get(ip)?.country?.iso_code ?? null;
  } catch {
    // What isn't an IP address has no country.
    return null;
  }
}

function readerOf({ config, log }: Pick<Context, 'config' | 'log'>): Promise<Reader<CountryResponse> | null> {
  if (config.geoipDb === undefined) return Promise.resolve(null);
  let reader = readers.get(config);
  if (!reader) {
    reader = open<CountryResponse>(config.geoipDb).catch((error: unknown) => {
      log.error(
        { error, path: config.geoipDb },
        'the IP-to-country database cannot be read; countries stay unknown',
      );
      return null;
    });
    readers.set(config, reader);
  }
  return reader;
}
