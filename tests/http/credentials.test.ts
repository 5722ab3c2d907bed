import { describe, expect, it } from 'vitest';
import { inTenant } from '#database/transaction.ts';
import { testApp, type ApiCall, type TestTenant } from '#support/app.ts';
import { makeToken } from '#server/http/authentication.ts';
import { addressOf, describedOperations, type Operation } from '#support/operations.ts';

const app = await testApp();
const tenant = await app.makeTenant();
const other = await app.makeTenant();
const publisherOnly = await app.makeTenant({ products: ['publisher'] });

const scopes = ['management', 'partner', 'advertiser'] as const;
type Scope = (typeof scopes)[number];

const tokens = await makeTokens(tenant);
const publisherTokens = await makeTokens(publisherOnly);
const expired = await makeTokens(tenant, { expiresAt: '2020-01-01T00:00:00Z' });
const revoked = await makeTokens(tenant);
await inTenant(app.context.database, tenant.id, (tx) =>
  tx.query('UPDATE tokens SET revoked_at = tenant_now(tenant_id) WHERE tenant_id = $1 AND hint = ANY($2)', [
    tenant.id,
    Object.values(revoked).map((token) => token.slice(-6)),
  ]),
);

const operations = describedOperations();
const credentialed = operations.filter(({ access }) => (scopes as readonly string[]).includes(access));
const openCalls = operations.filter(({ access }) => access === 'open');
const wallCalls = operations.filter(({ access }) => access === 'wall');
const postbackCalls = operations.filter(({ access }) => access === 'postback');

describe.each(credentialed.map((one) => [`${one.method} ${one.path}`, one] as const))(
  '%s',
  (_name, operation) => {
    const scope = operation.access as Scope;

    it('refuses every credential that is not a valid one of its scope and tenant', async () => {
      const wrongScopes = scopes.filter((one) => one !== scope);
      const cases: [string, ApiCall][] = [
        ['no token', {}],
        ['an empty header', header('')],
        ['no scheme', header(tokens[scope])],
        ['another scheme', header(`Basic ${tokens[scope]}`)],
        ['garbage', header('ApiToken garbage')],
        ['a token with a slip', header(`ApiToken ${flipped(tokens[scope])}`)],
        ['a well-formed token of nobody', { token: makeToken(scope) }],
        ['a revoked token', { token: revoked[scope] }],
        ['an expired token', { token: expired[scope] }],
        ...wrongScopes.map((one): [string, ApiCall] => [`a ${one} token`, { token: tokens[one] }]),
        ['the host of another tenant', { token: tokens[scope], host: other.host }],
        ['the pages of another tenant', { token: tokens[scope], host: `app.${other.name}.localhost` }],
        ['the host of no tenant', { token: tokens[scope], host: 'api.nobody-here.localhost' }],
      ];
      for (const [what, call] of cases) {
        const answer = await send(operation, call);
        expect([what, answer.status, answer.body.responseType]).toEqual([what, 401, 'Unauthorized']);
        expect(answer.body).toMatchObject({ data: null, isSuccessful: false });
      }
    });

    it('lets a valid credential pass, whichever way it is written and whichever host it comes to', async () => {
      const token = tokens[scope];
      const calls: ApiCall[] = [
        header(`ApiToken ${token}`),
        header(`bearer ${token}`),
        { token, host: tenant.host },
        { token, host: `app.${tenant.name}.localhost:3000` },
        { token, host: tenant.host.toUpperCase() },
      ];
      for (const call of calls) {
        const { status, text } = await send(operation, call);
        expect([401, 403, 500, 503], text).not.toContain(status);
      }
    });
  },
);

describe.each(
  credentialed
    .filter(({ path }) => path.includes('{product}'))
    .map((one) => [`${one.method} ${one.path}`, one] as const),
)('%s', (_name, operation) => {
  it('refuses a product that its tenant does not have', async () => {
    const call = { token: publisherTokens[operation.access as Scope], ...bodyOf(operation) };
    for (const product of ['aff-network', 'advertiser', 'Publisher', 'nothing', '.x']) {
      const answer = await app.call(operation.method, addressOf(operation, { product }), call);
      expect([product, answer.status, answer.body.responseType]).toEqual([product, 403, 'Forbidden']);
    }
    expect((await app.call(operation.method, addressOf(operation), call)).status).not.toBe(403);
  });
});

describe.each(wallCalls.map((one) => [`${one.method} ${one.path}`, one] as const))(
  '%s',
  (_name, operation) => {
    it('asks for no credential, ignores a wrong one and refuses a host of no tenant', async () => {
      for (const call of [{}, { token: 'garbage' }, { token: tokens.partner, host: other.host }]) {
        const { status, text } = await send(operation, call);
        expect([401, 403, 500, 503], text).not.toContain(status);
      }
      expect((await send(operation, { host: 'api.nobody-here.localhost' })).status).toBe(404);
    });
  },
);

describe.each(postbackCalls.map((one) => [`${one.method} ${one.path}`, one] as const))(
  '%s',
  (_name, operation) => {
    it('refuses whatever does not carry the secret segment and signature, also with a token', async () => {
      for (const call of [{}, { token: tokens.management }, { host: tenant.host }]) {
        expect([401, 404]).toContain((await send(operation, call)).status);
      }
    });
  },
);

it.each(openCalls.map((one) => [`${one.method} ${one.path}`, one] as const))(
  '%s answers without a credential and whatever the host',
  async (_name, operation) => {
    for (const call of [{}, { token: 'garbage' }, { host: 'api.nobody-here.localhost' }]) {
      const { status } = await send(operation, call);
      // What is open may still ask for a secret inside its body, such as a password, or not know a name in its path.
      if (!operation.hasJsonBody && operation.parameters.length === 0) expect(status).toBeLessThan(400);
      expect(status).toBeLessThan(500);
    }
  },
);

it('a suspended tenant is let in by none of its credentials', async () => {
  const suspended = await app.makeTenant();
  await app.context.database.engine.query("UPDATE tenants SET status = 'suspended' WHERE id = $1", [
    suspended.id,
  ]);
  app.context.changes.publish([{ tenantId: suspended.id, kind: 'tenant', objectId: null }]);
  expect((await suspended.call('GET', '/api/v1/settings')).status).toBe(401);
});

async function makeTokens(
  owner: TestTenant,
  options: { expiresAt?: string } = {},
): Promise<Record<Scope, string>> {
  const base = '/api/v1/sdk-back-office-management';
  const name = crypto.randomUUID();
  const partner = await owner.call('POST', `${base}/partners`, { body: { name } });
  const advertiser = await owner.call('POST', `${base}/advertisers`, { body: { name } });
  return {
    management: await owner.makeToken(options),
    partner: await owner.makeToken({ ...options, scope: 'partner', partnerId: partner.data.id }),
    advertiser: await owner.makeToken({ ...options, scope: 'advertiser', advertiserId: advertiser.data.id }),
  };
}

function header(authorization: string): ApiCall {
  return { headers: { authorization } };
}

/** The same token with its last character changed. */
function flipped(token: string): string {
  return token.slice(0, -1) + (token.endsWith('0') ? '1' : '0');
}

function bodyOf({ hasJsonBody }: Operation): ApiCall {
  return hasJsonBody ? { body: {} } : {};
}

function send(operation: Operation, call: ApiCall) {
  return app.call(operation.method, addressOf(operation), { ...bodyOf(operation), ...call });
}
