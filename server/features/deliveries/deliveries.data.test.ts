import { Webhook } from 'standardwebhooks';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { testApp, type TestTenant } from '#support/app.ts';
import { deliveriesOf, type DeliveryWorld, openCalledStage, passTime } from '#support/delivery-world.ts';
import type { Receiver } from '#support/receiver.ts';
import { probeEndpoints } from './probe.ts';
import { deliveryWorker } from './sender.ts';

const app = await testApp({ EGRESS_ALLOW: '127.0.0.0/8' });
const worker = deliveryWorker(app.context, { pollMs: 50, timeoutMs: 500 });
worker.start();
afterAll(() => worker.stop());

let tenant: TestTenant;
let world: DeliveryWorld;
let receiver: Receiver;

beforeEach(async () => {
  const proof = { headerName: 'X-Webhook-Secret', headerValue: 'keep it' };
  ({ tenant, world, receiver } = await openCalledStage(app, proof));
});

const states = async () => (await deliveriesOf(app, tenant)).map(({ status }) => status);
const settled = (expected: string[]) =>
  vi.waitFor(async () => expect(await states()).toEqual(expected), 5_000);

describe('a callback', () => {
  it('arrives within a second, signed, with the tenant’s own header, and marks the reward as sent', async () => {
    const rotated = await tenant.call('POST', '/api/v1/settings/callback/rotate');
    const [conversionId] = await world.convert({
      country: 'CA',
      params: { pub_member_id: 'm-7', pub_sub_3: 'x' },
      fields: {
        eventId: 'install',
        amountText: '0.50',
        conversionId: 'tx',
        subs: ['a', null, null, null, null],
      },
    });
    await settled(['Delivered']);
    const [got] = receiver.received;
    const [delivery] = await deliveriesOf(app, tenant);
    expect(got?.headers).toMatchObject({ 'x-webhook-secret': 'keep it', 'webhook-id': delivery?.id });
    expect(new Webhook(rotated.data.secret).verify(got?.body ?? '', got?.headers ?? {})).toMatchObject({
      id: delivery?.id,
      conversion: {
        status: 'Success',
        conversionId,
        offerId: world.offerId,
        offerName: 'Daily Puzzle',
        offerAdvertiserName: 'Puzzle House',
        offerCategoryName: 'Games to deliver',
        offerCountryCode2: 'CA',
        offerCountryCode3: 'CAN',
        offerEventId: world.offerEventId,
        eventId: 'install',
        eventName: 'Step install',
        sequenceNumber: 1,
        rewardPoints: 25,
        revenue: 0.5,
        pubMemberId: 'm-7',
        pubSub3: 'x',
        trackSysConversionId: 'tx',
        trackSysConversionAmount: '0.50',
        trackSysConversionSub1: 'a',
      },
    });
    // Both the old and the new secret sign while both live.
    expect(got?.headers['webhook-signature']?.split(' ')).toHaveLength(2);
    const conversions = await app.context.database.engine.query(
      'SELECT reward_sent_at FROM conversions WHERE tenant_id = $1 AND id = $2',
      [tenant.id, conversionId],
    );
    expect(conversions.rows[0].reward_sent_at).not.toBeNull();
  });

  it('names the first country of the offer when the click came from elsewhere', async () => {
    await world.convert({ country: 'FR' });
    await settled(['Delivered']);
    expect(JSON.parse(receiver.received[0]?.body ?? '').conversion.offerCountryCode2).toBe('US');
  });

  it('is due for Success alone, until the others are switched on', async () => {
    await world.convert({ status: 'Pending' });
    await world.convert({ status: 'Rejected' });
    expect(await deliveriesOf(app, tenant)).toEqual([]);
    await tenant.call('PUT', '/api/v1/settings', {
      body: { callback: { sendPending: true, sendRejected: true } },
    });
    const [id] = await world.convert({ status: 'Pending' });
    await world.change(id as string, 'Success');
    await world.change(id as string, 'Rejected');
    await settled(['Delivered', 'Delivered', 'Delivered']);
    const bodies = receiver.received.map(({ body }) => JSON.parse(body));
    expect(new Set(bodies.map(({ conversion }) => conversion.conversionId))).toEqual(new Set([id]));
    expect(new Set(bodies.map(({ conversion }) => conversion.status))).toEqual(
      new Set(['Pending', 'Rejected', 'Success']),
    );
  });

  it('is not written where no address is set', async () => {
    await tenant.call('PUT', '/api/v1/settings', { body: { callback: { url: null } } });
    await world.convert();
    expect(await deliveriesOf(app, tenant)).toEqual([]);
  });

  it('is tried again by the schedule with the same id and bytes, until it is taken', async () => {
    let answers = 0;
    receiver.answer = (_request, response) => void response.writeHead(++answers < 4 ? 500 : 204).end('no');
    await world.convert();
    for (const [tries, minutes] of [
      [1, 2],
      [2, 4],
      [3, 8],
    ] as const) {
      await vi.waitFor(() => expect(receiver.received).toHaveLength(tries));
      await vi.waitFor(async () => expect((await deliveriesOf(app, tenant))[0]).toMatchObject({ tries }));
      await passTime(app, tenant, `${minutes - 1} minutes`);
      await new Promise((resolve) => setTimeout(resolve, 120));
      expect(receiver.received).toHaveLength(tries);
      await passTime(app, tenant, `${minutes / 10 + 1} minutes`);
    }
    await settled(['Delivered']);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const tries = await app.context.database.engine.query(
      'SELECT number, status, answer, error FROM delivery_tries WHERE tenant_id = $1 ORDER BY number',
      [tenant.id],
    );
    expect(tries.rows).toEqual([
      { number: 1, status: 500, answer: 'no', error: null },
      { number: 2, status: 500, answer: 'no', error: null },
      { number: 3, status: 500, answer: 'no', error: null },
      { number: 4, status: 204, answer: '', error: null },
    ]);
  });

  const inAnHour = () => new Date(Date.now() + 3_600_000).toUTCString();
  it.each([
    ['seconds', () => '3600'],
    ['a date', inAnHour],
  ])('waits as long as the receiver asks, in %s', async (_form, wanted) => {
    receiver.answer = (_request, response) => void response.writeHead(429, { 'retry-after': wanted() }).end();
    await world.convert();
    await vi.waitFor(async () => expect((await deliveriesOf(app, tenant))[0]).toMatchObject({ tries: 1 }));
    const { rows } = await app.context.database.engine.query(
      `SELECT extract(epoch FROM next_try_at - modified_at)::integer AS seconds FROM deliveries WHERE tenant_id = $1`,
      [tenant.id],
    );
    expect(Math.abs(rows[0].seconds - 3_600)).toBeLessThan(10);
  });

  it('fails visibly after three days of failing', async () => {
    receiver.answer = (_request, response) => void response.writeHead(302, { location: receiver.url }).end();
    await world.convert();
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
    await vi.waitFor(async () => expect((await deliveriesOf(app, tenant))[0]).toMatchObject({ tries: 1 }));
    await passTime(app, tenant, '71 hours 59 minutes');
    await settled(['Failed']);
    expect((await deliveriesOf(app, tenant))[0]).toMatchObject({
      failure_reason: 'gave_up',
      tries: 2,
      last_status: 302,
    });
  });
});

