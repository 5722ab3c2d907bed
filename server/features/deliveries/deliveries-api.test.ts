import { beforeEach, describe, expect, it, vi } from 'vitest';
import { testApp, type TestTenant } from '#support/app.ts';
import { deliveriesOf, type DeliveryWorld, openCalledStage } from '#support/delivery-world.ts';
import type { Receiver } from '#support/receiver.ts';
import { deliveryWorker } from './sender.ts';

const app = await testApp({ EGRESS_ALLOW: '127.0.0.0/8' });
const worker = deliveryWorker(app.context, { timeoutMs: 500 });

let tenant: TestTenant;
let world: DeliveryWorld;
let receiver: Receiver;
let partnerToken: string;

beforeEach(async () => {
  ({ tenant, world, receiver } = await openCalledStage(app));
  partnerToken = await tenant.makeToken({ scope: 'partner', partnerId: world.partnerId });
});

const refuseAll = () => {
  receiver.answer = (_request, response) => void response.writeHead(410).end('gone away');
};
const takeAll = () => {
  receiver.answer = (_request, response) => void response.end('thanks');
};

describe('deliveries', () => {
  it('are listed by every filter and read with request, tries and answers', async () => {
    const [conversionId] = await world.convert();
    await world.convert({ isTest: true });
    await worker.takeTurn();
    const listed = async (query: string) =>
      (await tenant.call('GET', `/api/v1/deliveries?${query}`)).data.totalCount;
    expect(await listed('')).toBe(2);
    expect(await listed('filter.status=Delivered&filter.kind=callback')).toBe(2);
    expect(await listed('filter.status=Waiting,Failed')).toBe(0);
    expect(await listed(`filter.conversion_id=${conversionId}`)).toBe(1);
    expect(await listed(`filter.offer_id=${world.offerId}&filter.test=false`)).toBe(1);
    expect(await listed('filter.from=2020-01-01&filter.to=2020-01-02')).toBe(0);
    expect(await listed(`filter.partner_id=${world.partnerId}`)).toBe(0);
    const { data } = await tenant.call('GET', `/api/v1/deliveries?filter.conversion_id=${conversionId}`);
    const [item] = data.items;
    expect(item).toMatchObject({
      kind: 'Callback',
      status: 'Delivered',
      failureReason: null,
      conversionStatus: 'Success',
      offerName: 'Daily Puzzle',
      method: 'POST',
      url: receiver.url,
      tryCount: 1,
      lastStatus: 200,
      nextTryAt: null,
    });
    const details = await tenant.call('GET', `/api/v1/deliveries/${item.id}`);
    expect(details.data).toMatchObject({ ...item, body: receiver.received[0]?.body });
    expect(details.data.tries).toEqual([
      expect.objectContaining({ number: 1, status: 200, error: null, answer: '' }),
    ]);
  });

  it('of others do not exist', async () => {
    await world.convert();
    const [delivery] = await deliveriesOf(app, tenant);
    const other = await app.makeTenant();
    expect((await other.call('GET', `/api/v1/deliveries/${delivery?.id}`)).status).toBe(404);
    expect((await other.call('POST', `/api/v1/deliveries/${delivery?.id}/resend`)).status).toBe(404);
    expect((await other.call('GET', '/api/v1/deliveries')).data.totalCount).toBe(0);
    const asPartner = { token: partnerToken };
    expect((await tenant.call('GET', `/api/v1/partner/deliveries/${delivery?.id}`, asPartner)).status).toBe(
      404,
    );
    expect((await tenant.call('GET', '/api/v1/partner/deliveries', asPartner)).data.totalCount).toBe(0);
  });

  it('that failed are sent again one by one, with the same id and bytes, which switches the receiver on', async () => {
    refuseAll();
    await world.convert();
    await worker.takeTurn();
    const [failed] = await deliveriesOf(app, tenant);
    expect(failed).toMatchObject({ status: 'Failed', failure_reason: 'endpoint_off' });
    takeAll();
    const again = await tenant.call('POST', `/api/v1/deliveries/${failed?.id}/resend`);
    expect([again.status, again.data.status, again.data.tryCount]).toEqual([200, 'Waiting', 1]);
    const endpoints = await tenant.call('GET', '/api/v1/delivery-endpoints?filter.is_on=true');
    expect(endpoints.data.items).toMatchObject([
      { origin: receiver.origin, kind: 'Callback', offReason: null },
    ]);
    await worker.takeTurn();
    expect((await deliveriesOf(app, tenant))[0]).toMatchObject({ status: 'Delivered', tries: 2 });
    expect(receiver.received[1]?.body).toBe(receiver.received[0]?.body);
    expect(receiver.received[1]?.headers['webhook-id']).toBe(failed?.id);
    const { data } = await tenant.call('GET', `/api/v1/deliveries/${failed?.id}`);
    expect(data.tries).toMatchObject([
      { number: 1, status: 410, answer: 'gone away' },
      { number: 2, status: 200, answer: 'thanks' },
    ]);
  });

  it('are sent again by filter and time range', async () => {
    refuseAll();
    await world.convert({}, 3);
    await worker.takeTurn();
    takeAll();
    const refused = await tenant.call('POST', '/api/v1/deliveries/resend', { body: {} });
    expect(refused.status).toBe(400);
    const none = await tenant.call('POST', '/api/v1/deliveries/resend', { body: { to: '2020-01-01' } });
    expect(none.data).toEqual({ resent: 0, hasMore: false });
    const body = { from: '2020-01-01T00:00:00Z', offerId: world.offerId, kind: 'callback' };
    expect((await tenant.call('POST', '/api/v1/deliveries/resend', { body })).data).toEqual({
      resent: 3,
      hasMore: false,
    });
    await worker.takeTurn();
    expect((await deliveriesOf(app, tenant)).map(({ status }) => status)).toEqual([
      'Delivered',
      'Delivered',
      'Delivered',
    ]);
    expect((await tenant.call('POST', '/api/v1/deliveries/resend', { body })).data.resent).toBe(0);
    const all = { ...body, status: ['Delivered'] };
    expect((await tenant.call('POST', '/api/v1/deliveries/resend', { body: all })).data.resent).toBe(3);
  });

  it('whose member was erased cannot be sent again', async () => {
    await world.convert();
    const [delivery] = await deliveriesOf(app, tenant);
    await app.context.database.engine.query(
      "UPDATE deliveries SET status = 'Cancelled', url = '', body = NULL WHERE tenant_id = $1",
      [tenant.id],
    );
    const answer = await tenant.call('POST', `/api/v1/deliveries/${delivery?.id}/resend`);
    expect(answer.status).toBe(409);
  });
});

