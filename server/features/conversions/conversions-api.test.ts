import { beforeAll, describe, expect, it } from 'vitest';
import { CallbackConversion } from '#contract/callback.ts';
import { conversionsPath } from '#contract/conversions.ts';
import { nilUuid } from '#domain/ids.ts';
import { testApp, type ApiAnswer, type Loose } from '#support/app.ts';
import { conversionWorld, type ConversionWorld } from '#support/conversions.ts';
import { makeClick } from '#support/tracking.ts';

const app = await testApp();
const dayMs = 86_400_000;
const iso = (days: number) => new Date(Date.now() + days * dayMs).toISOString();
const span = `user_completed_at_from=${iso(-1)}&user_completed_at_to=${iso(1)}`;

const ids = (answer: ApiAnswer): string[] => answer.data.items.map(({ id }: { id: string }) => id);

/** A tenant with one conversion of each kind, made once for what only reads. */
async function populated() {
  const world = await conversionWorld(app);
  const { tenant } = world;
  const lantern = await world.single();
  const lamp = await world.single({ name: 'Paper lamp', revenue: 5, deviceTypes: ['IOS'] });
  const orchard = await world.steps([{}, {}, {}], { deviceTypes: 'Android' });
  const lanternId = await world.convert(lantern, 'ann', {
    cnv_amount: '3.10',
    cnv_sub_2: 'two',
    cnv_email: 'a@b.c',
  });
  const lampId = await world.convert(lamp, 'ben');
  const clickId = await makeClick(app, tenant, orchard, 'cy_%', {
    pub_click_id: 'pc-77',
    pub_sub_15: 'fifteen',
  });
  const step = (level: number) => world.post({ gk_click_id: clickId, cnv_event_id: `level_${level}` });
  const [first, third] = [(await step(1)).data.conversionId, (await step(3)).data.conversionId];
  await world.setStatus(lampId, 'Rejected', 'found no order');
  const list = (query = '', call = {}) => tenant.call('GET', `${conversionsPath}?${span}&${query}`, call);
  const all = await list('page_size=100');
  const record = all.data.items.find(({ offerType }: Loose) => offerType === 'MultiEvent');
  return { ...world, lantern, lamp, orchard, lanternId, lampId, clickId, first, third, list, record };
}

let shown: Awaited<ReturnType<typeof populated>>;
beforeAll(async () => {
  shown = await populated();
});