describe('a receiver', () => {
  it('that answers 410 is switched off: what waits fails, what follows fails, and operators are told', async () => {
    receiver.answer = (_request, response) => void response.writeHead(500).end();
    await world.convert({}, 5);
    await vi.waitFor(async () => {
      expect((await deliveriesOf(app, tenant)).every(({ tries }) => tries === 1)).toBe(true);
    });
    receiver.answer = (_request, response) => void response.writeHead(410).end();
    await world.convert();
    await settled(Array.from({ length: 6 }, () => 'Failed'));
    expect(new Set((await deliveriesOf(app, tenant)).map((one) => one.failure_reason))).toEqual(
      new Set(['endpoint_off']),
    );
    await world.convert();
    expect((await states()).at(-1)).toBe('Failed');
    const notices = await app.context.database.engine.query(
      'SELECT kind, title FROM notifications WHERE tenant_id = $1',
      [tenant.id],
    );
    expect(notices.rows).toEqual([
      { kind: 'endpoint_off', title: `${receiver.origin} wants no more callbacks` },
    ]);
  });

  it('that only fails for three days is switched off, looked at, and switched on when it answers', async () => {
    receiver.answer = (_request, response) => void response.writeHead(500).end();
    await world.convert();
    await vi.waitFor(async () => expect((await deliveriesOf(app, tenant))[0]).toMatchObject({ tries: 1 }));
    await passTime(app, tenant, '72 hours');
    await world.convert();
    await settled(['Failed', 'Failed']);
    const endpoint = async () =>
      (
        await app.context.database.engine.query(
          'SELECT is_on, off_reason FROM endpoints WHERE tenant_id = $1',
          [tenant.id],
        )
      ).rows[0];
    await vi.waitFor(async () => expect(await endpoint()).toEqual({ is_on: false, off_reason: 'failing' }));
    receiver.answer = (_request, response) => void response.end();
    await passTime(app, tenant, '61 minutes');
    expect(await probeEndpoints(app.context)).toBe(1);
    await settled(['Failed', 'Delivered']);
    await vi.waitFor(async () => expect(await endpoint()).toEqual({ is_on: true, off_reason: null }));
  });

  it('that is not public is never called', async () => {
    await tenant.call('PUT', '/api/v1/settings', {
      body: { callback: { url: 'http://169.254.169.254/latest' } },
    });
    await world.convert();
    await vi.waitFor(async () => expect((await deliveriesOf(app, tenant))[0]).toMatchObject({ tries: 1 }));
    const { rows } = await app.context.database.engine.query(
      'SELECT error FROM delivery_tries WHERE tenant_id = $1',
      [tenant.id],
    );
    expect(rows[0].error).toContain('not a public address');
  });
});

describe('partner postbacks', () => {
  it('go to every address of the partner that fits, with the values of the conversion', async () => {
    const { partnerId, offerId, offerEventId, otherEventId } = world;
    const rule = (url: string, offer: string | null, event: string | null) =>
      app.context.database.engine.query(
        `INSERT INTO partner_postbacks (tenant_id, id, partner_id, offer_id, offer_event_id, url, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, tenant_now($1))`,
        [tenant.id, app.context.newId(), partnerId, offer, event, `${receiver.origin}${url}`],
      );
    await rule('/global?c={pub_click_id}&p={payout}&s={cnv_status}', null, null);
    await rule('/offer?e={cnv_event_id}', offerId, null);
    await rule('/step', offerId, offerEventId);
    await rule('/other-step', offerId, otherEventId);
    await tenant.call('PUT', '/api/v1/settings', { body: { callback: { url: null } } });
    await world.convert({ partner: true, params: { pub_click_id: 'a b' } });
    await world.convert({ partner: true, status: 'Pending' });
    await world.convert();
    await settled(['Delivered', 'Delivered', 'Delivered']);
    expect(receiver.received.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
      'GET /global?c=a%20b&p=0.3&s=Success',
      'GET /offer?e=install',
      'GET /step',
    ]);
  });
});
