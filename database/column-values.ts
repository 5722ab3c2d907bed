import pg from 'pg';

type Parser = (text: string) => unknown;

/** Numbers by which PostgreSQL names the types of columns; they never change. */
const TYPE = {
  int8: 20,
  json: 114,
  date: 1082,
  timestamp: 1114,
  timestamptz: 1184,
  interval: 1186,
  numeric: 1700,
  jsonb: 3802,
  int8Array: 1016,
  dateArray: 1182,
  timestamptzArray: 1185,
  numericArray: 1231,
} as const;

const asText: Parser = (text) => text;

const parsers = new Map<number, Parser>([
  [TYPE.int8, readCount],
  [TYPE.json, JSON.parse],
  [TYPE.jsonb, JSON.parse],
  [TYPE.numeric, asText],
  [TYPE.date, asText],
  [TYPE.timestamp, asText],
  [TYPE.interval, asText],
  [TYPE.timestamptz, readInstant],
  [TYPE.int8Array, arrayOf(readCount)],
  [TYPE.numericArray, arrayOf(asText)],
  [TYPE.dateArray, arrayOf(asText)],
  [TYPE.timestamptzArray, arrayOf(readInstant)],
]);

/**
 * Chooses how the text of a column becomes a value: counts are numbers, money (`numeric`), dates and uuids keep their
 * text, instants are ISO 8601 in UTC with the database's microseconds, `jsonb` is parsed.
 */
export const parseColumn = ((oid: number, format?: 'text' | 'binary') =>
  (format !== 'binary' && parsers.get(oid)) ||
  pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser;

/**
 * Reads a bigint.
 *
 * @throws RangeError when it cannot be held exactly; a count that large would be wrong everywhere else too
 */
function readCount(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`A bigint does not fit a number: ${text}`);
  return value;
}

/** Turns `2026-08-11 06:13:27.837752+00` into `2026-08-11T06:13:27.837752Z`; connections run in UTC. */
function readInstant(text: string): string {
  return text.endsWith('+00') ? `${text.slice(0, 10)}T${text.slice(11, -3)}Z` : text;
}

function arrayOf(read: Parser): Parser {
  const textArray = 1009 as Parameters<typeof pg.types.getTypeParser>[0];
  const split = pg.types.getTypeParser(textArray, 'text') as unknown as (text: string) => unknown[];
  const readAll = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(readAll);
    return value === null ? null : read(value as string);
  };
  return (text) => readAll(split(text));
}
