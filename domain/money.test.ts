import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  add,
  compare,
  decimal,
  equal,
  hasAtMostSixDecimals,
  hasAtMostTwelveIntegerDigits,
  negate,
  parseDecimal,
  percentOf,
  roundHalfEven,
  subtract,
  sum,
  toJsonNumber,
  toMillionths,
  toText,
  zero,
} from './money.ts';

const micros = fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n });

function fromMicros(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(7, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

describe('reading decimals', () => {
  test.each([
    [0.1, '0.1'],
    [1e21, '1000000000000000000000'],
    [1e-7, '0.0000001'],
    [-0, '0'],
    ['-0', '0'],
    ['12.500', '12.5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['+3', '3'],
    ['007', '7'],
  ])('%j reads as %s', (given, expected) => {
    expect(toText(decimal(given))).toBe(expected);
  });

  test.each([
    '',
    ' ',
    '1e3',
    '1,5',
    'NaN',
    '0x10',
    '1.2.3',
    '.',
    '-',
    '٣',
    null,
    undefined,
    true,
    {},
    NaN,
    Infinity,
    '1 ',
  ])('%j is not a decimal', (given) => {
    expect(parseDecimal(given)).toBeNull();
  });

  test('a value that must be a decimal and is not stops the caller', () => {
    expect(() => decimal('abc')).toThrow(RangeError);
  });

  test.each([
    ['1.123456', true],
    ['1.1234567', false],
    ['1.1234560', true],
    ['0.0000001', false],
    ['123456789012', true],
  ])('%s has at most six decimals: %s', (text, expected) => {
    expect(hasAtMostSixDecimals(decimal(text))).toBe(expected);
  });

  test.each([
    ['999999999999', true],
    ['999999999999.999999', true],
    ['1000000000000', false],
    ['0.5', true],
  ])('%s has at most twelve integer digits: %s', (text, expected) => {
    expect(hasAtMostTwelveIntegerDigits(decimal(text))).toBe(expected);
  });
});

describe('arithmetic is exact', () => {
  test('ten times 0.1 is 1', () => {
    expect(toText(sum(Array.from({ length: 10 }, () => decimal(0.1))))).toBe('1');
  });

  test('the sum of random amounts equals the sum of their millionths', () => {
    fc.assert(
      fc.property(fc.array(micros), (amounts) => {
        const total = sum(amounts.map((amount) => decimal(fromMicros(amount))));
        const expected = amounts.reduce((left, right) => left + right, 0n);
        expect(equal(total, decimal(fromMicros(expected)))).toBe(true);
      }),
    );
  });

  test('adding and taking away again gives the same amount, and text and back is the same amount', () => {
    fc.assert(
      fc.property(micros, micros, (a, b) => {
        const left = decimal(fromMicros(a));
        const right = decimal(fromMicros(b));
        expect(toText(subtract(add(left, right), right))).toBe(toText(left));
        expect(equal(decimal(toText(left)), left)).toBe(true);
        expect(toText(left)).not.toMatch(/e/i);
        expect(equal(add(left, negate(left)), zero)).toBe(true);
        expect(compare(left, right)).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  test('a JSON number of up to 15 digits comes back as it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }), (millionths) => {
        const number = millionths / 1_000_000;
        expect(toJsonNumber(decimal(number))).toBe(number === 0 ? 0 : number);
        expect(toMillionths(decimal(number))).toBe(millionths);
      }),
    );
  });
});

describe('rounding', () => {
  test.each([
    ['0.0000005', 6, '0'],
    ['0.0000015', 6, '0.000002'],
    ['0.0000025', 6, '0.000002'],
    ['2.5', 0, '2'],
    ['3.5', 0, '4'],
    ['-2.5', 0, '-2'],
    ['-0.4', 0, '0'],
    ['2.50001', 0, '3'],
  ])('%s to %i decimals is %s', (text, decimals, expected) => {
    expect(toText(roundHalfEven(decimal(text), decimals))).toBe(expected);
  });

  test.each([
    ['100', '12.5', 6, '12.5'],
    ['0.01', '0.05', 6, '0.000005'],
    ['0.001', '0.05', 6, '0'],
    ['0.003', '0.05', 6, '0.000002'],
    ['19.99', '33.333333', 6, '6.663333'],
    ['19.99', '33.333333', 0, '7'],
    ['5', '50', 0, '2'],
  ])('of %s, %s percent to %i decimals is %s', (amount, percent, decimals, expected) => {
    expect(toText(percentOf(decimal(amount), decimal(percent), decimals))).toBe(expected);
  });

  test('rounding moves an amount by at most half a step', () => {
    fc.assert(
      fc.property(micros, fc.integer({ min: 0, max: 6 }), (amount, decimals) => {
        const value = decimal(fromMicros(amount));
        const rounded = roundHalfEven(value, decimals);
        const away = subtract(value, rounded);
        const size = compare(away, zero) < 0 ? negate(away) : away;
        expect(compare(size, decimal((0.5 * 10 ** -decimals).toFixed(7)))).not.toBe(1);
      }),
    );
  });
});
