import pg from 'pg';
import { describe, expect, test } from 'vitest';
import {
  askTenant,
  CommitUnknown,
  inEngine,
  inOwner,
  inTenant,
  together,
  type Transaction,
} from '#database/transaction.ts';
import { testDatabase } from '#support/database.ts';

const { database, connectionString } = await testDatabase();
const tenants = {
  first: '01990000-0000-7000-8000-000000000001',
  second: '01990000-0000-7000-8000-000000000002',
};

await inOwner(database, async (tx) => {
  await tx.query(
    'CREATE TABLE notes (tenant_id uuid NOT NULL, name text PRIMARY KEY, count int NOT NULL DEFAULT 0)',
  );
  await tx.query("CALL protect_table('notes', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE, DELETE')");
});

async function names(): Promise<unknown[]> {
  const { rows } = await inEngine(database, (tx) => tx.query('SELECT name FROM notes ORDER BY name'));
  return rows.map(({ name }) => name);
}

const insert = (tx: Transaction, tenantId: string, name: string) =>
  tx.query('INSERT INTO notes (tenant_id, name) VALUES ($1, $2)', [tenantId, name]);

describe('roles', () => {
  test('each kind of transaction runs as its role from its first statement', async () => {
    const role = async (tx: Transaction) =>
      (await tx.query<{ role: string }>('SELECT current_user AS role')).rows[0]?.role;
    expect(await inTenant(database, tenants.first, role)).toBe('pitwall_tenant');
    expect(await inEngine(database, role)).toBe('pitwall_engine');
    expect(await inOwner(database, role)).toBe('pitwall_owner');
  });

  test('RESET ROLE does not lead back to the login', async () => {
    await inTenant(database, tenants.first, async (tx) => {
      await tx.query('RESET ROLE');
      expect((await tx.query<{ role: string }>('SELECT current_user AS role')).rows[0]?.role).toBe(
        'pitwall_tenant',
      );
    });
  });

  test('a tenant sees its own rows alone, and writes no others', async () => {
    await inEngine(database, async (tx) => {
      await insert(tx, tenants.first, 'mine');
      await insert(tx, tenants.second, 'theirs');
    });
    const seen = await inTenant(database, tenants.first, (tx) => tx.query('SELECT name FROM notes'));
    expect(seen.rows).toEqual([{ name: 'mine' }]);
    await expect(
      inTenant(database, tenants.first, (tx) => insert(tx, tenants.second, 'forged')),
    ).rejects.toThrow('row-level security');
  });

  test('the tenant does not outlive its transaction on a pooled connection', async () => {
    await inTenant(database, tenants.first, (tx) => tx.query('SELECT 1'));
    const { rows } = await database.tenant.query<{ tenant: string | null }>(
      'SELECT current_tenant() AS tenant',
    );
    expect(rows).toEqual([{ tenant: null }]);
    expect((await database.tenant.query('SELECT * FROM notes')).rows).toEqual([]);
  });

  test.each(['', 'x', "01990000-0000-7000-8000-000000000001'; DROP TABLE notes; --", `${tenants.first}\n`])(
    'a tenant id that is no uuid never reaches the database: %j',
    (id) => {
      expect(() => inTenant(database, id, (tx) => tx.query('SELECT 1'))).toThrow(TypeError);
    },
  );
});

