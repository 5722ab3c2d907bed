import { afterAll, expect, it } from 'vitest';
import { testApp } from '#support/app.ts';
import { layWire } from '#support/cut-connection.ts';
import { testDatabase } from '#support/database.ts';

const { connectionString } = await testDatabase();
const wire = await layWire(connectionString);
const app = await testApp({ DATABASE_URL: wire.connectionString });
afterAll(() => wire.cut());
const tenant = await app.makeTenant();

it('calls are answered 503 and told when to come back while the database is out of reach, and then work again', async () => {
  const categories = '/api/v1/sdk-back-office-management/categories';
  expect((await tenant.call('GET', categories)).status).toBe(200);
  await wire.cut();
  for (const [method, body] of [['GET'], ['POST', { name: 'Late' }]] as const) {
    const answer = await tenant.call(method, categories, { body });
    expect([answer.status, answer.body.responseType]).toEqual([503, 'ServiceUnavailable']);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
  }
  expect((await app.call('GET', '/readyz')).status).toBe(503);
  expect((await app.call('GET', '/healthz')).status).toBe(200);
  await wire.mend();
  await expect.poll(async () => (await app.call('GET', '/readyz')).status, { timeout: 5_000 }).toBe(200);
  expect((await tenant.call('POST', categories, { body: { name: 'Late' } })).status).toBe(201);
});
