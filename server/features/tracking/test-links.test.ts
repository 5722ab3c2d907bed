import { afterAll, describe, expect, it, vi } from 'vitest';
import { testApp, type TestTenant } from '#support/app.ts';
import { createOffer, offerLookups } from '#support/offers.ts';
import { openReceiver } from '#support/receiver.ts';
import { customTracking, makeClick, moveClock, postbackSender, rowsOf } from '#support/tracking.ts';
import { eventBody, multiEventBody } from '../../../tests/fixtures/offer-bodies.ts';
import { conversionWorkers } from '../conversions/workers.ts';
import { deliveryWorker } from '../deliveries/sender.ts';
import { testDataWorker } from './forget-tests.ts';

const app = await testApp({ EGRESS_ALLOW: '127.0.0.0/8' });
const worker = deliveryWorker(app.context, { pollMs: 50 });
worker.start();
afterAll(() => worker.stop());
const tables = [
  'clicks',
  'attempts',
  'conversions',
  'conversion_history',
  'conversion_keys',
  'raw_requests',
  'deliveries',
  'delivery_tries',
  'members',
];

async function makeWorld(firstStep = {}) {
  const tenant = await app.makeTenant();
  const receiver = await openReceiver();
  await tenant.call('PUT', '/api/v1/settings', { body: { callback: { url: receiver.url } } });
  const lookups = await offerLookups(tenant);
  const offerId = await createOffer(
    tenant,
    multiEventBody(lookups, {
      ...customTracking,
      offerEvents: [eventBody(1, firstStep), eventBody(2)],
    }),
  );
  return { tenant, receiver, offerId, post: await postbackSender(app, tenant) };
}

async function testClick(tenant: TestTenant, offerId: string): Promise<string> {
  const { data } = await tenant.call('POST', '/api/v1/tools/test-link', { body: { offerId } });
  const url = new URL(data.url);
  const answer = await app.call('GET', url.pathname + url.search, { host: tenant.host });
  return new URL(answer.headers.get('location') ?? '').searchParams.get('gk_click_id') ?? '';
}

const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const countsOf = async (tenant: TestTenant) =>
  Object.fromEntries(
    await Promise.all(tables.map(async (table) => [table, (await rowsOf(app, tenant, table)).length])),
  );

