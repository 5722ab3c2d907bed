import { open, type CountryResponse, type Reader } from 'maxmind';
import type { Context } from '../context.ts';

const readers = new WeakMap<Context['config'], Promise<Reader<CountryResponse> | null>>();

/** The country of an IP address as alpha-2; null without a configured database, or when the address isn't in it. */
export async function countryOfIp(
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
