import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { inTenant } from '#database/transaction.ts';
import { jobWorker } from '../../platform/jobs-worker.ts';
import { testApp, type TestTenant } from '#support/app.ts';
import { offerLookups, offersPath, type TenantLookups } from '#support/offers.ts';
import { customOffersJob } from './job-kind.ts';

const app = await testApp();
const path = '/api/v1/integrations/offer-providers/custom/offers';

type Data = Record<string, unknown>;

interface Source {
  readonly tenant: TestTenant;
  readonly lookups: TenantLookups;
  /** Sends these offers and answers the data, which must be a success. */
  send(operation: 'Insert' | 'Synchronize', offers: readonly unknown[]): Promise<Counts>;
  data(name: string, over?: Data): Data;
}

interface Counts {
  readonly created: number;
  readonly updated: number;
  readonly same: number;
  readonly failed: number;
  readonly paused: number;
  readonly answer: Record<string, { externalId: string; id: string | null; messages: string[] }[]>;
}

async function source(): Promise<Source> {
  const tenant = await app.makeTenant();
  const lookups = await offerLookups(tenant);
  const data = (name: string, over: Data = {}): Data => ({
    offerLink: 'https://track.example.com/click?pid=wall',
    trackingSystem: 'CustomTracking',
    name,
    headline: 'Build your harbor',
    offerDetails: 'Install the app',
    creativeFileExternalUrl: 'https://cdn.example.com/icon.png',
    offerType: 'SingleEvent',
    conversionType: 'FlatRate',
    advertiserId: lookups.advertiserId,
    budgetType: 'Daily',
    budgetAmount: 1000,
    launchDate: '2026-01-01T00:00:00Z',
    ageId: lookups.ageId,
    categoryIds: [lookups.categoryIds[0]],
    countryIds: ['US'],
    revenue: 2,
    reward: 1,
    rewardingType: 'Automatic',
    pendingTime: 0,
    baselineEpc: 3,
    lockBaselineEpc: false,
    ...over,
  });
  const send: Source['send'] = async (operation, offers) => {
    const body = { concurrencyRequestId: randomUUID(), operation, offers };
    const { status, data: answer, messages } = await tenant.call('POST', path, { body });
    expect([status, messages]).toEqual([200, []]);
    return {
      created: answer.createdOffers.length,
      updated: answer.updatedOffers.length,
      same: answer.notChangedOffers.length,
      failed: answer.failedOffers.length,
      paused: answer.pausedOffers.length,
      answer,
    };
  };
  return { tenant, lookups, send, data };
}

function numbered(one: Source, from: number, to: number, over: Data = {}) {
  return Array.from({ length: to - from }, (_, index) => ({
    externalId: `ext-${from + index}`,
    offerData: one.data(`Offer ${from + index}`, over),
  }));
}

async function offerOf({ tenant }: Source, id: string | null | undefined) {
  return (await tenant.call('GET', `${offersPath}/${id}`)).data;
}

