import { describe, expect, it } from 'vitest';
import { inEngine, inTenant } from '#database/transaction.ts';
import { testApp } from '#support/app.ts';
import { populate } from '#support/populate.ts';

/** Tables that belong to no tenant, each with the reason. */
const WITHOUT_TENANT: Readonly<Record<string, string>> = {
  countries: 'ISO 3166, the same for everybody, read-only for both serving roles',
  states: 'ISO 3166, the same for everybody, read-only for both serving roles',
  pitwall_migrations: 'which migrations have run, for all tenants; written by the owner alone',
};
/** Tables under the law that the tenant role has no business with. */
const NOT_FOR_TENANTS = ['worker_positions'];

const app = await testApp();
const { database } = app.context;
const [tenant, other] = [await app.makeTenant(), await app.makeTenant()];
await populate(app, tenant);

interface Table {
  name: string;
  kind: string;
  enabled: boolean;
  forced: boolean;
  owner: string;
  is_partition: boolean;
  tenant_column: string | null;
}

const { rows: tables } = await database.engine.query<Table>(
  `SELECT c.relname AS name, c.relkind AS kind, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
          pg_get_userbyid(c.relowner) AS owner, c.relispartition AS is_partition,
          (SELECT a.attname FROM pg_attribute a
           WHERE a.attrelid = c.oid AND a.attname = CASE c.relname WHEN 'tenants' THEN 'id' ELSE 'tenant_id' END) AS tenant_column
   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY c.relname`,
);
const whole = tables.filter(({ is_partition: isPartition }) => !isPartition);
const ofTenants = whole.filter(({ name }) => !Object.hasOwn(WITHOUT_TENANT, name));

it('every table is of a tenant, unless a reason is written down', () => {
  expect(ofTenants.length).toBeGreaterThan(40);
  for (const { name, tenant_column: column } of ofTenants) {
    if (!NOT_FOR_TENANTS.includes(name))
      expect([name, column]).toEqual([name, name === 'tenants' ? 'id' : 'tenant_id']);
  }
});

it('every table of tenants has forced row-level security and its policies, and is owned by the owner role', async () => {
  const { rows: policies } = await database.engine.query<{
    name: string;
    policy: string;
    role: string;
    using: string;
    check: string;
  }>(
    `SELECT tablename AS name, policyname AS policy, roles[1] AS role, qual AS "using", with_check AS "check"
     FROM pg_policies WHERE schemaname = 'public' AND cardinality(roles) = 1`,
  );
  for (const { name, enabled, forced, owner, tenant_column: column } of ofTenants) {
    expect([name, enabled, forced, owner]).toEqual([name, true, true, 'pitwall_owner']);
    const found = Object.fromEntries(
      policies.filter((one) => one.name === name).map(({ role, using, check }) => [role, [using, check]]),
    );
    const condition = `(${column} = current_tenant())`;
    expect([name, found]).toEqual([
      name,
      {
        pitwall_engine: ['true', 'true'],
        pitwall_owner: ['true', 'true'],
        ...(!NOT_FOR_TENANTS.includes(name) && { pitwall_tenant: [condition, condition] }),
      },
    ]);
  }
});

it('no partition can be reached past its table', async () => {
  const { rows } = await database.engine.query(
    `SELECT c.relname, r.rolname FROM pg_class c, pg_roles r
     WHERE c.relispartition AND c.relkind = 'r' AND r.rolname IN ('pitwall_tenant', 'pitwall_engine')
       AND has_table_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')`,
  );
  expect(rows).toEqual([]);
});

it('the serving roles own nothing, pass no policy by and cannot log in', async () => {
  const { rows } = await database.engine.query(
    `SELECT rolname, rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb FROM pg_roles
     WHERE rolname LIKE 'pitwall\\_%' AND rolname <> 'pitwall_app' AND (rolsuper OR rolbypassrls OR rolcanlogin OR rolcreaterole OR rolcreatedb)`,
  );
  expect(rows).toEqual([]);
  const { rows: owned } = await database.engine.query(
    "SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) IN ('pitwall_tenant', 'pitwall_engine')",
  );
  expect(owned).toEqual([]);
});

