import { Secret, TOTP } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { inTenant } from '#database/transaction.ts';
import { testApp, type ApiAnswer, type TestTenant } from '#support/app.ts';
import { openMailServer } from '#support/mail-server.ts';
import { rowsOf } from '#support/tracking.ts';
import { allWorkers } from '../workers.ts';
import { createUser } from './exports.ts';

const mailServer = await openMailServer();
const app = await testApp({ SMTP_URL: mailServer.url });
const { context } = app;
const password = 'a long enough password';
const users = '/api/v1/users';
const invitations = '/api/v1/auth/invitations';
const totp = '/api/v1/auth/totp';

type Role = 'owner' | 'manager' | 'viewer';

interface Person {
  readonly id: string;
  readonly email: string;
  /** Calls with the session, from a page of the same host. */
  call(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
}

async function signIn(tenant: TestTenant, body: object): Promise<ApiAnswer> {
  return app.call('POST', '/api/v1/auth/sign-in', { host: tenant.host, body });
}

function personOf(id: string, email: string, answer: ApiAnswer): Person {
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] as string;
  const headers = { cookie, origin: app.baseUrl };
  return {
    id,
    email,
    call: (method, path, body) => app.call(method, path, { headers, ...(body !== undefined && { body }) }),
  };
}

async function person(tenant: TestTenant, role: Role, email = `${role}@example.com`): Promise<Person> {
  const id = await inTenant(context.database, tenant.id, (tx) =>
    createUser(context, tx, tenant.id, { email, role, password }),
  );
  return personOf(id, email, await signIn(tenant, { email, password }));
}

function linkIn(text: string): string {
  return /sign-in#([\w-]+)/.exec(text)?.[1] ?? '';
}

describe('roles', () => {
  it('decide who may look, change things, and manage people and tokens', async () => {
    const tenant = await app.makeTenant();
    const [owner, manager, viewer] = [
      await person(tenant, 'owner'),
      await person(tenant, 'manager'),
      await person(tenant, 'viewer'),
    ];
    const statuses = async (method: string, path: string, body: unknown) =>
      Promise.all([owner, manager, viewer].map(async (one) => (await one.call(method, path, body)).status));
    expect(await statuses('GET', users, undefined)).toEqual([200, 200, 200]);
    expect(await statuses('PUT', '/api/v1/settings', { rewardRatio: 2 })).toEqual([200, 200, 403]);
    expect(await statuses('PUT', `${users}/${viewer.id}`, { name: 'Vera' })).toEqual([200, 403, 403]);
    expect(await statuses('POST', '/api/v1/tokens', { name: 'x', scope: 'management' })).toEqual([
      201, 403, 403,
    ]);
    expect(await statuses('POST', invitations, { email: 'new@example.com', role: 'viewer' })).toEqual([
      201, 403, 403,
    ]);
  });
});

describe('an invitation', () => {
  it('is followed once, with a password, and makes a user of the role', async () => {
    const tenant = await app.makeTenant();
    const mail = allWorkers(context).find(({ name }) => name === 'mail');
    await mail?.takeTurn();
    mailServer.received.length = 0;
    const made = await tenant.call('POST', invitations, {
      body: { email: 'New@example.com', role: 'manager' },
    });
    expect(made.status).toBe(201);
    await mail?.takeTurn();
    expect(mailServer.received.map(({ to }) => to)).toEqual([['New@example.com']]);
    const link = linkIn(made.data.link);
    // Mail wraps long lines with a soft break.
    expect(linkIn((mailServer.received[0]?.content ?? '').replace(/=\n/g, '').replace(/=3D/g, '='))).toBe(
      link,
    );
    expect((await tenant.call('GET', invitations)).data.items).toMatchObject([
      { id: made.data.id, email: 'New@example.com', role: 'manager' },
    ]);
    expect((await signIn(tenant, { link })).messages).toEqual([
      'password: is required to follow an invitation',
    ]);
    const first = await signIn(tenant, { link, password });
    expect(first.data).toMatchObject({ email: 'New@example.com', role: 'manager' });
    const somebody = personOf('', '', first);
    expect((await somebody.call('GET', users)).status).toBe(200);
    expect((await somebody.call('GET', '/api/v1/auth/session')).data).toMatchObject({
      ...first.data,
      isTotpEnabled: false,
    });
    expect((await tenant.call('GET', '/api/v1/auth/session')).status).toBe(401);
    expect((await signIn(tenant, { link, password })).status).toBe(401);
    expect((await signIn(tenant, { email: 'new@example.com', password })).status).toBe(200);
    expect((await tenant.call('GET', invitations)).data.totalCount).toBe(0);
    expect((await rowsOf(app, tenant, 'mails')).length).toBe(0);
  });

  it('is refused twice, for an unknown partner, and to others; once taken back it opens nothing', async () => {
    const [tenant, other] = [await app.makeTenant(), await app.makeTenant()];
    const body = { email: 'one@example.com', role: 'viewer' };
    const made = await tenant.call('POST', invitations, { body });
    expect(
      (await tenant.call('POST', invitations, { body: { ...body, email: 'ONE@example.com' } })).status,
    ).toBe(409);
    const partner = { email: 'two@example.com', role: 'partner' };
    expect((await tenant.call('POST', invitations, { body: partner })).messages).toEqual([
      'partnerId: is required for the role partner',
    ]);
    const unknown = { ...partner, partnerId: made.data.id };
    expect((await tenant.call('POST', invitations, { body: unknown })).status).toBe(400);
    expect((await other.call('DELETE', `${invitations}/${made.data.id}`)).status).toBe(404);
    expect((await tenant.call('DELETE', `${invitations}/${made.data.id}`)).status).toBe(204);
    expect((await signIn(tenant, { link: linkIn(made.data.link), password })).status).toBe(401);
  });
});

