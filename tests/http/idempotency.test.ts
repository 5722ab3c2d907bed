import { expect, it } from 'vitest';
import { testApp, type ApiAnswer, type TestTenant } from '#support/app.ts';

const app = await testApp();
const tenant = await app.makeTenant();
const other = await app.makeTenant();

const categories = '/api/v1/sdk-back-office-management/categories';
const genders = '/api/v1/sdk-back-office-management/genders';

function create(
  key: string,
  name: string,
  path = categories,
  by: Pick<TestTenant, 'call'> = tenant,
): Promise<ApiAnswer> {
  return by.call('POST', path, { body: { name }, headers: { 'idempotency-key': key } });
}

async function countNamed(name: string): Promise<number> {
  return (await tenant.call('GET', `${categories}?filter.search=${encodeURIComponent(name)}`)).data
    .totalCount as number;
}

it('the same key and body give the same answer, and take effect once', async () => {
  const first = await create('key-1', 'Once');
  const second = await create('key-1', 'Once');
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.text).toBe(first.text);
  expect(second.headers.get('location')).toBe(first.headers.get('location'));
  expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'));
  expect([first, second].map((answer) => answer.headers.get('idempotent-replayed'))).toEqual([null, 'true']);
  expect(await countNamed('Once')).toBe(1);
});

it('the order of fields and the spaces of the body do not matter', async () => {
  const headers = { 'idempotency-key': 'key-2', 'content-type': 'application/json' };
  const first = await tenant.call('POST', '/api/v1/tokens', {
    headers,
    body: '{"name":"A","scope":"management"}',
  });
  const second = await tenant.call('POST', '/api/v1/tokens', {
    headers,
    body: '{ "scope": "Management", "name": "A" }',
  });
  expect(second.text).toBe(first.text);
});

it('what is kept of an answer does not show its secrets', async () => {
  const headers = { 'idempotency-key': 'key-secret' };
  const body = { name: 'Kept', scope: 'management' };
  const { data } = await tenant.call('POST', '/api/v1/tokens', { headers, body });
  const { rows } = await app.context.database.engine.query<{ answer: string }>(
    "SELECT k::text AS answer FROM idempotency_keys k WHERE key = 'key-secret'",
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.answer).not.toContain(data.token);
  expect((await tenant.call('POST', '/api/v1/tokens', { headers, body })).data.token).toBe(data.token);
});

it('another body under the same key is a conflict', async () => {
  await create('key-3', 'First');
  const answer = await create('key-3', 'Second');
  expect([answer.status, answer.body.responseType]).toEqual([409, 'Conflict']);
  expect(await countNamed('Second')).toBe(0);
});

it('a key is one token’s, for one method and path', async () => {
  const token = await tenant.makeToken({});
  const asAnother = {
    call: ((method, path, call) => tenant.call(method, path, { ...call, token })) as TestTenant['call'],
  };
  const answers = [
    await create('key-4', 'Fourth'),
    await create('key-4', 'Fourth B', categories, asAnother),
    await create('key-4', 'Fourth', genders),
    await create('key-4', 'Fourth', categories, other),
  ];
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  expect(new Set(answers.map(({ data }) => data.id)).size).toBe(4);
});

it('a failed call keeps nothing: the same key may be tried again', async () => {
  expect((await create('key-5', '')).status).toBe(400);
  expect((await create('key-5', 'Once')).status).toBe(409);
  expect((await create('key-5', 'Fifth')).status).toBe(201);
});

it('while the first call runs, others with its key are conflicts or its answer, and one takes effect', async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, () => create('key-6', 'Sixth')));
  const made = answers.filter(({ status }) => status === 201);
  expect(made.length).toBeGreaterThan(0);
  expect(new Set(made.map(({ text }) => text)).size).toBe(1);
  expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
  expect(await countNamed('Sixth')).toBe(1);
});

it('an answer is kept for 24 hours', async () => {
  const first = await create('key-7', 'Seventh');
  const age = (hours: number) =>
    app.context.database
      .owner()
      .query(
        "UPDATE idempotency_keys SET created_at = created_at - $1 * interval '1 hour' WHERE key = 'key-7'",
        [hours],
      );
  await age(23.9);
  expect((await create('key-7', 'Seventh')).text).toBe(first.text);
  await age(0.2);
  // Forgotten: the call runs anew and finds its own name taken.
  expect((await create('key-7', 'Seventh')).status).toBe(409);
});

it('a key that is empty or too long is refused', async () => {
  for (const key of ['', 'x'.repeat(256)]) expect((await create(key, 'Never')).status).toBe(400);
  expect((await create('x'.repeat(255), 'Longest')).status).toBe(201);
});

it('calls that are safe to repeat ignore it', async () => {
  const headers = { 'idempotency-key': 'key-8' };
  const { data } = await create('key-8', 'Eighth');
  for (const name of ['Eighth A', 'Eighth B']) {
    const answer = await tenant.call('PUT', `${categories}/${data.id}`, { body: { name }, headers });
    expect([answer.status, answer.data.name]).toEqual([200, name]);
  }
});