describe('inside a tenant', () => {
  const readable = ofTenants.filter(({ name }) => !NOT_FOR_TENANTS.includes(name));

  it('no table shows a row of another tenant, and without a tenant none shows any', async () => {
    for (const { name, tenant_column: column } of readable) {
      const seen = await inTenant(database, other.id, (tx) =>
        tx.query<{ owner: string }>(`SELECT DISTINCT ${column} AS owner FROM ${name}`),
      ).catch((error: { code?: string }) => {
        // A table that this role may not read at all is as good.
        expect([name, error.code]).toEqual([name, '42501']);
        return { rows: [] };
      });
      expect([name, seen.rows.filter(({ owner }) => owner !== other.id)]).toEqual([name, []]);
      const outside = await database.tenant
        .query(`SELECT 1 FROM ${name} LIMIT 1`)
        .catch(() => ({ rows: [] }));
      expect([name, outside.rows]).toEqual([name, []]);
    }
    const { rowCount } = await inTenant(database, tenant.id, (tx) => tx.query('SELECT 1 FROM advertisers'));
    expect(rowCount).toBeGreaterThan(0);
  });

  it('nothing can be written for another tenant, changed or deleted of it', async () => {
    const foreign = inTenant(database, other.id, (tx) =>
      tx.query(
        `INSERT INTO genders (tenant_id, id, name, created_at, modified_at) VALUES ($1, $2, 'x', tenant_now($1), tenant_now($1))`,
        [tenant.id, app.context.newId()],
      ),
    );
    await expect(foreign).rejects.toMatchObject({ code: '42501' });
    const touched = await inTenant(database, other.id, async (tx) => {
      const changed = await tx.query('UPDATE advertisers SET name = name || $2 WHERE tenant_id = $1', [
        tenant.id,
        '!',
      ]);
      const deleted = await tx.query('DELETE FROM categories WHERE tenant_id = $1', [tenant.id]);
      const moved = await tx.query('UPDATE tenants SET display_name = $2 WHERE id = $1', [tenant.id, 'mine']);
      return [changed.rowCount, deleted.rowCount, moved.rowCount];
    });
    expect(touched).toEqual([0, 0, 0]);
  });

  it('a row cannot be moved to another tenant', async () => {
    const move = inTenant(database, tenant.id, (tx) =>
      tx.query('UPDATE genders SET tenant_id = $2 WHERE tenant_id = $1', [tenant.id, other.id]),
    );
    await expect(move).rejects.toMatchObject({ code: '42501' });
  });

  it('the setting ends with its transaction', async () => {
    await inTenant(database, tenant.id, (tx) => tx.query('SELECT 1'));
    const { rows } = await database.tenant.query<{ tenant: string | null }>(
      'SELECT current_tenant() AS tenant',
    );
    expect(rows).toEqual([{ tenant: null }]);
  });

  it('a tenant id that is none is refused before anything is sent', async () => {
    for (const id of ['', "' OR true --", 'x', `${tenant.id}'`]) {
      await expect(async () => inTenant(database, id, async () => undefined)).rejects.toThrow(TypeError);
    }
  });
});

it('the history of changes cannot be rewritten by the tenant role', async () => {
  for (const statement of [
    'UPDATE audit SET actor_name = $2 WHERE tenant_id = $1',
    'DELETE FROM audit WHERE tenant_id = $1 AND actor_name <> $2',
    'DELETE FROM changes WHERE tenant_id = $1 AND kind <> $2',
  ]) {
    const attempt = inTenant(database, tenant.id, (tx) => tx.query(statement, [tenant.id, 'x']));
    await expect(attempt, statement).rejects.toMatchObject({ code: '42501' });
  }
});

it('the engine sees every tenant', async () => {
  const { rows } = await inEngine(database, (tx) => tx.query<{ id: string }>('SELECT id FROM tenants'));
  expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining([tenant.id, other.id]));
});
