import { describe, expect, it } from 'vitest';
import { explainOffer } from '#contract/explain.ts';
import { faultsOf } from '../../http/check.ts';
import { testApp } from '#support/app.ts';
import { createOffer, offerLookups } from '#support/offers.ts';
import { eventBody, multiEventBody, singleEventBody } from '../../../tests/fixtures/offer-bodies.ts';

const app = await testApp();
const tenant = await app.makeTenant();
const lookups = await offerLookups(tenant);
const ages = await tenant.call('GET', '/api/v1/sdk-back-office-management/age-ranges?filter.search=18-24');

async function explain(query: Record<string, string>) {
  const answer = await tenant.call('GET', `/api/v1/explain?${new URLSearchParams(query).toString()}`);
  if (answer.status === 200) expect(faultsOf(explainOffer.data!, answer.data)).toEqual([]);
  return answer;
}

async function isListed(offerId: string, query: Record<string, string>) {
  const search = new URLSearchParams({ ...query, page_size: '100' }).toString();
  const { data } = await app.call('GET', `/api/v1/offer-wall/offers?${search}`, { host: tenant.host });
  return data.offers.items.some(({ id }: { id: string }) => id === offerId);
}

const member = { pub_member_id: 'member-1' };
const free = { revenue: 0, reward: 0 };

describe('explain agrees with the wall, and names the rule that says no', () => {
  const cases: [string, Record<string, unknown>, Record<string, string>, string[]][] = [
    ['a member who fits', {}, { ...member, pub_geo_country: 'US' }, []],
    ['nobody in particular', {}, {}, ['member']],
    ['another country', {}, { ...member, pub_geo_country: 'fra' }, ['country']],
    [
      'a state that is not listed',
      { countryStateIds: ['US-CA'] },
      { ...member, pub_geo_country: 'US', pub_geo_state: 'NY' },
      ['state'],
    ],
    ['another zip', { zipCodes: ['90 210'] }, { ...member, pub_postal_code: '10001' }, ['zip']],
    ['too young', { ageId: ages.data.items[0].id }, { ...member, pub_age: '17' }, ['age']],
    ['another gender', { genderIds: ['female'] }, { ...member, pub_gender: 'male' }, ['gender']],
    [
      'another gender, at the bottom',
      { genderIds: ['female'], showAtBottomToAllUnselectedGenders: true },
      { ...member, pub_gender: 'male' },
      [],
    ],
    ['another device', { deviceTypes: 'Android' }, { ...member, pub_device: 'ios' }, ['device']],
    ['an unreadable age', { ageId: ages.data.items[0].id }, { ...member, pub_age: 'old' }, []],
    ['paused', { isPaused: true }, member, ['isPaused']],
    ['not launched', { launchDate: '2999-01-01' }, member, ['launchDate']],
    ['ended', { launchDate: '2020-01-01', endDate: '2020-01-02' }, member, ['endDate']],
    ['no budget', { budgetAmount: 29 }, member, ['budget']],
    ['no budget needed', { budgetAmount: 0, ...free }, member, []],
    [
      'much at once',
      { isPaused: true, zipCodes: ['1'] },
      { pub_postal_code: '2' },
      ['zip', 'isPaused', 'member'],
    ],
  ];

  it.each(cases)('%s', async (_name, over, query, rules) => {
    const offerId = await createOffer(tenant, singleEventBody(lookups, over));
    const { status, data } = await explain({ offerId, ...query });
    expect(status).toBe(200);
    const failing = data.rules.filter(({ pass }: { pass: boolean }) => !pass);
    expect(failing.map(({ rule }: { rule: string }) => rule)).toEqual(rules);
    expect(failing.every(({ smallestChange }: { smallestChange: string | null }) => smallestChange)).toBe(
      true,
    );
    expect(data.isShown).toBe(rules.length === 0);
    expect(await isListed(offerId, query)).toBe(data.isShown);
  });
});

describe('explain', () => {
  it('has a row for each limit of each next step, and says which step is open', async () => {
    const offerEvents = [
      eventBody(1, { revenue: 2000 }),
      eventBody(2),
      eventBody(3, { sequenceNumber: null }),
    ];
    const offerId = await createOffer(tenant, multiEventBody(lookups, { offerEvents, budgetAmount: 100 }));
    const { data } = await explain({ offerId, ...member });
    const steps = data.rules.filter(
      ({ offerEventId }: { offerEventId: string | null }) => offerEventId !== null,
    );
    expect(steps).toHaveLength(10);
    const of = (rule: string) => data.rules.filter((one: { rule: string }) => one.rule === rule);
    expect(of('budget').map(({ pass }: { pass: boolean }) => pass)).toEqual([false, true]);
    expect(of('step')).toMatchObject([{ seen: 'Level 3', pass: true }]);
    expect(data).toMatchObject({ isShown: true, atBottom: false });
    expect(await isListed(offerId, member)).toBe(true);
  });

  it('explains the link of a partner by its share', async () => {
    const offerId = await createOffer(tenant, singleEventBody(lookups));
    const partner = await tenant.call('POST', '/api/v1/sdk-back-office-management/partners', {
      body: { name: 'Explained' },
    });
    const partnerId = partner.data.id as string;
    const failing = async () => {
      const { data } = await explain({ offerId, partnerId, pub_geo_country: 'FR' });
      return [data.isShown, data.rules.filter(({ pass }: { pass: boolean }) => !pass)];
    };
    expect(await failing()).toMatchObject([false, [{ rule: 'share', seen: 'not shared' }]]);
    await tenant.call('PUT', `/api/v1/partners/${partnerId}/offers/${offerId}`, {
      body: { payout: 1, dailyCap: 2 },
    });
    expect(await failing()).toEqual([true, []]);
    const { data } = await explain({ offerId, partnerId });
    expect(data.rules.find(({ rule }: { rule: string }) => rule === 'shareDailyCap')).toMatchObject({
      seen: '0 used',
      required: 'fewer than 2',
    });
  });

  it('knows no offer of another tenant, and names a parameter that cannot be read', async () => {
    const other = await app.makeTenant();
    const offerId = await createOffer(other, singleEventBody(await offerLookups(other)));
    expect((await explain({ offerId })).status).toBe(404);
    const wrong = await explain({ offerId: 'x', pub_age: '1'.repeat(501) });
    expect([wrong.status, wrong.messages]).toEqual([
      400,
      ['offerId: must be a uuid', 'pub_age: must have at most 500 characters'],
    ]);
  });
});
