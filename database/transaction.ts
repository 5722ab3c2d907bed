import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import pg from 'pg';
import type { Database } from './connect.ts';
import { kyselyOver } from './kysely.ts';
import type { Tables } from './rows.ts';

/** What a statement gave back. */
export interface Result<T> {
  readonly rows: T[];
  /** Rows returned or changed. */
  readonly rowCount: number;
}

/** The one handle to the database inside a transaction. It refuses to work after the transaction has ended. */
export interface Transaction {
  /**
   * Runs one statement.
   *
   * @param name makes it a prepared statement, parsed once for each connection; one name for one text
   */
  query<T = Record<string, unknown>>(
    sql: string,
    values?: readonly unknown[],
    name?: string,
  ): Promise<Result<T>>;
  /**
   * Runs one statement whose answer nobody waits for: it travels together with what follows it, with COMMIT at the
   * latest. Its failure fails the transaction.
   */
  send(sql: string, values?: readonly unknown[], name?: string): void;
  /** Builds and runs statements in this same transaction. */
  readonly kysely: Kysely<Tables>;
  /** The connection itself, for streams (COPY, cursors) only. */
  readonly client: pg.PoolClient;
}

/** A transaction that row-level security holds inside one tenant. */
export interface TenantTransaction extends Transaction {
  readonly tenantId: string;
}

/** A transaction across tenants. Every statement of it carries `tenant_id` in its keys. */
export interface EngineTransaction extends Transaction {
  readonly acrossTenants: true;
}

/** How a transaction runs; the defaults are read committed, reading and writing, at most 4 attempts. */
export interface TransactionOptions {
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable';
  readonly readOnly?: boolean;
  /** Settings of the server for this transaction alone; they travel with its beginning. Names and values of our own only. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The snapshot of another transaction that is still open, so that both see the same moment; repeatable read only. */
  readonly snapshot?: string;
  /** How often it may run in all when it collides with others (serialization failure, deadlock). */
  readonly attempts?: number;
}

/**
 * For transactions of prepared statements with many tables: planning one costs more than running it, so that each
 * connection plans it once, for whatever values.
 */
export const plannedOnce = { settings: { plan_cache_mode: 'force_generic_plan' } } as const;

/**
 * Thrown when the connection broke at COMMIT, so that nobody knows whether it took place. Callers must never report
 * success; asking again with the same identity is safe where the rule of the trade makes it so.
 */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown';
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Runs work for one tenant. The work may run more than once when it collides, so it must not have effects outside the
 * database.
 *
 * @throws TypeError when the tenant id is not a uuid
 * @throws CommitUnknown when the outcome of COMMIT is not known
 */
export function inTenant<T>(
  database: Database,
  tenantId: string,
  work: (transaction: TenantTransaction) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  // The id goes into the text of a statement below.
  if (!UUID.test(tenantId)) throw new TypeError('A tenant id is a uuid');
  const scope = `SELECT set_config('pitwall.tenant_id', '${tenantId}', true)`;
  return run(database.tenant, database.jitter, scope, { tenantId }, work, options);
}

/**
 * Asks one question about a tenant, in a read-only transaction that begins and ends in the same message as it.
 *
 * @param ask runs its statements before it waits for the first time; afterwards the transaction takes no more
 */
export async function askTenant<T>(
  database: Database,
  tenantId: string,
  ask: (transaction: TenantTransaction) => Promise<T>,
): Promise<T> {
  let answer: Promise<T> | undefined;
  const asked = async (tx: TenantTransaction) => {
    answer = ask(tx);
    // Looked at below; until then its failure must not count as one that nobody handles.
    answer.catch(() => {});
  };
  try {
    await inTenant(database, tenantId, asked, { readOnly: true, attempts: 1 });
  } catch (error) {
    // The failure of the question itself says more than that its transaction could not end well.
    await answer;
    throw error;
  }
  return answer as Promise<T>;
}

/**
 * Waits for statements that were begun one after the other and travel as one message; the database runs them in that
 * order.
 *
 * @throws what the first of them in this order failed with, once all have ended
 */
export async function together<Found extends readonly unknown[]>(
  ...begun: readonly [...{ [Index in keyof Found]: Promise<Found[Index]> }]
): Promise<Found> {
  const ends = await Promise.allSettled(begun);
  return ends.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  }) as unknown as Found;
}

/** Runs work across tenants; only for the modules listed in `engine-modules.ts`. Otherwise as `inTenant`. */
export function inEngine<T>(
  database: Database,
  work: (transaction: EngineTransaction) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  return run(database.engine, database.jitter, '', { acrossTenants: true as const }, work, options);
}

/** Runs work as the owner of all tables: partitions, backup, restore. Otherwise as `inTenant`. */
export function inOwner<T>(
  database: Database,
  work: (transaction: EngineTransaction) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  return run(database.owner(), database.jitter, '', { acrossTenants: true as const }, work, options);
}

async function run<Scope extends object, T>(
  pool: pg.Pool,
  jitter: () => number,
  scopeStatement: string,
  scope: Scope,
  work: (transaction: Transaction & Scope) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  const attempts = options.attempts ?? 4;
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce(pool, scopeStatement, scope, work, options);
    } catch (error) {
      if (attempt >= attempts || !isCollision(error)) throw error;
      const longestMs = 10 * 2 ** attempt;
      await sleep(longestMs * jitter());
    }
  }
}