describe('GET conversions', () => {
  it('200: shows one record for each attempt, with every key of the callback', async () => {
    const { list, lanternId, lampId, record, first, third, clickId } = shown;
    const answer = await list();
    expect(answer.status).toBe(200);
    expect(new Set(ids(answer))).toEqual(new Set([lanternId, lampId, record.id]));
    const lantern = answer.data.items.find(({ id }: Loose) => id === lanternId);
    const renamed = ['rewardPoints', 'offerEventId', 'eventId', 'eventName', 'sequenceNumber'];
    for (const key of Object.keys(CallbackConversion.properties).filter((name) => !renamed.includes(name)))
      expect(lantern, key).toHaveProperty(key);
    expect(lantern).toMatchObject({
      status: 'Success',
      rejectionReason: null,
      isRepeated: false,
      isUserCompleted: true,
      isRewardSent: false,
      conversionId: lanternId,
      offerName: 'Lantern stream',
      offerType: 'SingleEvent',
      trackingSystem: 'CustomTracking',
      offerSource: 'GoKart',
      offerCountryCode2: 'US',
      revenue: 30,
      payout: null,
      reward: 10,
      currency: 'USD',
      pubMemberId: 'ann',
      trackSysConversionAmount: '3.10',
      trackSysConversionEmail: 'a@b.c',
      trackSysConversionSub2: 'two',
      partnerId: null,
      isTest: false,
      conversionEvents: [],
    });
    expect(record).toMatchObject({
      status: 'Pending',
      isUserCompleted: false,
      userCompletedAt: null,
      conversionId: null,
      clickId,
      revenue: 1,
      reward: 0.25,
      pubClickId: 'pc-77',
      pubSub15: 'fifteen',
      conversionEvents: [
        {
          conversionEventId: first,
          eventId: 'level_1',
          eventName: 'Level 1',
          sequenceNumber: 1,
          status: 'Success',
          isUserCompleted: true,
          revenue: 1,
          trackSysEventId: 'level_1',
        },
        {
          conversionEventId: third,
          sequenceNumber: 3,
          status: 'Pending',
          isUserCompleted: false,
          reason: 'waiting_for_previous_event',
        },
      ],
    });
  });

  it('200: takes the span with and without "filter.", and is empty where an end is missing', async () => {
    const { tenant } = shown;
    const read = (query: string) => tenant.call('GET', `${conversionsPath}?${query}`);
    const prefixed = `filter.user_completed_at_from=${iso(-1)}&FILTER.user_completed_at_to=${iso(1)}`;
    expect((await read(prefixed)).data.totalCount).toBe(3);
    for (const query of [`user_completed_at_from=${iso(-1)}`, `filter.user_completed_at_to=${iso(1)}`, ''])
      expect(await read(query)).toMatchObject({ status: 200, data: { totalCount: 0, items: [] } });
    expect(
      (await read(`user_completed_at_from=${iso(1)}&user_completed_at_to=${iso(2)}`)).data.items,
    ).toEqual([]);
  });

  it('400: refuses a span over 3 months and what cannot be read, in files too', async () => {
    const { tenant } = shown;
    const long = 'user_completed_at_from=2026-01-15&user_completed_at_to=2026-04-15T00:00:01Z';
    const whole = 'user_completed_at_from=2026-01-15&user_completed_at_to=2026-04-15';
    expect((await tenant.call('GET', `${conversionsPath}?${whole}`)).status).toBe(200);
    for (const query of [
      long,
      `${long}&format=csv`,
      `${span}&filter.status=Done`,
      `${span}&orderby=Size`,
      `${span}&page_size=0`,
      'user_completed_at_from=soon',
    ]) {
      const answer = await tenant.call('GET', `${conversionsPath}?${query}`);
      expect([query, answer.status, answer.messages.length]).toEqual([query, 400, 1]);
    }
  });

  it('200: finds by each filter, and by search where it is told to look', async () => {
    const { list, lookups, lantern, lamp, orchard, lanternId, lampId, record, clickId } = shown;
    const cases: [string, string[]][] = [
      ['filter.status=success', [lanternId]],
      ['filter.status=Rejected,PENDING', [lampId, record.id]],
      ['filter.offer_type=MultiEvent', [record.id]],
      ['filter.tracking_system=CustomTracking', [lanternId, lampId, record.id]],
      ['filter.tracking_system=TUNE', []],
      ['filter.offer_source=GoKart', [lanternId, lampId, record.id]],
      ['filter.device_type=ios', [lanternId, lampId]],
      [`filter.offer_id=${lantern},${orchard.toUpperCase()}`, [lanternId, record.id]],
      [`filter.offer_id=${lamp}`, [lampId]],
      [`filter.advertiser_id=${lookups.advertiserId}`, [lanternId, lampId, record.id]],
      [`filter.partner_id=${nilUuid}`, []],
      ['filter.reason=Found%20no%20order', [lampId]],
      ['filter.reason=waiting_for_previous_event', [record.id]],
      ['filter.test=true', []],
      ['filter.search=LAMP', [lampId]],
      ['filter.search=ann', [lanternId]],
      ['filter.search=y_%25', [record.id]],
      ['filter.search=pc-77', [record.id]],
      ['filter.search=pc-77&searchBy=OfferName,PubMemberId', []],
      ['filter.search=pc-77&filter.searchBy=pubclickid', [record.id]],
      [`filter.search=${clickId.slice(0, 30)}&searchBy=ClickId`, [record.id]],
      ['filter.search=orchard%20house&searchBy=AdvertiserName', [lanternId, lampId, record.id]],
    ];
    for (const [query, expected] of cases) {
      const answer = await list(query);
      expect([query, new Set(ids(answer))]).toEqual([query, new Set(expected)]);
    }
  });

  it('200: sorts by each order, and comes whole as CSV and NDJSON', async () => {
    const { list, lanternId, lampId, record } = shown;
    const orders: [string, string[]][] = [
      ['order_asc=true', [lanternId, lampId, record.id]],
      ['orderby=Revenue', [lanternId, lampId, record.id]],
      ['orderby=offername&order_asc=true', [lanternId, record.id, lampId]],
      ['orderby=Status', [lanternId, lampId, record.id]],
      ['orderby=UserCompletedAt&order_asc=true', [lanternId, lampId, record.id]],
      ['orderby=ModifiedAt', [lampId, record.id, lanternId]],
    ];
    for (const [query, expected] of orders)
      expect([query, ids(await list(query))]).toEqual([query, expected]);
    const csv = await list('orderby=Revenue', { headers: { accept: 'text/csv' } });
    expect(csv.text.split('\n')[0]).toMatch(/^id,createdAt,modifiedAt,isRepeated,status,rejectionReason,/);
    expect(csv.text.trim().split('\n')).toHaveLength(4);
    const lines = (await list('format=ndjson&filter.status=Success')).text.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).id)).toEqual([lanternId]);
  });

  it('401, 404: shows nothing to strangers', async () => {
    const { tenant, lanternId } = shown;
    const stranger = await app.makeTenant();
    expect((await stranger.call('GET', `${conversionsPath}?${span}`)).data.totalCount).toBe(0);
    for (const call of [
      await stranger.call('GET', `${conversionsPath}/${lanternId}`),
      await stranger.call('PATCH', `${conversionsPath}/${lanternId}/status?status=Rejected`),
      await tenant.call('GET', `${conversionsPath}/${nilUuid}`),
      await tenant.call('GET', `${conversionsPath}/nonsense`),
    ])
      expect([call.status, call.data]).toEqual([404, null]);
    expect((await tenant.call('GET', conversionsPath, { token: null })).status).toBe(401);
    const partnerToken = await tenant.makeToken({
      scope: 'advertiser',
      advertiserId: shown.lookups.advertiserId,
    });
    expect((await tenant.call('GET', conversionsPath, { token: partnerToken })).status).toBe(401);
  });
});

