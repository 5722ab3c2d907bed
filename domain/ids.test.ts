import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isUuid, makeUuidV7, normaliseUuid, uuidV7Floor, uuidV7Instant } from './ids.ts';

const instants = fc.integer({ min: 0, max: 2 ** 53 - 1 });
const randomBytes = fc.uint8Array({ minLength: 10, maxLength: 10 });

describe('uuids', () => {
  test.each([
    ['0193a1f2-7c40-7b1e-9c55-3a1f0f9b2d20', true],
    ['0193A1F2-7C40-7B1E-9C55-3A1F0F9B2D20', true],
    ['00000000-0000-0000-0000-000000000000', true],
    ['0193a1f27c407b1e9c553a1f0f9b2d20', false],
    ['{0193a1f2-7c40-7b1e-9c55-3a1f0f9b2d20}', false],
    ['0193a1f2-7c40-7b1e-9c55-3a1f0f9b2d2', false],
    ['0193a1f2-7c40-7b1e-9c55-3a1f0f9b2d20\n', false],
    ['0193a1f2-7c40-7b1e-9c55-3a1f0f9b2g20', false],
    ['', false],
  ])('%j is a uuid: %s', (text, expected) => {
    expect(isUuid(text)).toBe(expected);
    expect(normaliseUuid(text)).toBe(expected ? text.toLowerCase() : null);
  });

  test('a made id is a valid version 7 that carries its millisecond and is not below the floor of its instant', () => {
    fc.assert(
      fc.property(instants, randomBytes, (at, random) => {
        const id = makeUuidV7(at, random);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(uuidV7Instant(id)).toBe(Math.floor(at / 1000) * 1000);
        expect(id >= uuidV7Floor(at)).toBe(true);
      }),
    );
  });

  test('ids sort by time, and the floor of a later millisecond is above every earlier id', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1000, max: 10 ** 12 }), randomBytes, (at, gap, random) => {
        fc.pre(at + gap <= 2 ** 53 - 1);
        expect(makeUuidV7(at, random) < uuidV7Floor(at + gap)).toBe(true);
      }),
    );
  });

  test('different random bytes give different ids', () => {
    const a = makeUuidV7(0, new Uint8Array(10));
    const b = makeUuidV7(0, new Uint8Array(10).fill(255));
    expect(a).toBe('00000000-0000-7000-8000-000000000000');
    expect(b).toBe('00000000-0000-7fff-bfff-ffffffffffff');
  });

  test('only version 7 carries an instant', () => {
    expect(uuidV7Instant('0193a1f2-7c40-4b1e-9c55-3a1f0f9b2d20')).toBeNull();
    expect(uuidV7Instant('nonsense')).toBeNull();
  });

  test('too few random bytes, or an instant before 1970, are refused', () => {
    expect(() => makeUuidV7(0, new Uint8Array(9))).toThrow(RangeError);
    expect(() => uuidV7Floor(-1)).toThrow(RangeError);
  });
});
