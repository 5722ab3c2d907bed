import { describe, expect, it } from 'vitest';
import { listPartnerOffers, readPartnerOffer } from '#contract/partner-offers.ts';
import { listShares } from '#contract/shares.ts';
import { inTenant } from '#database/transaction.ts';
import { faultsOf } from '../../http/check.ts';
import { testApp } from '#support/app.ts';
import { createOffer, offerLookups, offersPath } from '#support/offers.ts';
import { multiEventBody, singleEventBody } from '../../../tests/fixtures/offer-bodies.ts';
import { loadShare, shareVersionAt } from './exports.ts';

const app = await testApp();
const tenant = await app.makeTenant();
const other = await app.makeTenant();
const lookups = await offerLookups(tenant);
let partnersMade = 0;

async function makePartner() {
  const { data } = await tenant.call('POST', '/api/v1/sdk-back-office-management/partners', {
    body: { name: `Partner ${++partnersMade}` },
  });
  const id: string = data.id;
  return { id, token: await tenant.makeToken({ scope: 'partner', partnerId: id }) };
}

const partner = await makePartner();
const path = (offerId: string, partnerId = partner.id) => `/api/v1/partners/${partnerId}/offers/${offerId}`;
const partnerApi = '/api/v1/sdk-offer-management/partner';

const listKeys = 'id categories name budgetAmount launchDate endDate offerType'.split(' ');
const detailKeys =
  `id payoutId name headline shortDescription keyPoints offerDetails termsAndDisclaimers categories
  trackingLink offerType conversionType status budgetType budgetAmount launchDate endDate age countries states zipCodes
  genders allowRepetitions deviceTypes payout rewardPendingDays creatives events`.split(/\s+/);
const eventKeys =
  `id name eventId displayOrder sequenceNumber minTimeFromPreviousEvent deadlineDays rewardPendingDays
  payout allowRepetitions`.split(/\s+/);

