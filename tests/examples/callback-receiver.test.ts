import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deliveryWorker } from '#server/features/deliveries/sender.ts';
import { testApp, type TestTenant } from '#support/app.ts';
import { makeDeliveryWorld, type DeliveryWorld } from '#support/delivery-world.ts';

const app = await testApp({ EGRESS_ALLOW: '127.0.0.0/8' });
const worker = deliveryWorker(app.context, { timeoutMs: 2_000 });
const folder = mkdtempSync(join(tmpdir(), 'pitwall-receiver-'));

let tenant: TestTenant;
let world: DeliveryWorld;
let secret: string;
let receiver: { process: ChildProcess; address: string };

beforeAll(async () => {
  tenant = await app.makeTenant();
  world = await makeDeliveryWorld(app, tenant);
  secret = (await tenant.call('POST', '/api/v1/settings/callback/rotate?now=true')).data.secret;
  receiver = await start('0');
  const callback = {
    url: receiver.address,
    headerName: 'X-Webhook-Secret',
    headerValue: 'from: us',
    sendRejected: true,
  };
  await tenant.call('PUT', '/api/v1/settings', { body: { callback } });
});
afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

/** Starts the example as its guide says, and waits for the address that it prints. */
async function start(port: string): Promise<typeof receiver> {
  const started = spawn(process.execPath, ['receiver.mjs'], {
    cwd: join(import.meta.dirname, '../../examples/callback-receiver'),
    env: {
      CALLBACK_SECRET: `whsec_b3V0IG9mIGRhdGU= ${secret}`,
      CALLBACK_HEADER: 'X-Webhook-Secret: from: us',
      JOURNAL: join(folder, 'callbacks.jsonl'),
      PORT: port,
    },
  });
  const line = await new Promise<string>((resolve, reject) => {
    started.stdout.once('data', (data) => resolve(String(data)));
    started.stderr.once('data', (data) => reject(new Error(String(data))));
  });
  return { process: started, address: /http\S+/.exec(line)?.[0] ?? '' };
}

async function stop(): Promise<void> {
  const gone = new Promise((resolve) => receiver.process.once('exit', resolve));
  receiver.process.kill('SIGKILL');
  await gone;
}

const balances = async () => (await fetch(new URL('/balances', receiver.address))).json();

it('passes every check of the callback test', async () => {
  const { data } = await tenant.call('POST', '/api/v1/tools/callback-test');
  expect(data.checks.map(({ name, result }: { name: string; result: string }) => [name, result])).toEqual(
    data.checks.map(({ name }: { name: string }) => [name, 'Pass']),
  );
});

it('credits once, takes back, and remembers both after it was killed', async () => {
  const params = { pub_member_id: 'm-1' };
  const [kept] = await world.convert({ params });
  const [rejected] = await world.convert({ params: { pub_member_id: 'm-2' } });
  await world.convert({ params, isTest: true });
  await worker.takeTurn();
  expect(await balances()).toMatchObject({ 'm-1': 25, 'm-2': 25 });
  await world.change(rejected as string, 'Rejected');
  await worker.takeTurn();
  await stop();
  receiver = await start(new URL(receiver.address).port);
  expect(await balances()).toMatchObject({ 'm-1': 25, 'm-2': 0 });
  const listed = await tenant.call('GET', `/api/v1/deliveries?filter.conversion_id=${kept}`);
  await tenant.call('POST', `/api/v1/deliveries/${listed.data.items[0].id}/resend`);
  await worker.takeTurn();
  expect((await tenant.call('GET', `/api/v1/deliveries/${listed.data.items[0].id}`)).data).toMatchObject({
    status: 'Delivered',
    tryCount: 2,
  });
  expect(await balances()).toMatchObject({ 'm-1': 25, 'm-2': 0 });
});
