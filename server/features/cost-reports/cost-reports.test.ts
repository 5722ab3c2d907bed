import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { testApp } from '#support/app.ts';
import { createOffer, offerLookups } from '#support/offers.ts';
import { customTracking, makeClick, postbackSender } from '#support/tracking.ts';
import { singleEventBody } from '../../../tests/fixtures/offer-bodies.ts';

const app = await testApp();
const tenant = await app.makeTenant();
const lookups = await offerLookups(tenant);
const token = await tenant.makeToken({ scope: 'advertiser', advertiserId: lookups.advertiserId });
const path = '/api/v1/integrations/cost-report';
const range = 'date_from=2020-01-01&date_to=2100-01-01';

const body = singleEventBody(lookups, {
  ...customTracking,
  name: '=Lantern',
  shouldSendCostData: true,
  advertiserCampaignName: 'lantern_q4',
  offerCostReportInfo: [{ costType: 'CPA', appName: 'Lantern', storeId: 'id12345' }],
});
const offerId = await createOffer(tenant, body);
const foreign = await tenant.call('POST', '/api/v1/sdk-back-office-management/advertisers', {
  body: { name: 'Somebody else' },
});
const foreignOffer = await createOffer(tenant, { ...body, advertiserId: foreign.data.id });
const send = await postbackSender(app, tenant);
for (const member of ['a', 'b']) {
  const clickId = await makeClick(app, tenant, offerId, member);
  await send({ gk_click_id: clickId });
}
await makeClick(app, tenant, offerId, 'c');
await makeClick(app, tenant, foreignOffer, 'a');

const row = {
  offerId,
  offerName: '=Lantern',
  totalConversions: 2,
  totalClicks: 3,
  totalViews: 0,
  revenue: 60,
  publisherName: expect.any(String),
};

describe("an advertiser's cost report", () => {
  it.each([path, '/api/v1/costReporting/GoKart'])('at %s has its own offers only', async (base) => {
    const { status, data } = await tenant.call('GET', `${base}/json?${range}`, { token });
    expect([status, data]).toEqual([200, [row]]);
    const { text, headers } = await tenant.call('GET', `${base}/csv?${range}`, { token });
    expect(headers.get('content-type')).toMatch(/^text\/csv/);
    expect(parse(text, { columns: true })).toEqual([
      {
        ...row,
        offerName: "'=Lantern",
        totalConversions: '2',
        totalClicks: '3',
        totalViews: '0',
        revenue: '60',
      },
    ]);
  });

  it('has the days and the offer that were asked for', async () => {
    const of = async (query: string) => tenant.call('GET', `${path}/json?${query}`, { token });
    expect((await of('date_from=2020-01-01&date_to=2020-02-01')).data).toEqual([]);
    expect((await of(`${range}&offerId=${offerId}`)).data).toHaveLength(1);
    expect((await of(`${range}&offerId=${foreignOffer}`)).status).toBe(404);
    expect((await of('date_from=2020-01-01')).messages).toEqual(['date_to: is required']);
    expect((await of('date_from=2020-01-02&date_to=2020-01-01')).status).toBe(400);
    expect((await of('date_from=x&date_to=2020-01-01')).status).toBe(400);
  });

  it('for Singular has a row for each day in both spellings', async () => {
    const { data } = await tenant.call('GET', `${path}/singular/json?${range}`, { token });
    expect(data).toEqual([
      {
        date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        offer_id: offerId,
        offer_name: '=Lantern',
        offerName: '=Lantern',
        campaign_name: 'lantern_q4',
        campaignName: 'lantern_q4',
        campaign_Id: offerId,
        partner_id: tenant.name,
        partner_Id: tenant.name,
        app: 'Lantern',
        store_id: 'id12345',
        os: 'ios',
        clicks: 3,
        conversions: 2,
        cost: 60,
      },
    ]);
  });

  it('is for an Advertiser token alone', async () => {
    const statuses = await Promise.all(
      [null, tenant.token].map(
        async (one) => (await tenant.call('GET', `${path}/json?${range}`, { token: one })).status,
      ),
    );
    expect(statuses).toEqual([401, 401]);
  });
});