describe('a receiver', () => {
  it('is switched off and on by hand', async () => {
    await world.convert();
    const path = '/api/v1/delivery-endpoints';
    const [endpoint] = (await tenant.call('GET', path)).data.items;
    const off = await tenant.call('PATCH', `${path}/${endpoint.id}`, { body: { isOn: false } });
    expect(off.data).toMatchObject({ isOn: false, offReason: 'operator', nextProbeAt: null });
    await vi.waitFor(async () => {
      expect((await deliveriesOf(app, tenant))[0]).toMatchObject({
        status: 'Failed',
        failure_reason: 'endpoint_off',
      });
    });
    await worker.takeTurn();
    expect(receiver.received).toEqual([]);
    const on = await tenant.call('PATCH', `${path}/${endpoint.id}`, { body: { isOn: true } });
    expect(on.data).toMatchObject({ isOn: true, offReason: null, offAt: null });
    const other = await app.makeTenant();
    expect((await other.call('PATCH', `${path}/${endpoint.id}`, { body: { isOn: false } })).status).toBe(404);
  });
});

describe('partner postbacks', () => {
  const path = () => `/api/v1/partners/${world.partnerId}/postbacks`;

  it('are none at first, and read as they were set', async () => {
    const nothing = { global: null, offers: [], sendPending: false, sendRejected: false };
    expect((await tenant.call('GET', path())).data).toEqual(nothing);
    const wanted = {
      global: 'https://partner.example/?c={pub_click_id}',
      offers: [
        { offerId: world.offerId, offerEventId: null, url: 'https://partner.example/offer' },
        { offerId: world.offerId, offerEventId: world.offerEventId, url: 'https://partner.example/step' },
      ],
      sendPending: false,
      sendRejected: true,
    };
    expect((await tenant.call('PUT', path(), { body: wanted })).data).toEqual(wanted);
    expect((await tenant.call('GET', path())).data).toEqual(wanted);
    const own = await tenant.call('GET', '/api/v1/partner/postbacks', { token: partnerToken });
    expect(own.data).toEqual(wanted);
    expect((await tenant.call('PUT', path(), { body: {} })).data).toEqual(nothing);
  });

  it('are refused with every fault named', async () => {
    const unknown = app.context.newId();
    const url = 'https://partner.example/';
    const body = {
      global: 'https://partner.example/{nothing}',
      offers: [
        { offerId: unknown, url },
        { offerId: world.offerId, offerEventId: unknown, url },
        { offerId: world.offerId, url: 'ftp://partner.example/' },
        { offerId: world.offerId, url },
      ],
    };
    const answer = await tenant.call('PUT', path(), { body });
    expect([answer.status, answer.messages]).toEqual([
      400,
      [
        'global: unknown macro {nothing}',
        `offers[0].offerId: unknown offer "${unknown}"`,
        `offers[1].offerEventId: unknown offer event "${unknown}"`,
        'offers[2].url: must be an absolute http or https address',
        'offers[3]: names the same offer and offer event as another entry',
      ],
    ]);
    expect((await tenant.call('GET', path())).data.global).toBeNull();
  });

  it('tell a partner of no offer that it has no share of', async () => {
    const body = { offers: [{ offerId: world.offerId, url: 'https://partner.example/' }] };
    const refused = await tenant.call('PUT', '/api/v1/partner/postbacks', { token: partnerToken, body });
    expect(refused.messages).toEqual([`offers[0].offerId: unknown offer "${world.offerId}"`]);
  });

  it('of unknown partners do not exist', async () => {
    const unknown = `/api/v1/partners/${app.context.newId()}/postbacks`;
    expect((await tenant.call('GET', unknown)).status).toBe(404);
    expect((await tenant.call('PUT', unknown, { body: {} })).status).toBe(404);
  });

  it('report Pending and Rejected once they are switched on, and are listed and sent again by their partner', async () => {
    const asPartner = { token: partnerToken };
    const global = `${receiver.origin}/p?s={cnv_status}`;
    await tenant.call('PUT', '/api/v1/settings', { body: { callback: { url: null } } });
    await tenant.call('PUT', '/api/v1/partner/postbacks', { ...asPartner, body: { global } });
    const [id] = await world.convert({ partner: true, status: 'Pending' });
    await world.change(id as string, 'Success');
    const switched = { global, sendPending: true, sendRejected: true };
    await tenant.call('PUT', '/api/v1/partner/postbacks', { ...asPartner, body: switched });
    await world.change(id as string, 'Rejected');
    await world.change(id as string, 'Pending');
    await worker.takeTurn();
    expect(receiver.received.map((one) => one.path).toSorted((a, b) => a.localeCompare(b))).toEqual([
      '/p?s=Pending',
      '/p?s=Rejected',
      '/p?s=Success',
    ]);
    const listed = await tenant.call('GET', '/api/v1/partner/deliveries', asPartner);
    expect(listed.data).toMatchObject({
      totalCount: 3,
      items: [{ kind: 'PartnerPostback' }, {}, {}],
    });
    const again = await tenant.call(
      'POST',
      `/api/v1/partner/deliveries/${listed.data.items[0].id}/resend`,
      asPartner,
    );
    expect(again.data.status).toBe('Waiting');
    await worker.takeTurn();
    expect(receiver.received).toHaveLength(4);
    const other = await tenant.call(
      'GET',
      `/api/v1/partner/deliveries/${listed.data.items[0].id}`,
      asPartner,
    );
    expect(other.data.tries).toHaveLength(2);
  });
});
