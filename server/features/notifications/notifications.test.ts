import { describe, expect, it } from 'vitest';
import { inTenant } from '#database/transaction.ts';
import { testApp, type Loose, type TestTenant } from '#support/app.ts';
import { conversionWorld } from '#support/conversions.ts';
import { openMailServer } from '#support/mail-server.ts';
import { makeClick, moveClock } from '#support/tracking.ts';
import { allWorkers } from '../workers.ts';
import { notify } from './exports.ts';

const mailServer = await openMailServer();
const app = await testApp({ SMTP_URL: mailServer.url, MAIL_FROM: 'Pitwall <pitwall@example.com>' });
const path = '/api/v1/notifications';
const mailWorker = allWorkers(app.context).find(({ name }) => name === 'mail');

async function noticesOf(tenant: TestTenant, query = ''): Promise<Loose[]> {
  return (await tenant.call('GET', `${path}?page_size=100&${query}`)).data.items;
}

async function tell(
  tenant: TestTenant,
  title: string,
  over: Partial<Parameters<typeof notify>[3][number]> = {},
) {
  const notice = {
    kind: 'endpoint_off',
    title,
    body: 'Words.',
    objectKind: 'endpoint',
    objectId: 'x',
    ...over,
  } as const;
  await inTenant(app.context.database, tenant.id, (tx) => notify(app.context, tx, tenant.id, [notice]));
}

describe('notices', () => {
  it('are listed with their severity, are narrowed, and are read one by one or all together', async () => {
    const tenant = await app.makeTenant();
    await tell(tenant, 'first');
    await tell(tenant, 'second', { kind: 'endpoint_on' });
    const [second, first] = await noticesOf(tenant);
    expect([first.title, first.severity, first.readAt]).toEqual(['first', 'error', null]);
    expect(second).toMatchObject({
      title: 'second',
      kind: 'endpoint_on',
      severity: 'info',
      objectKind: 'endpoint',
    });
    const titles = async (query: string) => (await noticesOf(tenant, query)).map(({ title }) => title);
    expect(await titles('filter.kind=Endpoint_Off')).toEqual(['first']);
    expect(await titles('filter.severity=info,warning')).toEqual(['second']);
    expect(await titles('filter.to=2020-01-01')).toEqual([]);
    expect((await tenant.call('POST', `${path}/${first.id}/read`)).status).toBe(204);
    expect(await titles('filter.read=false')).toEqual(['second']);
    expect(await titles('filter.read=true')).toEqual(['first']);
    expect((await tenant.call('POST', `${path}/read`)).data).toEqual({ count: 1 });
    expect((await tenant.call('POST', `${path}/read`)).data).toEqual({ count: 0 });
    expect((await tenant.call('GET', `${path}?filter.kind=weather`)).status).toBe(400);
  });

  it("are never another tenant's to see or to read", async () => {
    const [tenant, other] = [await app.makeTenant(), await app.makeTenant()];
    await tell(tenant, 'mine');
    const [mine] = await noticesOf(tenant);
    expect(await noticesOf(other)).toEqual([]);
    expect((await other.call('POST', `${path}/${mine.id}/read`)).status).toBe(404);
    expect((await other.call('POST', `${path}/read`)).data.count).toBe(0);
    expect((await noticesOf(tenant, 'filter.read=false')).length).toBe(1);
  });

  it('tell of caps and budgets once in each window', async () => {
    const world = await conversionWorld(app);
    const { tenant } = world;
    const offerId = await world.single({
      name: 'Lamp',
      dailyCap: 2,
      budgetType: 'Daily',
      budgetAmount: 5,
      revenue: 2,
    });
    await world.convert(offerId, 'm1');
    expect(await noticesOf(tenant)).toEqual([]);
    await world.convert(offerId, 'm2');
    const kinds = (notices: Loose[]) => notices.map(({ kind }) => String(kind)).toSorted();
    expect(kinds(await noticesOf(tenant))).toEqual(['budget_exhausted', 'cap_reached']);
    const [cap] = await noticesOf(tenant, 'filter.kind=cap_reached');
    expect(cap).toMatchObject({
      title: 'Lamp: the daily cap of 2 is reached',
      objectKind: 'offer',
      objectId: offerId,
    });
    const reversed = await world.convert(await world.single(), 'm9');
    await world.setStatus(reversed, 'Rejected');
    const [id] = (await world.rows('conversions', 'created_at')).map((row) => row.id);
    await world.setStatus(id, 'Rejected');
    await world.setStatus(id, 'Success');
    expect((await noticesOf(tenant)).length).toBe(2);
    await moveClock(app, tenant, 24);
    await world.convert(offerId, 'm3');
    await world.convert(offerId, 'm4');
    expect((await noticesOf(tenant)).length).toBe(4);
  });

  it('tell of parked postbacks once a day for each offer and reason', async () => {
    const world = await conversionWorld(app);
    const offerId = await world.steps([{ name: 'One' }]);
    const gk_click_id = await makeClick(app, world.tenant, offerId);
    for (const cnv_event_id of ['nothing', 'nothing else', ''])
      await world.post({ gk_click_id, cnv_event_id });
    const notices = await noticesOf(world.tenant);
    expect(notices.map(({ kind, objectId }) => [kind, objectId])).toEqual([['postback_parked', offerId]]);
    expect(notices[0].title).toBe('Postbacks are parked: unknown_event');
  });

  it('tell of a new step that a share pays nothing for', async () => {
    const world = await conversionWorld(app);
    const { tenant } = world;
    const offerId = await world.steps([{ name: 'One' }]);
    const offers = '/api/v1/sdk-offer-management/publisher/offers';
    const { data: offer } = await tenant.call('GET', `${offers}/${offerId}`);
    const partner = await tenant.call('POST', '/api/v1/sdk-back-office-management/partners', {
      body: { name: 'Blue' },
    });
    const events = [{ offerEventId: offer.offerEvents[0].id, payout: 1 }];
    const share = `/api/v1/partners/${partner.data.id}/offers/${offerId}`;
    expect((await tenant.call('PUT', share, { body: { events } })).status).toBe(200);
    const { id: _id, ...step } = offer.offerEvents[0];
    const second = { ...step, name: 'Two', eventId: 'two', displayOrder: 2, sequenceNumber: 2 };
    const body = {
      ...offer,
      offerEvents: [offer.offerEvents[0], second],
    };
    expect((await tenant.call('PUT', `${offers}/${offerId}`, { body })).status).toBe(200);
    const [notice] = await noticesOf(tenant);
    expect(notice).toMatchObject({ kind: 'share_without_payout', objectKind: 'share' });
    expect(notice.title).toContain('Blue is paid nothing for Two');
  });
});

