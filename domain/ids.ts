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

const oneDigit = Array.from({ length: 16 }, (_, value) => value.toString(16));
const twoDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const variants = ['8', '9', 'a', 'b'];

/**
 * Makes a version-7 uuid.
 *
 * @param at the instant it carries, cut to the millisecond.
 * @param random ten random bytes, of which 74 bits are used.
 * @throws RangeError when fewer than ten bytes are given, or the instant is outside the years 1970 to 10889.
 */
export function makeUuidV7(at: Micros, random: Uint8Array): string {
  if (random.length < 10) throw new RangeError('ten random bytes are needed');
  const byte = (index: number) => twoDigits[random[index] as number] as string;
  const [second, third] = [random[1] as number, random[2] as number];
  return (
    `${timePart(at)}-7${byte(0)}${oneDigit[second >> 4]}-${variants[(third >> 4) & 3]}${oneDigit[third & 15]}${byte(3)}` +
    `-${byte(4)}${byte(5)}${byte(6)}${byte(7)}${byte(8)}${byte(9)}`
  );
}

function timePart(at: Micros): string {
  const millis = Math.floor(at / 1000);
  if (!(millis >= 0 && millis <= latestMillis))
    throw new RangeError(`no version-7 uuid holds the instant ${at}`);
  const hex = millis.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}
