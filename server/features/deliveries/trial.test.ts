import { Webhook } from 'standardwebhooks';
import { beforeEach, describe, expect, it } from 'vitest';
import { testApp, type TestTenant } from '#support/app.ts';
import { deliveriesOf, type DeliveryWorld, openCalledStage } from '#support/delivery-world.ts';
import { openReceiver, type Received, type Receiver } from '#support/receiver.ts';

const app = await testApp({ EGRESS_ALLOW: '127.0.0.0/8' });

let tenant: TestTenant;
let world: DeliveryWorld;
let receiver: Receiver;
let verifier: Webhook;

beforeEach(async () => {
  const proof = { headerName: 'X-Webhook-Secret', headerValue: 'keep it' };
  ({ tenant, world, receiver } = await openCalledStage(app, proof));
  verifier = new Webhook(
    (await tenant.call('POST', '/api/v1/settings/callback/rotate?now=true')).data.secret,
  );
});

const tryIt = (body?: object, token?: string) =>
  tenant.call('POST', token ? '/api/v1/partner/tools/callback-test' : '/api/v1/tools/callback-test', {
    ...(body && { body }),
    ...(token && { token }),
  });
const resultsOf = (data: { checks: { name: string; result: string }[] }) =>
  Object.fromEntries(data.checks.map(({ name, result }) => [name, result]));
const isGenuine = ({ body, headers }: Received) => {
  try {
    verifier.verify(body, headers);
    return true;
  } catch {
    return false;
  }
};

describe('a receiver of callbacks', () => {
  it('that does everything right passes every check', async () => {
    receiver.answer = (request, response) => void response.writeHead(isGenuine(request) ? 204 : 401).end();
    const { data, status } = await tryIt();
    expect(status).toBe(200);
    expect(data).toMatchObject({ kind: 'Callback', url: receiver.url, dialect: null, result: 'Pass' });
    expect(new Set(Object.values(resultsOf(data)))).toEqual(new Set(['Pass']));
    const [first, second] = receiver.received;
    expect([second?.body, second?.headers['webhook-id']]).toEqual([
      first?.body,
      first?.headers['webhook-id'],
    ]);
    const bodies = receiver.received.map(({ body }) => JSON.parse(body));
    expect(bodies.every(({ conversion }) => conversion.isTest)).toBe(true);
    expect(bodies.some((body) => 'aFieldOfTomorrow' in body)).toBe(true);
    const changes = bodies.slice(-3).map(({ conversion }) => [conversion.conversionId, conversion.status]);
    expect(changes.map(([, to]) => to)).toEqual(['Pending', 'Success', 'Rejected']);
    expect(new Set(changes.map(([id]) => id)).size).toBe(1);
    expect(await deliveriesOf(app, tenant)).toEqual([]);
  });

  it('that believes everybody fails, with the exact calls and answers', async () => {
    receiver.answer = (_request, response) => void response.end('fine');
    const { data, text } = await tryIt();
    expect(data.result).toBe('Fail');
    expect(resultsOf(data)).toMatchObject({
      AnswersInTime: 'Pass',
      RefusesBadSignature: 'Fail',
      RefusesOldTimestamp: 'Warn',
    });
    const [call] = data.checks[0].calls;
    expect(call).toMatchObject({ status: 200, answer: 'fine', error: null });
    expect(call.request.body).toBe(receiver.received[0]?.body);
    expect(call.request.headers['webhook-signature']).toBe(
      receiver.received[0]?.headers['webhook-signature'],
    );
    expect(call.curl).toContain(`-H 'webhook-id: ${call.request.headers['webhook-id']}'`);
    expect(receiver.received[0]?.headers['x-webhook-secret']).toBe('keep it');
    expect(receiver.received[2]?.headers['x-webhook-secret']).toBe('not-the-value');
    expect(text).not.toContain('keep it');
  });

  it('at another address than that of the settings never learns the own header', async () => {
    const other = await openReceiver();
    const { data } = await tryIt({ url: other.url });
    expect(data.url).toBe(other.url);
    expect(other.received.length).toBeGreaterThan(5);
    expect(other.received.every(({ headers }) => !('x-webhook-secret' in headers))).toBe(true);
    expect(receiver.received).toEqual([]);
  });

  it('that is gone is tried once', async () => {
    await receiver.close();
    const { data } = await tryIt();
    expect(data.result).toBe('Fail');
    expect(resultsOf(data)).toMatchObject({ AnswersInTime: 'Fail', TakesDuplicates: 'Skipped' });
    expect(data.checks[0].calls[0]).toMatchObject({ status: null, answer: null });
  });

  it('that is not public is never called', async () => {
    const { data } = await tryIt({ url: 'http://169.254.169.254/latest/meta-data' });
    expect(data.checks[0].calls[0].error).toContain('not a public address');
  });

  it('needs an address', async () => {
    await tenant.call('PUT', '/api/v1/settings', { body: { callback: { url: null } } });
    expect((await tryIt()).messages).toEqual(['url: is required, since the settings hold no address']);
    expect((await tryIt({ url: 'gopher://x' })).messages).toEqual([
      'url: must be an absolute http or https address',
    ]);
    expect((await tryIt({ kind: 'PartnerPostback' })).messages).toEqual([
      'url: is required where partnerId names no partner',
    ]);
  });
});

describe('a receiver of partner postbacks', () => {
  it('is tried at the template given, by operator and partner', async () => {
    const token = await tenant.makeToken({ scope: 'partner', partnerId: world.partnerId });
    const url = `${receiver.origin}/p?c={pub_click_id}&p={payout}&s={cnv_status}`;
    for (const answered of [await tryIt({ kind: 'PartnerPostback', url }), await tryIt({ url }, token)]) {
      expect(answered.data).toMatchObject({ kind: 'PartnerPostback', url, result: 'Pass' });
    }
    expect(receiver.received.slice(0, 5).map(({ path }) => path)).toEqual(
      ['Success', 'Success', 'Pending', 'Success', 'Rejected'].map(
        (status) => `/p?c=callback-test-click&p=0.4&s=${status}`,
      ),
    );
    const refused = await tryIt({ url: 'https://partner.example/{nothing}' }, token);
    expect(refused.messages).toEqual(['url: unknown macro {nothing}']);
  });

  it('is tried at the global template of its partner', async () => {
    const token = await tenant.makeToken({ scope: 'partner', partnerId: world.partnerId });
    expect((await tryIt(undefined, token)).messages).toEqual([
      'url: is required, since the partner has no global postback',
    ]);
    const global = `${receiver.origin}/g?s={cnv_status}`;
    await tenant.call('PUT', '/api/v1/partner/postbacks', { token, body: { global } });
    expect((await tryIt(undefined, token)).data.url).toBe(global);
    const ofOperator = await tryIt({ kind: 'PartnerPostback', partnerId: world.partnerId });
    expect(ofOperator.data.result).toBe('Pass');
    const unknown = { kind: 'PartnerPostback', partnerId: app.context.newId() };
    expect((await tryIt(unknown)).status).toBe(404);
  });
});
