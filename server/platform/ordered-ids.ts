import { LRUCache } from 'lru-cache';
import { makeUuidV7 } from '#domain/ids.ts';
import type { Micros } from '#domain/time.ts';

/** Milliseconds whose last id is remembered: more than transactions of one process run at once. */
const REMEMBERED = 1_000;
/** Random bytes that are asked for at once. */
const STORED = 4_096;

/**
 * Makes version-7 uuids that sort in the order in which this process made them, also within one millisecond: what a
 * transaction decides in order can be read in order.
 *
 * @param random gives that many random bytes
 */
export function orderedIds(random: (size: number) => Uint8Array): (at: Micros) => string {
  const last = new LRUCache<number, Uint8Array>({ max: REMEMBERED });
  const draw = fromStore(random);
  return (at) => {
    const millis = Math.floor(at / 1000);
    const before = last.get(millis);
    const bytes = before === undefined ? firstBytes(draw(10)) : nextBytes(before, draw(4));
    last.set(millis, bytes);
    return makeUuidV7(at, bytes);
  };
}

/** Asks for many random bytes at once and hands them out: asking costs more than making an id. */
function fromStore(random: (size: number) => Uint8Array): (size: number) => Uint8Array {
  let store = new Uint8Array();
  let used = 0;
  return (size) => {
    if (used + size > store.length) {
      store = new Uint8Array(random(STORED));
      used = 0;
    }
    used += size;
    return store.subarray(used - size, used);
  };
}

/** Where the part that is counted on begins. */
const COUNTED_FROM = 4;

/** Leaves room to count on: the first bit of the counted part is nought. */
function firstBytes(random: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(random);
  bytes[COUNTED_FROM] = (bytes[COUNTED_FROM] ?? 0) & 0x7f;
  return bytes;
}

/** A little further on, by a random distance, so that nobody guesses the neighbour of an id. */
function nextBytes(before: Uint8Array, random: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(before);
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
