import { describe, expect, it } from 'vitest';
import { listOffers, readOffer } from '#contract/offers.ts';
import { testApp } from '#support/app.ts';
import { createOffer, offerLookups, offersPath } from '#support/offers.ts';
import { faultsOf } from '../../http/check.ts';
import { eventBody, multiEventBody, singleEventBody } from '../../../tests/fixtures/offer-bodies.ts';

const app = await testApp();
const tenant = await app.makeTenant();
const other = await app.makeTenant();
const lookups = await offerLookups(tenant);

type Step = { id: string; eventId: string };

describe('an offer', () => {
  it('is created and reads back as it was sent, with what is computed beside it', async () => {
    const answer = await tenant.call('POST', offersPath, { body: multiEventBody(lookups) });
    expect(answer.messages).toEqual([]);
    expect(answer.status).toBe(201);
    expect(answer.data).toEqual({ id: answer.data.id, Id: answer.data.id });
    expect(answer.headers.get('location')).toBe(`${offersPath}/${answer.data.id}`);
    const read = await tenant.call('GET', `${offersPath}/${answer.data.id}`);
    expect(read.status).toBe(200);
    expect(faultsOf(readOffer.data!, read.data)).toEqual([]);
    expect(read.data).toMatchObject({
      trackingSystem: 'AppsFlyer',
      trackingSystemLink: 'https://track.example.com/click?pid=wall&lookback=7d&clickid={gk_click_id}',
      countries: ['US', 'CA'],
      deviceTypes: ['IOS', 'Android'],
      creativeFileUrl: 'https://cdn.example.com/orchard/icon.png',
      baselineEpc: 5,
      status: 'Active',
      launchDate: '2026-01-01T00:00:00+00:00',
      budgetSpent: 0,
      epc: expect.any(Number),
    });
    expect(read.data.offerEvents).toHaveLength(3);
  });

  it('is replaced by what was read without changing anything', async () => {
    const id = await createOffer(
      tenant,
      multiEventBody(lookups, { genderIds: ['female'], placementIds: lookups.placementIds.slice(0, 1) }),
    );
    const before = await tenant.call('GET', `${offersPath}/${id}`);
    const put = await tenant.call('PUT', `${offersPath}/${id}`, { body: before.data });
    expect([put.status, put.messages]).toEqual([200, []]);
    const after = await tenant.call('GET', `${offersPath}/${id}`);
    const changing = { modifiedAt: expect.any(String), versionNumber: 2 };
    expect(after.data).toEqual({ ...before.data, ...changing });
    expect(after.headers.get('etag')).toBe(put.headers.get('etag'));
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
  });

  it('archives a step that is left out, refuses one of another offer, and revives one by its id', async () => {
    const id = await createOffer(tenant, multiEventBody(lookups));
    const stranger = await createOffer(tenant, multiEventBody(lookups));
    const { data } = await tenant.call('GET', `${offersPath}/${id}`);
    const foreign = (await tenant.call('GET', `${offersPath}/${stranger}`)).data.offerEvents[0];
    const [first, second, third] = data.offerEvents;
    const refused = await tenant.call('PUT', `${offersPath}/${id}`, {
      body: { ...data, offerEvents: [{ ...foreign, displayOrder: 1 }] },
    });
    expect([refused.status, refused.messages]).toEqual([
      400,
      [`offerEvents[0].id: "${foreign.id}" is no event of this offer`],
    ]);
    const fewer = [
      { ...first, id: undefined },
      { ...third, displayOrder: 2 },
    ];
    expect(
      (await tenant.call('PUT', `${offersPath}/${id}`, { body: { ...data, offerEvents: fewer } })).status,
    ).toBe(200);
    const archived = (await tenant.call('GET', `${offersPath}/${id}`)).data;
    expect(archived.offerEvents.map((event: { id: string }) => event.id)).toEqual([first.id, third.id]);
    expect(archived.archivedEvents).toMatchObject([{ id: second.id, eventId: 'level_2' }]);
    const again = await tenant.call('PUT', `${offersPath}/${id}`, { body: data });
    expect(again.messages).toEqual([]);
    const revived = (await tenant.call('GET', `${offersPath}/${id}`)).data;
    expect(revived.offerEvents).toEqual(data.offerEvents);
    expect(revived.archivedEvents).toEqual([]);
  });

  it('lets two steps change their event ids', async () => {
    const id = await createOffer(tenant, multiEventBody(lookups));
    const { data } = await tenant.call('GET', `${offersPath}/${id}`);
    const [first, second, third] = data.offerEvents;
    const offerEvents = [{ ...first, eventId: second.eventId }, { ...second, eventId: first.eventId }, third];
    const put = await tenant.call('PUT', `${offersPath}/${id}`, { body: { ...data, offerEvents } });
    expect([put.status, put.messages]).toEqual([200, []]);
    const after = await tenant.call('GET', `${offersPath}/${id}`);
    expect(after.data.offerEvents.map((event: Step) => [event.id, event.eventId])).toEqual([
      [first.id, second.eventId],
      [second.id, first.eventId],
      [third.id, third.eventId],
    ]);
  });

  it('of two writers with the same tag, lets one through', async () => {
    const id = await createOffer(tenant, singleEventBody(lookups));
    const read = await tenant.call('GET', `${offersPath}/${id}`);
    const headers = { 'if-match': read.headers.get('etag') as string };
    const answers = await Promise.all(
      ['Left', 'Right'].map((name) =>
        tenant.call('PUT', `${offersPath}/${id}`, { body: { ...read.data, name }, headers }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    expect(answers.find(({ status }) => status === 412)?.body.responseType).toBe('PreconditionFailed');
  });

  it('is paused and resumed at once, and a replacement that does not say leaves it so', async () => {
    const id = await createOffer(tenant, singleEventBody(lookups));
    const path = `/api/v1/sdk-offer-management/offers/${id}`;
    expect((await tenant.call('PATCH', `${path}/pause`)).status).toBe(204);
    expect((await tenant.call('PATCH', `${path}/pause`)).status).toBe(204);
    const { data } = await tenant.call('GET', `${offersPath}/${id}`);
    expect(data).toMatchObject({ isPaused: true, status: 'Pending' });
    await tenant.call('PUT', `${offersPath}/${id}`, { body: { ...data, isPaused: undefined } });
    expect((await tenant.call('GET', `${offersPath}/${id}`)).data.isPaused).toBe(true);
    expect((await tenant.call('PATCH', `${path}/resume`)).status).toBe(204);
    expect((await tenant.call('GET', `${offersPath}/${id}`)).data.status).toBe('Active');
    expect((await other.call('PATCH', `${path}/pause`)).status).toBe(404);
  });

  it('is never read, replaced or listed by another tenant', async () => {
    const body = singleEventBody(lookups, { name: 'Nobody else sees this' });
    const id = await createOffer(tenant, body);
    expect((await other.call('GET', `${offersPath}/${id}`)).status).toBe(404);
    expect((await other.call('PUT', `${offersPath}/${id}`, { body: { ...body, id } })).status).toBe(404);
    const listed = await other.call('GET', `${offersPath}?filter.search=Nobody`);
    expect(listed.data.totalCount).toBe(0);
  });
});

describe('the list of offers', () => {
  it('filters, sorts and pages, and every item matches its schema', async () => {
    const lister = await app.makeTenant();
    const own = await offerLookups(lister);
    const paused = await createOffer(
      lister,
      singleEventBody(own, {
        name: 'Amber',
        isPaused: true,
        deviceTypes: ['Browser'],
        lockBaselineEpc: true,
        baselineEpc: 9,
      }),
    );
    const ended = await createOffer(
      lister,
      singleEventBody(own, {
        name: 'birch',
        launchDate: '2020-01-01',
        endDate: '2020-02-01',
        baselineEpc: 0.5,
      }),
    );
    const running = await createOffer(
      lister,
      multiEventBody(own, {
        name: 'Cedar',
        headline: 'A 100% natural offer',
        offerEvents: [eventBody(1)],
        lockBaselineEpc: true,
        baselineEpc: 7,
      }),
    );
    const ids = async (query: string) => {
      const answer = await lister.call('GET', `${offersPath}?${query}`);
      expect(answer.messages).toEqual([]);
      expect(faultsOf(listOffers.data!, answer.data)).toEqual([]);
      return answer.data.items.map(({ id }: { id: string }) => id);
    };
    expect(await ids('')).toEqual([running, ended, paused]);
    expect(await ids('orderby=name&order_asc=true')).toEqual([paused, ended, running]);
    expect(await ids('orderby=EPC')).toEqual([paused, running, ended]);
    expect(await ids('orderby=LaunchDate&order_asc=true')).toEqual([ended, paused, running]);
    expect(await ids('filter.status=active')).toEqual([running]);
    expect(await ids('filter.status=Pending,Expired')).toEqual([ended, paused]);
    expect(await ids('filter.offer_type=multievent')).toEqual([running]);
    expect(await ids('filter.tracking_system=impact')).toEqual([ended, paused]);
    expect(await ids('filter.device_type=IOS')).toEqual([running, ended]);
    expect(await ids('filter.device_type=browser')).toEqual([ended, paused]);
    expect(await ids('filter.offer_source=Wannads')).toEqual([]);
    expect(await ids('filter.search=100%25')).toEqual([running]);
    expect(await ids(`filter.search=${ended.toUpperCase()}`)).toEqual([ended]);
    expect(await ids('filter.search=orchard%20house')).toHaveLength(3);
    expect(await ids('page=1&page_size=2')).toEqual([paused]);
    expect((await lister.call('GET', `${offersPath}?orderby=Colour`)).status).toBe(400);
    const csv = await lister.call('GET', `${offersPath}?format=csv&filter.status=Active`);
    expect(csv.text.split('\n')[0]).toContain('id,name,headline');
    expect(csv.text).toContain(running);
  });
});
