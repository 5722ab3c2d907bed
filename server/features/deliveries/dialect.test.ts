import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { dialectNames } from '#domain/delivery/dialects/registry.ts';
import { testApp, type TestTenant } from '#support/app.ts';
import { deliveriesOf, type DeliveryWorld, openDeliveryStage } from '#support/delivery-world.ts';
import type { Receiver } from '#support/receiver.ts';
import { deliveryWorker } from './sender.ts';

const app = await testApp({ EGRESS_ALLOW: '127.0.0.0/8' });
const worker = deliveryWorker(app.context, { timeoutMs: 500 });

let tenant: TestTenant;
let world: DeliveryWorld;
let receiver: Receiver;

beforeEach(async () => {
  ({ tenant, world, receiver } = await openDeliveryStage(app));
});

const setCallback = (callback: object) => tenant.call('PUT', '/api/v1/settings', { body: { callback } });
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

describe('callbacks in the shape of another wall', () => {
  it('credit, take back and credit again, hashed with its secret and signed as always', async () => {
    await setCallback({
      url: `${receiver.origin}/wannads`,
      dialect: 'Wannads',
      dialectSecret: 'app secret',
      sendRejected: true,
    });
    receiver.answer = (_request, response) => void response.end('OK');
    const [id] = await world.convert({ params: { pub_member_id: 'm 1' } });
    for (const status of ['Rejected', 'Rejected', 'Success'] as const)
      await world.change(id as string, status);
    await worker.takeTurn();
    const got = receiver.received.map((one) => new URL(one.path, receiver.origin).searchParams);
    const byTransaction = new Map(got.map((query) => [query.get('transId'), query]));
    expect(new Set(byTransaction.keys())).toEqual(new Set([id, `${id}-2`, `${id}-reversal`]));
    expect(byTransaction.get(`${id}-reversal`)?.get('status')).toBe('2');
    expect(byTransaction.get(`${id}-2`)?.get('status')).toBe('1');
    for (const [transaction, query] of byTransaction) {
      expect(query.get('subId')).toBe('m 1');
      expect(query.get('signature')).toBe(md5(`m 1${transaction}25app secret`));
    }
    for (const { headers, method } of receiver.received) {
      expect(method).toBe('GET');
      expect(headers['webhook-signature']).toMatch(/^v1,/);
    }
    expect((await deliveriesOf(app, tenant)).map(({ status }) => status)).toEqual(Array(3).fill('Delivered'));
    const { rows } = await app.context.database.engine.query(
      'SELECT reward_sent_at IS NOT NULL AS sent FROM conversions WHERE tenant_id = $1 AND id = $2',
      [tenant.id, id],
    );
    expect(rows).toEqual([{ sent: true }]);
  });

  it('count as taken only with the answer that the wall asks for', async () => {
    await setCallback({ url: `${receiver.origin}/pb`, dialect: 'OfferToro', dialectSecret: 's' });
    receiver.answer = (_request, response) => void response.end('0');
    await world.convert();
    await worker.takeTurn();
    expect((await deliveriesOf(app, tenant))[0]).toMatchObject({ status: 'Waiting', last_status: 200 });
  });

  it('need the secret and an address that the wall can read', async () => {
    const refused = await setCallback({ url: 'https://wall.example/?{userID}=1', dialect: 'Lootably' });
    expect([refused.status, refused.messages]).toEqual([
      400,
      [
        'callback.url: the macro {userID} must stand in a value of the query, not in a name',
        'callback.dialectSecret: is required for the callbacks of Lootably',
      ],
    ]);
    const url = 'https://wall.example/?u=[%UID%]';
    const set = await setCallback({ url, dialect: 'bitlabs', dialectSecret: 'x' });
    expect(set.data.callback).toMatchObject({ url, dialect: 'BitLabs', hasDialectSecret: true });
    expect(JSON.stringify(set.data)).not.toContain('dialectSecret"');
    expect((await setCallback({ dialect: null, dialectSecret: null })).data.callback).toMatchObject({
      dialect: null,
      hasDialectSecret: false,
    });
  });

  it.each(dialectNames)('of %s are tried as that wall calls', async (dialect) => {
    await setCallback({ url: receiver.url, dialect, dialectSecret: 's' });
    receiver.answer = (_request, response) => void response.end('1');
    const { data } = await tenant.call('POST', '/api/v1/tools/callback-test');
    expect(data.dialect).toBe(dialect);
    expect(data.checks[0].calls[0].request.method).toBe('GET');
    expect(data.checks.map(({ name }: { name: string }) => name)).toContain('TakesDuplicates');
  });
});
