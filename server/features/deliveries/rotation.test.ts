import { Webhook } from 'standardwebhooks';
import { beforeEach, expect, it } from 'vitest';
import { testApp, type TestTenant } from '#support/app.ts';
import { type DeliveryWorld, openCalledStage, passTime } from '#support/delivery-world.ts';
import type { Received, Receiver } from '#support/receiver.ts';
import { deliveryWorker } from './sender.ts';

const app = await testApp({ EGRESS_ALLOW: '127.0.0.0/8' });
const worker = deliveryWorker(app.context);

let tenant: TestTenant;
let world: DeliveryWorld;
let receiver: Receiver;

beforeEach(async () => {
  ({ tenant, world, receiver } = await openCalledStage(app));
});

const rotate = async () =>
  (await tenant.call('POST', '/api/v1/settings/callback/rotate')).data.secret as string;

/** Sends one callback, and says which of these secrets have signed it and by how many signatures in all. */
async function signedBy(secrets: readonly string[]) {
  await world.convert();
  await worker.takeTurn();
  const { headers, body } = receiver.received.at(-1) as Received;
  const isSigned = secrets.map((secret) => {
    try {
      return Boolean(new Webhook(secret).verify(body, headers));
    } catch {
      return false;
    }
  });
  return [headers['webhook-signature']?.split(' ').length, ...isSigned];
}

it('lets two secrets live at most: rotating again ends the older one at once', async () => {
  const first = await rotate();
  const second = await rotate();
  expect(await signedBy([first, second])).toEqual([2, true, true]);
  const third = await rotate();
  expect(await signedBy([first, second, third])).toEqual([2, false, true, true]);
  await passTime(app, tenant, '6 days 23 hours');
  expect(await signedBy([second, third])).toEqual([2, true, true]);
  await passTime(app, tenant, '2 hours');
  // A secret that ends is used for some seconds more, which no clock of a tenant shortens.
  const another = deliveryWorker(app.context);
  await world.convert();
  await another.takeTurn();
  expect(receiver.received.at(-1)?.headers['webhook-signature']?.split(' ')).toHaveLength(1);
});

it('counts rotations at the same moment one after the other', async () => {
  const secrets = await Promise.all(Array.from({ length: 4 }, rotate));
  const [count, ...isSigned] = await signedBy(secrets);
  expect([count, isSigned.filter(Boolean).length]).toEqual([2, 2]);
});
