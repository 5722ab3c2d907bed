import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { isUuid, uuidV7Instant } from '#domain/ids.ts';
import { orderedIds } from './ordered-ids.ts';

const at = Date.UTC(2026, 10, 21) * 1000;

it('makes ids that sort in the order they were made, whatever is made between', () => {
  const newId = orderedIds((size) => randomBytes(size));
  const ids = Array.from({ length: 10_000 }, (_, index) => {
    newId(at + 1000 * (1 + (index % 50)));
    return newId(at + (index % 1000));
  });
  expect(ids.every(isUuid)).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
  expect(ids.every((id) => uuidV7Instant(id) === at)).toBe(true);
});

it('never gives an id twice, even where all random bytes are alike', () => {
  for (const byte of [0, 255]) {
    const newId = orderedIds((size) => new Uint8Array(size).fill(byte));
    const ids = Array.from({ length: 1_000 }, () => newId(at));
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  }
});