describe('a synchronisation', () => {
  it('creates what is new, leaves what is the same, overwrites what differs and pauses what is absent', async () => {
    const one = await source();
    const all = numbered(one, 0, 100);
    expect(await one.send('Synchronize', all)).toMatchObject({ created: 100, same: 0, paused: 0 });
    const again = await one.send('Synchronize', all);
    expect(again).toMatchObject({ created: 0, same: 100, failed: 0, paused: 0 });
    expect(again.answer['notChangedOffers']?.[0]?.messages).toEqual(['Offer has the same data']);
    const moved = numbered(one, 50, 150);
    expect(await one.send('Synchronize', moved)).toMatchObject({
      created: 50,
      same: 50,
      updated: 0,
      paused: 50,
    });
    const dearer = numbered(one, 50, 60, { revenue: 4 });
    const inserted = await one.send('Insert', dearer);
    expect(inserted).toMatchObject({ created: 0, updated: 10, paused: 0 });
    const offer = await offerOf(one, inserted.answer['updatedOffers']?.[0]?.id);
    expect(offer).toMatchObject({ name: 'Offer 50', revenue: 4, offerSource: 'CustomIntegration' });
    expect(offer.isPaused).toBe(false);
  });

  it('never lets one bad offer spoil the others, and names its faults by the fields that were sent', async () => {
    const one = await source();
    const { created, failed, answer } = await one.send('Insert', [
      { externalId: 'good-1', offerData: one.data('Good') },
      {
        externalId: 'bad',
        offerData: one.data('Bad', {
          offerLink: 'https://e.com/{what}',
          headline: '',
          creativeFileExternalUrl: 'nowhere',
          categoryIds: [randomUUID()],
        }),
      },
      { externalId: 'good-2', offerData: one.data('Good too') },
      { externalId: 'good-1', offerData: one.data('Once more') },
      { externalId: 'no-picture', offerData: one.data('x', { creativeFileExternalUrl: undefined }) },
      { externalId: 'nul', offerData: one.data('a\0b') },
      { offerData: one.data('nameless') },
      { externalId: 'empty' },
      7,
    ]);
    expect([created, failed]).toEqual([2, 7]);
    const messages = Object.fromEntries(
      (answer['failedOffers'] ?? []).map((each) => [each.externalId, each.messages]),
    );
    expect(messages['bad']).toEqual([
      'offerLink: unknown macro {what}',
      'headline: must not be empty',
      'creativeFileExternalUrl: must be an http or https URL',
      expect.stringMatching(/^categoryIds\[0\]: unknown category/),
    ]);
    expect(messages['good-1']).toEqual(['externalId: stands twice in this call; the first one counts']);
    expect(messages['no-picture']).toEqual([
      'creativeFileExternalUrl: is required where creatives are not sent',
    ]);
    expect(messages['nul']?.[0]).toMatch(/^name: /);
    expect(messages['empty']).toEqual(['offerData: is required, as an object']);
    const ids = (answer['createdOffers'] ?? []).map(({ id }) => id);
    expect((await offerOf(one, ids[0])).creatives).toEqual([
      { order: 0, url: 'https://cdn.example.com/icon.png', metadata: null },
    ]);
  });

  it('derives whether a step has revenue and reward, and keeps its steps by their event ids', async () => {
    const one = await source();
    const step = { showOnOfferWall: true, pendingTime: 0, useDefaultRatio: false };
    const offerEvents = [
      {
        ...step,
        name: 'Install',
        eventId: 'install',
        displayOrder: 1,
        sequenceNumber: 1,
        revenue: 1,
        reward: null,
      },
      {
        ...step,
        name: 'Buy',
        eventId: 'buy',
        displayOrder: 2,
        sequenceNumber: null,
        revenue: null,
        reward: 2,
      },
    ];
    const offers = [
      { externalId: 'steps', offerData: one.data('Steps', { offerType: 'MultiEvent', offerEvents }) },
    ];
    const first = await one.send('Insert', offers);
    const id = first.answer['createdOffers']?.[0]?.id;
    const { offerEvents: stored } = await offerOf(one, id);
    expect(stored).toMatchObject([
      { hasRevenue: true, hasReward: false },
      { hasRevenue: false, hasReward: true },
    ]);
    expect(await one.send('Insert', offers)).toMatchObject({ same: 1 });
  });

  it('brings back what only its source had paused, and leaves what an operator paused', async () => {
    const one = await source();
    const both = numbered(one, 0, 2);
    const { answer } = await one.send('Synchronize', both);
    const [mine, theirs] = (answer['createdOffers'] ?? []).map(({ id }) => id);
    await one.tenant.call('PATCH', `/api/v1/sdk-offer-management/offers/${theirs}/pause`);
    expect(await one.send('Synchronize', numbered(one, 7, 8))).toMatchObject({ created: 1, paused: 1 });
    expect(await one.send('Synchronize', both)).toMatchObject({ updated: 1, same: 1, paused: 1 });
    expect((await offerOf(one, mine)).isPaused).toBe(false);
    expect((await offerOf(one, theirs)).isPaused).toBe(true);
  });

  it('leaves offers of the tenant and of other tenants alone', async () => {
    const [one, other] = [await source(), await source()];
    await other.send('Insert', numbered(other, 0, 1));
    const own = await one.tenant.call('POST', offersPath, {
      body: {
        ...one.data('Own', { isPaused: false, creatives: [{ order: 0, url: 'https://e.com/a.png' }] }),
        trackingSystemLink: 'https://e.com',
      },
    });
    expect(await one.send('Synchronize', numbered(one, 0, 1))).toMatchObject({ created: 1, paused: 0 });
    expect((await offerOf(one, own.data.id)).isPaused).toBe(false);
    expect(await other.send('Insert', numbered(other, 0, 1))).toMatchObject({ same: 1 });
  });
});