describe('GET conversions/{id}', () => {
  it('200: names a record by its own id or any of its steps, with everything that happened', async () => {
    const { tenant, record, first, third, lampId } = shown;
    const read = (id: string) => tenant.call('GET', `${conversionsPath}/${id}`);
    const byRecord = await read(record.id);
    expect((await read(first)).data).toEqual(byRecord.data);
    expect((await read(third.toUpperCase())).data).toEqual(byRecord.data);
    expect(byRecord.data).toMatchObject(record);
    const lamp = await read(lampId);
    expect(lamp.data.history).toMatchObject([
      { kind: 'Decided', fromStatus: null, toStatus: 'Success', actor: '' },
      {
        kind: 'Operator',
        fromStatus: 'Success',
        toStatus: 'Rejected',
        reason: 'found no order',
        note: 'found no order',
        actor: 'test',
      },
    ]);
    expect(lamp.data.rejectionReason).toBe('found no order');
  });
});

describe('PATCH conversions/{id}/status', () => {
  it('200: goes in any direction, is audited, and the same again changes nothing', async () => {
    const world = await conversionWorld(app);
    const { rows, setStatus, convert, single } = world;
    const id = await convert(await single(), 'm1');
    const steps: [string, string | undefined, string | null][] = [
      ['Rejected', undefined, 'rejected_by_operator'],
      ['rejected', 'late', 'rejected_by_operator'],
      ['Success', 'seen', null],
      ['Pending', undefined, null],
      ['REJECTED', 'no receipt', 'no receipt'],
      ['Pending', undefined, null],
      ['Success', undefined, null],
    ];
    for (const [status, note, reason] of steps) {
      const answer = await setStatus(id, status, note);
      const expected = ['Pending', 'Success', 'Rejected'].find(
        (word) => word.toLowerCase() === status.toLowerCase(),
      );
      expect([answer.status, answer.data]).toEqual([
        200,
        { conversionId: id, status: expected, rejectionReason: reason, isRewardSent: false },
      ]);
    }
    const audit = (await rows('audit', 'id')).filter(({ object_id }) => object_id === id);
    expect(audit.map(({ before, after }) => [before.status, after.status, after.note])).toEqual([
      ['Success', 'Rejected', null],
      ['Rejected', 'Success', 'seen'],
      ['Success', 'Pending', null],
      ['Pending', 'Rejected', 'no receipt'],
      ['Rejected', 'Pending', null],
      ['Pending', 'Success', null],
    ]);
    expect((await rows('holds')).filter(({ released_at }) => released_at === null)).toHaveLength(1);
    expect((await rows('offer_totals'))[0]).toMatchObject({ conversions: 1, revenue: '30.000000' });
  });

  it('200: approves past a limit, marked, and leaves the counter above it', async () => {
    const world = await conversionWorld(app);
    const offerId = await world.single({ allTimeCap: 1 });
    const clicks = [
      await makeClick(app, world.tenant, offerId, 'a'),
      await makeClick(app, world.tenant, offerId, 'b'),
    ];
    const [, refused] = [
      await world.post({ gk_click_id: clicks[0]! }),
      await world.post({ gk_click_id: clicks[1]! }),
    ];
    expect(refused.data.reason).toBe('cap_reached');
    expect((await world.setStatus(refused.data.conversionId, 'Success')).data.status).toBe('Success');
    const read = await world.tenant.call('GET', `${conversionsPath}/${refused.data.conversionId}`);
    expect(read.data).toMatchObject({
      isOverLimit: true,
      status: 'Success',
      revenue: 30,
      rejectionReason: null,
    });
    expect((await world.rows('counters')).find((row) => row.window_kind === 'Total')).toMatchObject({
      count: 2,
    });
  });

  it('400: says which call is the right one for the type of the offer, and names what is missing', async () => {
    const { tenant, record, first, lanternId } = shown;
    const patch = (path: string) => tenant.call('PATCH', `${conversionsPath}/${path}`);
    for (const id of [record.id, first]) {
      const wrong = await patch(`${id}/status?status=Success`);
      expect([wrong.status, wrong.messages[0]]).toEqual([
        400,
        expect.stringContaining(`/conversions/${record.id}/{conversionEventId}/status`),
      ]);
    }
    for (const path of [`${lanternId}/${lanternId}`, `${lanternId}/${first}`]) {
      const wrong = await patch(`${path}/status?status=Success`);
      expect([wrong.status, wrong.messages]).toEqual([
        400,
        [`id: belongs to a SingleEvent offer; use /conversions/${lanternId}/status`],
      ]);
    }
    for (const query of ['', '?status=', '?status=Held', '?status=done']) {
      const answer = await patch(`${lanternId}/status${query}`);
      expect([answer.status, answer.messages[0]]).toEqual([400, expect.stringMatching(/^status: /)]);
    }
    expect((await patch(`${nilUuid}/${first}/status?status=Success`)).status).toBe(404);
    expect((await patch(`${record.id}/${nilUuid}/status?status=Success`)).status).toBe(404);
  });

  it('409: there is nothing to approve in a conversion whose step was never known', async () => {
    const world = await conversionWorld(app);
    const clickId = await makeClick(app, world.tenant, await world.steps([{}, {}]));
    await world.tenant.call('PUT', '/api/v1/settings', {
      body: { postback: { ipAllowList: ['203.0.113.9'] } },
    });
    const refused = await world.post({ gk_click_id: clickId, cnv_event_id: 'nothing' });
    const id = refused.data.conversionId;
    const { data } = await world.tenant.call('GET', `${conversionsPath}/${id}`);
    const answer = await world.tenant.call(
      'PATCH',
      `${conversionsPath}/${data.id}/${id}/status?status=Success`,
    );
    expect([answer.status, answer.body.responseType]).toEqual([409, 'Conflict']);
  });
});

