import { expect, it } from 'vitest';
import { testApp } from '#support/app.ts';
import { addressOf, describedOperations, type Operation } from '#support/operations.ts';

const app = await testApp();
const tenant = await app.makeTenant();
const isWall = (path: string) => /^\/api\/v1\/offer-(wall|link)\//.test(path);
const [onWall, elsewhere] = [true, false].map((wanted) =>
  describedOperations().filter(({ path }) => isWall(path) === wanted),
) as [Operation[], Operation[]];
const origin = 'https://games.example';

it('pages of any origin may call the wall, without credentials', async () => {
  for (const operation of onWall) {
    const path = addressOf(operation);
    const answer = await app.call(operation.method, path, { host: tenant.host, headers: { origin } });
    expect([path, answer.headers.get('access-control-allow-origin')]).toEqual([path, '*']);
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    const preflight = await app.call('OPTIONS', path, {
      host: tenant.host,
      headers: { origin, 'access-control-request-method': operation.method },
    });
    expect([path, preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([
      path,
      204,
      '*',
    ]);
    expect(preflight.headers.get('access-control-allow-methods')).toContain(operation.method);
  }
});

it('pages of other origins may call nothing else', async () => {
  for (const operation of elsewhere) {
    const path = addressOf(operation);
    const preflight = await app.call('OPTIONS', path, {
      headers: {
        origin,
        'access-control-request-method': operation.method,
        'access-control-request-headers': 'authorization',
      },
    });
    expect([path, preflight.headers.get('access-control-allow-origin')]).toEqual([path, null]);
    expect([path, preflight.status < 400]).toEqual([path, false]);
  }
  const answer = await tenant.call('GET', '/api/v1/settings', { headers: { origin } });
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
});
