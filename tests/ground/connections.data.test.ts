import pg from 'pg';
import { expect, test } from 'vitest';
import { connectDatabase } from '#database/connect.ts';
import { testDatabase } from '#support/database.ts';

const { connectionString } = await testDatabase();

test('a database that was closed has no connection left on the server, so that the server may stop at once', async () => {
  const database = connectDatabase({ connectionString, poolSize: 8 });
  const both = [database.tenant, database.engine];
  await Promise.all(both.flatMap((pool) => Array.from({ length: 8 }, () => pool.query('SELECT 1'))));
  await database.owner().query('SELECT 1');
  const watcher = new pg.Client({ connectionString, application_name: 'watcher' });
  await watcher.connect();
  const count = async () =>
    (
      await watcher.query<{ open: string }>(
        `SELECT count(*) AS open FROM pg_stat_activity
         WHERE datname = current_database() AND application_name LIKE 'pitwall %'`,
      )
    ).rows[0]?.open;
  expect(Number(await count())).toBeGreaterThan(2);
  await database.close();
  expect(Number(await count())).toBe(0);
  await watcher.end();
});

test('a database that nobody asked anything closes too', async () => {
  await connectDatabase({ connectionString }).close();
});