describe('PATCH conversions/{id}/{conversionEventId}/status', () => {
  it('200: sets one step, and the record follows when all required ones are Success or all are Rejected', async () => {
    const world = await conversionWorld(app);
    const { tenant } = world;
    const offerId = await world.steps([{ pendingTime: 5 }, {}, { sequenceNumber: null }]);
    const clickId = await makeClick(app, tenant, offerId);
    const send = async (level: number) =>
      (await world.post({ gk_click_id: clickId, cnv_event_id: `level_${level}` })).data.conversionId;
    const [one, two] = [await send(1), await send(2)];
    const record = async () => (await tenant.call('GET', `${conversionsPath}/${one}`)).data;
    const { id } = await record();
    expect(await record()).toMatchObject({ status: 'Pending', isUserCompleted: true, revenue: 3 });
    const patch = (step: string, status: string) =>
      tenant.call('PATCH', `${conversionsPath}/${id}/${step}/status?status=${status}`, {
        body: { note: 'by hand' },
      });
    expect((await patch(one, 'Success')).data).toEqual({
      conversionId: one,
      conversionEventId: one,
      eventId: 'level_1',
      status: 'Success',
      rejectionReason: null,
      isRewardSent: false,
    });
    expect(await record()).toMatchObject({ status: 'Success' });
    await patch(one, 'Rejected');
    expect(await record()).toMatchObject({ status: 'Pending', revenue: 2, isUserCompleted: true });
    await patch(two, 'Rejected');
    expect(await record()).toMatchObject({ status: 'Rejected', rejectionReason: 'by hand', revenue: null });
  });
});

