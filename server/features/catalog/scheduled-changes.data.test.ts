import { describe, expect, it } from 'vitest';
import { compareOfferVersions, listOfferVersions, listScheduledChanges } from '#contract/offer-versions.ts';
import { inTenant } from '#database/transaction.ts';
import { addMonths, formatInstant, hour, hourStart } from '#domain/time.ts';
import { faultsOf } from '../../http/check.ts';
import { testApp } from '#support/app.ts';
import { createOffer, offerLookups, offersPath } from '#support/offers.ts';
import { multiEventBody, singleEventBody } from '../../../tests/fixtures/offer-bodies.ts';
import { loadOffer, offerVersionAt } from './exports.ts';

const app = await testApp();
const tenant = await app.makeTenant();
const lookups = await offerLookups(tenant);
// The hour may turn while the tests run, so that what has to lie ahead is at least two hours away.
const thisHour = hourStart(app.context.clock.now());
const inHours = (hours: number) => formatInstant(thisHour + hours * hour);

async function schedule(id: string, body: object) {
  return tenant.call('POST', `${offersPath}/${id}/scheduled-changes`, { body });
}

async function read(id: string) {
  return (await tenant.call('GET', `${offersPath}/${id}`)).data;
}

/** Moves the tenant's clock to so many hours after the present one, and back to it with none. */
async function moveClock(hours: number) {
  await app.context.database.engine.query(
    'UPDATE tenants SET time_offset = make_interval(hours => $2) WHERE id = $1',
    [tenant.id, hours],
  );
}

describe('a scheduled change', () => {
  it('takes effect at its hour by itself, and only then', async () => {
    const id = await createOffer(tenant, singleEventBody(lookups, { revenue: 4, reward: 2 }));
    const before = await tenant.call('GET', `${offersPath}/${id}`);
    const made = await schedule(id, { field: 'Revenue', value: 5.5, at: inHours(3) });
    expect(made.status).toBe(201);
    expect(made.data).toMatchObject({ field: 'revenue', value: 5.5, at: inHours(3), offerEventId: null });
    await schedule(id, { field: 'reward', value: 3, at: inHours(5) });
    const listed = await tenant.call('GET', `${offersPath}/${id}/scheduled-changes?order_asc=true`);
    expect(faultsOf(listScheduledChanges.data!, listed.data)).toEqual([]);
    expect(listed.data.items.map(({ at }: { at: string }) => at)).toEqual([inHours(3), inHours(5)]);
    expect(await read(id)).toMatchObject({ revenue: 4, reward: 2 });
    try {
      await moveClock(4);
      const at4 = await tenant.call('GET', `${offersPath}/${id}`);
      expect(at4.data).toMatchObject({ revenue: 5.5, reward: 2 });
      expect(at4.headers.get('etag')).not.toBe(before.headers.get('etag'));
      await moveClock(6);
      expect(await read(id)).toMatchObject({ revenue: 5.5, reward: 3 });
      const left = await tenant.call('GET', `${offersPath}/${id}/scheduled-changes`);
      expect(left.data.totalCount).toBe(0);
    } finally {
      await moveClock(0);
    }
    await inTenant(app.context.database, tenant.id, async (tx) => {
      expect((await loadOffer(tx, tenant.id, id))?.nextValidFrom).toBe(thisHour + 3 * hour);
      const version = await offerVersionAt(tx, tenant.id, id, thisHour + 5 * hour);
      expect(version?.content).toMatchObject({ revenue: '5.5', reward: '3' });
      const justBefore = await offerVersionAt(tx, tenant.id, id, thisHour + 3 * hour - 1);
      expect(justBefore?.content.revenue).toBe('4');
    });
  });

  it('computes a reward by ratio anew when the revenue of its step changes', async () => {
    await tenant.call('PUT', '/api/v1/settings', { body: { rewardRatio: 10 } });
    const body = multiEventBody(lookups);
    (body['offerEvents'] as Record<string, unknown>[])[0]!['useDefaultRatio'] = true;
    const id = await createOffer(tenant, body);
    const [first, second] = (await read(id)).offerEvents;
    expect(first.reward).toBe(10);
    const refused = await schedule(id, { field: 'reward', value: 1, at: inHours(2), offerEventId: first.id });
    expect(refused.messages).toEqual(['field: the reward of this event is computed from its revenue']);
    await schedule(id, { field: 'revenue', value: 3, at: inHours(2), offerEventId: first.id.toUpperCase() });
    await schedule(id, { field: 'reward', value: 9, at: inHours(2), offerEventId: second.id });
    try {
      await moveClock(3);
      expect((await read(id)).offerEvents).toMatchObject([{ revenue: 3, reward: 30 }, { reward: 9 }, {}]);
    } finally {
      await moveClock(0);
    }
  });

  it('keeps its limits: full hours, the future, a year, five for a field, one for an hour', async () => {
    const id = await createOffer(tenant, singleEventBody(lookups));
    const faults = async (over: object) => {
      const answer = await schedule(id, { field: 'revenue', value: 1, at: inHours(2), ...over });
      return answer.status === 201 ? [] : answer.messages;
    };
    expect(await faults({ at: formatInstant(thisHour + 2.5 * hour) })).toEqual(['at: must be a full hour']);
    expect(await faults({ at: inHours(0) })).toEqual(['at: must be in the future']);
    const tooLate = formatInstant(hourStart(addMonths(thisHour, 12)) + 2 * hour);
    expect(await faults({ at: tooLate })).toEqual(['at: must be at most one year ahead']);
    expect(await faults({ field: 'name', value: -1, offerEventId: id })).toEqual([
      'field: must be one of revenue, reward',
      'value: must be at least 0',
      'offerEventId: is not allowed for a SingleEvent offer',
    ]);
    for (const hours of [2, 3, 4, 5]) expect(await faults({ at: inHours(hours) })).toEqual([]);
    expect(await faults({ at: inHours(4) })).toEqual(['at: another change of revenue waits for this hour']);
    const rush = await Promise.all([6, 7, 8].map((hours) => faults({ at: inHours(hours) })));
    expect(rush.filter((one) => one.length === 0)).toHaveLength(1);
    expect(await faults({ field: 'reward', at: inHours(4) })).toEqual([]);
  });

  it('can be replaced and withdrawn while it waits', async () => {
    const id = await createOffer(tenant, singleEventBody(lookups, { revenue: 4 }));
    const { data } = await schedule(id, { field: 'revenue', value: 5, at: inHours(2) });
    const path = `${offersPath}/${id}/scheduled-changes/${data.id}`;
    const moved = await tenant.call('PUT', path, { body: { field: 'revenue', value: 6, at: inHours(2) } });
    expect([moved.status, moved.data]).toEqual([200, { ...data, value: 6 }]);
    try {
      await moveClock(3);
      expect((await read(id)).revenue).toBe(6);
      expect((await tenant.call('DELETE', path)).status).toBe(404);
    } finally {
      await moveClock(0);
    }
    expect((await tenant.call('DELETE', path)).status).toBe(204);
    expect((await tenant.call('DELETE', path)).status).toBe(404);
    await inTenant(app.context.database, tenant.id, async (tx) => {
      expect((await loadOffer(tx, tenant.id, id))?.nextValidFrom).toBeNull();
    });
  });

  it('survives a replacement of the offer unless the replacement names its field', async () => {
    const id = await createOffer(tenant, singleEventBody(lookups, { revenue: 4, reward: 2 }));
    await schedule(id, { field: 'revenue', value: 5, at: inHours(2) });
    await schedule(id, { field: 'reward', value: 3, at: inHours(2) });
    const details = await read(id);
    await tenant.call('PUT', `${offersPath}/${id}`, { body: { ...details, name: 'Renamed', reward: 2.5 } });
    const left = await tenant.call('GET', `${offersPath}/${id}/scheduled-changes`);
    expect(left.data.items).toMatchObject([{ field: 'revenue', value: 5 }]);
    try {
      await moveClock(3);
      expect(await read(id)).toMatchObject({ name: 'Renamed', revenue: 5, reward: 2.5 });
    } finally {
      await moveClock(0);
    }
  });
});