describe('a share', () => {
  it('shows the partner exactly the published fields, with its own payout and nothing of the margin', async () => {
    const id = await createOffer(
      tenant,
      multiEventBody(lookups, { revenue: 77, countryStateIds: ['us-ca'] }),
    );
    const { offerEvents } = (await tenant.call('GET', `${offersPath}/${id}`)).data;
    const events = [{ offerEventId: offerEvents[0].id.toUpperCase(), payout: 0.25 }];
    const put = await tenant.call('PUT', path(id), { body: { payout: null, Events: events, dailyCap: 5 } });
    expect([put.status, put.messages]).toEqual([200, []]);
    const read = await app.call('GET', `${partnerApi}/${id}`, { token: partner.token });
    expect(read.status).toBe(200);
    expect(faultsOf(readPartnerOffer.data!, read.data)).toEqual([]);
    expect(Object.keys(read.data)).toEqual(detailKeys);
    expect(Object.keys(read.data.events[0])).toEqual(eventKeys);
    expect(Object.keys(read.data.creatives[0])).toEqual(['id', 'order', 'url', 'metadata']);
    expect(read.data).toMatchObject({
      payoutId: put.data.payoutId,
      trackingLink: `${app.baseUrl}/api/v1/offer-link/redirect/${put.data.payoutId}`,
      payout: null,
      rewardPendingDays: null,
      age: 'All',
      countries: ['USA', 'CAN'],
      states: ['US-CA'],
      status: 'Active',
    });
    expect(read.data.events.map((event: { payout: number | null }) => event.payout)).toEqual([
      0.25,
      null,
      null,
    ]);
    const listed = await app.call('GET', `${partnerApi}?filter.search=orchard`, { token: partner.token });
    expect(faultsOf(listPartnerOffers.data!, listed.data)).toEqual([]);
    expect(Object.keys(listed.data.items[0])).toEqual(listKeys);
    const shares = await tenant.call('GET', `/api/v1/partners/${partner.id}/offers`);
    expect(faultsOf(listShares.data!, shares.data)).toEqual([]);
    expect(shares.data.items[0]).toMatchObject({
      payoutId: put.data.payoutId,
      dailyCap: 5,
      dailyConversions: 0,
      eventsWithoutPayout: [offerEvents[1].id, offerEvents[2].id],
    });
  });

  it('pays a single-event offer by its payout, and names every fault of its body at once', async () => {
    const id = await createOffer(tenant, singleEventBody(lookups));
    const wrong = await tenant.call('PUT', path(id), {
      body: { payout: -1, dailyCap: 0, events: [{ offerEventId: id, payout: 1.1234567 }] },
    });
    expect([wrong.status, wrong.messages]).toEqual([
      400,
      [
        'payout: must be at least 0',
        'events[0].payout: must have at most 6 decimals',
        'dailyCap: must be at least 1',
        'events: is not allowed for a SingleEvent offer',
      ],
    ]);
    const missing = await tenant.call('PUT', path(id), { body: {} });
    expect(missing.messages).toEqual(['payout: is required for a SingleEvent offer']);
    expect((await tenant.call('PUT', path(id), { body: { payout: 12.5 } })).status).toBe(200);
    const read = await app.call('GET', `${partnerApi}/${id}`, { token: partner.token });
    expect(read.data).toMatchObject({ payout: 12.5, rewardPendingDays: 0, events: [] });
  });

  it('refuses steps that are not of the offer or are named twice', async () => {
    const id = await createOffer(tenant, multiEventBody(lookups));
    const [first] = (await tenant.call('GET', `${offersPath}/${id}`)).data.offerEvents;
    const events = [first.id, first.id, id].map((offerEventId: string) => ({ offerEventId, payout: 1 }));
    const answer = await tenant.call('PUT', path(id), { body: { events } });
    expect(answer.messages).toEqual([
      `events[1].offerEventId: "${first.id}" is named more than once`,
      `events[2].offerEventId: "${id}" is no event of this offer`,
    ]);
  });

  it('keeps every version of its payouts, and its payoutId through an end and a new beginning', async () => {
    const id = await createOffer(tenant, singleEventBody(lookups));
    const first = (await tenant.call('PUT', path(id), { body: { payout: 1 } })).data.payoutId as string;
    const stored = await inTenant(app.context.database, tenant.id, (tx) => loadShare(tx, tenant.id, first));
    expect((await tenant.call('DELETE', path(id))).status).toBe(204);
    expect((await tenant.call('DELETE', path(id))).status).toBe(204);
    expect((await app.call('GET', `${partnerApi}/${id}`, { token: partner.token })).status).toBe(404);
    const again = await Promise.all(
      [2, 3, 4].map((payout) => tenant.call('PUT', path(id), { body: { payout } })),
    );
    expect(again.map(({ data }) => data.payoutId)).toEqual([first, first, first]);
    await inTenant(app.context.database, tenant.id, async (tx) => {
      const now = await loadShare(tx, tenant.id, first);
      expect(now).toMatchObject({ isActive: true, version: { number: 4 } });
      const at = stored!.version.validFrom;
      expect(await shareVersionAt(tx, tenant.id, first, at)).toEqual(stored!.version);
      expect(await shareVersionAt(tx, tenant.id, first, at - 1)).toBeUndefined();
    });
  });

  it('is not seen by another partner or tenant, and shows an offer that is not Active in details only', async () => {
    const stranger = await makePartner();
    const id = await createOffer(tenant, singleEventBody(lookups, { name: 'Quiet', isPaused: true }));
    await tenant.call('PUT', path(id), { body: { payout: 1 } });
    const asPartner = { token: partner.token };
    expect((await app.call('GET', `${partnerApi}/${id}`, asPartner)).data.status).toBe('Pending');
    const listed = await app.call('GET', `${partnerApi}?filter.search=quiet`, asPartner);
    expect(listed.data.totalCount).toBe(0);
    const foreign = await app.call('GET', `${partnerApi}/${id}`, { token: stranger.token });
    const unknown = await app.call('GET', `${partnerApi}/${partner.id}`, { token: stranger.token });
    expect([foreign.status, foreign.messages]).toEqual([404, unknown.messages]);
    expect((await other.call('PUT', path(id), { body: { payout: 1 } })).status).toBe(404);
    expect((await other.call('GET', `/api/v1/partners/${partner.id}/offers`)).status).toBe(404);
    expect((await app.call('GET', `${partnerApi}/${id}`, { token: tenant.token })).status).toBe(401);
  });
});