describe('POST conversions/status', () => {
  let bulk: ConversionWorld;
  let offerId: string;
  const set = (body: Loose) => bulk.tenant.call('POST', `${conversionsPath}/status`, { body });
  beforeAll(async () => {
    bulk = await conversionWorld(app);
    offerId = await bulk.single({ rewardingType: 'Manual' });
  });

  it('200: sets each by itself and says what became of each, in order', async () => {
    const pending = [await bulk.convert(offerId, 'm1'), await bulk.convert(offerId, 'm2')];
    const orchard = await bulk.steps([{}, {}]);
    const clickId = await makeClick(app, bulk.tenant, orchard);
    const held = await bulk.post({ gk_click_id: clickId, cnv_event_id: 'level_2' });
    const record = (await bulk.tenant.call('GET', `${conversionsPath}/${held.data.conversionId}`)).data.id;
    const done = await bulk.convert(await bulk.single(), 'm3');
    const asked = [...pending, nilUuid, record, done, held.data.conversionId];
    const { status, data } = await set({ ids: asked, status: 'success', note: 'checked' });
    expect(status).toBe(200);
    expect(data).toMatchObject({ changed: 3, unchanged: 1, failed: 2, hasMore: false });
    expect(data.results.map((result: Loose) => [result.id, result.outcome, result.status])).toEqual([
      [pending[0], 'changed', 'Success'],
      [pending[1], 'changed', 'Success'],
      [nilUuid, 'failed', null],
      [record, 'failed', null],
      [done, 'unchanged', 'Success'],
      [held.data.conversionId, 'changed', 'Success'],
    ]);
    expect(data.results[3].messages[0]).toContain('conversionEventId');
  });

  it('200: does not approve twice what the approval before it released', async () => {
    const world = await conversionWorld(app);
    const orchard = await world.steps([{ allTimeCap: 1 }, {}]);
    const clickId = await makeClick(app, world.tenant, orchard, 'late');
    await world.convert(orchard, 'first', { cnv_event_id: 'level_1' });
    const send = async (level: number) =>
      (await world.post({ gk_click_id: clickId, cnv_event_id: `level_${level}` })).data.conversionId;
    const asked = [await send(1), await send(2)];
    const { data } = await world.tenant.call('POST', `${conversionsPath}/status`, {
      body: { ids: asked, status: 'Success' },
    });
    expect(data.results.map((result: Loose) => result.outcome)).toEqual(['changed', 'unchanged']);
    const total = (await world.rows('counters')).find(
      (row) => row.subject_id === orchard && row.window_kind === 'Total',
    );
    expect(total).toMatchObject({ count: 3, amount: '4.000000' });
    expect((await world.rows('holds')).filter(({ released_at }) => released_at === null)).toHaveLength(3);
  });

  it('200: takes by filter what does not have the status yet, and a retry with its key changes nothing more', async () => {
    const open = [await bulk.convert(offerId, 'f1'), await bulk.convert(offerId, 'f2')];
    const body = { filter: { offerId, status: 'Pending' }, status: 'Rejected', note: 'campaign ended' };
    const call = { body, headers: { 'idempotency-key': 'once' } };
    const first = await bulk.tenant.call('POST', `${conversionsPath}/status`, call);
    expect(new Set(first.data.results.map(({ id }: Loose) => id))).toEqual(new Set(open));
    expect(first.data.results[0]).toMatchObject({ outcome: 'changed', rejectionReason: 'campaign ended' });
    const again = await bulk.tenant.call('POST', `${conversionsPath}/status`, call);
    expect(again.data).toEqual(first.data);
    expect((await set(body)).data).toMatchObject({ changed: 0, results: [] });
  });

  it('400: wants ids or a filter that leaves something out', async () => {
    for (const [body, path] of [
      [{ status: 'Success' }, 'body'],
      [{ ids: [nilUuid], filter: { offerId }, status: 'Success' }, 'body'],
      [{ filter: {}, status: 'Success' }, 'filter'],
      [{ ids: [], status: 'Success' }, 'ids'],
      [{ ids: ['x'], status: 'Success' }, 'ids[0]'],
      [{ ids: [nilUuid] }, 'status'],
      [{ ids: [nilUuid], status: 'Held' }, 'status'],
    ] as const) {
      const answer = await set(body);
      expect([answer.status, answer.messages[0]?.split(':')[0]]).toEqual([400, path]);
    }
  });
});

