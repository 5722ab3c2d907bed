import { beforeAll, describe, expect, it } from 'vitest';
import { testApp, type TestTenant } from '#support/app.ts';
import { createOffer, offerLookups, offersPath } from '#support/offers.ts';
import { askWall, namesOnWall, wallWorld } from '#support/wall.ts';
import { multiEventBody, type OfferBody } from '../../../tests/fixtures/offer-bodies.ts';

const app = await testApp();
const wall = (tenant: TestTenant, query: string) => askWall(app, tenant, `offers?${query}`);
const names = (tenant: TestTenant, query = '', headers: Record<string, string> = {}) =>
  namesOnWall(app, tenant, query, headers);
const tenantWith = (offers: Parameters<typeof wallWorld>[1]) => wallWorld(app, offers);

describe('an item of the wall', () => {
  it('has every field in its published order, and nothing about revenue', async () => {
    const tenant = await app.makeTenant();
    const lookups = await offerLookups(tenant);
    const body = multiEventBody(lookups);
    const id = await createOffer(tenant, body);
    const answer = await wall(tenant, 'pub_member_id=m1');
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.data)).toEqual(['offers']);
    expect(answer.data.offers).toMatchObject({
      pageIndex: 0,
      pageSize: 10,
      totalCount: 1,
      totalPages: 1,
      indexFrom: 0,
      hasPreviousPage: false,
      hasNextPage: false,
    });
    const [item] = answer.data.offers.items;
    expect(Object.keys(item)).toEqual(
      'id name headline shortDescription keyPoints offerDetails termsAndDisclaimers creativeFileUrl categoryName offerSource conversionType allowRepetitions reward rewardPendingDays offerType launchDate endDate deviceTypes advertiserId advertiserName creatives categories events'.split(
        ' ',
      ),
    );
    expect(Object.keys(item.events[0])).toEqual(
      'offerEventId name displayOrder sequenceNumber reward deadlineDays rewardPendingDays'.split(' '),
    );
    expect(item).toMatchObject({
      id,
      name: body['name'],
      offerSource: tenant.name,
      rewardPendingDays: null,
      creativeFileUrl: 'https://cdn.example.com/orchard/icon.png',
      creatives: [
        { order: 0, metadata: 'icon' },
        { order: 1, metadata: null },
      ],
      endDate: null,
    });
    expect(answer.text).not.toMatch(/revenue|trackingSystem|baselineEpc|epc|budget/i);
  });

  it('adds epc and isFeatured when asked, in any letter case, and ignores other names', async () => {
    const { tenant } = await tenantWith(() => ({ A: { baselineEpc: 7.25, isFeatured: true } }));
    const answer = await wall(tenant, 'pub_member_id=m&fields=EPC,isfeatured,revenue,secret');
    expect(answer.data.offers.items[0]).toMatchObject({ epc: 7.25, isFeatured: true });
    expect(answer.text).not.toContain('revenue');
    const one = await wall(tenant, 'pub_member_id=m&fields=epc');
    expect(one.data.offers.items[0]).not.toHaveProperty('isFeatured');
  });

  it('shows texts without anything that could run or load, while they stay stored as sent', async () => {
    const hostile =
      '<p onclick="x()">Hi<script>alert(1)</script><img src=x onerror=y><a href="javascript:z()">a</a><a href="https://ok.example/">b</a><iframe src="https://e.example"></iframe><svg/onload=q></p>';
    const { tenant, ids } = await tenantWith(() => ({
      A: {
        keyPoints: hostile,
        shortDescription: 'Tom & Jerry > 5',
        offerDetails: hostile,
        termsAndDisclaimers: hostile,
      },
    }));
    const [item] = (await wall(tenant, 'pub_member_id=m')).data.offers.items;
    for (const text of [item.keyPoints, item.offerDetails, item.termsAndDisclaimers]) {
      expect(text).not.toMatch(/script|onclick|onerror|onload|<img|<iframe|<svg|alert/);
      expect(text).toContain('href="https://ok.example/"');
      expect(text).toContain('noopener');
    }
    expect(item.shortDescription).toBe('Tom & Jerry > 5');
    expect((await tenant.call('GET', `${offersPath}/${ids['A']}`)).data.keyPoints).toBe(hostile);
  });

  const step = (place: number, over: OfferBody) => ({
    name: `S${place}`,
    eventId: `s${place}`,
    showOnOfferWall: true,
    displayOrder: place,
    sequenceNumber: null,
    pendingTime: null,
    hasRevenue: true,
    revenue: 1,
    hasReward: true,
    useDefaultRatio: false,
    reward: 1,
    ...over,
  });
  it.each([
    [
      'FlatRate: the sum of the steps shown',
      'FlatRate',
      [step(1, { reward: 0.1 }), step(2, { reward: 0.2 })],
      0.3,
      2,
    ],
    [
      'FlatRate: hidden steps add nothing',
      'FlatRate',
      [step(1, {}), step(2, { showOnOfferWall: false, reward: 9 })],
      1,
      1,
    ],
    [
      'RevShare: the highest percentage',
      'RevShare',
      [step(1, { reward: 5 }), step(2, { reward: 7.5 })],
      7.5,
      2,
    ],
    ['null when no step has a reward', 'FlatRate', [step(1, { hasReward: false, reward: null })], null, 1],
  ])('gives as reward %s', async (_, conversionType, offerEvents, reward, shown) => {
    const tenant = await app.makeTenant();
    const lookups = await offerLookups(tenant);
    await createOffer(tenant, multiEventBody(lookups, { conversionType, offerEvents }));
    const [item] = (await wall(tenant, 'pub_member_id=m')).data.offers.items;
    expect(item.reward).toBe(reward);
    expect(item.events).toHaveLength(shown);
  });

  it('gives the pending days of a SingleEvent offer, which has no events', async () => {
    const { tenant } = await tenantWith(() => ({ A: { pendingTime: 14, reward: 2.5 } }));
    const [item] = (await wall(tenant, 'pub_member_id=m')).data.offers.items;
    expect(item).toMatchObject({ rewardPendingDays: 14, reward: 2.5, events: [], offerType: 'SingleEvent' });
  });
});

