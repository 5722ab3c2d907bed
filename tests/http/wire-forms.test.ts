import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInstant, parseInstant } from '#domain/time.ts';
import { testApp } from '#support/app.ts';

const app = await testApp();
const tenant = await app.makeTenant();
const base = '/api/v1/sdk-back-office-management';

let made = 0;
const makeToken = (expiresAt: unknown) =>
  tenant.call('POST', '/api/v1/tokens', { body: { name: `t${++made}`, scope: 'management', expiresAt } });

describe('date-times', () => {
  it.each([
    ['2099-02-27T23:00:00+00:00', '2099-02-27T23:00:00+00:00'],
    ['2099-02-27T23:00:00Z', '2099-02-27T23:00:00+00:00'],
    ['2099-02-27T23:00:00', '2099-02-27T23:00:00+00:00'],
    ['2099-02-27T23:00', '2099-02-27T23:00:00+00:00'],
    ['2099-02-27', '2099-02-27T00:00:00+00:00'],
    ['2099-02-28T01:00:00+02:00', '2099-02-27T23:00:00+00:00'],
    ['2099-02-27T18:30:00-04:30', '2099-02-27T23:00:00+00:00'],
    ['2099-02-27T23:00:00.5Z', '2099-02-27T23:00:00.5+00:00'],
    ['2099-02-27T23:00:00.000Z', '2099-02-27T23:00:00+00:00'],
    ['2099-02-27T23:00:00.123456Z', '2099-02-27T23:00:00.123456+00:00'],
  ])('%s is written as %s', async (given, written) => {
    const { status, data } = await makeToken(given);
    expect([status, data.expiresAt]).toEqual([201, written]);
  });

  it.each([
    'soon',
    '2099-02-30',
    '2099-13-01',
    '2099-02-27T25:00:00Z',
    '27.02.2099',
    '',
    4_081_453_200,
    true,
  ])('%j is refused', async (given) => {
    const { status, messages } = await makeToken(given);
    expect([status, messages[0]?.split(':')[0]]).toEqual([400, 'expiresAt']);
  });

  it('come back as the instant that was sent, to the microsecond', async () => {
    const microsOf2090 = 3_786_912_000_000_000;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 10 ** 15 }), async (later) => {
        const at = microsOf2090 + later;
        const { data } = await makeToken(formatInstant(at));
        expect(parseInstant(data.expiresAt)).toBe(at);
        expect(data.expiresAt).toBe(formatInstant(at));
      }),
      { numRuns: 25 },
    );
  });

  it('are written by us in the same form', async () => {
    const { data } = await tenant.call('GET', '/api/v1/tokens?page_size=1');
    expect(data.items[0].createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,5}[1-9])?\+00:00$/);
  });
});

describe('numbers', () => {
  const put = (rewardRatio: unknown) =>
    tenant.call('PUT', '/api/v1/settings', {
      body: `{"rewardRatio":${rewardRatio as string}}`,
      headers: { 'content-type': 'application/json' },
    });

  it.each([
    ['0', 0],
    ['0.000001', 0.000001],
    ['1.50', 1.5],
    ['1e2', 100],
    ['1e-6', 0.000001],
    ['999999999999', 999_999_999_999],
    ['0.1', 0.1],
  ])('%s is %d', async (given, value) => {
    const { status, data } = await put(given);
    expect([status, data.rewardRatio]).toEqual([200, value]);
    expect((await tenant.call('GET', '/api/v1/settings')).data.rewardRatio).toBe(value);
  });

  it.each(['-1', '0.0000001', '1e-7', '1e13', '1000000000000', '"1.5"', '"many"', 'true', '[1]', '{}'])(
    '%s is refused',
    async (given) => {
      const { status, messages } = await put(given);
      expect([status, messages[0]?.split(':')[0]]).toEqual([400, 'rewardRatio']);
    },
  );
});

