import { expect, it } from 'vitest';
import { sharedBuffers } from './memory.ts';

const GIGABYTE = 2 ** 30;

it.each([
  [GIGABYTE / 8, '64MB'],
  [GIGABYTE / 2, '128MB'],
  [GIGABYTE, '256MB'],
  [3 * GIGABYTE, '768MB'],
  [4 * GIGABYTE, '1024MB'],
  [64 * GIGABYTE, '1024MB'],
])('of %d bytes of memory a quarter within bounds is for the pages of the database', (memory, buffers) => {
  expect(sharedBuffers(memory)).toBe(buffers);
});

it('this machine has an amount that the database takes', () => {
  expect(sharedBuffers()).toMatch(/^(6[4-9]|[7-9]\d|\d{3}|1\d{3})MB$/);
});
