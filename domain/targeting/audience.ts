import { lookUp } from '../enumeration.ts';
import { findCountry } from '../offer-input/references.ts';
import { deviceTypes } from '../offer.ts';
import type { DeviceType } from '../offer.ts';

/**
 * One thing known about a member, or that it isn't known. `sent` is what the publisher sent, null when it sent
 * nothing; it is stored and passed on as it is.
 */
export type Seen<Value> =
  | { readonly isKnown: true; readonly value: Value; readonly sent: string | null }
  | { readonly isKnown: false; readonly sent: string | null };

/** Who asks, as far as targeting is concerned. */
export interface Audience {
  /** ISO 3166-1 alpha-2. */
  readonly country: Seen<string>;
  /** ISO 3166-2, `US-CA`. */
  readonly state: Seen<string>;
  /** Lower case, without blanks. */
  readonly zip: Seen<string>;
  /** Whole years. */
  readonly age: Seen<number>;
  /** Lower case, as read; the tenant needn't know it. */
  readonly gender: Seen<string>;
  readonly devices: Seen<readonly DeviceType[]>;
}

/** The dimensions of an audience, in which a value can be unknown. */
export const audienceDimensions = ['country', 'state', 'zip', 'age', 'gender', 'device'] as const;
export type AudienceDimension = (typeof audienceDimensions)[number];

/** Whether offers that ask for an unknown dimension are shown or hidden, for each; a tenant's setting. */
export type UnknownAudience = Readonly<Record<AudienceDimension, 'show' | 'hide'>>;

/** By default what isn't known hides nothing. */
export const showUnknown: UnknownAudience = {
  country: 'show',
  state: 'show',
  zip: 'show',
  age: 'show',
  gender: 'show',
  device: 'show',
};

/** The publisher's parameters that describe the member. */
export type AudienceParameters = Readonly<
  Partial<
    Record<
      'pub_geo_country' | 'pub_geo_state' | 'pub_postal_code' | 'pub_age' | 'pub_gender' | 'pub_device',
      string | null
    >
  >
>;

/** The countries and states that can be told apart; keys in lower case. */
export interface Geography {
  /** By alpha-2, alpha-3 and three-digit numeric code, and by id. */
  readonly countries: ReadonlyMap<string, { id: string; code2: string }>;
  /** By code (`us-ca`) and by id. */
  readonly states: ReadonlyMap<string, { id: string; code: string; countryId: string }>;
}

/** What the request itself tells where the publisher sent nothing. */
export interface DerivedAudience {
  /** From the User-Agent. */
  readonly device?: DeviceType | null;
  /** Alpha-2, from the IP address, when a database for that is configured. */
  readonly country?: string | null;
}

/**
 * The device a User-Agent stands for, by the name of the operating system that a parser read from it.
 *
 * @returns null when the system isn't known.
 */
export function deviceOfSystem(operatingSystem: string | null | undefined): DeviceType | null {
  const name = (operatingSystem ?? '').toLowerCase().replace(/[^a-z]/g, '');
  if (name === '') return null;
  if (['ios', 'ipados', 'iphoneos'].includes(name)) return 'IOS';
  if (name.startsWith('android') || name === 'harmonyos') return 'Android';
  return ['macos', 'macosx', 'osx'].includes(name) ? 'MacOS' : 'Browser';
}

/**
 * Reads the publisher's parameters. What was not sent is derived from the request where that can be done; what was
 * sent unreadably counts as unknown and is never replaced by a derived value. A gender is taken as sent.
 */
export function readAudience(
  parameters: AudienceParameters,
  geography: Geography,
  derived: DerivedAudience,
): Audience {
  const country = readCountry(parameters.pub_geo_country, geography, derived.country ?? null);
  return {
    country,
    state: read(parameters.pub_geo_state, (text) => findState(text, country, geography)),
    zip: read(parameters.pub_postal_code, (text) => normaliseZip(text)),
    age: read(parameters.pub_age, (text) => (/^\d{1,3}$/.test(text) ? Number(text) : null)),
    gender: read(parameters.pub_gender, (text) => text.toLowerCase()),
    devices: readDevices(parameters.pub_device, derived.device ?? null),
  };
}

/** The form in which zip codes are compared: letter case and blanks don't matter. */
export function normaliseZip(text: string): string {
  return text.replace(/\s+/g, '').toLowerCase();
}

function read<Value>(sent: string | null | undefined, parse: (text: string) => Value | null): Seen<Value> {
  const text = (sent ?? '').trim();
  if (text === '') return { isKnown: false, sent: null };
  const value = parse(text);
  return value === null
    ? { isKnown: false, sent: sent ?? null }
    : { isKnown: true, value, sent: sent ?? null };
}

function readCountry(
  sent: string | null | undefined,
  { countries }: Geography,
  derived: string | null,
): Seen<string> {
  const seen = read(sent, (text) => findCountry(text, countries)?.code2 ?? null);
  if (seen.sent !== null || derived === null) return seen;
  const found = findCountry(derived, countries);
  return found === undefined ? seen : { isKnown: true, value: found.code2, sent: null };
}

/** A state comes with its country (`US-CA`), or bare (`CA`) where the country is known. */
function findState(text: string, country: Seen<string>, { states }: Geography): string | null {
  const key = text.toLowerCase().replace('_', '-');
  const bare = country.isKnown ? states.get(`${country.value.toLowerCase()}-${key}`) : undefined;
  return (bare ?? states.get(key))?.code ?? null;
}

/** Devices may come as a comma-separated list; words that aren't devices are left out of it. */
function readDevices(
  sent: string | null | undefined,
  derived: DeviceType | null,
): Seen<readonly DeviceType[]> {
  const seen = read(sent, (text) => {
    const devices = text.split(',').flatMap((word) => lookUp(deviceTypes, word) ?? []);
    return devices.length === 0 ? null : [...new Set(devices)];
  });
  if (seen.sent !== null || derived === null) return seen;
  return { isKnown: true, value: [derived], sent: null };
}
