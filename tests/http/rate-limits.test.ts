import { describe, expect, it } from 'vitest';
import { testApp } from '#support/app.ts';
import { addressOf, describedOperations } from '#support/operations.ts';

// A hundredth of the published limits, so that they are reached in a few calls.
const app = await testApp({ RATE_LIMITS: '0.02', TRUST_PROXY: '1' });
const [one, other] = [await app.makeTenant(), await app.makeTenant()];

const published: Readonly<Record<string, number>> = {
  '/api/v1/offer-wall/offers': 250,
  '/api/v1/offer-wall/pub-member/offers': 250,
  '/api/v1/offer-wall/offer-details': 60,
  '/api/v1/offer-wall/offer-link': 60,
  '/api/v1/offer-wall/offer-link-redirect': 60,
};
const limited = describedOperations().filter(({ path }) => Object.hasOwn(published, path));

describe.each(limited.map((operation) => [operation.path, operation] as const))('%s', (path, operation) => {
  it('has its published limit for each tenant and address', async () => {
    const perMinute = Math.max(1, Math.floor((published[path] as number) * 0.02));
    const send = (host: string, ip: string) =>
      app.call('GET', addressOf(operation), { host, headers: { 'x-forwarded-for': ip } });
    for (let left = perMinute - 1; left >= 0; left--) {
      const answer = await send(one.host, '198.51.100.7');
      expect(answer.status).not.toBe(429);
      expect(answer.headers.get('ratelimit-limit')).toBe(String(perMinute));
      expect(answer.headers.get('ratelimit-remaining')).toBe(String(left));
    }
    const refused = await send(one.host, '198.51.100.7');
    expect([refused.status, refused.body.responseType]).toEqual([429, 'TooManyRequests']);
    expect(refused.body).toMatchObject({
      data: null,
      isSuccessful: false,
      responseTitle: 'Too many requests',
    });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('ratelimit-reset'))).toBeGreaterThan(0);
    expect(refused.headers.get('x-request-id')).toBe(refused.body.responseId);
    expect((await send(one.host, '198.51.100.8')).status).not.toBe(429);
    expect((await send(other.host, '198.51.100.7')).status).not.toBe(429);
  });
});

it('a caller cannot pass as another address by claiming further ones', async () => {
  const send = (chain: string) =>
    app.call('GET', '/api/v1/offer-wall/offer-link?viewId=x', {
      host: one.host,
      headers: { 'x-forwarded-for': chain },
    });
  // The one proxy in front appends the address that it saw; what stands before it is the caller's word.
  await send('203.0.113.1, 192.0.2.1');
  expect((await send('203.0.113.2, 192.0.2.1')).status).toBe(429);
  expect((await send('203.0.113.1, 192.0.2.2')).status).not.toBe(429);
});

it('a tenant is named by the host that the trusted proxy was asked for', async () => {
  const send = (headers: Record<string, string>) => one.call('GET', '/api/v1/settings', { headers });
  expect((await send({ 'x-forwarded-host': one.host })).status).toBe(200);
  expect((await send({ 'x-forwarded-host': other.host })).status).toBe(401);
});

it('is told to nobody who calls what has no limit', async () => {
  for (let times = 0; times < 20; times++) {
    const { status, headers } = await one.call('GET', '/api/v1/settings');
    expect([status, headers.get('ratelimit-limit')]).toEqual([200, null]);
  }
});