async function runOnce<Scope extends object, T>(
  pool: pg.Pool,
  scopeStatement: string,
  scope: Scope,
  work: (transaction: Transaction & Scope) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  const client = await pool.connect();
  const handle = new OpenTransaction(client);
  let broken: Error | undefined;
  try {
    // Travels with the first statement of the work: a beginning that fails leaves an aborted transaction, in which that
    // statement fails too.
    const begun = handle.send(`${beginStatement(options)};${scopeStatement}`);
    if (!client.pipeline) await begun;
    const result = await work(Object.assign(handle, scope));
    await commit(client, handle.close());
    return result;
  } catch (error) {
    const sent = handle.close();
    broken = error instanceof CommitUnknown ? error : await rollback(client);
    throw await causeOf(error, sent);
  } finally {
    client.release(broken);
  }
}

function beginStatement({ isolation, readOnly, settings = {}, snapshot }: TransactionOptions): string {
  const level = isolation ? ` ISOLATION LEVEL ${isolation.toUpperCase()}` : '';
  const moment = snapshot === undefined ? '' : `;SET TRANSACTION SNAPSHOT ${pg.escapeLiteral(snapshot)}`;
  const local = Object.entries(settings).map(([name, value]) => `;SET LOCAL ${name} = ${value}`);
  return `BEGIN${level}${readOnly ? ' READ ONLY' : ''}${moment}${local.join('')}`;
}

async function commit(client: pg.PoolClient, sent: readonly Promise<unknown>[]): Promise<void> {
  writeTogether(client);
  const [committed, ...others] = await Promise.allSettled([client.query('COMMIT'), ...sent]);
  if (committed.status === 'rejected') {
    const { reason } = committed;
    // A refusal by the server carries a code of its own and means that nothing was stored. Everything else, and a
    // server that says it is shutting down, leaves the outcome open.
    const code = errorCode(reason);
    if (/^[0-9A-Z]{5}$/.test(code) && !/^(08|57)/.test(code)) throw reason;
    throw new CommitUnknown('The connection broke at COMMIT', { cause: reason });
  }
  if (committed.value.command === 'COMMIT') return;
  // After a failed statement that the work swallowed or did not wait for, the server answers COMMIT by rolling back.
  const failed = others.find(({ status }) => status === 'rejected');
  throw (
    (failed as PromiseRejectedResult | undefined)?.reason ??
    new Error('The transaction was rolled back: a statement in it had failed')
  );
}

/**
 * The failure behind another: after one that nobody waited for, the next statement only hears that the transaction is
 * over.
 */
async function causeOf(error: unknown, sent: readonly Promise<unknown>[]): Promise<unknown> {
  const inFailedTransaction = '25P02';
  if (errorCode(error) !== inFailedTransaction) return error;
  const failed = (await Promise.allSettled(sent)).find(({ status }) => status === 'rejected');
  return (failed as PromiseRejectedResult | undefined)?.reason ?? error;
}

/** Lets the statements of this turn leave as one piece: every write to the connection wakes the server up. */
function writeTogether({ connection: { stream } }: pg.PoolClient): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/** Answers the error that makes the connection unusable, if any. */
async function rollback(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK');
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

function isCollision(error: unknown): boolean {
  const serializationFailure = '40001';
  const deadlockDetected = '40P01';
  return [serializationFailure, deadlockDetected].includes(errorCode(error));
}

function errorCode(error: unknown): string {
  return (error as { code?: string } | null)?.code ?? '';
}

class OpenTransaction implements Transaction {
  readonly #client: pg.PoolClient;
  readonly #sent: Promise<unknown>[] = [];
  #kysely: Kysely<Tables> | undefined;
  #isOpen = true;

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  async query<T>(sql: string, values: readonly unknown[] = [], name?: string): Promise<Result<T>> {
    const { rows, rowCount } = await this.#run(sql, values, name);
    return { rows: rows as T[], rowCount: rowCount ?? 0 };
  }

  send(sql: string, values: readonly unknown[] = [], name?: string): Promise<unknown> {
    const sent = this.#run(sql, values, name);
    // Looked at with the commit; until then a failure must not count as one that nobody handles.
    sent.catch(() => {});
    this.#sent.push(sent);
    return sent;
  }

  get client(): pg.PoolClient {
    if (!this.#isOpen) throw new Error('The transaction has ended');
    return this.#client;
  }

  get kysely(): Kysely<Tables> {
    this.#kysely ??= kyselyOver<Tables>(() => this.client);
    return this.#kysely;
  }

  /** Ends the handle; gives the statements that nobody has waited for. */
  close(): readonly Promise<unknown>[] {
    this.#isOpen = false;
    return this.#sent;
  }

  #run(sql: string, values: readonly unknown[], name: string | undefined): Promise<pg.QueryResult> {
    const { client } = this;
    writeTogether(client);
    return client.query({ text: sql, values: values as unknown[], ...(name !== undefined && { name }) });
  }
}
