/** A set of places, one bit for each, 32 in a word. */
export type Bits = Uint32Array;

/** An empty set for so many places. */
export function emptyBits(places: number): Bits {
  return new Uint32Array(Math.ceil(places / 32));
}

/** Puts a place in. */
export function setBit(bits: Bits, place: number): void {
  bits[place >>> 5] = (bits[place >>> 5] as number) | (1 << (place & 31));
}

/** Takes a place out. */
export function clearBit(bits: Bits, place: number): void {
  bits[place >>> 5] = (bits[place >>> 5] as number) & ~(1 << (place & 31));
}

/** Whether a place is in. */
export function hasBit(bits: Bits, place: number): boolean {
  return ((bits[place >>> 5] as number) & (1 << (place & 31))) !== 0;
}

/** Puts everything of another set in. */
export function addBits(bits: Bits, others: Bits): void {
  for (let word = 0; word < bits.length; word++) {
    bits[word] = (bits[word] as number) | (others[word] as number);
  }
}

/**
 * Writes what all of these sets have in common into a set.
 *
 * @returns how many places that are
 */
export function intersect(into: Bits, sets: readonly Bits[]): number {
  let count = 0;
  const [first, ...others] = sets;
  if (first === undefined) return 0;
  for (let word = 0; word < into.length; word++) {
    let common = first[word] as number;
    for (let at = 0; at < others.length && common !== 0; at++) common &= (others[at] as Bits)[word] as number;
    into[word] = common;
    if (common !== 0) count += countOf(common);
  }
  return count;
}

/** How many bits of a word are set. */
function countOf(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** The places of a set in order, from the `from`th on, at most so many. */
export function placesOf(bits: Bits, from: number, most: number): number[] {
  const places: number[] = [];
  let passed = 0;
  for (let word = 0; word < bits.length && places.length < most; word++) {
    let left = bits[word] as number;
    if (left === 0) continue;
    const here = countOf(left);
    if (passed + here <= from) {
      passed += here;
      continue;
    }
    for (; left !== 0 && places.length < most; left &= left - 1) {
      if (passed >= from) places.push(word * 32 + (31 - Math.clz32(left & -left)));
      passed += 1;
    }
  }
  return places;
}

/** Bytes that the sets remembered for one kind of question may take, and how many they are at most and at least. */
const REMEMBERED_BYTES = 4 * 1_048_576;
const MOST_REMEMBERED = 1_000;
const LEAST_REMEMBERED = 32;

/** How many sets of so many places are worth remembering. */
export function rememberedSets(places: number): number {
  const fitting = Math.floor(REMEMBERED_BYTES / Math.max(4, places / 8));
  return Math.min(MOST_REMEMBERED, Math.max(LEAST_REMEMBERED, fitting));
}
