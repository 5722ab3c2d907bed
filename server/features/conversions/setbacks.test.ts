import { expect, it } from 'vitest';
import { Setbacks } from './setbacks.ts';

const minute = 60_000;

it('leaves alone what failed, twice as long each time, and at most an hour', () => {
  const setbacks = new Setbacks();
  let now = 0;
  for (const waitMinutes of [1, 2, 4, 8, 16, 32, 60, 60]) {
    setbacks.failed('a', now);
    expect(setbacks.waiting(now + waitMinutes * minute - 1)).toEqual(['a']);
    now += waitMinutes * minute;
    expect(setbacks.waiting(now)).toEqual([]);
  }
});

it('forgets what was settled after all, and the oldest where there are too many', () => {
  const setbacks = new Setbacks();
  setbacks.failed('a', 0);
  setbacks.failed('b', 0);
  setbacks.settled(['a']);
  expect(setbacks.waiting(0)).toEqual(['b']);
  for (let number = 0; number < 10_000; number++) setbacks.failed(`c${number}`, 0);
  expect(setbacks.waiting(0)).toHaveLength(10_000);
  expect(setbacks.waiting(0)).not.toContain('b');
});