describe('who sees an offer', () => {
  let tenant: TestTenant;
  const iphone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1';
  beforeAll(async () => {
    const made = await tenantWith((lookups) => ({
      everybody: { countryIds: ['US', 'CA', 'DE'], baselineEpc: 9 },
      ios: { countryIds: ['US', 'CA', 'DE'], deviceTypes: 'iOS', baselineEpc: 8 },
      quebec: { countryIds: ['US', 'CA'], countryStateIds: ['CA-QC'], baselineEpc: 7 },
      zip: { countryIds: ['US', 'CA', 'DE'], zipCodes: ['10115', 'SW1A 1AA'], baselineEpc: 6 },
      women: { countryIds: ['US', 'CA', 'DE'], genderIds: ['Female'], baselineEpc: 5 },
      womenFirst: {
        countryIds: ['US', 'CA', 'DE'],
        genderIds: ['Female'],
        showAtBottomToAllUnselectedGenders: true,
        baselineEpc: 99,
      },
      placed: { countryIds: ['US', 'CA', 'DE'], placementIds: [lookups.placementIds[0]], baselineEpc: 4 },
    }));
    tenant = made.tenant;
  });
  const all = ['womenFirst', 'everybody', 'ios', 'quebec', 'zip', 'women', 'placed'];
  const without = (...left: string[]) => all.filter((name) => !left.includes(name));
  const toBottom = (list: string[]) => [...list.filter((name) => name !== 'womenFirst'), 'womenFirst'];

  it.each<[string, string, string[]]>([
    ['nothing is known', '', all],
    ['country as alpha-2', 'pub_geo_country=DE', without('quebec')],
    ['country as alpha-3', 'pub_geo_country=deu', without('quebec')],
    ['country as number', 'pub_geo_country=276', without('quebec')],
    ['a country nobody targets', 'pub_geo_country=FR', []],
    ['an unreadable country is unknown', 'pub_geo_country=Narnia', all],
    ['a state of its country', 'pub_geo_country=CA&pub_geo_state=CA-QC', all],
    ['another state of its country', 'pub_geo_country=CA&pub_geo_state=CA-ON', without('quebec')],
    ['a state list restricts only its own country', 'pub_geo_country=US&pub_geo_state=US-NY', all],
    ['a zip code, in any case and spacing', 'pub_postal_code=sw1a1aa', all],
    ['another zip code', 'pub_postal_code=99999', without('zip')],
    ['a device', 'pub_device=Android', without('ios')],
    ['a device in any letter case', 'pub_device=ios', all],
    ['every device', 'pub_device=All', all],
    ['an unreadable device is unknown', 'pub_device=Toaster', all],
    ['a gender', 'pub_gender=female', all],
    ['another gender', 'pub_gender=Male', toBottom(without('women'))],
    ['a gender nobody knows matches no list', 'pub_gender=Robot', toBottom(without('women'))],
  ])('%s', async (_, query, expected) => {
    expect(await names(tenant, query)).toEqual(expected);
  });

  it('reads a missing device from the User-Agent, and never where one was sent', async () => {
    const android = {
      'user-agent': 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/120 Mobile',
    };
    expect(await names(tenant, '', android)).toEqual(without('ios'));
    expect(await names(tenant, '', { 'user-agent': iphone })).toEqual(all);
    expect(await names(tenant, 'pub_device=Toaster', android)).toEqual(all);
  });

  it('puts offers whose gender list is relaxed last, whatever the rest is sorted by', async () => {
    const sorted = await names(tenant, 'pub_gender=Male&orderby=name&order_asc=true');
    expect(sorted).toEqual(['everybody', 'ios', 'placed', 'quebec', 'zip', 'womenFirst']);
  });

  it('restricts by placement only when one is asked for', async () => {
    const { data } = await tenant.call('GET', '/api/v1/sdk-back-office-management/placements?page_size=100');
    const seen = await Promise.all(
      data.items.map(({ id }: { id: string }) => names(tenant, `filter.placementId=${id}`)),
    );
    expect(seen.flat()).toEqual(['placed']);
    const ids = data.items.map(({ id }: { id: string }) => id).join(',');
    expect(await names(tenant, `Filter.PLACEMENTID=${ids}`)).toEqual(['placed']);
  });

  it('hides what it does not know where the tenant says so', async () => {
    const own = await tenantWith(() => ({ any: {}, ios: { deviceTypes: ['IOS'], baselineEpc: 3 } }));
    expect(await names(own.tenant)).toEqual(['any', 'ios']);
    await own.tenant.call('PUT', '/api/v1/settings', { body: { unknownAudience: { device: 'hide' } } });
    expect(await names(own.tenant)).toEqual(['any']);
    expect(await names(own.tenant, 'pub_device=IOS')).toEqual(['any', 'ios']);
  });

  it('matches ages with both ends of the range included, and takes what is no whole number for unknown', async () => {
    const own = await tenantWith(async (_, young) => {
      const ranges = '/api/v1/sdk-back-office-management/age-ranges?filter.search=18-24';
      const { data } = await young.call('GET', ranges);
      return { young: { ageId: data.items[0].id } };
    });
    const seen: [string, boolean][] = [
      ['18', true],
      ['24', true],
      ['17', false],
      ['25', false],
      ['x', true],
      ['20.5', true],
    ];
    for (const [age, isSeen] of seen) {
      expect(await names(own.tenant, `pub_age=${age}`), age).toEqual(isSeen ? ['young'] : []);
    }
  });
});

