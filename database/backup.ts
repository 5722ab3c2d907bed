import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { encodeBackup, type BackupPart } from './backup-file.ts';
import { appliedMigrations } from './migrate.ts';
import { partitions, sequences, storedTables } from './stored-tables.ts';

/**
 * Writes every row of every table, as of one moment, into one compressed file. Takes no locks that anybody would
 * notice, and the same little memory whatever the size.
 *
 * @param owner pool of the owner role, whose policy shows it every tenant
 * @returns the number of rows of each table
 */
export async function backUp(owner: pg.Pool, output: Writable): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const client = await owner.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await pipeline(Readable.from(encodeBackup(parts(client, counts))), createGzip({ level: 4 }), output);
    await client.query('COMMIT');
  } catch (error) {
    // A stream may be half-read; the connection is of no further use.
    client.release(error as Error);
    throw error;
  }
  client.release();
  return counts;
}

async function* parts(client: pg.PoolClient, counts: Map<string, number>): AsyncGenerator<BackupPart> {
  const { rows } = await client.query<{ server: string; takenAt: string }>(
    `SELECT current_setting('server_version') AS server, transaction_timestamp() AS "takenAt"`,
  );
  yield {
    kind: 'header',
    header: {
      migrations: await appliedMigrations(client),
      server: rows[0]?.server ?? '',
      takenAt: rows[0]?.takenAt ?? '',
      partitions: await partitions(client),
      sequences: await sequences(client),
    },
  };
  for (const { name, columns } of await storedTables(client)) {
    yield { kind: 'table', table: name, columns };
    const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ');
    const stream = client.query(copyTo(`COPY (SELECT ${list} FROM ${pg.escapeIdentifier(name)}) TO STDOUT`));
    let count = 0;
    for await (const bytes of stream as AsyncIterable<Buffer>) {
      count += countRows(bytes);
      yield { kind: 'rows', bytes };
    }
    counts.set(name, count);
    yield { kind: 'table end', rows: count };
  }
  yield { kind: 'end' };
}

/** In COPY's text form a line break inside a value is escaped, so each line is a row. */
function countRows(bytes: Buffer): number {
  const lineFeed = 10;
  let count = 0;
  for (const byte of bytes) if (byte === lineFeed) count += 1;
  return count;
}
