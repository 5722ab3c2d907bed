import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BackupFileError } from '#database/backup-file.ts';
import { backUp } from '#database/backup.ts';
import { restore, RestoreRefused } from '#database/restore.ts';
import { dumpSchema } from '#database/schema-dump.ts';
import { inOwner, type Transaction } from '#database/transaction.ts';
import { createTestDatabase, testDatabase, type TestDatabase } from '#support/database.ts';

const { database: source } = await testDatabase();
const tenant = '01990000-0000-7000-8000-00000000000a';
let file: Buffer;
let target: TestDatabase & { drop(): Promise<void> };

beforeAll(async () => {
  await inOwner(source, fill);
  file = await take();
  target = await createTestDatabase();
});
afterAll(() => target.drop());

/** Rows with everything that a text form could trip over, in tables of every kind. */
async function fill(tx: Transaction): Promise<void> {
  const at = "'2026-03-04T05:06:07.890123Z'";
  await tx.query(`INSERT INTO tenants (id, name, display_name, products, created_at)
    VALUES ('${tenant}', 'first', E'tab\\t line\\n back\\\\slash \\\\N "quoted" ☃ 𝄞', '{publisher,advertiser}', ${at})`);
  await tx.query(`INSERT INTO advertisers (tenant_id, id, name, created_at, modified_at)
    SELECT '${tenant}', ('01990000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'advertiser ' || n, ${at}, ${at}
    FROM generate_series(1, 5000) AS n`);
  await tx.query(`INSERT INTO assets (tenant_id, id, name, media_type, bytes, created_at)
    SELECT '${tenant}', '${tenant}', '', 'image/png', string_agg(sha256(n::text::bytea), ''), ${at}
    FROM generate_series(1, 12000) AS n`);
  await tx.query("CALL ensure_partitions('audit', '2024-01-15Z', '2024-02-15Z')");
  // One row in a month that a new database has no partition for, one in the default partition, one now.
  for (const id of ['018cc5a0-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000001', tenant]) {
    await tx.query(`INSERT INTO audit (tenant_id, id, at, actor_kind, actor_name, action, object_kind, before, after)
      VALUES ('${tenant}', '${id}', ${at}, 'system', '', 'made', 'offer', NULL, '{"a\\\\n": [1.10, null, "\\\\u2603"]}')`);
  }
  await tx.query(`INSERT INTO ledger_entries (tenant_id, id, posting_id, conversion_id, offer_id, account, phase, currency,
      amount, posted_at)
    VALUES ('${tenant}', '${tenant}', '${tenant}', '${tenant}', '${tenant}', 'margin', 'due', 'EUR', -0.100000, ${at})`);
  await tx.query(`INSERT INTO changes (tenant_id, kind) VALUES ('${tenant}', 'offer')`);
}

async function take(): Promise<Buffer> {
  const output = new PassThrough();
  const [bytes] = await Promise.all([buffer(output), backUp(source.owner(), output)]);
  return bytes;
}

/** Every row of every table as text, without the columns that are not kept. */
async function everything(made: Pick<TestDatabase, 'database'>): Promise<Map<string, string[]>> {
  return inOwner(made.database, async (tx) => {
    const { rows: tables } = await tx.query<{ name: string; transactionIds: string[] }>(`
      SELECT c.relname AS name, ARRAY(SELECT attname::text FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.atttypid = 'xid8'::regtype) AS "transactionIds"
      FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relname NOT IN ('pitwall_migrations', 'changes')`);
    const all = new Map<string, string[]>();
    for (const { name, transactionIds } of tables) {
      const { rows } = await tx.query<{ row: string }>(
        `SELECT (to_jsonb(t) - $1::text[])::text AS row FROM ${name} AS t ORDER BY 1`,
        [transactionIds],
      );
      all.set(
        name,
        rows.map(({ row }) => row),
      );
    }
    return all;
  });
}

