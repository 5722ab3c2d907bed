import { expect, it } from 'vitest';
import { testApp } from '#support/app.ts';
import { conversionWorld } from '#support/conversions.ts';
import { offersPath } from '#support/offers.ts';
import { clickIdIn, moveClock } from '#support/tracking.ts';
import { verifyDamaged } from '#support/verify-damaged.ts';

const app = await testApp();

it('a verification holds what a share brought against the cap that the share had then', async () => {
  const world = await conversionWorld(app);
  const { tenant, rows } = world;
  const partner = await tenant.call('POST', '/api/v1/sdk-back-office-management/partners', {
    body: { name: 'Traffic House' },
  });
  const path = `/api/v1/partners/${partner.data.id}/offers/${await world.single()}`;
  const save = (allTimeCap: number) => tenant.call('PUT', path, { body: { payout: 1, allTimeCap } });
  const { payoutId } = (await save(2)).data;
  const send = async (member: string) => {
    const link = `/api/v1/offer-link/redirect/${payoutId}?pub_click_id=c&pub_member_id=${member}`;
    await world.post({ gk_click_id: clickIdIn(await app.call('GET', link, { host: tenant.host })) });
  };
  for (const member of ['m1', 'm2']) await send(member);
  await moveClock(app, tenant, 1);
  expect((await save(1)).status).toBe(200);
  await moveClock(app, tenant, 1);
  expect((await rows('conversions')).map(({ status }) => status)).toEqual(['Success', 'Success']);
  expect(await verifyDamaged(app, tenant)).toEqual([]);
  const lowered = `UPDATE share_versions SET terms = jsonb_set(terms, '{caps,allTimeCap}', '1')
    WHERE tenant_id = :tenant AND number = 1`;
  expect(await verifyDamaged(app, tenant, [lowered])).toMatchObject([
    { subject: 'limit', text: expect.stringContaining('it was number 2 of at most 1 (Total)') },
  ]);
});

it('a verification knows that a step added after a click paid nothing before its share named it', async () => {
  const world = await conversionWorld(app);
  const { tenant, rows } = world;
  const partner = await tenant.call('POST', '/api/v1/sdk-back-office-management/partners', {
    body: { name: 'Traffic House' },
  });
  const offerId = await world.steps([{}]);
  const path = `/api/v1/partners/${partner.data.id}/offers/${offerId}`;
  const { payoutId } = (await tenant.call('PUT', path, { body: { payout: null, events: [] } })).data;
  const links = await Promise.all(
    ['m1', 'm2'].map((member) =>
      app.call('GET', `/api/v1/offer-link/redirect/${payoutId}?pub_click_id=c&pub_member_id=${member}`, {
        host: tenant.host,
      }),
    ),
  );
  const [early = '', late = ''] = links.map(clickIdIn);
  const { data } = await tenant.call('GET', `${offersPath}/${offerId}`);
  const [first] = data.offerEvents;
  const added = { ...first, id: undefined, eventId: 'level_2', displayOrder: 2, sequenceNumber: null };
  const put = { body: { ...data, offerEvents: [first, added] } };
  expect((await tenant.call('PUT', `${offersPath}/${offerId}`, put)).status).toBe(200);
  await moveClock(app, tenant, 1);
  await world.post({ gk_click_id: early, cnv_event_id: 'level_2' });
  const { offerEvents } = (await tenant.call('GET', `${offersPath}/${offerId}`)).data;
  const events = [{ offerEventId: offerEvents[1].id, payout: 12.5 }];
  expect((await tenant.call('PUT', path, { body: { payout: null, events } })).status).toBe(200);
  await world.post({ gk_click_id: late, cnv_event_id: 'level_2' });
  expect((await rows('conversions', 'id')).map(({ payout }) => Number(payout))).toEqual([0, 12.5]);
  expect(await verifyDamaged(app, tenant)).toEqual([]);
});
