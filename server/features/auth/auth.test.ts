import { describe, expect, it } from 'vitest';
import { inTenant } from '#database/transaction.ts';
import { testApp } from '#support/app.ts';
import { createUser, makeSignInLink } from './exports.ts';

const app = await testApp();
const tenant = await app.makeTenant();
const { context } = app;
const path = '/api/v1/auth/sign-in';
const password = 'a long enough password';

const userId = await inTenant(context.database, tenant.id, (tx) =>
  createUser(context, tx, tenant.id, { email: 'Operator@example.com', role: 'owner', password }),
);
const viewerId = await inTenant(context.database, tenant.id, (tx) =>
  createUser(context, tx, tenant.id, { email: 'viewer@example.com', role: 'viewer', password }),
);

async function signIn(email: string): Promise<string> {
  const answer = await app.call('POST', path, { host: tenant.host, body: { email, password } });
  expect(answer.status).toBe(200);
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] as string;
}

describe('signing in', () => {
  it('opens a session that serves as a credential until it is ended', async () => {
    const cookie = await signIn('operator@EXAMPLE.com');
    const headers = { cookie };
    expect((await app.call('GET', '/api/v1/settings', { headers })).status).toBe(200);
    expect((await app.call('POST', '/api/v1/auth/sign-out', { host: tenant.host, headers })).status).toBe(
      204,
    );
    expect((await app.call('GET', '/api/v1/settings', { headers })).status).toBe(401);
  });

  it('keeps the cookie from scripts and from other sites', async () => {
    const answer = await app.call('POST', path, {
      host: tenant.host,
      body: { email: 'operator@example.com', password },
    });
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/);
    expect(answer.data).toMatchObject({ userId, tenant: tenant.name, role: 'owner' });
  });

  it.each([
    ['a wrong password', { email: 'operator@example.com', password: 'another password' }, 401],
    ['an unknown user', { email: 'nobody@example.com', password }, 401],
    ['an unknown link', { link: 'x'.repeat(43) }, 401],
    ['nothing', {}, 400],
    ['no password', { email: 'operator@example.com' }, 400],
  ])('refuses %s', async (_what, body, status) => {
    expect((await app.call('POST', path, { host: tenant.host, body })).status).toBe(status);
  });

  it('by a one-time link works once and sets the password', async () => {
    const link = await inTenant(context.database, tenant.id, (tx) =>
      makeSignInLink(context, tx, tenant.id, viewerId),
    );
    const body = { link, password: 'my own password now' };
    expect((await app.call('POST', path, { body })).status).toBe(200);
    expect((await app.call('POST', path, { body })).status).toBe(401);
    const byPassword = { email: 'viewer@example.com', password: 'my own password now' };
    expect((await app.call('POST', path, { host: tenant.host, body: byPassword })).status).toBe(200);
  });
});

describe('a session', () => {
  it('changes things from pages of its own host only', async () => {
    const cookie = await signIn('operator@example.com');
    const call = (headers: Record<string, string>) =>
      app.call('PUT', '/api/v1/settings', { headers: { cookie, ...headers }, body: { rewardRatio: 2 } });
    expect((await call({ origin: app.baseUrl })).status).toBe(200);
    expect((await call({ origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await call({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  it('of a viewer reads and changes nothing', async () => {
    const answer = await app.call('POST', path, {
      host: tenant.host,
      body: { email: 'viewer@example.com', password: 'my own password now' },
    });
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] as string;
    expect((await app.call('GET', '/api/v1/settings', { headers: { cookie } })).status).toBe(200);
    const headers = { cookie, origin: app.baseUrl };
    expect((await app.call('PUT', '/api/v1/settings', { headers, body: { rewardRatio: 3 } })).status).toBe(
      403,
    );
  });
});
