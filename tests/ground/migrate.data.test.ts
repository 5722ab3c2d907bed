import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appliedMigrations, migrate, MigrationHistoryError, migrationNames } from '#database/migrate.ts';
import { createTestDatabase, type TestDatabase } from '#support/database.ts';

const ROLES = '20260101T0000-roles.sql';
const rolesText = `
  DO $$ DECLARE wanted text; BEGIN
    FOREACH wanted IN ARRAY ARRAY['pitwall_owner', 'pitwall_tenant', 'pitwall_engine'] LOOP
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN EXECUTE 'CREATE ROLE ' || wanted; END IF;
    END LOOP;
    GRANT USAGE, CREATE ON SCHEMA public TO pitwall_owner;
  END $$;`;

let empty: TestDatabase & { drop(): Promise<void> };
let folder: string;

beforeEach(async () => {
  empty = await createTestDatabase('template0');
  folder = mkdtempSync(join(tmpdir(), 'pitwall-migrations-'));
  write(ROLES, rolesText);
  write('20260101T0001-offers.sql', 'CREATE TABLE offers (id int PRIMARY KEY);');
});

afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await empty.drop();
});

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

const run = () => migrate({ connectionString: empty.connectionString, folder });
const query = async (sql: string) => (await empty.database.owner().query(sql)).rows as unknown[];

test('applies every file once, in the order of names, whatever it is written in', async () => {
  write(
    '20260101T0002-seed.ts',
    'export const up = (client) => client.query("INSERT INTO offers VALUES (1)");',
  );
  expect(await run()).toEqual([ROLES, '20260101T0001-offers.sql', '20260101T0002-seed.ts']);
  expect(await run()).toEqual([]);
  expect(await query('SELECT id FROM offers')).toEqual([{ id: 1 }]);
  expect(await appliedMigrations(empty.database.engine)).toEqual(migrationNames(folder));
});

test('everything but the roles belongs to the owner role', async () => {
  await run();
  const owners = await query("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'");
  expect(owners).toEqual([{ tableowner: 'pitwall_owner' }]);
});

test('processes that start together migrate once', async () => {
  const results = await Promise.all([run(), run(), run(), run()]);
  expect(results.filter((names) => names.length > 0)).toEqual([[ROLES, '20260101T0001-offers.sql']]);
});

test('databases of one server migrate at the same time', async () => {
  const others = await Promise.all([1, 2, 3].map(() => createTestDatabase('template0')));
  try {
    const results = await Promise.all(others.map(({ connectionString }) => migrate({ connectionString })));
    expect(results.map((names) => names.length)).toEqual(others.map(() => migrationNames().length));
  } finally {
    await Promise.all(others.map((other) => other.drop()));
  }
});

test('a migration that fails leaves nothing behind and names itself and the line', async () => {
  write('20260101T0002-broken.sql', 'CREATE TABLE half (id int);\nSELECT 1 / 0;\nSELECT nothing;');
  await expect(run()).rejects.toThrow(/20260101T0002-broken\.sql failed: division by zero/);
  expect(await query("SELECT to_regclass('half') AS half")).toEqual([{ half: null }]);
  expect(await appliedMigrations(empty.database.engine)).toEqual([ROLES, '20260101T0001-offers.sql']);
});

test('a changed, a missing and a late migration are refused', async () => {
  await run();
  write('20260101T0001-offers.sql', 'CREATE TABLE offers (id bigint PRIMARY KEY);');
  await expect(run()).rejects.toThrow(/offers\.sql was changed/);
  renameSync(join(folder, '20260101T0001-offers.sql'), join(folder, 'aside'));
  await expect(run()).rejects.toThrow(/belongs to a newer one/);
  renameSync(join(folder, 'aside'), join(folder, '20260101T0001-offers.sql'));
  write('20260101T0001-offers.sql', 'CREATE TABLE offers (id int PRIMARY KEY);');
  write('20260101T0000-zero.sql', 'SELECT 1;');
  await expect(run()).rejects.toThrow(MigrationHistoryError);
});

test('other ends of lines are no change', async () => {
  write('20260101T0001-offers.sql', 'CREATE TABLE offers (\n  id int PRIMARY KEY);');
  await run();
  write('20260101T0001-offers.sql', 'CREATE TABLE offers (\r\n  id int PRIMARY KEY);');
  expect(await run()).toEqual([]);
});

test('a file that is not named by its minute is refused', async () => {
  write('offers.sql', 'SELECT 1;');
  await expect(run()).rejects.toThrow(/named by its UTC minute/);
});
