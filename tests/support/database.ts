import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { connectDatabase, type Database } from '#database/connect.ts';
import { databaseUrl, TEMPLATE, type TestServer } from './test-server.ts';

/** A migrated database without a tenant, for one test file. */
export interface TestDatabase {
  readonly connectionString: string;
  readonly database: Database;
  /** Which server it is on. */
  readonly server: TestServer;
}

/**
 * Gives a test file a database of its own and drops it after the file's last test. To be called while the file is
 * collected: `const { database } = await testDatabase();` at its top.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const { drop, ...made } = await createTestDatabase();
  afterAll(drop);
  return made;
}

/** As `testDatabase`, for callers that drop it themselves; `template` may name another one or none at all. */
export async function createTestDatabase(
  template = TEMPLATE,
): Promise<TestDatabase & { drop(): Promise<void> }> {
  const server = inject('testServer');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const connectionString = databaseUrl(server.connectionString, name);
  const database = connectDatabase({ connectionString, poolSize: 8 });
  const drop = async () => {
    await database.close();
    await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`);
  };
  return { connectionString, database, server, drop };
}

async function onServer(server: TestServer, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl(server.connectionString, 'postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
