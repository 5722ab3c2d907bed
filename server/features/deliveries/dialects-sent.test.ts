import { createHash, createHmac } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { dialectNames, type DialectName } from '#domain/delivery/dialects/registry.ts';
import { testApp, type TestTenant } from '#support/app.ts';
import { deliveriesOf, type DeliveryWorld, openDeliveryStage, passTime } from '#support/delivery-world.ts';
import type { Received, Receiver } from '#support/receiver.ts';
import { deliveryWorker } from './sender.ts';

const app = await testApp({ EGRESS_ALLOW: '127.0.0.0/8' });
const worker = deliveryWorker(app.context);
const SECRET = 'a secret of that wall';

let tenant: TestTenant;
let world: DeliveryWorld;
let receiver: Receiver;

beforeEach(async () => {
  ({ tenant, world, receiver } = await openDeliveryStage(app));
});

const hash = (name: string, text: string) => createHash(name).update(text).digest('hex');
const hmac = (name: string, text: string) => createHmac(name, SECRET).update(text).digest('hex');

/** A receiver as it was written for one wall, by that wall's own documentation. */
interface WallReceiver {
  /** The address that its owner gave to the wall. */
  readonly path: string;
  /** The member, the reward and the transaction that it reads. */
  readonly reads: (query: URLSearchParams) => (string | null)[];
  /** Whether it believes a call. */
  readonly believes: (query: URLSearchParams, call: Received, address: string) => boolean;
  /** What it answers when it has taken a call. */
  readonly says: string;
  /** What does not count as taken, for a wall that reads the answer. */
  readonly refuses: readonly [status: number, text: string];
}

const receivers: Record<DialectName, WallReceiver> = {
  AyetStudios: {
    path: '/ayet?uid={external_identifier}&amount={currency_amount}&tx={transaction_id}&cb={is_chargeback}',
    reads: (query) => [query.get('uid'), query.get('amount'), query.get('tx')],
    believes: (query, { headers }) => {
      const sorted = new URLSearchParams([...query].toSorted(([a], [b]) => (a < b ? -1 : 1)));
      return headers['x-ayetstudios-security-hash'] === hmac('sha256', sorted.toString());
    },
    says: '',
    refuses: [500, ''],
  },
  AdGate: {
    path: '/adgate?id={s1}&points={points}&tx={transaction_id}&state={status}',
    reads: (query) => [query.get('id'), query.get('points'), query.get('tx')],
    believes: (query) => query.get('state') === '1',
    says: '',
    refuses: [201, 'not 200'],
  },
  BitLabs: {
    path: '/bitlabs?uid=[%UID%]&val=[%VAL%]&tx=[%TX%]',
    reads: (query) => [query.get('uid'), query.get('val'), query.get('tx')?.replace(/^o/, '') ?? null],
    believes: (query, _call, address) =>
      query.get('hash') === hmac('sha1', address.slice(0, address.lastIndexOf('&hash='))),
    says: '',
    refuses: [503, ''],
  },
  Tapjoy: {
    path: '/tapjoy',
    reads: (query) => [query.get('snuid'), query.get('currency'), query.get('id')],
    believes: (query) =>
      query.get('verifier') ===
      hash('md5', `${query.get('id')}:${query.get('snuid')}:${query.get('currency')}:${SECRET}`),
    says: '',
    refuses: [403, ''],
  },
  Lootably: {
    path: '/lootably?u={userID}&ip={ip}&rev={revenue}&r={currencyReward}&tx={transactionID}&s={status}&hash={hash}',
    reads: (query) => [query.get('u'), query.get('r'), query.get('tx')],
    believes: (query) =>
      query.get('hash') ===
      hash('sha256', ['u', 'ip', 'rev', 'r'].map((name) => query.get(name)).join('') + SECRET),
    says: '1',
    refuses: [200, '0'],
  },
  OfferToro: {
    path: '/torox?id={id}&oid={oid}&amount={amount}&user_id={user_id}&sig={sig}',
    reads: (query) => [query.get('user_id'), query.get('amount'), query.get('id')],
    believes: (query) =>
      query.get('sig') === hash('md5', `${query.get('oid')}-${query.get('user_id')}-${SECRET}`),
    says: '1',
    refuses: [200, 'ERROR: try again'],
  },
  Wannads: {
    path: '/wannads?subId={subId}&transId={transId}&reward={reward}&signature={signature}&status={status}',
    reads: (query) => [query.get('subId'), query.get('reward'), query.get('transId')],
    believes: (query) =>
      query.get('signature') ===
      hash('md5', `${query.get('subId')}${query.get('transId')}${query.get('reward')}${SECRET}`),
    says: 'OK',
    refuses: [200, 'ERROR: signature'],
  },
  AdGem: {
    path: '/adgem?player_id={player_id}&amount={amount}&transaction_id={transaction_id}',
    reads: (query) => [query.get('player_id'), query.get('amount'), query.get('transaction_id')],
    believes: (query, _call, address) =>
      query.has('request_id') &&
      query.has('timestamp') &&
      query.get('verifier') === hmac('sha256', address.slice(0, address.lastIndexOf('&verifier='))),
    says: '',
    refuses: [422, '{"message":"no"}'],
  },
};

const setCallback = async (callback: object) =>
  expect((await tenant.call('PUT', '/api/v1/settings', { body: { callback } })).status).toBe(200);

it.each(dialectNames)('the receiver made for %s takes our callbacks as they are', async (dialect) => {
  const wall = receivers[dialect];
  const says = (status: number, text: string) => {
    receiver.answer = (_request, response) => void response.writeHead(status).end(text);
  };
  const queryOf = ({ path }: Received) => new URL(path, receiver.origin).searchParams;
  await setCallback({ url: receiver.origin + wall.path, dialect, dialectSecret: SECRET });

  says(...wall.refuses);
  const [id] = await world.convert({
    params: { pub_member_id: 'Zoë & Max+1' },
    fields: { ip: '203.0.113.7' },
  });
  await worker.takeTurn();
  const [first] = receiver.received;
  expect(first?.method).toBe('GET');
  expect(wall.reads(queryOf(first as Received))).toEqual(['Zoë & Max+1', '25', id]);
  expect(wall.believes(queryOf(first as Received), first as Received, receiver.origin + first?.path)).toBe(
    true,
  );
  expect((await deliveriesOf(app, tenant))[0]).toMatchObject({ status: 'Waiting', tries: 1 });

  says(200, wall.says);
  await passTime(app, tenant, '3 minutes');
  await worker.takeTurn();
  expect((await deliveriesOf(app, tenant))[0]).toMatchObject({ status: 'Delivered', tries: 2 });
  expect(receiver.received[1]?.path).toBe(first?.path);
  for (const { headers } of receiver.received) expect(headers['webhook-signature']).toMatch(/^v1,/);

  // Back to our own shape, what follows is ours again.
  await setCallback({ url: receiver.url, dialect: null, dialectSecret: null });
  const [next] = await world.convert({ params: { pub_member_id: 'm-2' } });
  await worker.takeTurn();
  const own = receiver.received.at(-1);
  expect(own?.method).toBe('POST');
  expect(JSON.parse(own?.body ?? '').conversion).toMatchObject({ conversionId: next, pubMemberId: 'm-2' });
});
