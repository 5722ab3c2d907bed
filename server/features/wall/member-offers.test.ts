import { beforeAll, describe, expect, it } from 'vitest';
import { testApp, type TestTenant } from '#support/app.ts';
import { writeAttempt } from '#support/member-state.ts';
import { offersPath } from '#support/offers.ts';
import { askWall, changeOffer, namesOnWall, wallWorld } from '#support/wall.ts';
import { eventBody, multiEventBody, type OfferBody } from '../../../tests/fixtures/offer-bodies.ts';

const app = await testApp();
const day1 = '2026-03-02T10:00:00Z';
const day2 = '2026-03-03T10:00:00.25Z';

async function stepsOf(tenant: TestTenant, id: string): Promise<string[]> {
  const { data } = await tenant.call('GET', `${offersPath}/${id}`);
  return data.offerEvents.map((event: { id: string }) => event.id);
}

function begun(tenant: TestTenant, query: string) {
  return askWall(app, tenant, `pub-member/offers?${query}`);
}

function details(tenant: TestTenant, offerId: string, query: string) {
  return askWall(app, tenant, `offer-details?offerId=${offerId}&${query}`);
}

const memberFields = 'isOfferAvailable isUserCompleted userCompletedAt rewardStatus sessionId events'.split(
  ' ',
);
const itemFields =
  'id name headline shortDescription keyPoints offerDetails termsAndDisclaimers creativeFileUrl categoryName offerSource conversionType allowRepetitions reward rewardPendingDays offerType launchDate endDate deviceTypes advertiserId advertiserName creatives categories'.split(
    ' ',
  );

/** A MultiEvent offer of three steps: 1, 2 in order, the third independent and hidden unless shown. */
const journey = (lookups: Parameters<typeof multiEventBody>[0], over: OfferBody = {}) =>
  multiEventBody(lookups, {
    offerEvents: [
      eventBody(1),
      eventBody(2, { deadlineDays: 7 }),
      eventBody(3, { sequenceNumber: null, showOnOfferWall: false }),
    ],
    ...over,
  });

