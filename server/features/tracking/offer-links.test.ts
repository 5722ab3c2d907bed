import { describe, expect, it } from 'vitest';
import { testApp } from '#support/app.ts';
import { createOffer, offerLookups, offersPath } from '#support/offers.ts';
import { clickIdIn, customTracking, followLink, makeClick, rowsOf } from '#support/tracking.ts';
import { eventBody, multiEventBody, singleEventBody } from '../../../tests/fixtures/offer-bodies.ts';

const app = await testApp();
const tenant = await app.makeTenant();
const other = await app.makeTenant();
const lookups = await offerLookups(tenant);
const offer = (over = {}) => createOffer(tenant, singleEventBody(lookups, { ...customTracking, ...over }));
const clicksOf = async (offerId: string) =>
  (await rowsOf(app, tenant, 'clicks', 'id')).filter((click) => click['offer_id'] === offerId);
const attemptsOf = async (offerId: string) =>
  (await rowsOf(app, tenant, 'attempts', 'run')).filter((attempt) => attempt['offer_id'] === offerId);
const wall = (path: string, headers = {}) =>
  app.call('GET', `/api/v1/offer-wall/${path}`, { host: tenant.host, headers });

describe('the redirecting link', () => {
  it('sends the member to the advertiser with every macro filled, and keeps the click', async () => {
    const offerId = await offer();
    const answer = await followLink(app, tenant, {
      offerId: offerId.toUpperCase(),
      PUB_MEMBER_ID: 'anna & co',
      pub_sub_1: 'a/b',
      pub_geo_country: 'can',
      pub_session_id: 's9',
    });
    expect([answer.status, answer.text]).toEqual([302, '']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    const clickId = clickIdIn(answer);
    expect(answer.headers.get('location')).toBe(
      `https://ads.example.net/go/${offerId}?m=anna%20%26%20co&s=a%2Fb&gk_click_id=${clickId}`,
    );
    const [click] = await clicksOf(offerId);
    expect(click).toMatchObject({
      id: clickId,
      kind: 'followed',
      is_test: false,
      country_code2: 'CA',
      view_id: null,
      params: { pub_member_id: 'anna & co', pub_sub_1: 'a/b', pub_geo_country: 'can', pub_session_id: 's9' },
    });
    expect(await attemptsOf(offerId)).toMatchObject([
      { run: 1, status: 'open', first_click_id: clickId, last_click_id: clickId, last_session_id: 's9' },
    ]);
  });

  it('puts further clicks into the open attempt, and counts them', async () => {
    const offerId = await offer();
    const first = await makeClick(app, tenant, offerId, 'again');
    const second = await makeClick(app, tenant, offerId, 'again');
    expect(await attemptsOf(offerId)).toMatchObject([{ first_click_id: first, last_click_id: second }]);
    await makeClick(app, tenant, offerId, 'somebody else');
    const totals = (await rowsOf(app, tenant, 'offer_totals')).find((row) => row['offer_id'] === offerId);
    const days = (await rowsOf(app, tenant, 'daily_totals')).filter((row) => row['offer_id'] === offerId);
    expect([totals?.['clicks'], days.map((day) => day['clicks'])]).toEqual([3, [3]]);
  });

  it('opens one attempt however many first clicks come at once', async () => {
    const offerId = await offer();
    await Promise.all(Array.from({ length: 12 }, () => makeClick(app, tenant, offerId, 'eager')));
    expect(await attemptsOf(offerId)).toHaveLength(1);
    expect(await clicksOf(offerId)).toHaveLength(12);
  });

  it.each([
    ['a HEAD request', { method: 'HEAD' }, 'head'],
    ['a prefetch', { headers: { 'sec-purpose': 'prefetch' } }, 'prefetch'],
    ['a robot', { headers: { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' } }, 'bot'],
  ])('redirects %s, but opens no attempt and counts nothing', async (_name, call, kind) => {
    const offerId = await offer();
    expect((await followLink(app, tenant, { offerId, pub_member_id: 'm' }, call)).status).toBe(302);
    expect(await clicksOf(offerId)).toMatchObject([{ kind, attempt_id: null }]);
    expect(await attemptsOf(offerId)).toEqual([]);
    const totals = (await rowsOf(app, tenant, 'offer_totals')).find((row) => row['offer_id'] === offerId);
    expect(totals?.['clicks'] ?? 0).toBe(0);
  });

  it('takes programs for who they act for: their clicks count', async () => {
    const offerId = await offer();
    const headers = { 'user-agent': 'curl/8.5.0' };
    await followLink(app, tenant, { offerId, pub_member_id: 'm' }, { headers });
    expect(await attemptsOf(offerId)).toHaveLength(1);
  });

  it('names everything that is missing or wrong', async () => {
    const cases = [
      [{}, ['offerId: is required without viewId', 'pub_member_id: is required without viewId']],
      [{ offerId: 'x', pub_member_id: 'm' }, ['offerId: must be a uuid']],
      [{ viewId: tenant.id, pub_sub_3: 'x'.repeat(501) }, ['pub_sub_3: must have at most 500 characters']],
    ] as const;
    for (const [values, messages] of cases) {
      const answer = await followLink(app, tenant, values);
      expect([answer.status, answer.messages]).toEqual([400, messages]);
    }
    const unknown = await followLink(app, tenant, { offerId: tenant.id, pub_member_id: 'm' });
    expect([unknown.status, unknown.body.responseType]).toEqual([404, 'NotFound']);
  });

  it('gives browsers a plain page with the same status when it fails', async () => {
    const headers = { accept: 'text/html,application/xhtml+xml' };
    const answer = await followLink(app, tenant, { offerId: '<b>', pub_member_id: 'm' }, { headers });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8']);
    expect(answer.text).toContain('offerId: must be a uuid');
    expect(answer.text).not.toContain('<b>');
    const offerId = await offer({ isPaused: true });
    expect((await followLink(app, tenant, { offerId, pub_member_id: 'm' }, { headers })).status).toBe(409);
  });

  it('never leads to an offer of another tenant', async () => {
    const offerId = await offer();
    expect((await followLink(app, other, { offerId, pub_member_id: 'm' })).status).toBe(404);
  });

  it.each([
    ['paused', { isPaused: true }],
    ['not yet launched', { launchDate: '2099-01-01T00:00:00Z' }],
    ['over', { launchDate: '2020-01-01T00:00:00Z', endDate: '2020-02-01T00:00:00Z' }],
    ['out of budget', { budgetAmount: 29.99 }],
  ])('answers 409 for an offer that is %s, and keeps no click', async (_name, over) => {
    const offerId = await offer(over);
    expect((await followLink(app, tenant, { offerId, pub_member_id: 'm' })).status).toBe(409);
    expect(await clicksOf(offerId)).toEqual([]);
  });
});

describe('the link of a view', () => {
  it("starts from the view's parameters, which those of the click replace", async () => {
    const offerId = await offer();
    const view = await wall(
      `offer-details?offerId=${offerId}&pub_member_id=v1&pub_sub_1=view&pub_sub_2=kept`,
    );
    const { viewId } = view.data;
    const answer = await wall(`offer-link?viewId=${viewId}&offerId=${offerId}&pub_sub_1=click&pub_sub_2=`);
    expect([answer.status, answer.messages]).toEqual([200, []]);
    const url = new URL(answer.data.url);
    expect([url.searchParams.get('m'), url.searchParams.get('s')]).toEqual(['v1', 'click']);
    expect(await clicksOf(offerId)).toMatchObject([
      { view_id: viewId, params: { pub_member_id: 'v1', pub_sub_1: 'click', pub_sub_2: 'kept' } },
    ]);
    const again = await wall(`offer-link?viewId=${viewId}`);
    expect(again.data.url).not.toBe(answer.data.url);
    expect((await followLink(app, tenant, { viewId })).status).toBe(302);
    expect(await clicksOf(offerId)).toHaveLength(3);
  });

  it('is refused for a view that does not exist, of another offer, or no uuid', async () => {
    const offerId = await offer();
    const { data } = await wall(`offer-details?offerId=${offerId}&pub_member_id=v2`);
    expect((await wall(`offer-link?viewId=${tenant.id}`)).status).toBe(404);
    expect((await wall(`offer-link?viewId=${data.viewId}&offerId=${tenant.id}`)).status).toBe(404);
    expect((await wall('offer-link?viewId=nothing')).status).toBe(400);
    expect((await wall('offer-link')).messages).toEqual(['viewId: is required']);
  });

  it('keeps to the version of its own moment', async () => {
    const offerId = await offer();
    await makeClick(app, tenant, offerId, 'before');
    const { data } = await tenant.call('GET', `${offersPath}/${offerId}`);
    await tenant.call('PUT', `${offersPath}/${offerId}`, { body: { ...data, revenue: 31 } });
    await makeClick(app, tenant, offerId, 'after');
    const clicks = await clicksOf(offerId);
    expect(new Set(clicks.map((click) => click['offer_version_id'])).size).toBe(2);
  });
});

describe("a partner's link", () => {
  const partner = async () =>
    (
      await tenant.call('POST', '/api/v1/sdk-back-office-management/partners', {
        body: { name: `P ${Math.random()}` },
      })
    ).data.id as string;
  const share = async (partnerId: string, offerId: string, body = {}) =>
    (
      await tenant.call('PUT', `/api/v1/partners/${partnerId}/offers/${offerId}`, {
        body: { payout: 5, ...body },
      })
    ).data.payoutId as string;
  const follow = (payoutId: string, query: string, headers = {}) =>
    app.call('GET', `/api/v1/offer-link/redirect/${payoutId}?${query}`, { host: tenant.host, headers });

  it("records a click of the partner's own member", async () => {
    const offerId = await offer();
    const partnerId = await partner();
    const payoutId = await share(partnerId, offerId);
    await makeClick(app, tenant, offerId, 'same text');
    const answer = await follow(payoutId, 'pub_click_id=c7&pub_member_id=same%20text&pub_sub_1=x');
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([302, 'no-store']);
    const [, click] = await clicksOf(offerId);
    expect(click).toMatchObject({
      partner_id: partnerId,
      share_id: payoutId,
      params: { pub_click_id: 'c7' },
    });
    const attempts = await attemptsOf(offerId);
    expect(attempts.map((attempt) => [attempt['run'], attempt['source_id']])).toEqual(
      expect.arrayContaining([[1, partnerId]]),
    );
    expect(new Set(attempts.map((attempt) => attempt['member_id'])).size).toBe(2);
  });

  it('needs both parameters, a share that exists, and an offer that is on', async () => {
    const offerId = await offer();
    const partnerId = await partner();
    const payoutId = await share(partnerId, offerId);
    expect((await follow(payoutId, '')).messages).toEqual([
      'pub_click_id: is required',
      'pub_member_id: is required',
    ]);
    expect((await follow(tenant.id, 'pub_click_id=c&pub_member_id=m')).status).toBe(404);
    expect((await follow('nothing', 'pub_click_id=c&pub_member_id=m')).status).toBe(404);
    await tenant.call('PATCH', `/api/v1/sdk-offer-management/offers/${offerId}/pause`);
    expect((await follow(payoutId, 'pub_click_id=c&pub_member_id=m')).status).toBe(409);
  });
});

describe('test links', () => {
  it('are followed as tests only with our signature', async () => {
    const offerId = await offer();
    const { data, status } = await tenant.call('POST', '/api/v1/tools/test-link', {
      body: { offerId, pub_sub_1: 'try' },
    });
    expect(status).toBe(200);
    const url = new URL(data.url);
    const answer = await app.call('GET', url.pathname + url.search, { host: tenant.host });
    expect(answer.status).toBe(302);
    expect(await clicksOf(offerId)).toMatchObject([{ is_test: true }]);
    expect(await attemptsOf(offerId)).toMatchObject([{ is_test: true }]);
    const totals = (await rowsOf(app, tenant, 'offer_totals')).find((row) => row['offer_id'] === offerId);
    expect(totals?.['clicks'] ?? 0).toBe(0);
    const elsewhere = await offer();
    url.searchParams.set('offerId', elsewhere);
    expect((await app.call('GET', url.pathname + url.search, { host: tenant.host })).status).toBe(400);
    const unsigned = await followLink(app, tenant, { offerId, pub_member_id: 'm', test: '1' });
    expect(unsigned.messages).toEqual(['test: this link was not signed as a test, or is over']);
  });

  it('are given to a partner for offers shared with it only', async () => {
    const offerId = await createOffer(
      tenant,
      multiEventBody(lookups, { ...customTracking, offerEvents: [eventBody(1)] }),
    );
    const { data: made } = await tenant.call('POST', '/api/v1/sdk-back-office-management/partners', {
      body: { name: 'Tester' },
    });
    const token = await tenant.makeToken({ scope: 'partner', partnerId: made.id });
    const ask = () => app.call('POST', '/api/v1/partner/test-link', { token, body: { offerId } });
    expect((await ask()).status).toBe(404);
    const { data: step } = await tenant.call('GET', `${offersPath}/${offerId}`);
    await tenant.call('PUT', `/api/v1/partners/${made.id}/offers/${offerId}`, {
      body: { payout: null, events: [{ offerEventId: step.offerEvents[0].id, payout: 1 }] },
    });
    const { data } = await ask();
    const url = new URL(data.url);
    expect((await app.call('GET', url.pathname + url.search, { host: tenant.host })).status).toBe(302);
    expect(await clicksOf(offerId)).toMatchObject([{ is_test: true, partner_id: made.id }]);
  });
});