describe('mail', () => {
  it('goes to the addresses of the settings, for the kinds that are switched on, once', async () => {
    const tenant = await app.makeTenant();
    const settings = { emails: ['one@example.com', 'two@example.com'], onCapReached: false };
    await tenant.call('PUT', '/api/v1/settings/notifications', { body: settings });
    mailServer.received.length = 0;
    await tell(tenant, 'No more callbacks\r\nBcc: everybody@example.com', { body: 'The receiver said 410.' });
    await tell(tenant, 'A cap', { kind: 'cap_reached', onceKey: 'a' });
    await tell(tenant, 'Refused rows', { kind: 'import_refused', onceKey: 'b' });
    await tell(tenant, 'Refused rows', { kind: 'import_refused', onceKey: 'b' });
    await mailWorker?.takeTurn();
    await mailWorker?.takeTurn();
    const sent = mailServer.received.map(
      ({ to, content }) => `${to.join()} ${/^Subject: .*$/m.exec(content)?.[0]}`,
    );
    expect(sent.filter((one) => one.includes('Refused rows')).length).toBe(2);
    expect(sent.filter((one) => one.includes('A cap')).length).toBe(0);
    expect(sent.length).toBe(4);
    const [first] = mailServer.received;
    expect(first?.from).toBe('pitwall@example.com');
    expect(first?.content).toContain('The receiver said 410.');
    expect(mailServer.received.flatMap(({ to }) => to)).not.toContain('everybody@example.com');
    expect(first?.content.split('\n\n')[0]).not.toMatch(/^Bcc:/m);
  });

  it('waits while the mail server is busy, and is given up visibly after three days', async () => {
    const tenant = await app.makeTenant();
    await tenant.call('PUT', '/api/v1/settings/notifications', { body: { emails: ['one@example.com'] } });
    mailServer.received.length = 0;
    mailServer.isBusy = true;
    await tell(tenant, 'Later');
    await mailWorker?.takeTurn();
    expect(mailServer.received).toEqual([]);
    await tell(tenant, 'Never');
    await moveClock(app, tenant, 1);
    mailServer.isBusy = false;
    await mailWorker?.takeTurn();
    expect(mailServer.received.length).toBe(2);
    mailServer.isBusy = true;
    await tell(tenant, 'Lost');
    await moveClock(app, tenant, 73);
    await mailWorker?.takeTurn();
    expect((await noticesOf(tenant)).map(({ kind }) => kind)).toContain('mail_failed');
    mailServer.isBusy = false;
    await moveClock(app, tenant, 24);
    await mailWorker?.takeTurn();
    expect(mailServer.received.length).toBe(2);
  });
});