describe('all or nothing', () => {
  test('an error in the work rolls everything back and is passed on', async () => {
    const work = inEngine(database, async (tx) => {
      await insert(tx, tenants.first, 'half');
      throw new Error('broken off');
    });
    await expect(work).rejects.toThrow('broken off');
    expect(await names()).not.toContain('half');
  });

  test('a failed statement that the work swallowed is never reported as success', async () => {
    const work = inEngine(database, async (tx) => {
      await insert(tx, tenants.first, 'swallowed');
      await tx.query('SELECT 1 / 0').catch(() => {});
    });
    await expect(work).rejects.toThrow('rolled back');
    expect(await names()).not.toContain('swallowed');
  });

  test('a statement that nobody waits for takes part in the commit, and its failure undoes everything', async () => {
    await inEngine(database, async (tx) => tx.send("INSERT INTO notes VALUES ($1, 'sent')", [tenants.first]));
    expect(await names()).toContain('sent');
    const last = inEngine(database, async (tx) => {
      await insert(tx, tenants.first, 'beside a failure');
      tx.send('SELECT 1 / 0');
    });
    await expect(last).rejects.toThrow('division by zero');
    const followed = inEngine(database, async (tx) => {
      tx.send('SELECT 1 / 0');
      await insert(tx, tenants.first, 'beside a failure');
    });
    await expect(followed).rejects.toThrow('division by zero');
    expect(await names()).not.toContain('beside a failure');
  });

  test('a collision of a statement that nobody waits for makes the work run again', async () => {
    let runs = 0;
    await inEngine(database, async (tx) => {
      runs += 1;
      const collides = "DO $$ BEGIN RAISE EXCEPTION 'collided' USING ERRCODE = '40001'; END $$";
      if (runs < 3) tx.send(collides);
      await tx.query('SELECT 1');
    });
    expect(runs).toBe(3);
  });

  test('statements that travel together run in their order, and the first failure among them is the one told', async () => {
    const [before, , after] = await inEngine(database, (tx) =>
      together(
        tx.query<{ count: number }>("SELECT count(*)::int AS count FROM notes WHERE name = 'ordered'"),
        insert(tx, tenants.first, 'ordered'),
        tx.query<{ count: number }>("SELECT count(*)::int AS count FROM notes WHERE name = 'ordered'"),
      ),
    );
    expect([before.rows[0]?.count, after.rows[0]?.count]).toEqual([0, 1]);
    const failing = inEngine(database, (tx) =>
      together(tx.query('SELECT 1'), tx.query('SELECT 1 / 0'), tx.query('SELECT nothing')),
    );
    await expect(failing).rejects.toThrow('division by zero');
    const inTurn = async (tx: Transaction) => {
      await tx.query('SELECT 1');
      await tx.query('SELECT 2');
    };
    const behind = inEngine(database, (tx) => together(inTurn(tx), tx.query('SELECT 1 / 0')));
    await expect(behind).rejects.toThrow('division by zero');
  });

  test('a prepared statement that failed once can be run again on the same connection', async () => {
    const divide = (by: number) => (tx: Transaction) =>
      tx.query<{ half: number }>('SELECT 4 / $1::int AS half', [by], 'divide-four');
    for (let turn = 0; turn < 12; turn++) {
      await expect(
        inEngine(database, (tx) => together(tx.query('SELECT 1 / 0'), divide(2)(tx))),
      ).rejects.toThrow('division by zero');
      await expect(inEngine(database, divide(0))).rejects.toThrow('division by zero');
    }
    expect((await inEngine(database, divide(2))).rows).toEqual([{ half: 2 }]);
  });

  test('one question about a tenant sees that tenant alone, writes nothing, and tells why it failed', async () => {
    const ask = (sql: string) =>
      askTenant(database, tenants.first, (tx) => tx.query<{ tenant: string }>(sql));
    expect((await ask('SELECT current_tenant() AS tenant')).rows).toEqual([{ tenant: tenants.first }]);
    await expect(ask('SELECT 1 / 0')).rejects.toThrow('division by zero');
    await expect(
      askTenant(database, tenants.first, (tx) => insert(tx, tenants.first, 'asked')),
    ).rejects.toThrow('read-only transaction');
  });

  test('a connection cut at COMMIT is an unknown outcome, never a success', async () => {
    const work = inEngine(database, async (tx) => {
      await insert(tx, tenants.first, 'cut');
      const { rows } = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await terminate(rows[0]?.pid ?? 0);
    });
    await expect(work).rejects.toBeInstanceOf(CommitUnknown);
    expect(await names()).not.toContain('cut');
  });

  test('the pool goes on after the server has cut its idle connections', async () => {
    const { rows } = await database.engine.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await terminate(rows[0]?.pid ?? 0);
    expect((await database.engine.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  test('the handle refuses to work after the transaction has ended', async () => {
    const kept = await inEngine(database, async (tx) => tx);
    await expect(kept.query('SELECT 1')).rejects.toThrow('has ended');
    await expect(kept.kysely.selectFrom('tenants').selectAll().execute()).rejects.toThrow('has ended');
  });

  test('built statements belong to the transaction and its role', async () => {
    await inTenant(database, tenants.first, async (tx) => {
      const rows = await tx.kysely
        .selectFrom('tenants')
        .select('name')
        .where('id', '=', tenants.second)
        .execute();
      expect(rows).toEqual([]);
    });
  });
});

describe('collisions', () => {
  test('two serializable transactions that collide both take effect, one after the other', async () => {
    await inEngine(database, (tx) => insert(tx, tenants.first, 'counter'));
    let attempts = 0;
    const count = () =>
      inEngine(
        database,
        async (tx) => {
          attempts += 1;
          const { rows } = await tx.query<{ count: number }>(
            "SELECT count FROM notes WHERE name = 'counter'",
          );
          await new Promise((resolve) => setTimeout(resolve, 30));
          await tx.query("UPDATE notes SET count = $1 WHERE name = 'counter'", [(rows[0]?.count ?? 0) + 1]);
        },
        { isolation: 'serializable' },
      );
    await Promise.all([count(), count()]);
    const { rows } = await database.engine.query("SELECT count FROM notes WHERE name = 'counter'");
    expect(rows).toEqual([{ count: 2 }]);
    expect(attempts).toBeGreaterThan(2);
  });

  test('a transaction that always collides is given up after the attempts allowed', async () => {
    let attempts = 0;
    const work = inEngine(
      database,
      async (tx) => {
        attempts += 1;
        await tx.query("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$");
      },
      { attempts: 3 },
    );
    await expect(work).rejects.toThrow('again');
    expect(attempts).toBe(3);
  });

  test('a read-only transaction cannot write', async () => {
    const work = inEngine(database, (tx) => insert(tx, tenants.first, 'read only'), { readOnly: true });
    await expect(work).rejects.toThrow('read-only');
  });
});

/** Cuts a connection from the server's side, as the login may, and waits until the server process is gone. */
async function terminate(pid: number): Promise<void> {
  const login = new pg.Client({ connectionString });
  await login.connect();
  await login.query('SELECT pg_terminate_backend($1, 5000)', [pid]);
  await login.end();
}
