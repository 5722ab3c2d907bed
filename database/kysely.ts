import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely';
import type pg from 'pg';

/**
 * A statement builder over one given connection, so that what it runs belongs to the transaction that the connection
 * is in. It never begins, ends or releases anything.
 *
 * @param client gives the connection, or throws when the transaction has ended
 */
export function kyselyOver<Tables>(client: () => pg.ClientBase): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new GivenConnectionDriver(client),
      createIntrospector: (database) => new PostgresIntrospector(database),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
}

class GivenConnectionDriver implements Driver {
  readonly #connection: DatabaseConnection;

  constructor(client: () => pg.ClientBase) {
    this.#connection = new GivenConnection(client);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  async beginTransaction(): Promise<void> {
    throw new Error('The connection is in a transaction already');
  }

  async commitTransaction(): Promise<void> {
    throw new Error('The transaction belongs to whoever began it');
  }

  async rollbackTransaction(): Promise<void> {
    throw new Error('The transaction belongs to whoever began it');
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {}
}

class GivenConnection implements DatabaseConnection {
  readonly #client: () => pg.ClientBase;

  constructor(client: () => pg.ClientBase) {
    this.#client = client;
  }

  async executeQuery<R>(compiled: CompiledQuery): Promise<QueryResult<R>> {
    const { command, rowCount, rows } = await this.#client().query(compiled.sql, [...compiled.parameters]);
    const changes = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(command);
    return changes ? { numAffectedRows: BigInt(rowCount ?? 0), rows: rows as R[] } : { rows: rows as R[] };
  }

  // oxlint-disable-next-line require-yield -- The interface wants an iterator; streams use a cursor on the connection.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error("Stream with a cursor on the transaction's client");
  }
}