describe('users', () => {
  it('are changed, suspended and removed, which ends their sessions, and never by another tenant', async () => {
    const [tenant, other] = [await app.makeTenant(), await app.makeTenant()];
    const manager = await person(tenant, 'manager');
    const path = `${users}/${manager.id}`;
    expect((await other.call('PUT', path, { body: { name: 'x' } })).status).toBe(404);
    expect((await other.call('DELETE', path)).status).toBe(404);
    const suspended = await tenant.call('PUT', path, { body: { isSuspended: true, name: 'Mona' } });
    expect(suspended.data).toMatchObject({ status: 'Suspended', name: 'Mona', role: 'manager' });
    expect((await manager.call('GET', users)).status).toBe(401);
    expect((await signIn(tenant, { email: manager.email, password })).status).toBe(401);
    expect((await tenant.call('GET', `${users}?filter.status=suspended`)).data.totalCount).toBe(1);
    await tenant.call('PUT', path, { body: { isSuspended: false } });
    expect((await signIn(tenant, { email: manager.email, password })).status).toBe(200);
    expect((await tenant.call('DELETE', path)).status).toBe(204);
    expect((await tenant.call('GET', users)).data.totalCount).toBe(0);
    const audits = await tenant.call('GET', '/api/v1/audit?filter.object_kind=user');
    expect(audits.data.items.map(({ action }: { action: string }) => action)).toEqual([
      'delete',
      'change',
      'change',
    ]);
  });

  it('keep one active owner, also when two owners remove each other at once', async () => {
    const tenant = await app.makeTenant();
    const [one, two] = [
      await person(tenant, 'owner', 'a@example.com'),
      await person(tenant, 'owner', 'b@example.com'),
    ];
    const both = await Promise.all([
      one.call('DELETE', `${users}/${two.id}`),
      two.call('PUT', `${users}/${one.id}`, { role: 'manager' }),
    ]);
    expect(both.filter(({ status }) => status < 300).length).toBe(1);
    const { data } = await tenant.call('GET', `${users}?filter.role=owner`);
    expect(data.items.length).toBe(1);
    const path = `${users}/${data.items[0].id}`;
    expect((await tenant.call('PUT', path, { body: { role: 'viewer' } })).status).toBe(409);
    expect((await tenant.call('PUT', path, { body: { isSuspended: true } })).status).toBe(409);
    expect((await tenant.call('DELETE', path)).status).toBe(409);
  });
});

describe('codes', () => {
  const codeOf = (secret: string, stepsOn = 0) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({
      timestamp: context.clock.now() / 1_000 + stepsOn * 30_000,
    });

  it('are asked for once confirmed, each works once, and an owner can switch them off', async () => {
    const tenant = await app.makeTenant();
    const viewer = await person(tenant, 'viewer');
    const enrolled = await viewer.call('POST', totp);
    expect(enrolled.status).toBe(200);
    const { secret, uri } = enrolled.data;
    const [before, present, after] = [-1, 0, 1].map((steps) => codeOf(secret, steps));
    expect(uri).toContain(`secret=${secret}`);
    const byPassword = { email: viewer.email, password };
    expect((await signIn(tenant, byPassword)).status).toBe(200);
    expect((await viewer.call('POST', `${totp}/confirm`, { code: before })).status).toBe(204);
    expect((await viewer.call('POST', totp)).status).toBe(409);
    const asked = await signIn(tenant, byPassword);
    expect([asked.status, asked.messages[0]]).toEqual([401, expect.stringMatching(/^code: /)]);
    expect((await signIn(tenant, { ...byPassword, code: before })).status).toBe(401);
    expect((await signIn(tenant, { ...byPassword, code: present })).status).toBe(200);
    expect((await signIn(tenant, { ...byPassword, code: present })).status).toBe(401);
    expect((await signIn(tenant, { ...byPassword, password: 'another password', code: after })).status).toBe(
      401,
    );
    expect((await tenant.call('GET', users)).data.items[0].isTotpEnabled).toBe(true);
    expect(JSON.stringify(await rowsOf(app, tenant, 'users'))).not.toContain(secret);
    const off = await tenant.call('PUT', `${users}/${viewer.id}`, { body: { isTotpEnabled: false } });
    expect(off.data.isTotpEnabled).toBe(false);
    expect((await signIn(tenant, byPassword)).status).toBe(200);
  });

  it('that are wrong five times in a row block the right one too', async () => {
    const tenant = await app.makeTenant();
    const owner = await person(tenant, 'owner');
    const { secret } = (await owner.call('POST', totp)).data;
    const [before, present, after] = [-1, 0, 1].map((steps) => codeOf(secret, steps)) as [
      string,
      string,
      string,
    ];
    expect((await owner.call('POST', `${totp}/confirm`, { code: '000000' })).status).toBe(401);
    expect((await owner.call('POST', `${totp}/confirm`, { code: before })).status).toBe(204);
    const attempt = (code: string) => signIn(tenant, { email: owner.email, password, code });
    for (let tries = 0; tries < 5; tries++) expect((await attempt('000000')).status).toBe(401);
    expect((await attempt(present)).status).toBe(401);
    await context.database.engine.query(
      "UPDATE users SET totp_blocked_until = totp_blocked_until - interval '15 minutes' WHERE tenant_id = $1",
      [tenant.id],
    );
    expect((await attempt(present)).status).toBe(200);
    expect((await owner.call('POST', `${totp}/disable`, { code: after })).status).toBe(204);
    expect((await signIn(tenant, { email: owner.email, password })).status).toBe(200);
  });

  it('belong to people: no token sets them up', async () => {
    const tenant = await app.makeTenant();
    expect((await tenant.call('POST', totp)).status).toBe(401);
  });
});
