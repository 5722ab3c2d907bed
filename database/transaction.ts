import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Database } from './connect.ts';
import {
  causeOf,
  commit,
  CommitUnknown,
  errorCode,
  OpenTransaction,
  rollback,
  type Transaction,
} from './open-transaction.ts';

export { CommitUnknown, together, type Transaction } from './open-transaction.ts';

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
  { isolation }: Pick<TransactionOptions, 'isolation'> = {},
): Promise<T> {
  let answer: Promise<T> | undefined;
  const asked = async (tx: TenantTransaction) => {
    answer = ask(tx);
    // Looked at below; until then its failure must not count as one that nobody handles.
    answer.catch(() => {});
  };
  try {
    await inTenant(database, tenantId, asked, {
      readOnly: true,
      attempts: 1,
      ...(isolation !== undefined && { isolation }),
    });
  } catch (error) {
    // The failure of the question itself says more than that its transaction could not end well.
    await answer;
    throw error;
  }
  return answer as Promise<T>;
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
    await handle.begin(`${beginStatement(options)};${scopeStatement}`);
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

function isCollision(error: unknown): boolean {
  const serializationFailure = '40001';
  const deadlockDetected = '40P01';
  return [serializationFailure, deadlockDetected].includes(errorCode(error));
}
