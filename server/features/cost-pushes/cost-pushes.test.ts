import { describe, expect, it } from 'vitest';
import { testApp, type TestTenant } from '#support/app.ts';
import { createOffer, offerLookups } from '#support/offers.ts';
import { openReceiver } from '#support/receiver.ts';
import { customTracking, makeClick, moveClock, postbackSender, rowsOf } from '#support/tracking.ts';
import { singleEventBody } from '../../../tests/fixtures/offer-bodies.ts';
import { costPushWorker } from './worker.ts';

const app = await testApp({ EGRESS_ALLOW: '127.0.0.0/8' });
const receiver = await openReceiver();
const worker = (origin = receiver.origin) => costPushWorker(app.context, { origin });
const settingsPath = '/api/v1/settings/appsflyer';
const log = async (tenant: TestTenant, query = '') =>
  (await tenant.call('GET', `/api/v1/cost-pushes${query}`)).data.items;

/** A tenant that pushes, with one conversion of 30 on an offer that is measured by AppsFlyer. */
async function pushingTenant(): Promise<TestTenant> {
  const tenant = await app.makeTenant();
  const lookups = await offerLookups(tenant);
  const costs = {
    shouldSendCostData: true,
    advertiserCampaignName: 'lantern_q4',
    offerCostReportInfo: [{ costType: 'CPA', appName: 'Lantern', storeId: '12345' }],
  };
  const link = 'https://app.appsflyer.com/id12345?af_c_id=q4';
  const measured = { trackingSystem: 'AppsFlyer', trackingSystemLink: link };
  const send = await postbackSender(app, tenant);
  for (const over of [{ ...measured, ...costs }, measured, { ...customTracking, ...costs }]) {
    const offerId = await createOffer(tenant, singleEventBody(lookups, over));
    const redirect = { clickid: await clickOn(tenant, offerId) };
    await send({ gk_click_id: redirect.clickid });
  }
  await tenant.call('PUT', settingsPath, { body: { mediaSource: 'net_int', key: 'k-1' } });
  return tenant;
}

async function clickOn(tenant: TestTenant, offerId: string): Promise<string> {
  await makeClick(app, tenant, offerId);
  const clicks = await rowsOf<{ id: string; offer_id: string }>(app, tenant, 'clicks');
  return clicks.find((click) => click.offer_id === offerId)?.id ?? '';
}

describe('the settings of the push', () => {
  it('never show the key, and say when the next push is due', async () => {
    const tenant = await app.makeTenant();
    const off = { mediaSource: null, hasKey: false, nextPushAt: null };
    expect((await tenant.call('GET', settingsPath)).data).toEqual(off);
    const half = await tenant.call('PUT', settingsPath, { body: { mediaSource: 'net_int' } });
    expect([half.status, half.messages]).toEqual([400, ['key: is required the first time']]);
    const none = await tenant.call('PUT', settingsPath, { body: {} });
    expect(none.messages).toHaveLength(2);
    const body = { mediaSource: 'net_int', key: 'hunter2' };
    const { data, text } = await tenant.call('PUT', settingsPath, { body });
    expect(data).toMatchObject({ mediaSource: 'net_int', hasKey: true });
    expect(data.nextPushAt).toMatch(/T(00|12):00:00\+00:00$/);
    await tenant.call('PUT', settingsPath, { body: { mediaSource: 'other_int' } });
    expect((await tenant.call('GET', settingsPath)).data).toEqual({ ...data, mediaSource: 'other_int' });
    const [stored] = await rowsOf<{ key_sealed: Buffer }>(app, tenant, 'cost_push_settings');
    const audit = await tenant.call('GET', '/api/v1/audit?page_size=100');
    expect(text + audit.text + stored?.key_sealed.toString('latin1')).not.toContain('hunter2');
    expect((await tenant.call('DELETE', settingsPath)).status).toBe(204);
    expect((await tenant.call('GET', settingsPath)).data).toEqual(off);
  });
});

