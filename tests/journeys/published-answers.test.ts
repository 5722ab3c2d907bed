import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { deliveryWorker } from '#server/features/deliveries/sender.ts';
import { testApp } from '#support/app.ts';
import { createOffer, offerLookups, offersPath } from '#support/offers.ts';
import { customTracking, makeClick, postbackSender } from '#support/tracking.ts';
import { openReceiver } from '#support/receiver.ts';
import { eventBody, multiEventBody, singleEventBody } from '../fixtures/offer-bodies.ts';
import { callback, differences, published, type Shape } from './published-shapes.ts';

const app = await testApp({ EGRESS_ALLOW: '127.0.0.0/8' });
const worker = deliveryWorker(app.context, { pollMs: 50 });
worker.start();
afterAll(() => worker.stop());
const receiver = await openReceiver();
const tenant = await app.makeTenant();
await tenant.call('PUT', '/api/v1/settings', { body: { callback: { url: receiver.url } } });
const lookups = await offerLookups(tenant);
const offerBody = multiEventBody(lookups, {
  ...customTracking,
  offerEvents: [eventBody(1), eventBody(2, { deadlineDays: 7 })],
});
const offerId = await createOffer(tenant, offerBody);
const wall = (path: string) => app.call('GET', `/api/v1/offer-wall/${path}`, { host: tenant.host });
const success = { isSuccessful: true, responseTitle: 'Success', responseType: 'Success', messages: [] };

function expectPublished(body: object, shape: Shape) {
  expect(Object.keys(body).toSorted()).toEqual([
    'data',
    'isSuccessful',
    'messages',
    'responseId',
    'responseTitle',
    'responseType',
  ]);
  expect(body).toMatchObject({ ...success, responseId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  expect(differences(shape, (body as { data: unknown }).data)).toEqual([]);
}

describe('every published key is sent, with its type and in its place', () => {
  it('by creating an offer', async () => {
    const { status, body } = await tenant.call('POST', offersPath, { body: offerBody });
    expect(status).toBe(201);
    expectPublished(body, published.savedOffer);
    expect(body.data.Id).toBe(body.data.id);
  });

  it('by a refusal', async () => {
    const { status, body } = await tenant.call('POST', offersPath, {
      body: { ...offerBody, headline: undefined, offerEvents: [{ ...eventBody(1), eventId: undefined }] },
    });
    expect([status, body]).toEqual([
      400,
      {
        data: null,
        responseId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        isSuccessful: false,
        responseTitle: 'Validation error',
        responseType: 'ValidationError',
        messages: ['headline: is required', 'offerEvents[0].eventId: is required for a MultiEvent offer'],
      },
    ]);
  });

  it('by the wall, its details and the offers of a member', async () => {
    const { body: list } = await wall('offers?pub_member_id=looks');
    expectPublished(list, published.wallOffers);
    expect(list.data.offers.items[0]).toMatchObject({ id: offerId, events: [{}, {}] });
    const { body: fresh } = await wall(`offer-details?offerId=${offerId}&pub_member_id=looks`);
    expectPublished(fresh, published.wallOfferDetails);
    expect(fresh.data.offerData.rewardStatus).toBeNull();
  });

  it('by a postback, the callback that follows it, and the progress of the member', async () => {
    const post = await postbackSender(app, tenant);
    const clickId = await makeClick(app, tenant, offerId, 'does');
    const { body } = await post({ gk_click_id: clickId, cnv_event_id: 'level_1' });
    expectPublished(body, published.postback);
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1), 5_000);
    const sent = JSON.parse(receiver.received[0]?.body ?? '') as { conversion: object };
    expect(differences(callback, sent, 'callback')).toEqual([]);
    expect(Object.keys(sent)).toEqual(Object.keys(callback));
    const keys = Object.keys(callback.conversion);
    expect(Object.keys(sent.conversion).slice(0, keys.length)).toEqual(keys);
    const { body: details } = await wall(`offer-details?offerId=${offerId}&pub_member_id=does`);
    expectPublished(details, published.wallOfferDetails);
    const { body: mine } = await wall('pub-member/offers?pub_member_id=does');
    expectPublished(mine, published.memberOffers);
    expect(mine.data.items).toMatchObject([
      {
        id: offerId,
        rewardStatus: 'InProgress',
        events: [{ rewardStatus: 'Success' }, { rewardStatus: null }],
      },
    ]);
  });

  it('by a postback that nobody can place', async () => {
    const post = await postbackSender(app, tenant);
    const { status, body } = await post({ gk_click_id: '{click_id}' });
    expect([status, body]).toEqual([
      202,
      {
        ...success,
        responseId: expect.any(String),
        data: { accepted: false, conversionId: null, status: null, reason: 'unknown_click' },
        messages: ['No click has the id "{click_id}": the macro was not filled in by the sender'],
      },
    ]);
  });

  it('by a synchronisation of custom offers, one of them new, one as before and one broken', async () => {
    const path = '/api/v1/integrations/offer-providers/custom/offers';
    const { trackingSystemLink, creatives: _creatives, ...rest } = singleEventBody(lookups, customTracking);
    const offerData = {
      ...rest,
      offerLink: trackingSystemLink,
      creativeFileExternalUrl: 'https://cdn.example.com/icon.png',
    };
    const send = (...offers: object[]) =>
      tenant.call('POST', path, {
        body: { concurrencyRequestId: randomUUID(), operation: 'Insert', offers },
      });
    const same = { externalId: 'ext-2', offerData };
    expect((await send(same)).status).toBe(200);
    const broken = { externalId: 'ext-3', offerData: { ...offerData, headline: undefined } };
    const { status, body } = await send({ externalId: 'ext-1', offerData }, same, broken);
    expect(status).toBe(200);
    expectPublished(body, published.customOffers);
    const id = expect.stringMatching(/-/);
    expect(body.data).toMatchObject({
      createdOffers: [{ externalId: 'ext-1', id, messages: [] }],
      notChangedOffers: [{ externalId: 'ext-2', id, messages: ['Offer has the same data'] }],
      failedOffers: [{ externalId: 'ext-3', id: null, messages: ['headline: is required'] }],
    });
  });

  it('by what a partner reads', async () => {
    const { data: partner } = await tenant.call('POST', '/api/v1/sdk-back-office-management/partners', {
      body: { name: 'Reader' },
    });
    const token = await tenant.makeToken({ scope: 'partner', partnerId: partner.id });
    const { data: offer } = await tenant.call('GET', `${offersPath}/${offerId}`);
    const events = offer.offerEvents.map(({ id }: { id: string }) => ({ offerEventId: id, payout: 0.5 }));
    await tenant.call('PUT', `/api/v1/partners/${partner.id}/offers/${offerId}`, {
      body: { payout: null, events },
    });
    const path = '/api/v1/sdk-offer-management/partner';
    const { body: list } = await app.call('GET', path, { token });
    expectPublished(list, published.partnerOffers);
    expect(list.data.items).toHaveLength(1);
    const { body: one } = await app.call('GET', `${path}/${offerId}`, { token });
    expectPublished(one, published.partnerOffer);
    expect(one.data).toMatchObject({ payout: null, events: [{ payout: 0.5 }, { payout: 0.5 }] });
  });
});
