import { beforeEach, expect, it } from 'vitest';
import { testApp, type TestTenant } from '#support/app.ts';
import { deliveriesOf, type DeliveryWorld, openCalledStage, passTime } from '#support/delivery-world.ts';
import type { Receiver } from '#support/receiver.ts';
import { probeEndpoints } from './probe.ts';
import { deliveryWorker } from './sender.ts';

const app = await testApp({ EGRESS_ALLOW: '127.0.0.0/8' });
const worker = deliveryWorker(app.context);

let tenant: TestTenant;
let world: DeliveryWorld;
let receiver: Receiver;

beforeEach(async () => {
  ({ tenant, world, receiver } = await openCalledStage(app));
  receiver.answer = (_request, response) => void response.writeHead(500).end('down');
});

const notices = async () =>
  (
    await app.context.database.engine.query(
      'SELECT kind FROM notifications WHERE tenant_id = $1 ORDER BY id',
      [tenant.id],
    )
  ).rows.map(({ kind }) => kind);

const isOn = async () =>
  (await tenant.call('GET', '/api/v1/delivery-endpoints')).data.items.map(
    (one: { isOn: boolean }) => one.isOn,
  );

it('makes every try of three days when it is due and not before, with the same id and bytes, then gives up', async () => {
  await world.convert();
  await worker.takeTurn();
  const minutes = [2, 4, 8, 16, 32, 64, ...Array.from({ length: 34 }, () => 120)];
  let tries = 1;
  for (const pause of minutes) {
    await passTime(app, tenant, `${pause * 60 - 5} seconds`);
    await worker.takeTurn();
    expect(receiver.received).toHaveLength(tries);
    if ((await deliveriesOf(app, tenant))[0]?.status === 'Failed') break;
    // A pause is up to a tenth longer than the table says.
    await passTime(app, tenant, `${pause * 6 + 6} seconds`);
    await worker.takeTurn();
    expect(receiver.received).toHaveLength(++tries);
  }
  const [delivery] = await deliveriesOf(app, tenant);
  expect(delivery).toMatchObject({ status: 'Failed', failure_reason: 'gave_up', tries, next_try_at: null });
  // Six tries of the first two hours, and one every two hours and up to a tenth until the third day is over.
  expect(tries).toBeGreaterThanOrEqual(6 + 31);
  expect(tries).toBeLessThanOrEqual(7 + 35);
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(
    new Set([delivery?.id]),
  );
  const shown = await tenant.call('GET', `/api/v1/deliveries/${delivery?.id}`);
  expect(shown.data.tries).toHaveLength(tries);
});

it('switches off who only failed for three days, looks every hour, and switches on who answers, and tells of both', async () => {
  await world.convert();
  await worker.takeTurn();
  await passTime(app, tenant, '72 hours 1 minute');
  await world.convert();
  await worker.takeTurn();
  expect([await isOn(), await notices()]).toEqual([[false], ['endpoint_off']]);
  for (let hours = 0; hours < 3; hours++) {
    const calls = receiver.received.length;
    await passTime(app, tenant, '59 minutes');
    expect(await probeEndpoints(app.context)).toBe(0);
    await passTime(app, tenant, '2 minutes');
    expect(await probeEndpoints(app.context)).toBe(1);
    await worker.takeTurn();
    expect(receiver.received).toHaveLength(calls + 1);
  }
  expect([await isOn(), await notices()]).toEqual([[false], ['endpoint_off']]);
  receiver.answer = (_request, response) => void response.end();
  await passTime(app, tenant, '61 minutes');
  await probeEndpoints(app.context);
  await worker.takeTurn();
  expect([await isOn(), await notices()]).toEqual([[true], ['endpoint_off', 'endpoint_on']]);
  await world.convert();
  await worker.takeTurn();
  expect((await deliveriesOf(app, tenant)).at(-1)?.status).toBe('Delivered');
});