describe('conversions of partners', () => {
  it('carry the partner and its payout, no reward, and are found by both', async () => {
    const world = await conversionWorld(app);
    const { tenant } = world;
    const offerId = await world.single();
    await world.convert(offerId, 'own');
    const partner = await tenant.call('POST', '/api/v1/sdk-back-office-management/partners', {
      body: { name: 'North 100% media' },
    });
    const partnerId: string = partner.data.id;
    const share = await tenant.call('PUT', `/api/v1/partners/${partnerId}/offers/${offerId}`, {
      body: { payout: 12.5, events: [] },
    });
    const link = `/api/v1/offer-link/redirect/${share.data.payoutId}?pub_click_id=pc1&pub_member_id=own`;
    const click = await app.call('GET', link, { host: tenant.host });
    const gk_click_id = new URL(click.headers.get('location') ?? '').searchParams.get('gk_click_id') ?? '';
    const { conversionId } = (await world.post({ gk_click_id })).data;
    const list = (query: string) => tenant.call('GET', `${conversionsPath}?${span}&${query}`);
    for (const query of [`filter.partner_id=${partnerId}`, 'filter.search=100%25&searchBy=PartnerName'])
      expect([query, ids(await list(query))]).toEqual([query, [conversionId]]);
    expect((await list(`filter.partner_id=${partnerId}`)).data.items[0]).toMatchObject({
      partnerId,
      partnerName: 'North 100% media',
      pubMemberId: 'own',
      pubClickId: 'pc1',
      revenue: 30,
      payout: 12.5,
      reward: null,
    });
  });
});

describe('conversions of test links', () => {
  it('are shown only where they are asked for', async () => {
    const world = await conversionWorld(app);
    const { tenant } = world;
    const { data } = await tenant.call('POST', '/api/v1/tools/test-link', {
      body: { offerId: await world.single() },
    });
    const url = new URL(data.url);
    const click = await app.call('GET', url.pathname + url.search, { host: tenant.host });
    const gk_click_id = new URL(click.headers.get('location') ?? '').searchParams.get('gk_click_id') ?? '';
    const { conversionId } = (await world.post({ gk_click_id })).data;
    const list = (query: string) => tenant.call('GET', `${conversionsPath}?${span}${query}`);
    expect((await list('')).data.totalCount).toBe(0);
    expect(ids(await list('&filter.test=true'))).toEqual([conversionId]);
    expect((await tenant.call('GET', `${conversionsPath}/${conversionId}`)).data.isTest).toBe(true);
  });
});