describe('a test', () => {
  it('is decided and called back in full, marked as a test, and takes and earns nothing', async () => {
    const { tenant, receiver, offerId, post } = await makeWorld({ dailyCap: 1 });
    for (let times = 0; times < 2; times += 1) {
      const clickId = await testClick(tenant, offerId);
      // A test takes no slot, so that the only one of the day is there for the second, too.
      expect((await post({ gk_click_id: clickId, cnv_event_id: 'level_2' })).data).toMatchObject({
        accepted: false,
        reason: 'waiting_for_previous_event',
      });
      expect((await post({ gk_click_id: clickId, cnv_event_id: 'level_1' })).data).toMatchObject({
        accepted: true,
        status: 'Success',
      });
    }
    await vi.waitFor(() => expect(receiver.received).toHaveLength(4), 5_000);
    const told = receiver.received.map(({ body }) => (JSON.parse(body) as { conversion: object }).conversion);
    expect(told.map((one) => Object.entries(one).slice(-1))).toEqual(told.map(() => [['isTest', true]]));
    expect(told).toContainEqual(
      expect.objectContaining({ status: 'Success', revenue: 1, rewardPoints: 0.25 }),
    );
    for (const table of ['holds', 'counters', 'ledger_entries', 'daily_totals'])
      expect(await rowsOf(app, tenant, table)).toEqual([]);
    const clickId = await makeClick(app, tenant, offerId, 'a real one');
    expect((await post({ gk_click_id: clickId, cnv_event_id: 'level_1' })).data.accepted).toBe(true);
  });

  it('is listed only when tests are asked for, and ripens without money moving', async () => {
    const { tenant, receiver, offerId, post } = await makeWorld({ pendingTime: 2 });
    const clickId = await testClick(tenant, offerId);
    const { data } = await post({ gk_click_id: clickId, cnv_event_id: 'level_1' });
    expect(data).toMatchObject({ accepted: true, status: 'Pending' });
    const list = async (query = '') => {
      const range = `user_completed_at_from=${dayFromNow(-20)}&user_completed_at_to=${dayFromNow(20)}`;
      const path = `/api/v1/sdk-conversion-system/conversions?${range}${query}`;
      return (await tenant.call('GET', path)).data.items;
    };
    await moveClock(app, tenant, 72);
    await Promise.all(conversionWorkers(app.context).map((one) => one.takeTurn()));
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1), 5_000);
    expect(await list()).toEqual([]);
    expect(await list('&filter.test=false')).toEqual([]);
    expect(await list('&filter.test=true')).toMatchObject([
      { offerId, conversionEvents: [{ conversionEventId: data.conversionId, status: 'Success' }] },
    ]);
    for (const table of ['holds', 'ledger_entries', 'daily_totals'])
      expect(await rowsOf(app, tenant, table)).toEqual([]);
  });

  it('leaves the list of a member as it is, even of the same name', async () => {
    const { tenant, offerId } = await makeWorld();
    const { data } = await tenant.call('POST', '/api/v1/tools/test-link', {
      body: { offerId, pub_member_id: 'anna' },
    });
    const url = new URL(data.url);
    await app.call('GET', url.pathname + url.search, { host: tenant.host });
    const mine = await app.call('GET', '/api/v1/offer-wall/pub-member/offers?pub_member_id=anna', {
      host: tenant.host,
    });
    expect(mine.data.items).toEqual([]);
  });

  it('is forgotten with all its traces 30 days after its last click, and nothing else is', async () => {
    const { tenant, receiver, offerId, post } = await makeWorld();
    const real = await makeClick(app, tenant, offerId, 'stays');
    await post({ gk_click_id: real, cnv_event_id: 'level_1' });
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1), 5_000);
    await vi.waitFor(async () => expect((await countsOf(tenant))['delivery_tries']).toBe(1), 5_000);
    const before = await countsOf(tenant);
    const tested = await testClick(tenant, offerId);
    await post({ gk_click_id: tested, cnv_event_id: 'level_1' });
    await vi.waitFor(async () => expect((await countsOf(tenant))['delivery_tries']).toBe(2), 5_000);
    const after = await countsOf(tenant);
    for (const table of tables) expect([table, after[table] > before[table]]).toEqual([table, true]);
    await moveClock(app, tenant, 29 * 24);
    await testDataWorker(app.context).takeTurn();
    expect(await countsOf(tenant)).toEqual(after);
    await moveClock(app, tenant, 2 * 24);
    await testDataWorker(app.context).takeTurn();
    expect(await countsOf(tenant)).toEqual(before);
  });

  it('needs a link that we signed for this very offer and that is not over', async () => {
    const { tenant, offerId } = await makeWorld();
    const { data } = await tenant.call('POST', '/api/v1/tools/test-link', { body: { offerId } });
    const follow = (change: (url: URL) => void) => {
      const url = new URL(data.url);
      change(url);
      return app.call('GET', url.pathname + url.search, { host: tenant.host });
    };
    const refusal = 'test: this link was not signed as a test, or is over';
    const later = (url: URL) => url.searchParams.set('test_expires', '9999999999');
    expect((await follow(later)).messages).toEqual([refusal]);
    expect((await follow((url) => url.searchParams.delete('test_signature'))).messages).toEqual([refusal]);
    expect((await follow(() => undefined)).status).toBe(302);
    await moveClock(app, tenant, 31 * 24);
    expect((await follow(() => undefined)).messages).toEqual([refusal]);
  });

  it('is asked for by operators and partners only', async () => {
    const { tenant, offerId } = await makeWorld();
    const ask = (path: string, token: string | null, body: object) => app.call('POST', path, { token, body });
    expect((await ask('/api/v1/tools/test-link', null, { offerId })).status).toBe(401);
    expect((await ask('/api/v1/partner/test-link', tenant.token, { offerId })).status).toBe(401);
    const body = { offerId: tenant.id };
    expect((await ask('/api/v1/tools/test-link', tenant.token, body)).status).toBe(404);
    expect((await ask('/api/v1/tools/test-link', tenant.token, { offerId: 'x' })).status).toBe(400);
  });
});