describe('null and what is left out', () => {
  it('null in an optional field means that it was left out', async () => {
    const before = (await tenant.call('GET', '/api/v1/settings')).data;
    const body = {
      currency: null,
      rewardRatio: null,
      unknownAudience: null,
      postback: { ipAllowList: null },
    };
    const { status, data } = await tenant.call('PUT', '/api/v1/settings', { body });
    expect([status, data]).toEqual([200, before]);
  });

  it('null where null is a value is kept', async () => {
    const url = 'https://receiver.example/callback';
    await tenant.call('PUT', '/api/v1/settings', { body: { callback: { url } } });
    const { data } = await tenant.call('PUT', '/api/v1/settings', { body: { callback: { url: null } } });
    expect(data.callback.url).toBeNull();
  });

  it('null in a required field is missing', async () => {
    const { status, messages } = await tenant.call('POST', `${base}/categories`, { body: { name: null } });
    expect([status, messages]).toEqual([400, ['name: is required']]);
  });

  it('a whole replacement returns what is left out to its default', async () => {
    const { data } = await tenant.call('POST', `${base}/age-ranges`, {
      body: { name: 'Teens', valueFrom: 13, valueTo: 19 },
    });
    const changed = await tenant.call('PUT', `${base}/age-ranges/${data.id}`, { body: { name: 'Teens' } });
    expect(changed.data).toEqual({ id: data.id, name: 'Teens', valueFrom: null, valueTo: null });
  });

  it('fields that nobody knows are ignored', async () => {
    const { status, data } = await tenant.call('POST', `${base}/genders`, {
      body: { name: 'X', colour: 'red', id: 'mine' },
    });
    expect([status, Object.keys(data)]).toEqual([201, ['id', 'name']]);
  });
});

describe('letter case', () => {
  it('does not matter in names of fields, in words of closed lists, in booleans and in ids', async () => {
    const partner = await tenant.call('POST', `${base}/partners`, { body: { NAME: 'Case' } });
    const body = { Name: 'case', SCOPE: 'PARTNER', PartnerID: partner.data.id.toUpperCase() };
    const { status, data } = await tenant.call('POST', '/api/v1/tokens', { body });
    expect([status, data.scope, data.partnerId]).toEqual([201, 'partner', partner.data.id]);
    const settings = await tenant.call('PUT', '/api/v1/settings', {
      body: { UNKNOWNAUDIENCE: { Age: 'HIDE' }, callback: { SENDPENDING: 'True' } },
    });
    expect(settings.data.unknownAudience.age).toBe('hide');
    expect(settings.data.callback.sendPending).toBe(true);
    const read = await tenant.call('GET', `${base}/partners/${partner.data.id.toUpperCase()}`);
    expect(read.data.id).toBe(partner.data.id);
  });

  it('of the exact name wins where a body has both', async () => {
    const { data } = await tenant.call('POST', `${base}/genders`, { body: { NAME: 'Loud', name: 'Quiet' } });
    expect(data.name).toBe('Quiet');
  });

  it('matters in paths', async () => {
    expect((await tenant.call('GET', '/API/v1/settings')).status).toBe(404);
  });
});

it('a final slash is the same path', async () => {
  expect((await tenant.call('GET', '/api/v1/settings/')).status).toBe(200);
});

it('every answer has an id of its own, in its body and in X-Request-Id', async () => {
  const answers = await Promise.all([
    tenant.call('GET', '/api/v1/settings'),
    tenant.call('GET', '/api/v1/settings', { headers: { 'x-request-id': 'mine' } }),
    app.call('GET', '/nothing'),
    app.call('GET', '/healthz'),
  ]);
  for (const { body, headers } of answers) expect(headers.get('x-request-id')).toBe(body.responseId);
  expect(new Set(answers.map(({ body }) => body.responseId)).size).toBe(answers.length);
});

describe('a call that takes no body', () => {
  it.each([
    ['application/json', '{}'],
    ['application/json', '{"a":'],
    ['text/plain', 'x'],
    ['application/x-www-form-urlencoded', 'a=b'],
    ['application/json', JSON.stringify({ a: 'x'.repeat(2_000_000) })],
  ])('passes over what is sent all the same: %s', async (type, body) => {
    const answer = await tenant.call('POST', '/api/v1/settings/callback/rotate', {
      body,
      headers: { 'content-type': type },
    });
    expect(answer.status).toBe(200);
  });
});
