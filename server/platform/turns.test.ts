import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eachInTurns, inTurns, sortInTurns } from './turns.ts';

/** Keeps the processor busy. */
function work(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe('work in turns', () => {
  it('lets the loop go round within a few entries, over however many short lists they come', async () => {
    const turns = inTurns();
    let served = 0;
    const serving = setInterval(() => (served += 1), 0);
    // Lists shorter than what is done between two looks at the clock must not add up to one long stretch.
    for (let list = 0; list < 20; list++) await eachInTurns([1, 2, 3, 4, 5], turns, () => work(1));
    clearInterval(serving);
    expect(served).toBeGreaterThanOrEqual(10);
  });

  it('does every entry once, in order, whatever the pauses', async () => {
    const seen: number[] = [];
    const entries = Array.from({ length: 100 }, (_, place) => place);
    await eachInTurns(entries, inTurns(), (entry, place) => {
      work(0.3);
      seen.push(entry, place);
    });
    expect(seen).toEqual(entries.flatMap((entry) => [entry, entry]));
  });

  it('sorts as a stable sort in one go does', async () => {
    const values = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.nat()), { maxLength: 2_000 });
    await fc.assert(
      fc.asyncProperty(values, async (pairs) => {
        const compare = (a: [number, number], b: [number, number]) => a[0] - b[0];
        expect(await sortInTurns(pairs, compare, inTurns())).toEqual(pairs.toSorted(compare));
      }),
      { numRuns: 30 },
    );
  });
});