describe('a repeated call', () => {
  it('answers the same again and changes nothing; another body under its id is a conflict', async () => {
    const one = await source();
    const concurrencyRequestId = randomUUID();
    const body = { concurrencyRequestId, operation: 'Insert', offers: numbered(one, 0, 2) };
    const first = await one.tenant.call('POST', path, { body });
    const second = await one.tenant.call('POST', path, { body });
    expect(second.data).toEqual(first.data);
    const other = await one.tenant.call('POST', path, { body: { ...body, operation: 'Synchronize' } });
    expect(other.status).toBe(409);
    const progress = await one.tenant.call('GET', `${path}/${concurrencyRequestId}`);
    expect(progress.data).toEqual({ status: 'done', processed: 2, total: 2, error: null, ...first.data });
  });

  it('is begun anew after 30 days', async () => {
    const one = await source();
    const body = { concurrencyRequestId: randomUUID(), operation: 'Insert', offers: numbered(one, 0, 1) };
    await one.tenant.call('POST', path, { body });
    await inTenant(app.context.database, one.tenant.id, (tx) =>
      tx.query("UPDATE jobs SET created_at = created_at - interval '31 days' WHERE tenant_id = $1", [
        tx.tenantId,
      ]),
    );
    const later = await one.tenant.call('POST', path, { body: { ...body, offers: numbered(one, 0, 2) } });
    expect(later.data).toMatchObject({ createdOffers: [{}], notChangedOffers: [{}] });
  });

  it('of several at once, one runs and the others are told so', async () => {
    const one = await source();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () =>
        one.tenant.call('POST', path, {
          body: { concurrencyRequestId: randomUUID(), operation: 'Insert', offers: numbered(one, 0, 50) },
        }),
      ),
    );
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([200, 409, 409, 409]);
  });
});

