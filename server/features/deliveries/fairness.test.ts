import { beforeEach, describe, expect, it, vi } from 'vitest';
import { testApp, type TestTenant } from '#support/app.ts';
import { makeDeliveryWorld, type DeliveryWorld } from '#support/delivery-world.ts';
import { openReceiver, type Receiver } from '#support/receiver.ts';
import { deliveryWorker, type SenderOptions } from './sender.ts';

const app = await testApp({ EGRESS_ALLOW: '127.0.0.0/8' });

interface Side {
  readonly tenant: TestTenant;
  readonly world: DeliveryWorld;
  readonly receiver: Receiver;
}

async function side(): Promise<Side> {
  const tenant = await app.makeTenant();
  const receiver = await openReceiver();
  await callBack(tenant, receiver.url);
  return { tenant, receiver, world: await makeDeliveryWorld(app, tenant) };
}

function callBack(tenant: TestTenant, url: string) {
  return tenant.call('PUT', '/api/v1/settings', { body: { callback: { url } } });
}

let busy: Side;
let quiet: Side;

beforeEach(async () => {
  busy = await side();
  quiet = await side();
});

async function sending(options: SenderOptions, meanwhile: () => Promise<void>): Promise<void> {
  const worker = deliveryWorker(app.context, options);
  worker.start();
  try {
    await meanwhile();
  } finally {
    await worker.stop();
  }
}

const arrives = () => vi.waitFor(() => expect(quiet.receiver.received).toHaveLength(1), { timeout: 3_000 });

describe('a single delivery of one tenant', { timeout: 30_000 }, () => {
  it('overtakes the thousands of another', async () => {
    await busy.world.convert({}, 4_000);
    await sending({}, async () => {
      await vi.waitFor(() => expect(busy.receiver.received.length).toBeGreaterThan(100));
      await quiet.world.convert();
      await arrives();
      expect(busy.receiver.received.length).toBeLessThan(4_000);
    });
  });

  it('goes out while the receivers of another answer nobody and it has more waiting than a process takes', async () => {
    for (const hanging of await Promise.all(Array.from({ length: 4 }, openReceiver))) {
      hanging.answer = () => {};
      await callBack(busy.tenant, hanging.url);
      await busy.world.convert({}, 100);
    }
    await sending({ capacity: 64 }, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await quiet.world.convert();
      await arrives();
    });
  });
});
