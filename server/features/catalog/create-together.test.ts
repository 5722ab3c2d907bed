import { describe, expect, it } from 'vitest';
import { testApp, type TestTenant } from '#support/app.ts';
import { offerLookups, offersPath } from '#support/offers.ts';
import { multiEventBody, singleEventBody } from '../../../tests/fixtures/offer-bodies.ts';

const app = await testApp();
const tenant = await app.makeTenant();
const lookups = await offerLookups(tenant);

const create = (of: TestTenant, body: unknown, headers: Record<string, string> = {}) =>
  of.call('POST', offersPath, { body, headers });

async function namesOf(of: TestTenant): Promise<string[]> {
  const { data } = await of.call('GET', `${offersPath}?page_size=100`);
  return data.items.map(({ name }: { name: string }) => name).toSorted();
}

/** How many transactions wrote the offers with these names, and how many lines of the audit tell of them. */
async function written(names: readonly string[]): Promise<{ transactions: number; audited: string[] }> {
  const { engine } = app.context.database;
  const offers = await engine.query<{ id: string; xmin: string }>(
    'SELECT id, xmin::text FROM offers WHERE tenant_id = $1 AND name = ANY ($2)',
    [tenant.id, names],
  );
  const audit = await engine.query<{ name: string }>(
    `SELECT after ->> 'name' AS name FROM audit
     WHERE tenant_id = $1 AND object_id = ANY ($2) AND action = 'create' AND request_id IS NOT NULL ORDER BY 1`,
    [tenant.id, offers.rows.map(({ id }) => id)],
  );
  return {
    transactions: new Set(offers.rows.map(({ xmin }) => xmin)).size,
    audited: audit.rows.map(({ name }) => name),
  };
}

describe('offers created at once', () => {
  it('share transactions, and each answers for itself', async () => {
    const names = Array.from({ length: 24 }, (_, index) => `Shared ${String(index).padStart(2, '0')}`);
    const answers = await Promise.all(
      names.map((name, index) =>
        create(tenant, { ...(index % 2 ? singleEventBody(lookups) : multiEventBody(lookups)), name }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(names.map(() => 201));
    for (const [index, { data, headers }] of answers.entries()) {
      const read = await tenant.call('GET', `${offersPath}/${data.id}`);
      expect(read.data.name).toBe(names[index]);
      expect(read.data.offerEvents).toHaveLength(index % 2 ? 0 : 3);
      expect(read.headers.get('etag')).toBe(headers.get('etag'));
      expect(headers.get('location')).toBe(`${offersPath}/${data.id}`);
    }
    const { transactions, audited } = await written(names);
    expect(transactions).toBeLessThan(names.length / 2);
    expect(audited).toEqual(names);
  });

  it('are refused alone where a body is bad', async () => {
    const names = ['Bad 1', 'Bad 2', 'Bad 3', 'Bad 4'];
    const answers = await Promise.all(
      names.map((name, index) =>
        create(tenant, {
          ...singleEventBody(lookups),
          name,
          ...(index === 2 && { advertiserId: '0193a1f2-7c40-7b1e-9c55-3a1f0f9b2d20', budgetAmount: -1 }),
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 400, 201]);
    expect(answers[2]?.messages).toEqual([
      'advertiserId: unknown advertiser "0193a1f2-7c40-7b1e-9c55-3a1f0f9b2d20"',
      'budgetAmount: must be at least 0',
    ]);
    expect((await written(names)).audited).toEqual(['Bad 1', 'Bad 2', 'Bad 4']);
  });

  it('fail alone where the database refuses one', async () => {
    await app.context.database.owner().query(`
      CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF NEW.name = 'Poison' THEN RAISE EXCEPTION 'poison'; END IF; RETURN NEW; END $$;
      CREATE TRIGGER refuse_poison BEFORE INSERT ON offers FOR EACH ROW EXECUTE FUNCTION refuse_poison()`);
    const names = ['Sound 1', 'Poison', 'Sound 2', 'Sound 3'];
    const answers = await Promise.all(
      names.map((name) => create(tenant, { ...singleEventBody(lookups), name })),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 500, 201, 201]);
    expect((await written(names)).audited).toEqual(['Sound 1', 'Sound 2', 'Sound 3']);
  });

  it('are one offer under one Idempotency-Key, and free its key where they are refused', async () => {
    const body = { ...singleEventBody(lookups), name: 'Once' };
    const key = { 'Idempotency-Key': 'create-once' };
    const answers = await Promise.all(Array.from({ length: 6 }, () => create(tenant, body, key)));
    // Those that come while the first one runs are refused, those that come after it hear its answer.
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    const successes = answers.filter(({ status }) => status === 201);
    expect(new Set(successes.map(({ data }) => data.id)).size).toBe(1);
    const [first] = successes;
    const again = await create(tenant, body, key);
    expect([again.status, again.data, again.headers.get('idempotent-replayed')]).toEqual([
      201,
      first?.data,
      'true',
    ]);
    expect((await namesOf(tenant)).filter((name) => name === 'Once')).toEqual(['Once']);
    const bad = { 'Idempotency-Key': 'create-bad' };
    expect((await create(tenant, { ...body, budgetAmount: -1 }, bad)).status).toBe(400);
    expect((await create(tenant, { ...body, name: 'Better' }, bad)).status).toBe(201);
  });

  it('stay with their tenants', async () => {
    const other = await app.makeTenant();
    const theirs = await offerLookups(other);
    const [foreign, ...answers] = await Promise.all([
      create(other, { ...singleEventBody(lookups), name: 'Foreign' }),
      ...['A', 'B', 'C'].flatMap((name) => [
        create(other, { ...singleEventBody(theirs), name: `Theirs ${name}` }),
        create(tenant, { ...singleEventBody(lookups), name: `Ours ${name}` }),
      ]),
    ]);
    expect(foreign?.status).toBe(400);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(await namesOf(other)).toEqual(['Theirs A', 'Theirs B', 'Theirs C']);
    expect((await namesOf(tenant)).filter((name) => /^(Ours|Theirs)/.test(name))).toEqual([
      'Ours A',
      'Ours B',
      'Ours C',
    ]);
  });
});
