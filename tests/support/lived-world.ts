import { expect } from 'vitest';
import { conversionsPath } from '#contract/conversions.ts';
import { allWorkers } from '#server/features/workers.ts';
import { eventBody, multiEventBody, singleEventBody, type OfferLookups } from '../fixtures/offer-bodies.ts';
import type { ApiAnswer, Loose, TestApp, TestTenant } from './app.ts';
import { createOffer, offerLookups, offersPath } from './offers.ts';
import { customTracking, makeClick, moveClock, postbackSender, type Values } from './tracking.ts';

/** Background work that has to catch up once the tenant's clock was moved. */
const paced = new Set(['ripening', 'held conversions', 'attempts', 'attempts of changed offers']);

interface World {
  readonly app: TestApp;
  readonly tenant: TestTenant;
  readonly lookups: OfferLookups;
  send(values: Values): Promise<ApiAnswer>;
  /** Calls, and fails where the call does. */
  call(method: string, path: string, body?: unknown): Promise<Loose>;
  single(over?: object): Promise<string>;
}

/** Makes a tenant in whose past everything happened that the rules of conversions speak of. */
export async function livedWorld(app: TestApp): Promise<TestTenant> {
  const tenant = await app.makeTenant();
  const lookups = await offerLookups(tenant);
  const body = (over = {}) => singleEventBody(lookups, { ...customTracking, budgetAmount: 100_000, ...over });
  const world: World = {
    app,
    tenant,
    lookups,
    send: await postbackSender(app, tenant),
    call: async (method, path, sent) => {
      const answer = await tenant.call(method, path, { body: sent });
      expect(answer.messages).toEqual([]);
      return answer.data;
    },
    single: (over) => createOffer(tenant, body(over)),
  };
  await fillCap(world);
  await payShares(world);
  await climbSteps(world);
  await sendAsPartner(world);
  for (const worker of allWorkers(app.context)) if (paced.has(worker.name)) await worker.takeTurn();
  return tenant;
}

/** One conversion before the tenant had an address to call back, the others after it, the last beyond the cap. */
async function fillCap({ app, tenant, send, call, single }: World): Promise<void> {
  const offerId = await single({ allTimeCap: 3 });
  const [silent, ...others] = await Promise.all(
    ['silent', 'a', 'b', 'c'].map((member) => makeClick(app, tenant, offerId, member)),
  );
  await send({ gk_click_id: silent ?? '' });
  const callback = { url: 'https://receiver.example.com/callback', sendPending: true, sendRejected: true };
  await call('PUT', '/api/v1/settings', { callback });
  await moveClock(app, tenant, 1);
  const ids: string[] = [];
  for (const clickId of others) {
    const { data } = await send({ gk_click_id: clickId, cnv_conversion_id: '1' });
    ids.push(data.conversionId);
  }
  // An operator takes one back a day later and thinks better of it, takes back another, and goes past the cap.
  const [first, second, beyond] = ids;
  const set = (id: string | undefined, status: string) =>
    call('PATCH', `${conversionsPath}/${id}/status?status=${status}`, { note: `Made ${status}` });
  await moveClock(app, tenant, 30);
  await set(first, 'Rejected');
  await moveClock(app, tenant, 1);
  await set(first, 'Pending');
  await set(second, 'Rejected');
  await set(beyond, 'Success');
}

/** Percentages of amounts, one of them in another currency, whose rate is changed afterwards. */
async function payShares({ app, tenant, send, call, single }: World): Promise<void> {
  const terms = { conversionType: 'RevShare', revenue: 33.333_333, reward: 10, pendingTime: 3 };
  const offerId = await single(terms);
  const rates = '/api/v1/currency-rates';
  await call('POST', rates, { currency: 'EUR', validFrom: '2020-01-01', rate: 1.1 });
  const foreign = await makeClick(app, tenant, offerId, 'a');
  await send({ gk_click_id: foreign, cnv_currency: 'EUR', cnv_amount: '19.99' });
  await call('PUT', `${rates}/EUR/2020-01-01`, { rate: 1.7 });
  await send({ gk_click_id: await makeClick(app, tenant, offerId, 'b'), cnv_amount: '5' });
}

/** Steps out of order, too early, too late, several times, and under a name that is mended later. */
async function climbSteps({ app, tenant, lookups, send, call }: World): Promise<void> {
  const events = [
    eventBody(1, { eventId: 'install' }),
    eventBody(2, { eventId: 'level', minTimeFromPreviousEvent: 1, pendingTime: 2, deadlineDays: 5 }),
    eventBody(3, { eventId: 'buy', sequenceNumber: null, allowRepetitions: true }),
  ];
  const body = multiEventBody(lookups, { ...customTracking, offerEvents: events });
  const offerId = await createOffer(tenant, body);
  const clicks = await Promise.all(['a', 'b', 'c'].map((member) => makeClick(app, tenant, offerId, member)));
  const reach = (member: number, eventId: string, id: string) =>
    send({ gk_click_id: clicks[member] ?? '', cnv_event_id: eventId, cnv_conversion_id: id });
  await reach(0, 'level', '1');
  await moveClock(app, tenant, 3);
  await reach(0, 'install', '1');
  await reach(1, 'install', '1');
  await moveClock(app, tenant, 2);
  await reach(1, 'level', '1');
  await Promise.all(['1', '2', '3'].map((id) => reach(1, 'buy', id)));
  await reach(2, 'first_open', '1');
  const { offerEvents } = await call('GET', `${offersPath}/${offerId}`);
  const renamed = offerEvents.map((event: { eventId: string }) =>
    event.eventId === 'install' ? { ...event, eventId: 'first_open' } : event,
  );
  await call('PUT', `${offersPath}/${offerId}`, { ...body, offerEvents: renamed, id: offerId });
  await call('POST', '/api/v1/postbacks/reprocess', { reason: ['unknown_event'] });
  await moveClock(app, tenant, 300);
  await reach(2, 'level', '1');
}

/** A conversion of a partner that wants to hear of it twice. */
async function sendAsPartner({ app, tenant, send, call, single }: World): Promise<void> {
  const { id } = await call('POST', '/api/v1/sdk-back-office-management/partners', { name: 'Traffic House' });
  const offerId = await single();
  const { payoutId } = await call('PUT', `/api/v1/partners/${id}/offers/${offerId}`, {
    payout: 7.5,
    events: [],
  });
  await call('PUT', `/api/v1/partners/${id}/postbacks`, {
    global: 'https://partner.example.com/postback?c={pub_click_id}',
    offers: [{ offerId, offerEventId: null, url: 'https://partner.example.com/offer' }],
  });
  await moveClock(app, tenant, 1);
  const path = `/api/v1/offer-link/redirect/${payoutId}?pub_click_id=pc1&pub_member_id=p1`;
  const { headers } = await app.call('GET', path, { host: tenant.host });
  const clickId = new URL(headers.get('location') ?? '').searchParams.get('gk_click_id') ?? '';
  await send({ gk_click_id: clickId });
}