describe('progress of a member', () => {
  let tenant: TestTenant;
  let offerId: string;
  let single: string;
  let steps: string[];
  beforeAll(async () => {
    const made = await wallWorld(app, (lookups) => ({ journey: journey(lookups), single: { reward: 3 } }));
    tenant = made.tenant;
    offerId = made.ids['journey'] as string;
    single = made.ids['single'] as string;
    steps = await stepsOf(tenant, offerId);
  });

  it('begins with nothing, in the published fields and their order', async () => {
    const answer = await details(tenant, offerId, 'pub_member_id=nobody');
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.data)).toEqual(['viewId', 'offerData']);
    const { offerData } = answer.data;
    expect(Object.keys(offerData)).toEqual([...memberFields, ...itemFields]);
    expect(Object.keys(offerData.events[0])).toEqual(
      'rewardStatus deadlineExpiresAt isUserCompleted userCompletedAt offerEventId name displayOrder sequenceNumber reward deadlineDays rewardPendingDays'.split(
        ' ',
      ),
    );
    expect(offerData).toMatchObject({
      isOfferAvailable: true,
      isUserCompleted: false,
      userCompletedAt: null,
      rewardStatus: null,
      sessionId: null,
    });
    expect(offerData.events).toHaveLength(2);
  });

  it('is listed byte for byte as the details of the offer, under terms of today and of before', async () => {
    const { tenant: own, ids } = await wallWorld(app, (lookups) => ({
      trip: journey(lookups, { name: 'Reise „Süd“ ✈' }),
    }));
    const id = ids['trip'] as string;
    await writeAttempt(app, own, { member: 'söhne', offerId: id, sessionId: 'Sitzung „7“ ✓' });
    const query = 'pub_member_id=s%C3%B6hne';
    const check = async () => {
      const { offerData } = (await details(own, id, query)).data;
      expect((await begun(own, query)).text).toContain(`"items":[${JSON.stringify(offerData)}]`);
      expect(offerData.sessionId).toBe('Sitzung „7“ ✓');
    };
    await check();
    await changeOffer(own, id, { allowRepetitions: true });
    await check();
  });

  it.each([
    ['clicked', [], 'InProgress', [null, null], null],
    ['first step held', [[0, 'Held', day1]], 'InProgress', [null, null], null],
    [
      'first step pending',
      [[0, 'Pending', day1]],
      'InProgress',
      ['Pending', null],
      '2026-03-09T10:00:00+00:00',
    ],
    [
      'first step succeeded',
      [[0, 'Success', day1]],
      'InProgress',
      ['Success', null],
      '2026-03-09T10:00:00+00:00',
    ],
    ['first step rejected', [[0, 'Rejected', day1]], 'InProgress', [null, null], null],
  ] as const)('%s', async (name, conversions, rewardStatus, statuses, deadline) => {
    const member = name.replaceAll(' ', '-');
    await writeAttempt(app, tenant, {
      member,
      offerId,
      sessionId: 's-9',
      conversions: conversions.map(([index, status, completedAt]) => ({
        stepId: steps[index] as string,
        status,
        completedAt,
        reason: status === 'Rejected' ? 'too_early' : null,
      })),
    });
    const { data } = await begun(tenant, `pub_member_id=${member}`);
    expect(data).toMatchObject({ totalCount: 1, pageIndex: 0, indexFrom: 0 });
    const [item] = data.items;
    expect(Object.keys(item)).toEqual([...memberFields, ...itemFields]);
    expect(item).toMatchObject({
      rewardStatus,
      sessionId: 's-9',
      isUserCompleted: false,
      isOfferAvailable: true,
    });
    expect(item.events.map((event: OfferBody) => event['rewardStatus'])).toEqual(statuses);
    expect(item.events[1].deadlineExpiresAt).toBe(deadline);
    expect(item.events[0].deadlineExpiresAt).toBeNull();
    const rejected = item.events[0].rejectionReason;
    expect(rejected).toBe(name === 'first step rejected' ? 'too_early' : undefined);
    expect((await details(tenant, offerId, `pub_member_id=${member}`)).data.offerData).toEqual(item);
  });

  it.each([
    ['all Success', ['Success', 'Success'], 'Completed', true],
    ['a required step Pending', ['Success', 'Pending'], 'Pending', true],
    ['the last one reversed later', ['Success', 'Rejected'], 'Completed', true],
  ] as const)('completed, %s', async (name, [first, second], rewardStatus, isUserCompleted) => {
    const member = `done-${name.replaceAll(' ', '-')}`;
    await writeAttempt(app, tenant, {
      member,
      offerId,
      status: 'completed',
      isPinned: true,
      conversions: [
        { stepId: steps[0], status: first, completedAt: day1 },
        {
          stepId: steps[1],
          status: second,
          completedAt: day2,
          isCompleting: true,
          reason: 'fraud',
        },
      ],
    });
    const [item] = (await begun(tenant, `pub_member_id=${member}`)).data.items;
    expect(item).toMatchObject({
      rewardStatus,
      isUserCompleted,
      userCompletedAt: '2026-03-03T10:00:00.25+00:00',
    });
    if (second === 'Rejected') expect(item.rejectionReason).toBe('fraud');
  });

  it('filters by progress, both ways and by both', async () => {
    const member = 'filtered';
    await writeAttempt(app, tenant, { member, offerId });
    await writeAttempt(app, tenant, {
      member,
      offerId: single,
      status: 'completed',
      conversions: [{ status: 'Success', completedAt: day1, isCompleting: true }],
    });
    const ids = async (query: string) =>
      (await begun(tenant, `pub_member_id=${member}&${query}`)).data.items.map(({ name }: OfferBody) => name);
    expect(await ids('filter.Progress=InProgress')).toEqual(['journey']);
    expect(await ids('filter.progress=completed')).toEqual(['single']);
    expect((await ids('')).toSorted()).toEqual(['journey', 'single']);
    expect((await ids('filter.Progress=InProgress,Completed')).toSorted()).toEqual(['journey', 'single']);
    expect(await ids('orderby=name&order_asc=true&page_size=1&page=1')).toEqual(['single']);
    expect(await ids('filter.search=JOUR')).toEqual(['journey']);
    const refused = await begun(tenant, `pub_member_id=${member}&filter.Progress=Begun`);
    expect([refused.status, refused.messages]).toEqual([
      400,
      ['filter.Progress[0]: must be one of InProgress, Completed'],
    ]);
  });

  it('says why the conversion of a SingleEvent offer was rejected', async () => {
    await writeAttempt(app, tenant, {
      member: 'refused',
      offerId: single,
      conversions: [{ status: 'Rejected', completedAt: day1, reason: 'deadline_passed' }],
    });
    const [item] = (await begun(tenant, 'pub_member_id=refused')).data.items;
    expect(item).toMatchObject({
      rewardStatus: 'InProgress',
      rejectionReason: 'deadline_passed',
      events: [],
    });
  });

  it('leaves out test clicks and what partners call by the same text', async () => {
    await writeAttempt(app, tenant, { member: 'two-lives', offerId, isTest: true });
    const { data } = await tenant.call('POST', '/api/v1/sdk-back-office-management/partners', {
      body: { name: 'Outside Wall' },
    });
    await writeAttempt(app, tenant, { member: 'two-lives', offerId: single, sourceId: data.id });
    expect((await begun(tenant, 'pub_member_id=two-lives')).data.totalCount).toBe(0);
  });

  it('needs a member', async () => {
    for (const path of ['pub-member/offers?', `offer-details?offerId=${offerId}`]) {
      const answer = await askWall(app, tenant, path);
      expect([answer.status, answer.messages]).toEqual([400, ['pub_member_id: is required']]);
    }
    const both = await askWall(app, tenant, 'offer-details?offerId=7');
    expect(both.messages.toSorted()).toEqual(['offerId: must be a uuid', 'pub_member_id: is required']);
  });

  it('adds epc and isFeatured when asked', async () => {
    await writeAttempt(app, tenant, { member: 'curious', offerId });
    const [item] = (await begun(tenant, 'pub_member_id=curious&fields=epc,isFeatured')).data.items;
    expect(item).toMatchObject({ isFeatured: true });
    expect(item.epc).toBeGreaterThan(0);
  });
});

