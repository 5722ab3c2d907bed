import { expect, test } from 'vitest';
import { testDatabase } from '#support/database.ts';

const { database } = await testDatabase();

const cases: [sql: string, value: unknown][] = [
  ["timestamptz '2026-08-11 06:13:27.837752+00'", '2026-08-11T06:13:27.837752Z'],
  ["timestamptz '2026-08-11 06:13:27.8377+02'", '2026-08-11T04:13:27.8377Z'],
  ["timestamptz '2026-08-11 06:13:27'", '2026-08-11T06:13:27Z'],
  ["timestamptz '1899-12-31 23:59:59.999999+00'", '1899-12-31T23:59:59.999999Z'],
  ["ARRAY[timestamptz '2026-08-11 06:13:27.5+00', NULL]", ['2026-08-11T06:13:27.5Z', null]],
  ['9007199254740991::bigint', 9_007_199_254_740_991],
  ['(-9007199254740991)::bigint', -9_007_199_254_740_991],
  ['ARRAY[1, NULL]::bigint[]', [1, null]],
  ['count(*)', 1],
  ['0.10::numeric', '0.10'],
  ['123456789012.000001::numeric', '123456789012.000001'],
  ['ARRAY[0.10, NULL]::numeric[]', ['0.10', null]],
  ["date '2026-02-28'", '2026-02-28'],
  ["ARRAY[date '2026-02-28']", ['2026-02-28']],
  ["interval '1 day 2 hours'", 'P1DT2H'],
  [`'{"a": [1, null]}'::jsonb`, { a: [1, null] }],
  ["'01990000-0000-7000-8000-000000000001'::uuid", '01990000-0000-7000-8000-000000000001'],
  ["ARRAY['a', NULL, '{,}\"']", ['a', null, '{,}"']],
  ["'\\x00ff'::bytea", Buffer.from([0, 255])],
  ['1.5::double precision', 1.5],
  ['NULL::timestamptz', null],
  ['12345::text::xid8', '12345'],
];

test.each(cases)('%s arrives as %j', async (sql, value) => {
  const { rows } = await database.engine.query<{ value: unknown }>(`SELECT ${sql} AS value`);
  expect(rows[0]?.value).toEqual(value);
});

test('a bigint that a number cannot hold is an error, not a nearby number', async () => {
  await expect(database.engine.query('SELECT 9007199254740993::bigint AS value')).rejects.toThrow(RangeError);
  expect((await database.engine.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});
