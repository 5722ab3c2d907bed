import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrayText, documents, uuids } from '#database/array-values.ts';
import { insertRows } from '#database/insert-rows.ts';
import { inTenant } from '#database/transaction.ts';
import { testDatabase } from '#support/database.ts';

const { database } = await testDatabase();

const oneOrNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null, freq: 4 });

test('ids and nothings arrive in a uuid[] as they were given', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(oneOrNull(fc.uuid()), { maxLength: 40 }), async (given) => {
      const { rows } = await database.engine.query('SELECT $1::uuid[] AS value', [uuids(given)]);
      expect(rows).toEqual([{ value: given }]);
    }),
    { numRuns: 100 },
  );
});

test('an id in capitals is the same id', async () => {
  const given = '0193A1F2-7C40-7B1E-9C55-3A1F0F9B2D20';
  const { rows } = await database.engine.query('SELECT $1::uuid[] AS value', [uuids([given])]);
  expect(rows).toEqual([{ value: [given.toLowerCase()] }]);
});

test.each([
  '',
  'NULL',
  '0193a1f2-7c40-7b1e-9c55-3a1f0f9b2d2',
  '0193a1f2-7c40-7b1e-9c55-3a1f0f9b2d200',
  '0193a1f2-7c40-7b1e-9c55-3a1f0f9b2d2g',
  '0193a1f2-7c40-7b1e-9c55-3a1f0f9b2dé0',
  '0193a1f27c407b1e9c553a1f0f9b2d20',
])('"%s" is refused before it reaches the database', (given) => {
  expect(() => uuids([given])).toThrow(TypeError);
});

test('documents and nothings arrive in a jsonb[] as they were given', async () => {
  const text = fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', ''));
  const document = fc.oneof(
    fc.array(fc.oneof(text, fc.integer(), fc.constant(null))),
    fc.record({ text }),
    text,
  );
  await fc.assert(
    fc.asyncProperty(fc.array(oneOrNull(document), { maxLength: 10 }), async (given) => {
      const sent = documents(given.map((value) => (value === null ? null : JSON.stringify(value))));
      const { rows } = await database.engine.query('SELECT to_jsonb($1::jsonb[]) AS value', [sent]);
      expect(rows).toEqual([{ value: given }]);
    }),
    { numRuns: 100 },
  );
});

test('texts arrive in a text[] as they were given, whatever characters they have', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', '')),
    fc.constantFrom('', 'NULL', 'null', '{', '}', ',', '"', '\\', '\\"', '{"a": "b\\\\"}', ' \n\t'),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(oneOrNull(text), { maxLength: 20 }), async (given) => {
      const { rows } = await database.engine.query('SELECT $1::text[] AS value', [arrayText(given)]);
      expect(rows).toEqual([{ value: given }]);
    }),
    { numRuns: 200 },
  );
});

test('rows are inserted with every type of value, in their order, for their tenant', async () => {
  const tenantId = '01990000-0000-7000-8000-00000000000a';
  await database.engine.query(
    "INSERT INTO tenants (id, name, display_name, products, created_at) VALUES ($1, 'arrays', 'Arrays', '{publisher}', now())",
    [tenantId],
  );
  const row = {
    tenant_id: tenantId,
    id: '01990000-0000-7000-8000-000000000001',
    received_at: '2026-08-11T06:13:27.837752Z',
    method: 'GET',
    path: '/"a\\b"',
    query: 'x=1,2&y={}',
    headers: { accept: '*/*', 'x-quoted': '"\\' },
    body: null,
    ip: '203.0.113.7',
    outcome: 'parked',
    warnings: ['event_id_unfilled', 'a "quoted" one'],
    decided_times: 1,
    decided_at: '2026-08-11T06:13:27.837752Z',
  };
  const other = { ...row, id: '01990000-0000-7000-8000-000000000002', headers: {}, warnings: [], body: '' };
  const stored = await inTenant(database, tenantId, async (tx) => {
    expect(await insertRows(tx, 'raw_requests', [row, other])).toBe(2);
    return tx.query(
      `SELECT ${Object.keys(row).join(', ')} FROM raw_requests WHERE tenant_id = $1 ORDER BY id`,
      [tenantId],
    );
  });
  expect(stored.rows).toEqual([row, other]);
});