describe('terms of the attempt', () => {
  it('are those of the latest click until one is pinned, while the wall shows those of today', async () => {
    const { tenant, ids } = await wallWorld(app, () => ({ A: { reward: 3, pendingTime: 5 } }));
    const offerId = ids['A'] as string;
    await writeAttempt(app, tenant, { member: 'm1', offerId });
    await changeOffer(tenant, offerId, { reward: 8, pendingTime: 0, name: 'New name' });
    const onWall = await askWall(app, tenant, 'offers?pub_member_id=m1');
    expect(onWall.data.offers.items[0]).toMatchObject({ reward: 8, rewardPendingDays: 0, name: 'New name' });
    const [item] = (await begun(tenant, 'pub_member_id=m1')).data.items;
    expect(item).toMatchObject({ reward: 3, rewardPendingDays: 5, name: 'New name' });
    const stranger = await details(tenant, offerId, 'pub_member_id=other');
    expect(stranger.data.offerData.reward).toBe(8);
  });

  it('keep steps that were archived since, and leave out steps that came later', async () => {
    const { tenant, ids } = await wallWorld(app, (lookups) => ({ A: journey(lookups) }));
    const offerId = ids['A'] as string;
    await writeAttempt(app, tenant, { member: 'm1', offerId, isPinned: true });
    const { data } = await tenant.call('GET', `${offersPath}/${offerId}`);
    const [first] = data.offerEvents;
    await changeOffer(tenant, offerId, {
      offerEvents: [first, eventBody(2, { eventId: 'brand_new', name: 'New' })],
    });
    const [item] = (await begun(tenant, 'pub_member_id=m1')).data.items;
    expect(item.events.map(({ name }: OfferBody) => name)).toEqual(['Level 1', 'Level 2']);
    const [today] = (await askWall(app, tenant, 'offers?pub_member_id=m1')).data.offers.items;
    expect(today.events.map(({ name }: OfferBody) => name)).toEqual(['Level 1', 'New']);
  });

  it('are those of the latest attempt where an offer is repeated', async () => {
    const { tenant, ids } = await wallWorld(app, () => ({ A: { allowRepetitions: true } }));
    const offerId = ids['A'] as string;
    const done = { status: 'Success', completedAt: day1, isCompleting: true } as const;
    await writeAttempt(app, tenant, {
      member: 'm1',
      offerId,
      run: 1,
      status: 'completed',
      conversions: [done],
    });
    expect((await begun(tenant, 'pub_member_id=m1')).data.items[0]).toMatchObject({
      rewardStatus: 'Completed',
    });
    await writeAttempt(app, tenant, { member: 'm1', offerId, run: 2, sessionId: 'second' });
    expect((await begun(tenant, 'pub_member_id=m1')).data.items).toMatchObject([
      { rewardStatus: 'InProgress', isUserCompleted: false, sessionId: 'second', isOfferAvailable: true },
    ]);
  });

  it('count what was earned before an attempt expired', async () => {
    const { tenant, ids } = await wallWorld(app, (lookups) => ({ A: journey(lookups) }));
    const offerId = ids['A'] as string;
    const steps = await stepsOf(tenant, offerId);
    const first = { stepId: steps[0] as string, status: 'Success', completedAt: day1 } as const;
    await writeAttempt(app, tenant, {
      member: 'm1',
      offerId,
      run: 1,
      status: 'expired',
      conversions: [first],
    });
    await writeAttempt(app, tenant, { member: 'm1', offerId, run: 2 });
    const [item] = (await begun(tenant, 'pub_member_id=m1')).data.items;
    expect(item.events.map((event: OfferBody) => event['rewardStatus'])).toEqual(['Success', null]);
  });
});

