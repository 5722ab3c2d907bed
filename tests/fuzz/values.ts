import type { SeededRandom } from '#simulator/random.ts';
import { nobodysId } from '#support/operations.ts';
import type { KnownValues } from './known-values.ts';

/** The parts of a schema that values are made from. */
export interface Shape {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly examples?: readonly unknown[];
}

/** What values are made with. */
export interface Maker {
  readonly random: SeededRandom;
  readonly known: KnownValues;
}

/** Addresses that nothing is sent to: the guard of the way out refuses them at once. */
const addresses = ['http://127.0.0.1:9/callback', 'https://10.0.0.1/p?c={pub_click_id}', 'http://[::1]/x'];
const words = ['Lantern', 'a', 'Ünïcödé 日本語 🎈', '=SUM(A1)', "O'Hara; --", '100%', ' x ', '<b>x</b>'];

/** A value that a schema takes, as far as the schema itself can say. Fields named like ids are ids that exist. */
export function validValue(maker: Maker, schema: Shape, name = ''): unknown {
  const { random } = maker;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return random.pick(schema.enum);
  const type = random.pick(typesOf(schema));
  switch (type) {
    case 'null':
      return null;
    case 'boolean':
      return random.chance(0.5);
    case 'integer':
      return validNumber(random, schema, true);
    case 'number':
      return validNumber(random, schema, false);
    case 'array':
      return Array.from({ length: random.whole(Math.max(schema.minItems ?? 0, 0), 3) }, () =>
        validValue(maker, schema.items ?? { type: 'string' }, name),
      );
    case 'object':
      return validObject(maker, schema);
    default:
      return validText(maker, schema, name);
  }
}

function typesOf({ type }: Shape): readonly string[] {
  return typeof type === 'string' ? [type] : (type ?? ['string']);
}

function validObject(maker: Maker, { properties = {}, required = [] }: Shape): Record<string, unknown> {
  const entries = Object.entries(properties).flatMap(([name, schema]) =>
    required.includes(name) || maker.random.chance(0.3) ? [[name, validValue(maker, schema, name)]] : [],
  );
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function validNumber(random: SeededRandom, schema: Shape, isWhole: boolean): number {
  const low = schema.minimum ?? (schema.exclusiveMinimum === undefined ? 0 : schema.exclusiveMinimum + 1);
  const high = Math.min(schema.maximum ?? 1_000_000_000, Number.MAX_SAFE_INTEGER);
  const edge = random.pick([
    low,
    Math.min(low + 1, high),
    random.whole(low, Math.min(high, low + 100)),
    high,
  ]);
  return isWhole || random.chance(0.5) || edge >= high ? edge : edge + random.whole(1, 999_999) / 1_000_000;
}

function validText(maker: Maker, schema: Shape, name: string): string {
  const { random, known } = maker;
  const example = schema.examples?.[0];
  switch (schema.format) {
    case 'uuid':
      return (random.chance(0.95) ? known.pick(random, name) : undefined) ?? nobodysId;
    case 'date-time':
      return random.pick([
        '2026-01-01T00:00:00Z',
        '2026-11-21T12:30:00.123456+02:00',
        '2025-02-28',
        '2027-06-01T05:00',
      ]);
    case 'date':
      return random.pick(['2026-01-01', '2024-02-29', '2026-11-21']);
    case 'http-url':
      return random.pick(addresses);
    case 'email':
      return random.pick(['a@example.com', 'ünï@example.org']);
    default:
  }
  const found = known.pick(random, name);
  if (found !== undefined && random.chance(0.8)) return found;
  if (typeof example === 'string') return example;
  const text = random.pick(words);
  const filled = text.repeat(Math.ceil((schema.minLength ?? 0) / text.length) || 1);
  return filled.slice(0, schema.maxLength ?? filled.length);
}

/** Values that something somewhere trips over. */
const nasty: readonly unknown[] = [
  null,
  '',
  ' ',
  '0',
  0,
  -1,
  1.5,
  0.000_000_1,
  1e21,
  -1e308,
  2 ** 53,
  true,
  'true',
  [],
  [[]],
  [null],
  {},
  { id: {} },
  'null',
  'undefined',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e\u200b\ufeff',
  'x'.repeat(600),
  'é'.repeat(120_000),
  nobodysId,
  '00000000-0000-0000-0000-000000000000',
  '../../etc/passwd',
  "' OR 1=1 --",
  '{gk_click_id}',
  'http://{pub_sub_1}/',
  'javascript:alert(1)',
  '9999-12-31T23:59:59.999999Z',
  '0000-01-01',
  '-infinity',
  '2026-13-45',
  '1e5',
  'NaN',
  '%',
  String.raw`\u0000\x`,
  '__proto__',
];

/** Something that fits nowhere, or only just. */
export function nastyValue({ random, known }: Maker): unknown {
  return random.chance(0.1) ? (known.pick(random, 'foreignId') ?? nobodysId) : random.pick(nasty);
}

/** The same value with one place in it spoilt: replaced, left out, doubled or given a stranger. */
export function spoilt(maker: Maker, value: unknown): unknown {
  const { random } = maker;
  const isInside = typeof value === 'object' && value !== null && random.chance(0.85);
  if (!isInside) return nastyValue(maker);
  if (Array.isArray(value)) {
    if (value.length === 0 || random.chance(0.2)) return [...value, nastyValue(maker)];
    const at = random.whole(0, value.length - 1);
    if (random.chance(0.15)) return [...value, value[at]];
    return value.with(at, spoilt(maker, value[at]));
  }
  const fields = Object.entries(value);
  if (fields.length === 0 || random.chance(0.1))
    return { ...value, [random.pick(['id', '__proto__', 'constructor', 'x\u0000'])]: nastyValue(maker) };
  const [name, field] = random.pick(fields) as [string, unknown];
  if (random.chance(0.15)) return Object.fromEntries(fields.filter(([other]) => other !== name));
  return { ...value, [name]: spoilt(maker, field) };
}
