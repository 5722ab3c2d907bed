import { Big } from 'big.js';

declare const decimalBrand: unique symbol;

/**
 * An exact decimal number: money, points, percentages and ratios. Opaque on purpose, so that no floating-point
 * operator can be applied to it; every operation is a function of this file.
 */
export interface Decimal {
  readonly [decimalBrand]: true;
  /** Plain decimal text, so that logs and assertion messages are readable. */
  toString(): string;
  /** Plain decimal text, so that a serialised value loses no digit. */
  toJSON(): string;
}

/** Plain decimal text without exponent, as PostgreSQL's `numeric` reads and writes it, for example `"12.5"`. */
export type DecimalText = string;

/** Money and rewards carry at most this many digits after the point. */
export const moneyDecimals = 6;

/** Money and rewards carry at most this many digits before the point. */
export const moneyIntegerDigits = 12;

const ExactBig = Big();
ExactBig.PE = 1_000_000;
ExactBig.NE = -1_000_000;

const plainDecimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
const longestText = 400;
const halfEven = 2;

function wrap(value: Big): Decimal {
  return value as unknown as Decimal;
}

function unwrap(value: Decimal): Big {
  return value as unknown as Big;
}

/**
 * Reads a decimal from a JSON number or from plain decimal text (`12`, `-0.5`, `.5`). A number is read by its
 * shortest decimal form, so 0.1 is exactly 0.1.
 *
 * @returns null for anything else: exponents in text, NaN, infinities, blanks, other types.
 */
export function parseDecimal(value: unknown): Decimal | null {
  if (typeof value === 'number') return Number.isFinite(value) ? wrap(new ExactBig(String(value))) : null;
  if (typeof value !== 'string' || value.length > longestText || !plainDecimal.test(value)) return null;
  const digits = value.replace(/^\+/, '').replace(/\.$/, '');
  return wrap(new ExactBig(digits));
}

/**
 * Reads a decimal from a value that is known to be one, such as a `numeric` column.
 *
 * @throws RangeError when it isn't a decimal.
 */
export function decimal(value: number | DecimalText): Decimal {
  const parsed = parseDecimal(value);
  if (parsed === null) throw new RangeError(`not a decimal: ${JSON.stringify(value)}`);
  return parsed;
}

/** Nought, the start of every sum. */
export const zero: Decimal = decimal('0');

/** Whether the value has no more than six digits after the point, as all money must. */
export function hasAtMostSixDecimals(value: Decimal): boolean {
  const { c, e } = unwrap(value);
  return c.length - 1 - e <= moneyDecimals;
}

/** Whether the value has no more than twelve digits before the point. */
export function hasAtMostTwelveIntegerDigits(value: Decimal): boolean {
  return unwrap(value).e < moneyIntegerDigits;
}

/** The exact sum of two values. */
export function add(a: Decimal, b: Decimal): Decimal {
  return wrap(unwrap(a).plus(unwrap(b)));
}

/** The exact difference of two values. */
export function subtract(a: Decimal, b: Decimal): Decimal {
  return wrap(unwrap(a).minus(unwrap(b)));
}

/** The exact product of two values, unrounded. */
export function multiply(a: Decimal, b: Decimal): Decimal {
  return wrap(unwrap(a).times(unwrap(b)));
}

/** The same amount with the opposite sign. */
export function negate(value: Decimal): Decimal {
  return isZero(value) ? zero : wrap(unwrap(value).times(-1));
}

/** The exact sum of a list; nought for an empty one. */
export function sum(values: Iterable<Decimal>): Decimal {
  let total = zero;
  for (const value of values) total = add(total, value);
  return total;
}

/** Orders two values: negative when a is smaller, positive when it is larger, 0 when both are the same amount. */
export function compare(a: Decimal, b: Decimal): -1 | 0 | 1 {
  return unwrap(a).cmp(unwrap(b));
}

/** Whether two values are the same amount, however many noughts they were written with. */
export function equal(a: Decimal, b: Decimal): boolean {
  return compare(a, b) === 0;
}

/** Whether the amount is nought. */
export function isZero(value: Decimal): boolean {
  return compare(value, zero) === 0;
}

/** Whether the amount is below nought. */
export function isNegative(value: Decimal): boolean {
  return compare(value, zero) < 0;
}

/** The larger of two values. */
export function larger(a: Decimal, b: Decimal): Decimal {
  return compare(a, b) >= 0 ? a : b;
}

/** Rounds half-even (a tie goes to the even digit) to so many decimals. */
export function roundHalfEven(value: Decimal, decimals: number): Decimal {
  return wrap(unwrap(value).round(decimals, halfEven));
}

/**
 * A percentage of an amount: amount × percent / 100. Only this product is rounded, half-even, to so many decimals:
 * six for money, the tenant's `rewardDecimals` for rewards.
 */
export function percentOf(amount: Decimal, percent: Decimal, decimals: number = moneyDecimals): Decimal {
  return roundHalfEven(multiply(multiply(amount, percent), hundredth), decimals);
}

const hundredth = decimal('0.01');

/** The JSON number nearest to the value. Exact for whatever was read from a JSON number. */
export function toJsonNumber(value: Decimal): number {
  return Number(toText(value));
}

/** Plain decimal text without exponent, without needless noughts and without a negative nought. */
export function toText(value: Decimal): DecimalText {
  const text = unwrap(value).toFixed();
  return text === '-0' ? '0' : text;
}

/**
 * The value in millionths, for ratios of sums. Exact up to about nine thousand million units; beyond that the
 * nearest floating-point number.
 */
export function toMillionths(value: Decimal): number {
  return Number(unwrap(value).times(1_000_000).toFixed(0));
}