describe('the push of costs', () => {
  it('tells each app once at each hour, however many processes look', async () => {
    const tenant = await pushingTenant();
    receiver.answer = (_request, response) => void response.end('{"job_id":"j1"}');
    await worker().takeTurn();
    expect(await log(tenant)).toEqual([]);
    await moveClock(app, tenant, 12);
    await Promise.all([worker().takeTurn(), worker().takeTurn()]);
    await worker().takeTurn();
    const [received, ...others] = receiver.received.splice(0);
    expect(others).toEqual([]);
    expect(received).toMatchObject({ path: '/api/incost-uploader/v1/data/app/id12345', method: 'POST' });
    expect(received?.headers).toMatchObject({
      authorization: 'Bearer k-1',
      'content-type': 'application/json',
    });
    const rows = JSON.parse(received?.body ?? '') as { spend: number }[];
    expect(rows).toEqual([
      {
        date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        app_id: 'id12345',
        media_source: 'net_int',
        campaign_id: 'q4',
        campaign_name: 'lantern_q4',
        currency: 'USD',
        spend: 30,
      },
    ]);
    expect(await log(tenant)).toEqual([
      expect.objectContaining({
        appId: 'id12345',
        status: 'Delivered',
        rowCount: 1,
        tryCount: 1,
        body: received?.body,
        httpStatus: 200,
        answer: '{"job_id":"j1"}',
        nextTryAt: null,
      }),
    ]);
    const csv = await tenant.call('GET', '/api/v1/cost-pushes?format=csv');
    expect(csv.text.split('\n')[0]).toMatch(/^id,dueAt,appId,status/);
    expect(await log(tenant, '?filter.status=Failed')).toEqual([]);
    // The next hour tells about the same day again.
    await moveClock(app, tenant, 12);
    await worker().takeTurn();
    expect(receiver.received.splice(0)).toMatchObject([{ body: expect.stringContaining('"spend":30') }]);
  });

  it('tries the same bytes again with the key of the moment, and gives up when the next one is due', async () => {
    const tenant = await pushingTenant();
    receiver.answer = (_request, response) => void response.writeHead(500).end('x'.repeat(3_000));
    await moveClock(app, tenant, 12);
    await worker().takeTurn();
    const [waiting] = await log(tenant);
    expect(waiting).toMatchObject({ status: 'Waiting', httpStatus: 500, answer: 'x'.repeat(1_024) });
    await worker().takeTurn();
    await tenant.call('PUT', settingsPath, { body: { key: 'k-2' } });
    await moveClock(app, tenant, 0.05);
    await worker().takeTurn();
    const received = receiver.received.splice(0);
    expect(received.map(({ headers }) => headers['authorization'])).toEqual(['Bearer k-1', 'Bearer k-2']);
    expect(received[1]?.body).toBe(received[0]?.body);
    expect((await log(tenant))[0]).toMatchObject({ status: 'Waiting', tryCount: 2 });
    await moveClock(app, tenant, 12);
    await worker().takeTurn();
    const items = await log(tenant, '?orderby=DueAt&order_asc=true');
    expect(items).toMatchObject([
      { status: 'Failed', nextTryAt: null },
      { status: 'Waiting', tryCount: 1 },
    ]);
    const notices = await tenant.call('GET', '/api/v1/notifications?filter.kind=cost_push_failed');
    expect(notices.data.items).toMatchObject([
      { severity: 'error', body: expect.stringContaining('it answered 500') },
    ]);
    receiver.received.splice(0);
  });

  it('reaches no address that is not public', async () => {
    const tenant = await pushingTenant();
    await moveClock(app, tenant, 12);
    await worker('http://10.1.2.3').takeTurn();
    expect((await log(tenant))[0]).toMatchObject({
      status: 'Waiting',
      httpStatus: null,
      error: expect.stringContaining('not a public address'),
    });
  });

  it('ends when it is switched off', async () => {
    const tenant = await pushingTenant();
    receiver.answer = (_request, response) => void response.writeHead(503).end();
    await moveClock(app, tenant, 12);
    await worker().takeTurn();
    await tenant.call('DELETE', settingsPath);
    await moveClock(app, tenant, 1);
    receiver.received.splice(0);
    await worker().takeTurn();
    expect(receiver.received.map(({ headers }) => headers['authorization'])).not.toContain('Bearer k-1');
    expect((await log(tenant))[0]).toMatchObject({ status: 'Failed', error: 'the push was switched off' });
  });
});
