import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { BackupFileError, decodeBackup, type BackupHeader, type BackupPart } from './backup-file.ts';
import { appliedMigrations } from './migrate.ts';
import { storedTables, type StoredTable } from './stored-tables.ts';

/** Thrown when a backup and a database do not fit; nothing was changed. */
export class RestoreRefused extends Error {
  override readonly name = 'RestoreRefused';
}

/**
 * Puts the rows of a backup into a freshly migrated database: all of them, or, when anything is wrong, none. Works
 * across major versions of the server.
 *
 * @param owner pool of the owner role
 * @returns the number of rows of each table
 * @throws RestoreRefused when the database has a tenant already, or another level of migrations
 * @throws BackupFileError when the file is no backup, is damaged or breaks off
 */
export async function restore(owner: pg.Pool, input: Readable): Promise<Map<string, number>> {
  const client = await owner.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const counts = await restoreRows(client, input);
    await client.query('COMMIT');
    await client.query('ANALYZE');
    return counts;
  } catch (error) {
    broken = error as Error;
    throw error;
  } finally {
    // Closing the connection rolls back whatever is open, also a COPY that waits for rows.
    client.release(broken);
    input.destroy();
  }
}

async function restoreRows(client: pg.PoolClient, input: Readable): Promise<Map<string, number>> {
  const unpacked = input.pipe(createGunzip());
  input.once('error', (error) => unpacked.destroy(error));
  const parts = decodeBackup(unpacked);
  try {
    const tables = await prepare(client, await next(parts, 'header'));
    const counts = await copyTables(client, parts, tables);
    await alter(client, tables, 'FORCE ROW LEVEL SECURITY', 'ENABLE TRIGGER USER');
    return counts;
  } catch (error) {
    const isZlib = String((error as NodeJS.ErrnoException).code).startsWith('Z_');
    throw isZlib ? new BackupFileError('The backup is damaged or breaks off', { cause: error }) : error;
  }
}

async function prepare(client: pg.PoolClient, part: BackupPart & { kind: 'header' }): Promise<StoredTable[]> {
  const { header } = part;
  await refuseMisfit(client, header);
  for (const { parent, name, bounds } of header.partitions) await makePartition(client, parent, name, bounds);
  const tables = await storedTables(client);
  // COPY takes no rows under row-level security, and triggers guard what people do, not what a backup brings back.
  await alter(client, tables, 'NO FORCE ROW LEVEL SECURITY', 'DISABLE TRIGGER USER');
  const list = tables.map(({ name }) => pg.escapeIdentifier(name)).join(', ');
  await client.query(`TRUNCATE ${list} RESTART IDENTITY`);
  for (const { name, lastValue } of header.sequences) {
    await client.query('SELECT setval($1::regclass, $2)', [pg.escapeIdentifier(name), lastValue]);
  }
  return tables;
}

async function refuseMisfit(client: pg.PoolClient, header: BackupHeader): Promise<void> {
  const ours = await appliedMigrations(client);
  if (ours.join() !== header.migrations.join()) {
    const [theirLast, ourLast] = [header.migrations.at(-1), ours.at(-1)];
    throw new RestoreRefused(
      `The backup has another level of migrations (${theirLast}) than the database (${ourLast}). ` +
        'Restore it with the version of Pitwall that made it, which a newer one then migrates.',
    );
  }
  const { rows } = await client.query<{ used: boolean }>('SELECT EXISTS (SELECT FROM tenants) AS used');
  if (rows[0]?.used)
    throw new RestoreRefused('The database has a tenant already. Restore into an empty one.');
}

async function makePartition(
  client: pg.PoolClient,
  parent: string,
  name: string,
  bounds: string,
): Promise<void> {
  if (!/^FOR VALUES FROM \('[^']*'\) TO \('[^']*'\)$/.test(bounds)) {
    throw new BackupFileError(`The backup has a partition of an unknown kind: ${name} ${bounds}`);
  }
  const [child, whole] = [pg.escapeIdentifier(name), pg.escapeIdentifier(parent)];
  await client.query(`CREATE TABLE IF NOT EXISTS ${child} PARTITION OF ${whole} ${bounds}`);
}

async function copyTables(
  client: pg.PoolClient,
  parts: AsyncGenerator<BackupPart>,
  tables: readonly StoredTable[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { name, columns } of tables) {
    const part = await next(parts, 'table');
    if (part.table !== name || part.columns.join() !== columns.join()) {
      throw new BackupFileError(`The backup holds ${part.table} where ${name} should be`);
    }
    const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ');
    const copy = client.query(copyFrom(`COPY ${pg.escapeIdentifier(name)} (${list}) FROM STDIN`));
    let wanted = 0;
    const rows = rowsOf(parts, (count) => (wanted = count));
    await pipeline(Readable.from(rows), copy);
    if (copy.rowCount !== wanted) {
      throw new BackupFileError(`${name}: the backup has ${wanted} rows, ${copy.rowCount} arrived`);
    }
    counts.set(name, wanted);
  }
  await next(parts, 'end');
  return counts;
}

/** The rows of the table at hand; tells their number at its end. */
async function* rowsOf(
  parts: AsyncGenerator<BackupPart>,
  onEnd: (count: number) => void,
): AsyncGenerator<Buffer> {
  for (;;) {
    const { value, done } = await parts.next();
    if (done) throw new BackupFileError('The backup breaks off');
    if (value.kind === 'table end') {
      onEnd(value.rows);
      return;
    }
    if (value.kind !== 'rows') throw new BackupFileError(`The backup has a ${value.kind} among the rows`);
    yield value.bytes;
  }
}

async function alter(
  client: pg.PoolClient,
  tables: readonly StoredTable[],
  security: string,
  triggers: string,
): Promise<void> {
  for (const { name, isForced } of tables) {
    const actions = isForced ? `${security}, ${triggers}` : triggers;
    await client.query(`ALTER TABLE ${pg.escapeIdentifier(name)} ${actions}`);
  }
}

async function next<Kind extends BackupPart['kind']>(
  parts: AsyncGenerator<BackupPart>,
  kind: Kind,
): Promise<BackupPart & { kind: Kind }> {
  const { value, done } = await parts.next();
  if (done || value.kind !== kind) throw new BackupFileError(`The backup has no ${kind} where one should be`);
  return value as BackupPart & { kind: Kind };
}