describe('the versions of an offer', () => {
  it('are listed with what each changed, and compared', async () => {
    const id = await createOffer(tenant, multiEventBody(lookups));
    const details = await read(id);
    const [first, second, third] = details.offerEvents;
    await tenant.call('PUT', `${offersPath}/${id}`, {
      body: {
        ...details,
        headline: 'Twice the fruit',
        offerEvents: [
          { ...first, revenue: 8 },
          { ...third, displayOrder: 2 },
        ],
      },
    });
    await schedule(id, { field: 'revenue', value: 9, at: inHours(2), offerEventId: first.id });
    const listed = await tenant.call('GET', `${offersPath}/${id}/versions`);
    expect(faultsOf(listOfferVersions.data!, listed.data)).toEqual([]);
    expect(listed.data.items).toMatchObject([
      { number: 3, isScheduled: true, isCurrent: false, changedFields: ['offerEvents[0].revenue'] },
      { number: 2, isScheduled: false, isCurrent: true, actor: 'test' },
      { number: 1, isScheduled: false, isCurrent: false, changedFields: [] },
    ]);
    const compared = await tenant.call('GET', `${offersPath}/${id}/versions/compare?from=1&to=3`);
    expect(faultsOf(compareOfferVersions.data!, compared.data)).toEqual([]);
    expect(compared.data.differences).toMatchObject([
      { path: 'headline', before: details.headline, after: 'Twice the fruit' },
      { path: 'offerEvents[0].revenue', before: 1, after: 9 },
      { path: 'offerEvents[1].displayOrder', before: 3, after: 2 },
      { path: 'offerEvents[1]', before: { id: second.id }, after: null },
    ]);
    const unknown = await tenant.call('GET', `${offersPath}/${id}/versions/compare?from=1&to=9`);
    expect([unknown.status, unknown.messages]).toEqual([400, ['to: the offer has no version 9']]);
  });

  it('are written down one after the other however many save at once', async () => {
    const id = await createOffer(tenant, singleEventBody(lookups));
    const details = await read(id);
    const saves = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        tenant.call('PUT', `${offersPath}/${id}`, { body: { ...details, name: `Save ${index}` } }),
      ),
    );
    expect(new Set(saves.map(({ status }) => status))).toEqual(new Set([200]));
    const { items } = (await tenant.call('GET', `${offersPath}/${id}/versions?page_size=50&order_asc=true`))
      .data;
    expect(items.map(({ number }: { number: number }) => number)).toEqual(
      Array.from({ length: 13 }, (_, i) => i + 1),
    );
    const froms = items.map(({ validFrom }: { validFrom: string }) => validFrom);
    expect(new Set(froms).size).toBe(13);
  });
});
