import { describe, expect, it } from 'vitest';
import { testApp, type Loose, type TestTenant } from '#support/app.ts';
import { createOffer, offerLookups, offersPath } from '#support/offers.ts';
import { eventBody, multiEventBody, singleEventBody } from '../../../tests/fixtures/offer-bodies.ts';

const app = await testApp();
const path = '/api/v1/configuration';
const office = '/api/v1/sdk-back-office-management';

/** A tenant with offers of both types, a share, settings of its own and a category less. */
async function lived(): Promise<TestTenant> {
  const tenant = await app.makeTenant();
  const lookups = await offerLookups(tenant);
  await tenant.call('PUT', '/api/v1/settings', {
    body: { name: 'Lived in', rewardRatio: 100, rewardDecimals: 2 },
  });
  await tenant.call('PUT', '/api/v1/settings/wall', { body: { theme: 'dark' } });
  const ratio = eventBody(2, { useDefaultRatio: true, reward: null });
  const multi = await createOffer(
    tenant,
    multiEventBody(lookups, {
      offerEvents: [eventBody(1), ratio],
      genderIds: ['Female'],
      countryStateIds: ['US-CA'],
    }),
  );
  await createOffer(tenant, singleEventBody(lookups, { isPaused: true, dailyCap: 7 }));
  const partner = await tenant.call('POST', `${office}/partners`, { body: { name: 'Reach & Co' } });
  const { data } = await tenant.call('GET', `${offersPath}/${multi}`);
  const share = { events: [{ offerEventId: data.offerEvents[0].id, payout: 0.5 }], weeklyCap: 9 };
  await tenant.call('PUT', `/api/v1/partners/${partner.data.id}/offers/${multi}`, { body: share });
  const places = await tenant.call('GET', `${office}/placements`);
  await tenant.call('DELETE', `${office}/placements/${places.data.items[0].id}`);
  return tenant;
}

const exported = async (tenant: TestTenant): Promise<Loose> => (await tenant.call('GET', path)).data;

describe('a configuration', () => {
  it('applied to an empty tenant and exported again is the same', async () => {
    const document = await exported(await lived());
    expect(document.offers).toHaveLength(2);
    expect(JSON.stringify(document.offers)).not.toMatch(/(advertiser|age|category|country)Ids?"/);
    const fresh = await app.makeTenant();
    const applied = await fresh.call('POST', `${path}/apply`, { body: document });
    expect([applied.status, applied.messages, applied.data.kept]).toEqual([200, [], []]);
    expect(await exported(fresh)).toEqual(document);
    const again = await fresh.call('POST', `${path}/plan`, { body: document });
    expect(again.data.changes).toEqual([]);
  });

  it('is planned before it is applied, and the plan is what happens', async () => {
    const tenant = await lived();
    const document = await exported(tenant);
    const [first, second] = document.offers;
    const wanted = {
      ...document,
      categories: [...document.categories, 'Books'],
      offers: [{ ...first, headline: 'Another', categories: ['Books'] }],
      shares: [],
    };
    const plan = await tenant.call('POST', `${path}/plan`, { body: wanted });
    const short = plan.data.changes.map(({ kind, key, action }: Loose) => [action, kind, key]);
    const pause = second.isPaused ? [] : [['pause', 'offers', second.key]];
    expect(short).toEqual([
      ['create', 'categories', 'books'],
      ['change', 'offers', first.key],
      ...pause,
      ['end', 'shares', expect.stringContaining('Reach & Co')],
    ]);
    expect(await exported(tenant)).toEqual(document);
    await tenant.call('POST', `${path}/apply`, { body: wanted });
    const after = await exported(tenant);
    expect(after.offers[0]).toMatchObject({ headline: 'Another', categories: ['Books'] });
    expect(after.offers[1].isPaused).toBe(true);
    expect(after.shares).toEqual([]);
  });

  it('with faults names all of them and changes nothing', async () => {
    const tenant = await lived();
    const document = await exported(tenant);
    const [first] = document.offers;
    const bad = {
      ...document,
      settings: { ...document.settings, currency: 'dollars' },
      offers: [{ ...first, advertiser: 'Nobody', headline: '', countries: ['XX'] }],
      shares: [{ partner: 'Nobody', offer: first.key }],
    };
    const answer = await tenant.call('POST', `${path}/apply`, { body: bad });
    expect(answer.status).toBe(400);
    expect(answer.messages.map((sentence: string) => sentence.split(': ')[0])).toEqual(
      expect.arrayContaining([
        'settings.currency',
        'offers[0].advertiser',
        'offers[0].headline',
        'offers[0].countries[0]',
        'shares[0].partner',
      ]),
    );
    expect(await exported(tenant)).toEqual(document);
    expect((await tenant.call('POST', `${path}/apply`, { body: {} })).status).toBe(400);
  });
});
