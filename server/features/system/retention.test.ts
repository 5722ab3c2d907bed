import { expect, it } from 'vitest';
import { testApp } from '#support/app.ts';
import { conversionWorld, differencesIn } from '#support/conversions.ts';
import { followLink, makeClick, moveClock } from '#support/tracking.ts';
import { allWorkers } from '../workers.ts';

const app = await testApp();
const worker = allWorkers(app.context).find(({ name }) => name === 'retention');

it('records are kept as long as the settings of their tenant say, and the money stays verifiable', async () => {
  const [world, other] = [await conversionWorld(app), await conversionWorld(app)];
  const retention = { clickDays: 30, viewDays: 7, rawRequestDays: 30, deliveryTryDays: 7, auditDays: 90 };
  for (const { tenant } of [world, other])
    await tenant.call('PUT', '/api/v1/settings', {
      body: { callback: { url: 'https://receiver.invalid/c' } },
    });
  await world.tenant.call('PUT', '/api/v1/settings/retention', { body: retention });
  for (const { tenant, single, convert } of [world, other]) {
    const offerId = await single();
    const query = new URLSearchParams({ offerId, pub_member_id: 'm', pub_sub_1: 'secret' }).toString();
    await app.call('GET', `/api/v1/offer-wall/offer-details?${query}`, { host: tenant.host });
    await convert(offerId, 'm');
    await makeClick(app, tenant, offerId, 'n', { pub_sub_1: 'secret' });
    await followLink(
      app,
      tenant,
      { offerId, pub_member_id: 'x' },
      { headers: { 'sec-purpose': 'prefetch' } },
    );
  }
  const counts = async ({ rows }: typeof world) => {
    const tables = ['views', 'raw_requests', 'clicks', 'audit', 'conversions'];
    return Promise.all(tables.map(async (table) => (await rows(table)).length));
  };
  const before = await counts(world);
  await worker?.takeTurn();
  expect(await counts(world)).toEqual(before);
  for (const { tenant } of [world, other]) await moveClock(app, tenant, 24 * 8);
  await worker?.takeTurn();
  const [views, requests, clicks, audits, conversions] = before;
  expect(await counts(world)).toEqual([0, requests, clicks, audits, conversions]);
  expect((await counts(other))[0]).toBe(views);
  for (const { tenant } of [world, other]) await moveClock(app, tenant, 24 * 23);
  await worker?.takeTurn();
  expect(await counts(world)).toEqual([0, 0, 2, audits, conversions]);
  expect((await world.rows('clicks')).map(({ params, ip }) => [params, ip])).toEqual([
    [null, null],
    [null, null],
  ]);
  expect((await other.rows('clicks')).filter(({ params }) => params !== null).length).toBe(clicks);
  await moveClock(app, world.tenant, 24 * 60);
  await worker?.takeTurn();
  const kinds = new Set((await world.rows('audit')).map((row) => row.object_kind));
  expect(kinds).toEqual(new Set(['settings']));
  expect((await world.tenant.call('GET', '/api/v1/clicks?filter.from=2020-01-01')).data.totalCount).toBe(2);
  for (const one of [world, other]) expect(await differencesIn(app, one.tenant)).toEqual([]);
});