describe('a synchronisation whose process died', () => {
  it('is finished by a worker from where it was, and its repeated call answers with the whole', async () => {
    const one = await source();
    const concurrencyRequestId = randomUUID();
    const body = { concurrencyRequestId, operation: 'Synchronize', offers: numbered(one, 0, 30) };
    const whole = await one.tenant.call('POST', path, { body });
    expect(whole.data.createdOffers).toHaveLength(30);
    // The state that a kill after 20 offers leaves: a position, waiting rows, and a lease that nobody renews.
    await inTenant(app.context.database, one.tenant.id, async (tx) => {
      await tx.query(
        `UPDATE jobs SET status = 'running', position = 20, finished_at = NULL, leased_until = tenant_now($1) - interval '1 second'
         WHERE tenant_id = $1`,
        [tx.tenantId],
      );
      for (const [index, { externalId, offerData }] of body.offers.entries()) {
        if (index < 20) continue;
        await tx.query(
          `UPDATE job_rows SET outcome = 'waiting', object_id = NULL, input = $3
           WHERE tenant_id = $1 AND external_id = $2`,
          [tx.tenantId, externalId, JSON.stringify({ ...offerData, headline: 'Later' })],
        );
      }
    });
    const stopped = await one.tenant.call('GET', `${path}/${concurrencyRequestId}`);
    expect(stopped.data).toMatchObject({ status: 'running', processed: 20, total: 30 });
    await jobWorker(app.context, [customOffersJob]).takeTurn();
    const again = await one.tenant.call('POST', path, { body });
    expect(again.data).toMatchObject({ createdOffers: { length: 20 }, updatedOffers: { length: 10 } });
  });

  it('is given up after several failures of a step, and operators are told once', async () => {
    const one = await source();
    const concurrencyRequestId = randomUUID();
    const body = { concurrencyRequestId, operation: 'Synchronize', offers: numbered(one, 0, 2) };
    await one.tenant.call('POST', path, { body });
    // Without knowing who asked for it no change can be written down, so that every step fails.
    const breakIt = () =>
      app.context.database.engine.query(
        `UPDATE jobs SET status = 'running', position = 0, finished_at = NULL, tries = 4, leased_until = NULL,
           input = input - 'actor' WHERE tenant_id = $1`,
        [one.tenant.id],
      );
    await app.context.database.engine.query(
      `UPDATE job_rows SET outcome = 'waiting', input = jsonb_set($2::jsonb, '{headline}', '"Later"') WHERE tenant_id = $1`,
      [one.tenant.id, JSON.stringify(one.data('Offer 0'))],
    );
    for (const _time of ['first', 'second']) {
      await breakIt();
      await jobWorker(app.context, [customOffersJob]).takeTurn();
      const ended = await one.tenant.call('GET', `${path}/${concurrencyRequestId}`);
      expect(ended.data).toMatchObject({ status: 'failed', processed: 0 });
    }
    const notices = await one.tenant.call('GET', '/api/v1/notifications');
    expect(notices.data.items).toMatchObject([
      { kind: 'synchronisation_failed', severity: 'error', objectKind: 'synchronisation' },
    ]);
  });

  it('puts an offer that the database refuses aside and stores the others', async () => {
    const one = await source();
    const offers = numbered(one, 0, 3);
    // An index can hold no such long text, which no check of the body knows.
    const long = Array.from({ length: 400 }, () => randomUUID()).join('');
    (offers[1] as { offerData: Data }).offerData = one.data('Bad', {
      offerType: 'MultiEvent',
      offerEvents: [
        {
          name: 'x',
          eventId: long,
          showOnOfferWall: true,
          displayOrder: 1,
          sequenceNumber: 1,
          pendingTime: 0,
          useDefaultRatio: false,
          revenue: 1,
          reward: 1,
        },
      ],
    });
    const { created, failed, answer } = await one.send('Insert', offers);
    expect([created, failed]).toEqual([2, 1]);
    expect(answer['failedOffers']?.[0]?.messages).toEqual(['The offer cannot be stored as it is']);
  });
});

describe('a call', () => {
  it('whose frame is wrong is refused as a whole', async () => {
    const one = await source();
    const bad = await one.tenant.call('POST', path, { body: { operation: 'Drop', offers: [] } });
    expect([bad.status, bad.messages.map((text) => text.split(':')[0])]).toEqual([
      400,
      ['concurrencyRequestId', 'operation', 'offers'],
    ]);
    expect((await one.tenant.call('GET', `${path}/${randomUUID()}`)).status).toBe(404);
  });

  it(
    'with many offers takes no longer for the later ones than for the first',
    { timeout: 60_000 },
    async () => {
      const one = await source();
      const offers = numbered(one, 0, 1_500);
      const startedAt = performance.now();
      const { created } = await one.send('Synchronize', offers);
      expect(created).toBe(1_500);
      // Where the work for one grew with the number of the others, these alone took over half a minute.
      expect(performance.now() - startedAt).toBeLessThan(20_000);
    },
  );
});
