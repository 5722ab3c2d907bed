import { toText, type Decimal } from '#domain/money.ts';

const written = new WeakMap<Decimal, string>();

/** An amount as its column gives it, with six decimals. Most are those of many conversions, so each is written once. */
export function amountText(value: Decimal): string {
  const known = written.get(value);
  if (known !== undefined) return known;
  const [whole = '0', rest = ''] = toText(value).split('.');
  const text = `${whole}.${rest.padEnd(6, '0')}`;
  written.set(value, text);
  return text;
}
