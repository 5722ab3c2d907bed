import { makeUuidV7 } from '#domain/ids.ts';
import type { Micros } from '#domain/time.ts';

/** Milliseconds whose last id is remembered: more than transactions of one process run at once. */
const REMEMBERED = 1_000;
/** Random bytes that are fetched at once, since fetching few costs as much as fetching many. */
const FETCHED = 4_000;

/**
 * Makes version-7 uuids that sort in the order in which this process made them, also within one millisecond: what a
 * transaction decides in order can be read in order.
 *
 * @param random gives that many random bytes
 */
export function orderedIds(random: (size: number) => Uint8Array): (at: Micros) => string {
  const take = inPortions(random);
  const last = new Map<number, Uint8Array>();
  return (at) => {
    const millis = Math.floor(at / 1000);
    const before = last.get(millis);
    const bytes = before === undefined ? firstBytes(take(10)) : nextBytes(before, take(4));
    // The first of a map is the one that was put in first: here the one unused for longest.
    if (before !== undefined) last.delete(millis);
    else if (last.size >= REMEMBERED) last.delete(last.keys().next().value as number);
    last.set(millis, bytes);
    return makeUuidV7(at, bytes);
  };
}

function inPortions(random: (size: number) => Uint8Array): (size: number) => Uint8Array {
  let fetched: Uint8Array = new Uint8Array();
  let used = 0;
  return (size) => {
    if (used + size > fetched.length) {
      fetched = random(FETCHED);
      used = 0;
    }
    used += size;
    return fetched.subarray(used - size, used);
  };
}

/** Where the part that is counted on begins. */
const COUNTED_FROM = 4;

/** Leaves room to count on: the first bit of the counted part is nought. */
function firstBytes(random: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(random);
  bytes[COUNTED_FROM] = (bytes[COUNTED_FROM] ?? 0) & 0x7f;
  return bytes;
}

/** A little further on, by a random distance, so that nobody guesses the neighbour of an id. */
function nextBytes(before: Uint8Array, random: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(before);
  let carry = 1;
  for (
    let index = bytes.length - 1;
    index >= 0 && (carry > 0 || index >= bytes.length - random.length);
    index--
  ) {
    const added = random[index - (bytes.length - random.length)] ?? 0;
    const sum = (bytes[index] ?? 0) + added + carry;
    bytes[index] = sum & 0xff;
    carry = sum >> 8;
  }
  return bytes;
}
