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
  const nextByte = inPortions(random);
  const last = new Map<number, Uint8Array>();
  let latest = Number.NaN;
  return (at) => {
    const millis = Math.floor(at / 1000);
    let bytes = last.get(millis);
    if (bytes === undefined) {
      // The first of a map is the one that was put in first: here the one unused for longest.
      if (last.size >= REMEMBERED) last.delete(last.keys().next().value as number);
      bytes = firstBytes(nextByte);
      last.set(millis, bytes);
    } else {
      countOn(bytes, nextByte);
      if (millis !== latest) {
        last.delete(millis);
        last.set(millis, bytes);
      }
    }
    latest = millis;
    return makeUuidV7(at, bytes);
  };
}

function inPortions(random: (size: number) => Uint8Array): () => number {
  let fetched: Uint8Array = new Uint8Array();
  let used = 0;
  return () => {
    if (used === fetched.length) {
      fetched = random(FETCHED);
      used = 0;
    }
    return fetched[used++] as number;
  };
}

const BYTES = 10;
/** Where the part that is counted on begins. */
const COUNTED_FROM = 4;
/** Bytes at the end that a random distance is added to. */
const DISTANCE_BYTES = 4;

/** Leaves room to count on: the first bit of the counted part is nought. */
function firstBytes(nextByte: () => number): Uint8Array {
  const bytes = Uint8Array.from({ length: BYTES }, nextByte);
  bytes[COUNTED_FROM] = (bytes[COUNTED_FROM] as number) & 0x7f;
  return bytes;
}

/** Moves a little further on, by a random distance, so that nobody guesses the neighbour of an id. */
function countOn(bytes: Uint8Array, nextByte: () => number): void {
  let carry = 1;
  for (let index = BYTES - 1; index >= 0; index--) {
    const isRandom = index >= BYTES - DISTANCE_BYTES;
    if (!isRandom && carry === 0) return;
    const sum = (bytes[index] as number) + (isRandom ? nextByte() : 0) + carry;
    bytes[index] = sum & 0xff;
    carry = sum >> 8;
  }
}
