import type { Micros } from './time.ts';

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** The uuid of noughts: stands for the tenant's own wall among sources, and for no share among counters. */
export const nilUuid = '00000000-0000-0000-0000-000000000000';

const latestMillis = 2 ** 48 - 1;

/** Whether a text is a uuid of any version in the canonical form with hyphens, in any letter case. */
export function isUuid(text: string): boolean {
  return uuidForm.test(text);
}

/** The uuid in lower case, as it is stored and sent, or null when the text isn't one. */
export function normaliseUuid(text: string): string | null {
  return isUuid(text) ? text.toLowerCase() : null;
}

/**
 * The smallest version-7 uuid of the instant's millisecond. Every id made at or after the instant's millisecond
 * sorts at or after it, so it bounds a range of ids by time.
 */
export function uuidV7Floor(at: Micros): string {
  return `${timePart(at)}-7000-8000-000000000000`;
}

/** The instant, to the millisecond, at which a version-7 uuid was made; null for any other text. */
export function uuidV7Instant(id: string): Micros | null {
  if (!isUuid(id) || id[14] !== '7') return null;
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) * 1000;
}

const digits = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
/** Where the two digits of each byte stand in the text. */
const places = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
/** The characters of the id that is being made; kept, since a list of its own for each would cost more than the rest. */
const characters = Array.from(nilUuid, (character) => character.charCodeAt(0));

/**
 * Makes a version-7 uuid.
 *
 * @param at the instant it carries, cut to the millisecond.
 * @param random ten random bytes, of which 74 bits are used.
 * @throws RangeError when fewer than ten bytes are given, or the instant is outside the years 1970 to 10889.
 */
export function makeUuidV7(at: Micros, random: Uint8Array): string {
  if (random.length < 10) throw new RangeError('ten random bytes are needed');
  const millis = millisOf(at);
  const low = millis % 2 ** 24;
  const high = (millis - low) / 2 ** 24;
  const [first, second, third] = [random[0] as number, random[1] as number, random[2] as number];
  writeByte(0, high >> 16);
  writeByte(1, (high >> 8) & 0xff);
  writeByte(2, high & 0xff);
  writeByte(3, low >> 16);
  writeByte(4, (low >> 8) & 0xff);
  writeByte(5, low & 0xff);
  writeByte(6, 0x70 | (first >> 4));
  writeByte(7, ((first & 15) << 4) | (second >> 4));
  writeByte(8, 0x80 | (third & 0x3f));
  for (let index = 3; index < 10; index++) writeByte(6 + index, random[index] as number);
  // One call with all characters makes a text in one piece; put together from parts it costs three times as much.
  return String.fromCharCode.apply(null, characters);
}

function writeByte(index: number, byte: number): void {
  const place = places[index] as number;
  characters[place] = digits[byte >> 4] as number;
  characters[place + 1] = digits[byte & 15] as number;
}

function timePart(at: Micros): string {
  const hex = millisOf(at).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}

function millisOf(at: Micros): number {
  const millis = Math.floor(at / 1000);
  if (!(millis >= 0 && millis <= latestMillis))
    throw new RangeError(`no version-7 uuid holds the instant ${at}`);
  return millis;
}
