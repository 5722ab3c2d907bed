import { beforeEach, expect, it } from 'vitest';
import { testApp, type TestTenant } from '#support/app.ts';
import {
  deliveriesOf,
  type DeliveryWorld,
  makeDeliveryWorld,
  openCalledStage,
  passTime,
} from '#support/delivery-world.ts';
import type { Receiver } from '#support/receiver.ts';
import { claimDeliveries, type ClaimedDelivery } from './claim.ts';
import { completeTries } from './complete.ts';
import { deliveryWorker } from './sender.ts';

const app = await testApp({ EGRESS_ALLOW: '127.0.0.0/8' });
const worker = deliveryWorker(app.context, { timeoutMs: 500 });

let tenant: TestTenant;
let world: DeliveryWorld;
let receiver: Receiver;

beforeEach(async () => {
  ({ tenant, world, receiver } = await openCalledStage(app));
});

const limits = {
  total: 100,
  perTenant: 100,
  shares: [],
  perDestination: 50,
  allowances: [],
  leaseMs: 60_000,
  timeoutMs: 15_000,
};
const claim = async (more: object = {}) =>
  (await claimDeliveries(app.context, { ...limits, ...more })).filter(
    ({ tenantId }) => tenantId === tenant.id,
  );
const taken = (delivery: ClaimedDelivery) => ({
  delivery,
  verdict: 'delivered' as const,
  status: 200,
  durationMs: 1,
  error: null,
  answer: '',
  pauseMs: 0,
  retryAfterMs: 0,
});

it('a delivery is held by one process at a time', async () => {
  await world.convert({}, 20);
  const claims = await Promise.all([claim(), claim(), claim()]);
  const ids = claims.flat().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set([...ids, ...(await claim()).map(({ id }) => id)]).size).toBe(20);
  await worker.takeTurn();
  expect(receiver.received).toEqual([]);
});

it('what a process held that died goes out when its lease ends, with the same id and bytes', async () => {
  await world.convert();
  const [held] = await claim();
  await passTime(app, tenant, '59 seconds');
  await worker.takeTurn();
  expect(receiver.received).toEqual([]);
  await passTime(app, tenant, '2 seconds');
  await worker.takeTurn();
  expect(receiver.received.map(({ body, headers }) => [headers['webhook-id'], body])).toEqual([
    [held?.id, held?.body],
  ]);
});

it('a process that slept through its lease changes nothing by what it says afterwards', async () => {
  await world.convert();
  const [slept] = await claim();
  await passTime(app, tenant, '61 seconds');
  const [held] = await claim();
  expect([held?.id, held?.body]).toEqual([slept?.id, slept?.body]);
  expect(await completeTries(app.context, [taken(slept as ClaimedDelivery)])).toEqual([]);
  expect((await deliveriesOf(app, tenant))[0]).toMatchObject({ status: 'Waiting', tries: 0 });
  await completeTries(app.context, [taken(held as ClaimedDelivery)]);
  expect((await deliveriesOf(app, tenant))[0]).toMatchObject({ status: 'Delivered', tries: 1 });
});

it('tenants take turns where not all of what is due can be taken', async () => {
  const other = await app.makeTenant();
  const otherWorld = await makeDeliveryWorld(app, other);
  await other.call('PUT', '/api/v1/settings', { body: { callback: { url: receiver.url } } });
  await world.convert({}, 30);
  await otherWorld.convert({}, 3);
  const claimed = await claimDeliveries(app.context, { ...limits, total: 6 });
  const ours = claimed.filter(({ tenantId }) => tenantId === tenant.id);
  expect([ours.length, claimed.length]).toEqual([3, 6]);
});
