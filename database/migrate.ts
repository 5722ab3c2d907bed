import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { connectionConfig } from './connect.ts';

/** What a migration written in TypeScript exports. */
export interface MigrationModule {
  /** Changes the database through the connection given, inside a transaction it must not end. */
  up(client: pg.Client): Promise<void>;
}

/** How to migrate. */
export interface MigrateOptions {
  /** URL of the login that migrates. It must be able to make roles, or find them made and be a member of them. */
  readonly connectionString: string;
  /** Name of the login that the application uses, where it is another one; it becomes a member of its two roles. */
  readonly applicationLogin?: string | undefined;
  /** Folder of the migrations; the project's own when absent. */
  readonly folder?: string | undefined;
}

/** Thrown when the database was migrated by files that differ from those at hand. */
export class MigrationHistoryError extends Error {
  override readonly name = 'MigrationHistoryError';
}

interface Migration {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly sha256: string;
}

const MIGRATIONS_FOLDER = fileURLToPath(new URL('./migrations/', import.meta.url));
const NAME = /^\d{8}T\d{4}-[a-z0-9-]+\.(sql|ts)$/;
// Any number will do as long as nobody else locks it: the letters "pitwall" as bytes.
const LOCK = '31647217153663084';
const ROLE_ATTEMPTS = 20;

/**
 * Brings a database to the level of the migration files: each in one transaction, in the order of their names, once,
 * however many processes start together. The first file makes the roles and runs as the login; all others run as
 * `pitwall_owner`.
 *
 * @returns the names of the migrations that ran, in order
 * @throws MigrationHistoryError when an applied migration is missing, was changed, or a new one sorts before it
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const migrations = readMigrations(options.folder ?? MIGRATIONS_FOLDER);
  const client = new pg.Client(connectionConfig(options.connectionString, undefined, 0));
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const applied = await readHistory(client);
    checkHistory(migrations, applied);
    const missing = migrations.slice(applied.length);
    for (const [index, migration] of missing.entries()) {
      await applyWithRoles(client, migration, applied.length + index === 0, options.applicationLogin);
    }
    return missing.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/** The names of the project's migrations, in order: what a database must have to be ready. */
export function migrationNames(folder: string = MIGRATIONS_FOLDER): string[] {
  return readMigrations(folder).map(({ name }) => name);
}

/** The names of the migrations a database has, in order. Any role may ask. */
export async function appliedMigrations(client: pg.ClientBase | pg.Pool): Promise<string[]> {
  return (await readHistory(client)).map(({ name }) => name);
}

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => /\.(sql|ts)$/.test(name) && !name.endsWith('.test.ts'))
    .toSorted()
    .map((name) => {
      if (!NAME.test(name))
        throw new Error(`A migration is named by its UTC minute (20261121T1042-offers.sql): ${name}`);
      const path = join(folder, name);
      // A checkout on Windows may have changed the ends of lines.
      const text = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
      return { name, path, text, sha256: createHash('sha256').update(text).digest('hex') };
    });
}

async function readHistory(client: pg.ClientBase | pg.Pool): Promise<Pick<Migration, 'name' | 'sha256'>[]> {
  const { rows } = await client.query<{ found: boolean }>(
    "SELECT to_regclass('public.pitwall_migrations') IS NOT NULL AS found",
  );
  if (!rows[0]?.found) return [];
  const history = await client.query<Pick<Migration, 'name' | 'sha256'>>(
    'SELECT name, sha256 FROM public.pitwall_migrations ORDER BY name',
  );
  return history.rows;
}

function checkHistory(
  migrations: readonly Migration[],
  applied: readonly Pick<Migration, 'name' | 'sha256'>[],
): void {
  for (const [index, { name, sha256 }] of applied.entries()) {
    const ours = migrations[index];
    if (ours?.name === name && ours.sha256 === sha256) continue;
    const known = migrations.find((migration) => migration.name === name);
    if (!known) {
      throw new MigrationHistoryError(
        `The database has the migration ${name}, which this version does not know: it belongs to a newer one.`,
      );
    }
    throw new MigrationHistoryError(
      known.sha256 === sha256
        ? `The migration ${ours?.name} is new but sorts before ${name}, which has been applied.`
        : `The migration ${name} was changed after it had been applied.`,
    );
  }
}

/**
 * Roles belong to the whole server. Databases of one server that migrate at the same time cannot lock each other out,
 * so whoever loses the race for a role simply tries again and finds it made.
 */
async function applyWithRoles(
  client: pg.Client,
  migration: Migration,
  isFirst: boolean,
  applicationLogin: string | undefined,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await apply(client, migration, isFirst, applicationLogin);
      return;
    } catch (error) {
      await client.query('ROLLBACK');
      if (attempt >= ROLE_ATTEMPTS || !isRaceForRoles(error)) {
        throw new Error(`The migration ${migration.name} failed: ${describe(error, migration.text)}`, {
          cause: error,
        });
      }
      await sleep(10 * attempt);
    }
  }
}

async function apply(
  client: pg.Client,
  migration: Migration,
  isFirst: boolean,
  applicationLogin: string | undefined,
): Promise<void> {
  await client.query('BEGIN');
  if (!isFirst) await client.query('SET LOCAL ROLE pitwall_owner');
  if (migration.name.endsWith('.ts')) {
    const module = (await import(/* @vite-ignore */ pathToFileURL(migration.path).href)) as MigrationModule;
    await module.up(client);
  } else {
    await client.query(migration.text);
  }
  if (isFirst) await becomeOwner(client, applicationLogin);
  await client.query('INSERT INTO public.pitwall_migrations (name, sha256) VALUES ($1, $2)', [
    migration.name,
    migration.sha256,
  ]);
  await client.query('COMMIT');
}

async function becomeOwner(client: pg.Client, applicationLogin: string | undefined): Promise<void> {
  const { rows } = await client.query<{ login: string; mode: string }>(
    `SELECT session_user AS login,
            CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END AS mode`,
  );
  const { login, mode } = rows[0] ?? { login: '', mode: 'MEMBER' };
  const wanted = [
    ...['pitwall_owner', 'pitwall_tenant', 'pitwall_engine'].map((role) => ({ role, member: login })),
    ...(applicationLogin && applicationLogin !== login
      ? ['pitwall_tenant', 'pitwall_engine'].map((role) => ({ role, member: applicationLogin }))
      : []),
  ];
  for (const { role, member } of wanted) {
    const { rows: membership } = await client.query<{ held: boolean }>(
      'SELECT pg_has_role($1, $2, $3) AS held',
      [member, role, mode],
    );
    if (!membership[0]?.held) await client.query(`GRANT ${role} TO ${pg.escapeIdentifier(member)}`);
  }
  await client.query('SET LOCAL ROLE pitwall_owner');
  await client.query(`CREATE TABLE public.pitwall_migrations (
    name text PRIMARY KEY,
    sha256 text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT statement_timestamp()
  )`);
  await client.query('GRANT SELECT ON public.pitwall_migrations TO PUBLIC');
}

function isRaceForRoles(error: unknown): boolean {
  const { code, constraint, message } = error as { code?: string; constraint?: string; message?: string };
  return (
    code === '40P01' ||
    code === '42710' ||
    (code === '23505' && (constraint ?? '').startsWith('pg_')) ||
    (message ?? '').includes('tuple concurrently')
  );
}

function describe(error: unknown, text: string): string {
  const { message, position, detail, where } = error as pg.DatabaseError;
  const line = position ? ` (line ${text.slice(0, Number(position)).split('\n').length})` : '';
  return [`${message}${line}`, detail, where].filter(Boolean).join('; ');
}
