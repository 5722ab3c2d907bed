import { describe, expect, it } from 'vitest';
import { testApp, type Loose, type TestTenant } from '#support/app.ts';
import { conversionWorld } from '#support/conversions.ts';
import { followLink, makeClick, moveClock } from '#support/tracking.ts';

const app = await testApp();
const world = await conversionWorld(app);
const { tenant } = world;
const other = await app.makeTenant();
const [first, second] = [await world.single({ name: 'First' }), await world.single({ name: 'Second' })];

async function view(offerId: string, member: string): Promise<string> {
  const query = new URLSearchParams({ offerId, pub_member_id: member, pub_sub_1: 'campaign' });
  const { data } = await app.call('GET', `/api/v1/offer-wall/offer-details?${query.toString()}`, {
    host: tenant.host,
  });
  return data.viewId;
}

async function listOf(path: string, query = '', owner: TestTenant = tenant): Promise<Loose[]> {
  const { status, data } = await owner.call('GET', `/api/v1/${path}?page_size=100&${query}`);
  expect(status).toBe(200);
  return data.items;
}

const viewId = await view(first, 'm 1');
await view(second, 'm2');
const clickId = await makeClick(app, tenant, first, 'm 1', { pub_sub_1: 'banner' });
await makeClick(app, tenant, second, 'm2');
await followLink(
  app,
  tenant,
  { offerId: first, pub_member_id: 'robot' },
  { headers: { 'sec-purpose': 'prefetch' } },
);
const testLink = await tenant.call('POST', '/api/v1/tools/test-link', {
  body: { offerId: first, pub_member_id: 't' },
});

describe('views', () => {
  it('tell who opened which offer, with the parameters that came', async () => {
    const views = await listOf('views', `filter.offer_id=${first}`);
    expect(views.length).toBe(1);
    expect(views[0]).toMatchObject({
      id: viewId,
      offerId: first,
      offerName: 'First',
      pubMemberId: 'm 1',
      parameters: { pub_member_id: 'm 1', pub_sub_1: 'campaign' },
    });
  });

  it('are narrowed by member and by time', async () => {
    expect((await listOf('views')).length).toBe(2);
    expect((await listOf('views', 'filter.pub_member_id=m%201')).map(({ id }) => id)).toEqual([viewId]);
    expect(await listOf('views', 'filter.pub_member_id=M%201')).toEqual([]);
    expect(await listOf('views', 'filter.to=2020-01-01&filter.from=2019-01-01')).toEqual([]);
    expect((await listOf('views', 'filter.from=2020-01-01')).length).toBe(2);
  });
});

describe('clicks', () => {
  it('tell who followed which link, robots too', async () => {
    const clicks = await listOf('clicks', `filter.offer_id=${first}`);
    expect(clicks.map(({ kind }) => kind)).toEqual(['prefetch', 'followed']);
    expect(clicks[1]).toMatchObject({ id: clickId, pubMemberId: 'm 1', isTest: false, partnerId: null });
    expect(clicks[1].parameters).toMatchObject({ pub_sub_1: 'banner' });
    expect((await listOf('clicks', 'filter.kind=followed')).length).toBe(2);
    expect(await listOf('clicks', `filter.partner_id=${first}`)).toEqual([]);
  });

  it('of test links are listed on demand only', async () => {
    expect(testLink.status).toBeLessThan(300);
    const { pathname, search } = new URL(testLink.data.url);
    expect((await app.call('GET', pathname + search, { host: tenant.host })).status).toBe(302);
    expect((await listOf('clicks', 'filter.test=true')).map(({ isTest }) => isTest)).toEqual([true]);
    expect((await listOf('clicks', 'filter.test=false')).length).toBe(3);
  });
});

describe('both lists', () => {
  it("show nothing of another tenant's", async () => {
    expect(await listOf('views', '', other)).toEqual([]);
    expect(await listOf('clicks', `filter.offer_id=${first}`, other)).toEqual([]);
  });

  it('come whole as a file', async () => {
    const csv = await tenant.call('GET', '/api/v1/clicks?format=csv');
    expect(csv.text.trim().split('\n').length).toBe(4);
  });

  it('begin 31 days ago unless asked otherwise', async () => {
    await moveClock(app, tenant, 24 * 32);
    expect(await listOf('clicks')).toEqual([]);
    expect((await listOf('clicks', 'filter.from=2020-01-01')).length).toBe(3);
  });
});
