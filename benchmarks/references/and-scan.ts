// What matching comes down to: one pass over sets of bits of the same lengths, with the exact count. Frozen: ratios of
// different runs stay comparable.

/** Intersects sets word by word into another one and counts what they have in common. */
export function andScan(into: Uint32Array, sets: readonly Uint32Array[]): number {
  let count = 0;
  for (let word = 0; word < into.length; word++) {
    let common = 0xffffffff;
    for (const set of sets) common &= set[word] as number;
    into[word] = common;
    let bits = common - ((common >>> 1) & 0x55555555);
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    count += (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
  }
  return count;
}
