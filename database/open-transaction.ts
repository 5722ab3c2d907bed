import type { Duplex } from 'node:stream';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import { arrayText, isPlainArray } from './array-values.ts';
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

/**
 * Thrown when the connection broke at COMMIT, so that nobody knows whether it took place. Callers must never report
 * success; asking again with the same identity is safe where the rule of the trade makes it so.
 */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown';
}

/** The handle of one transaction and the statements that nobody has waited for. */
export class OpenTransaction implements Transaction {
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

  send(sql: string, values: readonly unknown[] = [], name?: string): void {
    const sent = this.#run(sql, values, name);
    // Looked at with the commit; until then a failure must not count as one that nobody handles.
    sent.catch(() => {});
    this.#sent.push(sent);
  }

  /** Begins the transaction. */
  async begin(statement: string): Promise<void> {
    this.send(statement);
    if (!this.#client.pipeline) await Promise.all(this.#sent);
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
    const written = values.map((value) => (isPlainArray(value) ? arrayText(value) : value));
    return client.query({ text: sql, values: written, ...(name !== undefined && { name }) });
  }
}

/**
 * Ends a transaction well.
 *
 * @param sent statements that nobody has waited for
 * @throws CommitUnknown when the outcome of COMMIT is not known; otherwise why nothing was stored
 */
export async function commit(client: pg.PoolClient, sent: readonly Promise<unknown>[]): Promise<void> {
  if (client.pipeline) writeTogether(client);
  else await Promise.allSettled(sent);
  const [committed] = await Promise.allSettled([client.query('COMMIT'), ...sent]);
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
  throw (
    (await failureAmong(sent)) ?? new Error('The transaction was rolled back: a statement in it had failed')
  );
}

/**
 * The failure behind another: after one that nobody waited for, the next statement only hears that the transaction is
 * over.
 */
export async function causeOf(thrown: unknown, sent: readonly Promise<unknown>[]): Promise<unknown> {
  return isAfterFailure(thrown) ? ((await failureAmong(sent)) ?? thrown) : thrown;
}

/** What the first of these statements that failed has failed with. */
async function failureAmong(sent: readonly Promise<unknown>[]): Promise<unknown> {
  const failed = (await Promise.allSettled(sent)).find(({ status }) => status === 'rejected');
  return (failed as PromiseRejectedResult | undefined)?.reason;
}

/**
 * Waits for statements that were begun one after the other and travel as one message; the database runs them in that
 * order.
 *
 * @throws what the first of them in this order failed with, once all have ended; what only failed because another had
 *   comes last
 */
export async function together<Found extends readonly unknown[]>(
  ...begun: readonly [...{ [Index in keyof Found]: Promise<Found[Index]> }]
): Promise<Found> {
  const statements: readonly Promise<unknown>[] = begun;
  const ends = await Promise.allSettled(statements);
  const failures: unknown[] = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
  if (failures.length > 0) throw failures.find((failure) => !isAfterFailure(failure)) ?? failures[0];
  return ends.map((end) => (end as PromiseFulfilledResult<unknown>).value) as unknown as Found;
}

/** Whether a statement only failed because one before it had. */
function isAfterFailure(failure: unknown): boolean {
  const inFailedTransaction = '25P02';
  return errorCode(failure) === inFailedTransaction;
}

/** Lets the statements of this turn leave as one piece: every write to the connection wakes the server up. */
function writeTogether({ connection: { stream } }: pg.PoolClient): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(uncork, stream);
}

function uncork(stream: Duplex): void {
  stream.uncork();
}

/** Answers the error that makes the connection unusable, if any. */
export async function rollback(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK');
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

/** The code of an error of the database or the system; empty where it has none. */
export function errorCode(error: unknown): string {
  return (error as { code?: string } | null)?.code ?? '';
}
