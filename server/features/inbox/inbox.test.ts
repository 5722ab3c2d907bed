import { describe, expect, it } from 'vitest';
import { testApp, type Loose } from '#support/app.ts';
import { createOffer, offerLookups, offersPath } from '#support/offers.ts';
import { customTracking, makeClick, moveClock, postbackSender, rowsOf } from '#support/tracking.ts';
import {
  eventBody,
  multiEventBody,
  singleEventBody,
  type OfferBody,
} from '../../../tests/fixtures/offer-bodies.ts';

const app = await testApp();
const path = '/api/v1/postbacks';

async function makeWorld() {
  const tenant = await app.makeTenant();
  const lookups = await offerLookups(tenant);
  const single = (over = {}) => singleEventBody(lookups, { ...customTracking, ...over });
  const steps = (events: object[]) => multiEventBody(lookups, { ...customTracking, offerEvents: events });
  return {
    tenant,
    send: await postbackSender(app, tenant),
    single,
    steps,
    offer: (body: object) => createOffer(tenant, body),
    inbox: async (query = '') => (await tenant.call('GET', `${path}?page_size=100&${query}`)).data.items,
    newest: async () => (await tenant.call('GET', `${path}?page_size=1`)).data.items[0],
    again: (id: string) => tenant.call('POST', `${path}/${id}/reprocess`),
    rows: (table: string, orderBy?: string) => rowsOf(app, tenant, table, orderBy),
  };
}

describe('the inbox', () => {
  it('shows every request with its outcome, reason and probable cause, and counts what went wrong', async () => {
    const { tenant, send, offer, steps, single, inbox } = await makeWorld();
    const stepped = await offer(steps([eventBody(1, { eventId: 'install' })]));
    const plain = await offer(single({ conversionType: 'RevShare', revenue: 50, reward: 10 }));
    const ofSteps = await makeClick(app, tenant, stepped);
    const ofPlain = await makeClick(app, tenant, plain);
    await send({ gk_click_id: '{click_id}' });
    await send({ gk_click_id: ofSteps, cnv_event_id: 'instal' });
    await send({ gk_click_id: ofSteps, cnv_event_id: 'instal', cnv_conversion_id: '2' });
    await send({ gk_click_id: ofPlain });
    await send({ gk_click_id: ofPlain, cnv_amount: '10', cnv_currency: 'EUR' });
    await send({ gk_click_id: ofSteps, cnv_event_id: 'install', cnv_email: 'm@example.com' });
    const seen = await inbox('order_asc=true');
    expect(seen.map(({ outcome, reason, cause }: Loose) => [outcome, reason, cause])).toEqual([
      [
        'parked',
        'unknown_click',
        'No click has the id "{click_id}": the macro was not filled in by the sender',
      ],
      ['parked', 'unknown_event', 'The offer has no event "instal"; the nearest one is "install"'],
      ['parked', 'unknown_event', 'The offer has no event "instal"; the nearest one is "install"'],
      ['parked', 'amount_missing', 'cnv_amount is missing, and the offer pays a share of it'],
      ['parked', 'currency_unknown', 'There is no rate for the currency "EUR"'],
      ['accepted', null, null],
    ]);
    expect(seen[5]).toMatchObject({ offerId: stepped, clickId: ofSteps, isReprocessable: false });
    expect(seen[0].isReprocessable).toBe(true);

    const filtered = await inbox(
      `filter.outcome=parked&filter.reason=unknown_event&filter.offer_id=${stepped}`,
    );
    expect(filtered).toHaveLength(2);
    expect(await inbox(`filter.from=${seen[3].receivedAt}&filter.to=${seen[5].receivedAt}`)).toHaveLength(2);

    const { data: groups } = await tenant.call('GET', `${path}/groups?filter.outcome=parked`);
    expect(groups[0]).toMatchObject({
      reason: 'unknown_event',
      detail: 'instal',
      count: 2,
      offerId: stepped,
    });
    expect(new Set(groups.map(({ detail }: Loose) => detail))).toEqual(
      new Set(['EUR', 'click_id_unfilled', 'instal', null]),
    );
    const csv = await tenant.call('GET', `${path}?format=csv`);
    expect(csv.text.split('\n').filter(Boolean)).toHaveLength(7);
  });

  it('says that a macro was not filled in, rather than that nothing came', async () => {
    const { tenant, send, offer, steps, single, newest } = await makeWorld();
    const stepped = await offer(steps([eventBody(1), eventBody(2)]));
    const percent = await offer(single({ conversionType: 'RevShare', revenue: 50, reward: 10 }));
    const ofSteps = await makeClick(app, tenant, stepped);
    await send({ gk_click_id: ofSteps, cnv_event_id: '{event}' });
    expect((await newest()).cause).toBe(
      'cnv_event_id holds a macro that was not filled in by the sender, and the offer has several events',
    );
    const ofPercent = await makeClick(app, tenant, percent);
    await send({ gk_click_id: ofPercent, cnv_amount: '{payout}' });
    expect(await newest()).toMatchObject({
      reason: 'amount_missing',
      cause:
        'cnv_amount holds a macro that was not filled in by the sender, and the offer pays a share of it',
    });
  });

  it('shows a request as it came but for its secrets, and none of another tenant', async () => {
    const { tenant, newest, send } = await makeWorld();
    const urls = await tenant.call('GET', '/api/v1/settings/postback-urls');
    const { securitySegment, signature } = urls.data[0];
    const body = JSON.stringify({ gk_click_id: 'nothing', signature, cnv_email: 'm@example.com' });
    for (const type of ['application/json', 'text/plain']) {
      const call = { token: null, body, headers: { 'content-type': type } };
      await app.call('POST', `/api/v1/${securitySegment}/?signature=${signature}`, call);
      const { id } = await newest();
      const details = await tenant.call('GET', `${path}/${id}`);
      expect(details.data).toMatchObject({ sentClickId: 'nothing', email: 'm@example.com', method: 'POST' });
      expect(details.text).not.toContain(signature);
      expect(details.text).not.toContain(securitySegment.split('/')[1]);
      const stranger = await app.makeTenant();
      expect((await stranger.call('GET', `${path}/${id}`)).status).toBe(404);
      expect((await stranger.call('POST', `${path}/${id}/reprocess`)).status).toBe(404);
    }
    expect((await send({}, {})).status).toBe(202);
    const wrong = await app.call('GET', `/api/v1/${securitySegment}/?signature=wrong`, { token: null });
    expect(wrong.status).toBe(401);
    expect(await newest()).toMatchObject({ outcome: 'refused', reason: 'wrong_secret' });
  });
});

