import { setImmediate as nextTurn } from 'node:timers/promises';
import { collectYoung } from './engine.ts';

/** The longest stretch of work without a pause; requests that wait meanwhile wait no longer than that. */
const LONGEST_MS = 2;

/** Work of so few stretches keeps too little to be worth a collection of its own. */
const RESTS_BEFORE_COLLECTING = 4;

/** Long work cut into stretches, between which the process serves whatever else waits. */
export interface Turns {
  /** Nothing while the stretch is short yet, else a promise of the next one. To be asked often. */
  pause(): Promise<void> | undefined;
  /** Ends the stretch, however short it was: after work whose length is known, such as reading some rows. */
  rest(): Promise<void>;
}

/**
 * Begins work that is cut into stretches. What it keeps is moved between them, in a turn of its own: left alone, the
 * engine would move the survivors of many stretches at once, which takes longer than any of them.
 */
export function inTurns(): Turns {
  let startedAt = performance.now();
  let rests = 0;
  const rest = async () => {
    await nextTurn();
    rests += 1;
    if (rests > RESTS_BEFORE_COLLECTING) {
      collectYoung();
      await nextTurn();
    }
    startedAt = performance.now();
  };
  return {
    pause: () => (performance.now() - startedAt < LONGEST_MS ? undefined : rest()),
    rest,
  };
}

/** How many entries are worked on between two looks at the clock. */
const STRETCH = 16;

/** Calls `work` for every entry, in turns. */
export async function eachInTurns<Entry>(
  entries: Iterable<Entry>,
  turns: Turns,
  work: (entry: Entry, index: number) => void,
): Promise<void> {
  let index = 0;
  for (const entry of entries) {
    work(entry, index);
    index += 1;
    if (index % STRETCH === 0) await turns.pause();
  }
  // Many short lists one after the other make a long stretch, too.
  await turns.pause();
}

const RUN = 512;

/** Sorts in turns: short runs first, which are then merged two by two. The order of equal entries stays. */
export async function sortInTurns<Entry>(
  entries: readonly Entry[],
  compare: (a: Entry, b: Entry) => number,
  turns: Turns,
): Promise<Entry[]> {
  let runs: Entry[][] = [];
  for (let from = 0; from < entries.length; from += RUN) {
    runs.push(entries.slice(from, from + RUN).toSorted(compare));
    await turns.pause();
  }
  while (runs.length > 1) {
    const merged: Entry[][] = [];
    for (let at = 0; at < runs.length; at += 2) {
      merged.push(await mergeInTurns(runs[at] ?? [], runs[at + 1] ?? [], compare, turns));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

async function mergeInTurns<Entry>(
  first: readonly Entry[],
  second: readonly Entry[],
  compare: (a: Entry, b: Entry) => number,
  turns: Turns,
): Promise<Entry[]> {
  const merged: Entry[] = [];
  let [i, j] = [0, 0];
  while (i < first.length || j < second.length) {
    const takesFirst =
      j >= second.length || (i < first.length && compare(first[i] as Entry, second[j] as Entry) <= 0);
    merged.push((takesFirst ? first[i++] : second[j++]) as Entry);
    if (merged.length % RUN === 0) await turns.pause();
  }
  return merged;
}
