import { beforeEach, expect, it, vi } from 'vitest';
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
import { releaseDeliveries } from './lease.ts';
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

const cancel = () =>
  app.context.database.engine.query(
    "UPDATE deliveries SET status = 'Cancelled', next_try_at = NULL WHERE tenant_id = $1",
    [tenant.id],
  );

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

const rowsOf = async (table: 'due_deliveries' | 'delivery_leases') =>
  (await app.context.database.engine.query(`SELECT FROM ${table} WHERE tenant_id = $1`, [tenant.id]))
    .rowCount;

it('nothing is left of what was due and held once all of it is delivered', async () => {
  await world.convert({}, 20);
  expect(await rowsOf('due_deliveries')).toBe(20);
  await worker.takeTurn();
  expect((await deliveriesOf(app, tenant)).map(({ status }) => status)).toEqual(
    Array.from({ length: 20 }, () => 'Delivered'),
  );
  expect([await rowsOf('due_deliveries'), await rowsOf('delivery_leases')]).toEqual([0, 0]);
});

it('what is given back untried is taken by the next who asks, and nothing else', async () => {
  await world.convert({}, 6);
  const held = await claim();
  await releaseDeliveries(app.context, held.slice(0, 2));
  expect((await claim()).map(({ id }) => id)).toEqual(held.slice(0, 2).map(({ id }) => id));
});

it('a delivery that was cancelled is not sent, and its entry is forgotten when it comes up', async () => {
  await world.convert();
  await cancel();
  await worker.takeTurn();
  expect(receiver.received).toEqual([]);
  expect(await rowsOf('due_deliveries')).toBe(0);
});

it('a delivery that is cancelled in the middle of a try stays cancelled and keeps the try', async () => {
  await world.convert();
  const [held] = await claim();
  await cancel();
  await completeTries(app.context, [{ ...taken(held as ClaimedDelivery), verdict: 'retry', status: 500 }]);
  expect((await deliveriesOf(app, tenant))[0]).toMatchObject({ status: 'Cancelled', tries: 1 });
});

it('a try that ends after its delivery was sent again changes nothing, and the delivery goes out anew', async () => {
  await world.convert();
  const [held] = await claim();
  await passTime(app, tenant, '61 seconds');
  await tenant.call('POST', `/api/v1/deliveries/${held?.id}/resend`);
  await completeTries(app.context, [taken(held as ClaimedDelivery)]);
  expect((await deliveriesOf(app, tenant))[0]).toMatchObject({ status: 'Waiting', tries: 0 });
  await worker.takeTurn();
  expect(receiver.received.map(({ body }) => body)).toEqual([held?.body]);
  expect((await deliveriesOf(app, tenant))[0]).toMatchObject({ status: 'Delivered', tries: 1 });
});

it('a delivery that is under way is not sent a second time by asking for it again', async () => {
  await world.convert();
  const [held] = await claim();
  const asked = await tenant.call('POST', `/api/v1/deliveries/${held?.id}/resend`);
  expect(asked.status).toBe(200);
  expect(await claim()).toEqual([]);
  await completeTries(app.context, [taken(held as ClaimedDelivery)]);
  expect((await deliveriesOf(app, tenant))[0]).toMatchObject({ status: 'Delivered', tries: 1 });
});

it('the same end stored twice counts once', async () => {
  await world.convert();
  const [held] = await claim();
  const end = { ...taken(held as ClaimedDelivery), verdict: 'retry' as const, status: 500, pauseMs: 120_000 };
  await completeTries(app.context, [end]);
  await completeTries(app.context, [end]);
  expect((await deliveriesOf(app, tenant))[0]).toMatchObject({ status: 'Waiting', tries: 1 });
  expect(await rowsOf('due_deliveries')).toBe(1);
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

it('a receiver is given only what is due from a time on, where earlier deliveries are known to be held or ended', async () => {
  await world.convert({}, 2);
  const [first] = await deliveriesOf(app, tenant);
  await passTime(app, tenant, '1 hour');
  await world.convert({}, 3);
  const { origin } = new URL(receiver.url);
  const allowance = { tenantId: tenant.id, origin, count: 50 };
  const from = `${new Date(Date.parse(first?.next_try_at ?? '') + 60_000).toISOString().slice(0, 19)}Z`;
  expect(await claim({ allowances: [{ ...allowance, from }] })).toHaveLength(3);
  expect(await claim({ allowances: [{ ...allowance, from: null }] })).toHaveLength(2);
});

it('a delivery that is due from an earlier time than those sent before it goes out all the same', async () => {
  const busy = deliveryWorker(app.context, { timeoutMs: 500, pollMs: 50 });
  busy.start();
  try {
    await world.convert({}, 5);
    await vi.waitFor(() => expect(receiver.received).toHaveLength(5), { timeout: 5_000 });
    await passTime(app, tenant, '-1 hour');
    await world.convert({}, 5);
    await vi.waitFor(() => expect(receiver.received).toHaveLength(10), { timeout: 5_000 });
  } finally {
    await busy.stop();
  }
});