describe('filters, sorting and pages', () => {
  let tenant: TestTenant;
  let categoryIds: readonly string[];
  beforeAll(async () => {
    const made = await tenantWith((lookups) => ({
      Apple: { baselineEpc: 4, reward: 1, revenue: 9, launchDate: '2026-01-03T00:00:00Z', isFeatured: true },
      banana: {
        baselineEpc: 3,
        reward: 3,
        revenue: 7,
        launchDate: '2026-01-01T00:00:00Z',
        headline: 'Sweet 100% fruit',
      },
      Cherry: {
        baselineEpc: 2,
        reward: 2,
        revenue: 8,
        launchDate: '2026-01-02T00:00:00Z',
        categoryIds: lookups.categoryIds,
      },
      date: multiEventBody(lookups, {
        baselineEpc: 1,
        categoryIds: [lookups.categoryIds[0]],
        launchDate: '2025-12-31T00:00:00Z',
        isFeatured: false,
        lockBaselineEpc: true,
        offerEvents: [noReward()],
      }),
    }));
    tenant = made.tenant;
    categoryIds = made.lookups.categoryIds;
  });
  const noReward = (): OfferBody => ({
    name: 'One',
    eventId: 'one',
    showOnOfferWall: true,
    displayOrder: 1,
    sequenceNumber: null,
    pendingTime: null,
    hasRevenue: false,
    revenue: null,
    hasReward: false,
    reward: null,
    useDefaultRatio: false,
  });

  it.each<[string, string[]]>([
    ['', ['Apple', 'banana', 'Cherry', 'date']],
    ['orderby=epc&order_asc=true', ['date', 'Cherry', 'banana', 'Apple']],
    ['orderby=EPC&order_asc=TRUE', ['date', 'Cherry', 'banana', 'Apple']],
    ['orderby=launchDate', ['Apple', 'Cherry', 'banana', 'date']],
    ['orderby=name&order_asc=true', ['Apple', 'banana', 'Cherry', 'date']],
    ['orderby=name', ['date', 'Cherry', 'banana', 'Apple']],
    ['orderby=reward', ['banana', 'Cherry', 'Apple', 'date']],
    ['orderby=reward&order_asc=true', ['Apple', 'Cherry', 'banana', 'date']],
    ['orderby=revenue', ['Apple', 'Cherry', 'banana', 'date']],
    ['filter.isFeatured=true', ['Apple']],
    ['filter.isFeatured=false', ['banana', 'Cherry', 'date']],
    ['filter.search=NANA', ['banana']],
    ['filter.search=sweet%20100%25', ['banana']],
    ['filter.search=%25', ['banana']],
    ['filter.progress=Completed', ['Apple', 'banana', 'Cherry', 'date']],
    ['filter.unheardOf=1', ['Apple', 'banana', 'Cherry', 'date']],
  ])('%s', async (query, expected) => {
    expect(await names(tenant, query)).toEqual(expected);
  });

  it('filters by category id, by several, and by name in any letter case', async () => {
    expect(await names(tenant, `filter.categoryId=${categoryIds[1]}`)).toEqual(['Cherry']);
    expect(await names(tenant, `filter.categoryId=${categoryIds.join(',').toUpperCase()}`)).toHaveLength(4);
    const { data } = await tenant.call('GET', '/api/v1/sdk-back-office-management/categories?page_size=100');
    const own = data.items.find(({ id }: { id: string }) => id === categoryIds[1]).name as string;
    expect(await names(tenant, `filter.categoryName=${own.toUpperCase()}`)).toEqual(['Cherry']);
    expect(await names(tenant, `filter.categoryName=${own.slice(1)}`)).toEqual([]);
  });

  it('cuts pages and counts all of them', async () => {
    const answer = await wall(tenant, 'pub_member_id=m&page=1&page_size=3');
    expect(answer.data.offers).toMatchObject({
      pageIndex: 1,
      pageSize: 3,
      totalCount: 4,
      totalPages: 2,
      hasPreviousPage: true,
      hasNextPage: false,
    });
    expect(answer.data.offers.items.map(({ name }: { name: string }) => name)).toEqual(['date']);
  });

  it.each([
    ['page=-1', 'page: must be at least 0'],
    ['page=x', 'page: must be a whole number'],
    ['page_size=0', 'page_size: must be at least 1'],
    ['page_size=101', 'page_size: must be at most 100'],
    ['orderby=createdAt', 'orderby: must be one of epc, launchDate, reward, revenue, name'],
    ['order_asc=up', 'order_asc: must be true or false'],
    ['filter.categoryId=7', 'filter.categoryId[0]: must be a uuid'],
    ['filter.placementId=7', 'filter.placementId[0]: must be a uuid'],
    ['filter.isFeatured=perhaps', 'filter.isFeatured: must be true or false'],
    [`pub_sub_3=${'x'.repeat(501)}`, 'pub_sub_3: must have at most 500 characters'],
    [`pub_age=${'9'.repeat(501)}&pub_sub_15=${'y'.repeat(501)}`, 'pub_age: must have at most 500 characters'],
    ['pub_member_id=a%00b', 'pub_member_id: must not contain the character NUL'],
  ])('refuses %s and says why', async (query, sentence) => {
    const answer = await wall(tenant, `pub_member_id=m&${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ data: null, isSuccessful: false, responseType: 'ValidationError' });
    expect(answer.messages.map((message) => message.replace(/\[0\]/, '[0]'))).toContain(sentence);
  });

  it('answers an empty page to nobody', async () => {
    for (const query of ['', 'pub_member_id=', 'pub_member_id=%20', 'page=2&page_size=5']) {
      const answer = await wall(tenant, query);
      expect(answer.status).toBe(200);
      expect(answer.data.offers).toMatchObject({
        totalCount: 0,
        totalPages: 0,
        items: [],
        hasNextPage: false,
      });
    }
  });

  it('takes texts of 500 characters', async () => {
    expect(await names(tenant, `pub_sub_3=${'x'.repeat(500)}`)).toHaveLength(4);
  });
});

describe('the wall and its tenant', () => {
  it('shows each tenant its own offers only, by the host', async () => {
    const one = await tenantWith(() => ({ mine: {} }));
    const two = await tenantWith(() => ({ theirs: {} }));
    expect(await names(one.tenant)).toEqual(['mine']);
    expect(await names(two.tenant)).toEqual(['theirs']);
  });

  it('knows no tenant at an unknown host', async () => {
    const answer = await app.call('GET', '/api/v1/offer-wall/offers?pub_member_id=m', {
      host: 'api.nobody.localhost',
      token: null,
    });
    expect(answer.status).toBe(404);
  });

  it('may be called by a page of any origin', async () => {
    const { tenant } = await tenantWith(() => ({ A: {} }));
    const answer = await askWall(app, tenant, 'offers?pub_member_id=m', {
      origin: 'https://publisher.example',
    });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  it("shows the tenant's offers under its name of now", async () => {
    const { tenant } = await tenantWith(() => ({ A: {} }));
    await tenant.call('PUT', '/api/v1/settings', { body: { name: 'Harbour Rewards' } });
    expect((await wall(tenant, 'pub_member_id=m')).data.offers.items[0].offerSource).toBe('Harbour Rewards');
  });

  it('names categories and advertisers as they are called now', async () => {
    const { tenant, lookups } = await tenantWith(() => ({ A: {} }));
    const base = '/api/v1/sdk-back-office-management';
    await tenant.call('PUT', `${base}/categories/${lookups.categoryIds[0]}`, { body: { name: 'Renamed' } });
    await tenant.call('PUT', `${base}/advertisers/${lookups.advertiserId}`, { body: { name: 'New House' } });
    expect((await wall(tenant, 'pub_member_id=m')).data.offers.items[0]).toMatchObject({
      categoryName: 'Renamed',
      advertiserName: 'New House',
    });
  });
});