describe('what a member completed', () => {
  it('leaves the wall unless it can be repeated; what is in progress stays', async () => {
    const { tenant, ids } = await wallWorld(app, () => ({
      once: { baselineEpc: 3 },
      again: { baselineEpc: 2, allowRepetitions: true },
      open: {},
    }));
    const done = { status: 'Success', completedAt: day1, isCompleting: true } as const;
    for (const name of ['once', 'again']) {
      await writeAttempt(app, tenant, {
        member: 'm1',
        offerId: ids[name] as string,
        status: 'completed',
        conversions: [done],
      });
    }
    await writeAttempt(app, tenant, { member: 'm1', offerId: ids['open'] as string });
    expect((await namesOnWall(app, tenant)).toSorted()).toEqual(['again', 'open']);
    const other = await askWall(app, tenant, 'offers?pub_member_id=m2');
    expect(other.data.offers.totalCount).toBe(3);
    expect((await begun(tenant, 'pub_member_id=m1')).data.totalCount).toBe(3);
  });
});

describe('views', () => {
  it('are recorded, reused when they are of this offer and member, and made anew otherwise', async () => {
    const { tenant, ids } = await wallWorld(app, () => ({ A: {}, B: {} }));
    const [a, b] = [ids['A'] as string, ids['B'] as string];
    const first = (await details(tenant, a, 'pub_member_id=m1&pub_sub_1=x&pub_session_id=s')).data.viewId;
    expect((await details(tenant, a, `pub_member_id=m1&viewId=${first}`)).data.viewId).toBe(first);
    expect((await details(tenant, b, `pub_member_id=m1&viewId=${first}`)).data.viewId).not.toBe(first);
    expect((await details(tenant, a, `pub_member_id=m2&viewId=${first}`)).data.viewId).not.toBe(first);
    expect((await details(tenant, a, 'pub_member_id=m1&viewId=x')).status).toBe(400);
    const { rows } = await app.context.database.engine.query(
      'SELECT params, offer_id FROM views WHERE tenant_id = $1 AND id = $2',
      [tenant.id, first],
    );
    expect(rows).toEqual([
      { params: { pub_member_id: 'm1', pub_sub_1: 'x', pub_session_id: 's' }, offer_id: a },
    ]);
    const totals = await app.context.database.engine.query(
      'SELECT views FROM offer_totals WHERE tenant_id = $1 AND offer_id = $2',
      [tenant.id, a],
    );
    expect(totals.rows).toEqual([{ views: 2 }]);
  });

  it("are refused for an offer that does not exist or is another tenant's", async () => {
    const one = await wallWorld(app, () => ({ A: {} }));
    const two = await wallWorld(app, () => ({}));
    const foreign = await details(two.tenant, one.ids['A'] as string, 'pub_member_id=m1');
    const missing = await details(two.tenant, app.context.newId(), 'pub_member_id=m1');
    expect([foreign.status, foreign.messages]).toEqual([404, missing.messages]);
    expect(missing.status).toBe(404);
  });

  it('still show an offer that is gone, as not available', async () => {
    const { tenant, ids } = await wallWorld(app, () => ({
      paused: { isPaused: true },
      ended: { endDate: '2026-02-01T00:00:00Z' },
      later: { launchDate: '2099-01-01T00:00:00Z' },
      broke: { budgetAmount: 0 },
    }));
    expect(await namesOnWall(app, tenant)).toEqual([]);
    for (const [name, id] of Object.entries(ids)) {
      const answer = await details(tenant, id, 'pub_member_id=m1');
      expect([answer.status, answer.data.offerData.isOfferAvailable], name).toEqual([200, false]);
    }
  });
});