test('what was backed up comes back row for row, with the schema and its protection as before', async () => {
  const counts = await restore(target.database.owner(), Readable.from([file]));
  expect(counts.get('advertisers')).toBe(5_000);
  expect(counts.get('audit')).toBe(3);
  expect(await everything(target)).toEqual(await everything({ database: source }));
  const schemas = await Promise.all(
    [source, target.database].map(async (database) => {
      const client = await database.owner().connect();
      return dumpSchema(client).finally(() => client.release());
    }),
  );
  expect(schemas[1]).toBe(schemas[0]);
});

test('each row lies in the partition of its month, as before', async () => {
  const where = 'SELECT tableoid::regclass::text AS partition, id FROM audit ORDER BY id';
  const [before, after] = await Promise.all(
    [source, target.database].map((database) => inOwner(database, (tx) => tx.query(where))),
  );
  expect(after?.rows).toEqual(before?.rows);
  expect(after?.rows.map(({ partition }) => partition)).toContain('audit_202401');
});

test('sequences go on where they were', async () => {
  const positions = (database: typeof source) =>
    inOwner(database, async (tx) => {
      const { rows } = await tx.query(
        `SELECT sequencename, last_value FROM pg_sequences WHERE sequencename NOT LIKE 'changes%' ORDER BY 1`,
      );
      return rows;
    });
  expect(await positions(target.database)).toEqual(await positions(source));
});

test('transaction ids are those of the restoring server, so that readers of the rows see a past one', async () => {
  const { rows } = await inOwner(target.database, (tx) =>
    tx.query('SELECT xid < pg_snapshot_xmin(pg_current_snapshot()) AS past FROM ledger_entries'),
  );
  expect(rows).toEqual([{ past: true }]);
});

test('a database that has a tenant is left as it is', async () => {
  await expect(restore(target.database.owner(), Readable.from([file]))).rejects.toThrow(RestoreRefused);
});

const damaged: [why: string, bytes: () => Buffer][] = [
  ['no backup at all', () => gzipSync('CREATE TABLE tenants ();')],
  ['not even compressed', () => Buffer.from('CREATE TABLE tenants ();')],
  ['cut short', () => file.subarray(0, file.length / 2)],
  ['cut short before it was compressed', () => gzipSync(gunzipSync(file).subarray(0, -40))],
  [
    'changed inside',
    () =>
      gzipSync(
        Buffer.from(gunzipSync(file).toString('latin1').replace('"rows":5000', '"rows":4999'), 'latin1'),
      ),
  ],
];

test.each(damaged)('a file that is %s is refused, and nothing is changed', async (_, bytes) => {
  const empty = await createTestDatabase();
  try {
    const before = await everything(empty);
    await expect(restore(empty.database.owner(), Readable.from([bytes()]))).rejects.toThrow(BackupFileError);
    expect(await everything(empty)).toEqual(before);
  } finally {
    await empty.drop();
  }
});

test('a backup of another level of migrations is refused', async () => {
  const other = await createTestDatabase();
  try {
    await inOwner(other.database, (tx) =>
      tx.query("INSERT INTO pitwall_migrations (name, sha256) VALUES ('29990101T0000-later.sql', '')"),
    );
    await expect(restore(other.database.owner(), Readable.from([file]))).rejects.toThrow(/another level/);
  } finally {
    await other.drop();
  }
});

test('a backup taken while others write is of one moment', async () => {
  const output = new PassThrough({ highWaterMark: 1 });
  const taken = backUp(source.owner(), output);
  await once(output, 'readable');
  const before = await everything({ database: source });
  // The backup waits for its reader, somewhere among the first tables.
  await inOwner(source, async (tx) => {
    await tx.query("UPDATE tenants SET display_name = 'changed'");
    await tx.query("UPDATE advertisers SET name = 'changed' WHERE name = 'advertiser 5000'");
    await tx.query('DELETE FROM ledger_entries');
  });
  const [bytes] = await Promise.all([buffer(output), taken]);
  const other = await createTestDatabase();
  try {
    await restore(other.database.owner(), Readable.from([bytes]));
    expect(await everything(other)).toEqual(before);
  } finally {
    await other.drop();
  }
});
