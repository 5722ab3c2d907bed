import type { TSchema } from '#contract/schema.ts';
import { normaliseUuid } from '#domain/ids.ts';

interface Shape {
  type?: string | string[];
  properties?: Record<string, Shape>;
  items?: Shape;
  enum?: unknown[];
  format?: string;
  'x-comma-list'?: boolean;
}

const knownNames = new WeakMap<object, ReadonlyMap<string, string>>();

/** The names of a schema by their lower case, worked out once. */
function namesOf(properties: Record<string, Shape>): ReadonlyMap<string, string> {
  let names = knownNames.get(properties);
  if (!names) {
    names = new Map(Object.keys(properties).map((name) => [name.toLowerCase(), name]));
    knownNames.set(properties, names);
  }
  return names;
}

/**
 * Brings a body to the letter case of its schema before it is checked: names of fields, words of closed lists and
 * booleans match in any letter case, null in a field that cannot be null means that it was left out, and fields that
 * the schema doesn't know are dropped.
 */
export function foldBody(schema: TSchema, body: unknown): unknown {
  return fold(schema, body);
}

function fold(schema: Shape, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (isRecord(value) && isOf(schema, 'object'))
    return schema.properties ? foldObject(schema.properties, value) : value;
  if (isOf(schema, 'array')) return foldArray(schema, value);
  if (isOf(schema, 'boolean')) return foldBoolean(value);
  if (typeof value !== 'string') return value;
  if (schema.enum) return foldWord(schema.enum, value);
  return schema.format === 'uuid' ? (normaliseUuid(value) ?? value) : value;
}

function foldObject(
  properties: Record<string, Shape>,
  value: Record<string, unknown>,
): Record<string, unknown> {
  const names = namesOf(properties);
  const folded: Record<string, unknown> = {};
  for (const given of Object.keys(value)) {
    const field = value[given];
    const name = Object.hasOwn(properties, given) ? given : names.get(given.toLowerCase());
    if (name === undefined || (name !== given && Object.hasOwn(value, name))) continue;
    const schema = properties[name] as Shape;
    if (field === null && !isOf(schema, 'null')) continue;
    folded[name] = fold(schema, field);
  }
  return folded;
}

function foldArray(schema: Shape, value: unknown): unknown {
  const entries = schema['x-comma-list'] && typeof value === 'string' ? splitList(value) : value;
  return Array.isArray(entries) && schema.items
    ? entries.map((entry) => fold(schema.items as Shape, entry))
    : entries;
}

function foldBoolean(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const word = value.trim().toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : value;
}

function foldWord(words: unknown[], value: string): string {
  const wanted = value.trim().toLowerCase();
  return (
    (words.find((word) => typeof word === 'string' && word.toLowerCase() === wanted) as string | undefined) ??
    value
  );
}

/**
 * Reads a query by its schema: names in any letter case, comma lists, numbers and booleans from their text. A parameter
 * given without a value counts as left out; what cannot be read stays text, for the check to name it.
 */
export function foldQuery(schema: TSchema, query: Record<string, unknown>): Record<string, unknown> {
  const properties = (schema as Shape).properties ?? {};
  const names = namesOf(properties);
  const folded: Record<string, unknown> = {};
  for (const [given, raw] of Object.entries(query)) {
    const name = names.get(given) ?? names.get(given.toLowerCase());
    if (name === undefined) continue;
    const value = readParameter(properties[name] as Shape, raw);
    if (value !== undefined) folded[name] = value;
  }
  return folded;
}

function readParameter(schema: Shape, raw: unknown): unknown {
  if (isOf(schema, 'array')) {
    const texts = (Array.isArray(raw) ? raw : [raw]).flatMap((text) => splitList(String(text)));
    return texts.length === 0 ? undefined : texts.map((text) => readParameter(schema.items ?? {}, text));
  }
  const text = String(Array.isArray(raw) ? raw.at(-1) : raw);
  if (text.trim() === '') return undefined;
  if (isOf(schema, 'integer') || isOf(schema, 'number')) {
    return /^[+-]?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
  }
  if (isOf(schema, 'boolean')) return foldBoolean(text);
  if (schema.enum) return foldWord(schema.enum, text);
  if (schema.format === 'uuid') return normaliseUuid(text) ?? text;
  return schema.format === 'date-time' ? repairOffset(text) : text;
}

/** An offset's plus sign that was not encoded arrives as a space: `2026-01-01T00:00:00 02:00`. */
function repairOffset(text: string): string {
  return text.replace(/^(\S+[T ]\d{2}:\d{2}\S*) (\d{2}:?\d{2})$/, '$1+$2');
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

function isOf({ type }: Shape, wanted: string): boolean {
  return type === wanted || (Array.isArray(type) && type.includes(wanted));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
