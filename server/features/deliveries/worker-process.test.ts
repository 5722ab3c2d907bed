import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { testApp, type TestTenant } from '#support/app.ts';
import { deliveriesOf, makeDeliveryWorld, passTime, type DeliveryWorld } from '#support/delivery-world.ts';
import { openReceiver, type Receiver } from '#support/receiver.ts';
import { secondProcess, type SecondProcess } from '#support/second-process.ts';
import { deliveryWorker } from './sender.ts';

const OPEN = { EGRESS_ALLOW: '127.0.0.0/8' };
const app = await testApp(OPEN);
const ours = deliveryWorker(app.context);

let tenant: TestTenant;
let world: DeliveryWorld;
let receiver: Receiver;
let other: SecondProcess;
/** The answer that the other process waits for, in the middle of its lease. */
let heldBack: ServerResponse | undefined;

beforeEach(async () => {
  tenant = await app.makeTenant();
  receiver = await openReceiver();
  heldBack = undefined;
  receiver.answer = (_request, response) => {
    if (heldBack) response.end();
    else heldBack = response;
  };
  await tenant.call('PUT', '/api/v1/settings', { body: { callback: { url: receiver.url } } });
  other = await secondProcess(app, { ...OPEN, ROLE: 'all' });
  world = await makeDeliveryWorld(app, tenant);
  await world.convert();
  await vi.waitUntil(() => heldBack !== undefined, 10_000);
});

// It was started for one test and ends with it, in whatever state the test left it.
afterEach(() => other.signal('SIGKILL'));

const calls = () => receiver.received.map(({ headers, body }) => [headers['webhook-id'], body]);
const stored = async () => (await deliveriesOf(app, tenant))[0];

describe('a delivery in the hands of another process', { timeout: 30_000 }, () => {
  it('that is killed goes out when its lease ends, with the same id and bytes', async () => {
    other.signal('SIGKILL');
    await ours.takeTurn();
    expect(calls()).toHaveLength(1);
    await passTime(app, tenant, '61 seconds');
    await ours.takeTurn();
    expect(calls()).toEqual([calls()[0], calls()[0]]);
    expect(await stored()).toMatchObject({ status: 'Delivered', tries: 1, id: calls()[0]?.[0] });
  });

  it('that sleeps goes out when its lease ends, and nothing changes when it wakes up with an answer', async () => {
    other.signal('SIGSTOP');
    await passTime(app, tenant, '61 seconds');
    await ours.takeTurn();
    expect(calls()).toEqual([calls()[0], calls()[0]]);
    const delivered = await stored();
    expect(delivered).toMatchObject({ status: 'Delivered', tries: 1 });
    heldBack?.writeHead(500).end();
    other.signal('SIGCONT');
    // Another delivery that it sends shows that it is awake and has stored what came before.
    await world.convert();
    await vi.waitFor(async () => {
      const all = await deliveriesOf(app, tenant);
      expect(all.map(({ status }) => status)).toEqual(['Delivered', 'Delivered']);
    }, 10_000);
    expect(calls()).toHaveLength(3);
    expect(await stored()).toEqual(delivered);
  });
});