describe('a request that is decided again', () => {
  it('counts as arrived when it first did, and is accepted exactly once', async () => {
    const { tenant, send, offer, steps, newest, again, rows } = await makeWorld();
    const offerId = await offer(steps([eventBody(1, { eventId: 'install', deadlineDays: 2 })]));
    const clickId = await makeClick(app, tenant, offerId);
    expect((await send({ gk_click_id: clickId, cnv_event_id: 'first_open' })).status).toBe(202);
    const parked = await newest();
    await moveClock(app, tenant, 100);
    expect((await again(parked.id)).data).toMatchObject({ outcome: 'parked', decidedTimes: 2 });
    const renamed: OfferBody = steps([eventBody(1, { eventId: 'first_open', deadlineDays: 2 })]);
    const { data } = await tenant.call('GET', `${offersPath}/${offerId}`);
    renamed['offerEvents'] = [{ ...(renamed['offerEvents'] as object[])[0], id: data.offerEvents[0].id }];
    const put = await tenant.call('PUT', `${offersPath}/${offerId}`, { body: { ...renamed, id: offerId } });
    expect(put.messages).toEqual([]);
    // Both operators press the button at once.
    const answers = await Promise.all([again(parked.id), again(parked.id)]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    expect(answers.find(({ status }) => status === 200)?.data).toMatchObject({ outcome: 'accepted' });
    const conversions = await rows('conversions');
    expect(conversions).toHaveLength(1);
    expect(conversions[0]).toMatchObject({ status: 'Success', raw_request_id: parked.id });
    expect(Date.parse(conversions[0]?.['user_completed_at'] as string)).toBe(Date.parse(parked.receivedAt));
    expect((await rows('audit', 'id')).filter(({ action }) => action === 'reprocess')).toHaveLength(2);
  });

  it('keeps the conversion that was rejected, and takes the slot that was made free for it', async () => {
    const { tenant, send, offer, single, again, inbox, rows } = await makeWorld();
    const body = single({ allTimeCap: 1, budgetAmount: 1000 });
    const offerId = await offer(body);
    const clicks = [await makeClick(app, tenant, offerId, 'a'), await makeClick(app, tenant, offerId, 'b')];
    await send({ gk_click_id: clicks[0] as string });
    const refused = await send({ gk_click_id: clicks[1] as string });
    expect(refused.data).toMatchObject({ reason: 'cap_reached', status: 'Rejected' });
    const [request] = await inbox('filter.outcome=rejected');
    expect((await again(request.id)).data).toMatchObject({ outcome: 'rejected', reason: 'cap_reached' });
    await tenant.call('PUT', `${offersPath}/${offerId}`, { body: { ...body, id: offerId, allTimeCap: 2 } });
    expect((await again(request.id)).data).toMatchObject({
      outcome: 'accepted',
      conversionId: refused.data.conversionId,
    });
    const history = (await rows('conversion_history', 'at, id')).filter(
      (row) => row['conversion_id'] === refused.data.conversionId,
    );
    expect(history.map(({ kind, to_status }) => [kind, to_status])).toEqual([
      ['decided', 'Rejected'],
      ['reprocessed', 'Rejected'],
      ['reprocessed', 'Success'],
    ]);
    expect((await send({ gk_click_id: clicks[1] as string })).data).toMatchObject({
      accepted: true,
      conversionId: refused.data.conversionId,
    });
  });

  it('is decided in bulk by filter, once a rate is there for the day it arrived on', async () => {
    const { tenant, send, offer, single, inbox, rows } = await makeWorld();
    const offerId = await offer(single({ conversionType: 'RevShare', revenue: 50, reward: 10 }));
    for (const member of ['a', 'b', 'c']) {
      const clickId = await makeClick(app, tenant, offerId, member);
      await send({ gk_click_id: clickId, cnv_amount: '10', cnv_currency: 'eur' });
    }
    await send({ gk_click_id: 'unknown' });
    const [first] = await inbox('order_asc=true');
    const today = first.receivedAt.slice(0, 10);
    const many = (body: object) => tenant.call('POST', `${path}/reprocess`, { body });
    expect((await many({})).status).toBe(400);
    expect((await many({ reason: ['currency_unknown'] })).data).toMatchObject({ decided: 3, parked: 3 });
    await moveClock(app, tenant, 48);
    const later = new Date(Date.parse(today) + 172_800_000).toISOString().slice(0, 10);
    const rates = '/api/v1/currency-rates';
    // Two days later another rate is valid; the one of the arrival counts.
    for (const [validFrom, rate] of [
      [today, 1.5],
      [later, 3],
    ])
      expect((await tenant.call('POST', rates, { body: { currency: 'EUR', validFrom, rate } })).status).toBe(
        201,
      );
    const report = await many({ reason: ['currency_unknown'] });
    expect(report.data).toMatchObject({ decided: 3, accepted: 3, failed: 0, hasMore: false, next: null });
    expect((await rows('conversions')).map(({ revenue, reward }) => [revenue, reward])).toEqual(
      Array.from({ length: 3 }, () => ['7.500000', '1.500000']),
    );
    expect((await many({ offerId, outcome: ['parked'] })).data).toMatchObject({ decided: 0 });
    expect((await rows('conversions')).length).toBe(3);
  });

  it('opens what was refused for its secret, since an operator answers for it', async () => {
    const { tenant, offer, single, newest, again } = await makeWorld();
    const clickId = await makeClick(app, tenant, await offer(single()));
    const urls = await tenant.call('GET', '/api/v1/settings/postback-urls');
    const address = `/api/v1/${urls.data[0].securitySegment}/?signature=old&gk_click_id=${clickId}`;
    expect((await app.call('GET', address, { token: null })).status).toBe(401);
    expect((await again((await newest()).id)).data).toMatchObject({ outcome: 'accepted', clickId });
  });

  it('refuses nothing for a secret that became the wrong one after it came', async () => {
    const { tenant, offer, steps, send } = await makeWorld();
    const clickId = await makeClick(app, tenant, await offer(steps([eventBody(1)])));
    await send({ gk_click_id: clickId, cnv_event_id: 'no_such_step' });
    const bound = { body: { trackingSystem: 'CustomTracking' } };
    await tenant.call('POST', '/api/v1/settings/postback/rotate?now=true', bound);
    const { data } = await tenant.call('POST', `${path}/reprocess`, { body: { reason: ['unknown_event'] } });
    expect(data).toMatchObject({ decided: 1, parked: 1 });
  });
});
