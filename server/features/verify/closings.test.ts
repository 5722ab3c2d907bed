import { describe, expect, it } from 'vitest';
import { testApp } from '#support/app.ts';
import { conversionWorld, differencesIn, type ConversionWorld } from '#support/conversions.ts';
import { offersPath } from '#support/offers.ts';
import { makeClick, moveClock } from '#support/tracking.ts';

const app = await testApp();

/** Takes the last step out of an offer, and lets its attempts feel it. */
async function archiveLast({ tenant, turn }: ConversionWorld, offerId: string): Promise<void> {
  const { data } = await tenant.call('GET', `${offersPath}/${offerId}`);
  const offerEvents = data.offerEvents.slice(0, -1);
  const { status } = await tenant.call('PUT', `${offersPath}/${offerId}`, { body: { ...data, offerEvents } });
  expect(status).toBe(200);
  await turn('attempts of changed offers');
}

describe('a verification knows attempts that no conversion completed:', () => {
  it('after the last step that one lacked was archived, the next one may earn all again', async () => {
    const world = await conversionWorld(app);
    await world.turn('attempts of changed offers');
    const offerId = await world.steps([{}, {}], { allowRepetitions: true });
    const level_1 = { cnv_event_id: 'level_1' };
    const first = await world.convert(offerId, 'm1', level_1);
    await archiveLast(world, offerId);
    const again = await world.convert(offerId, 'm1', level_1);
    await world.turn('attempts');
    expect(await world.rows('conversions', 'id')).toMatchObject([
      { id: first, status: 'Success' },
      { id: again, status: 'Success' },
    ]);
    expect(await world.rows('attempts', 'run')).toMatchObject([
      { status: 'completed', completing_conversion_id: first },
      { status: 'completed', completing_conversion_id: again },
    ]);
    expect(await differencesIn(app, world.tenant)).toEqual([]);
  });

  it('one stays completed when its conversion is reversed afterwards', async () => {
    const world = await conversionWorld(app);
    const { tenant, rows, turn } = world;
    await turn('attempts of changed offers');
    const offerId = await world.steps([{}, {}]);
    const id = await world.convert(offerId, 'm1', { cnv_event_id: 'level_1' });
    await archiveLast(world, offerId);
    const [{ record_id: record } = {}] = await rows('conversions');
    const path = `/api/v1/sdk-conversion-system/conversions/${record}/${id}/status?status=Rejected`;
    expect((await tenant.call('PATCH', path)).status).toBe(200);
    expect(await rows('attempts')).toMatchObject([{ status: 'completed' }]);
    expect(await differencesIn(app, tenant)).toEqual([]);
  });

  it('an earlier attempt earned the last step that one lacked', async () => {
    const world = await conversionWorld(app);
    const { tenant, rows, turn } = world;
    const offerId = await world.steps([{ deadlineDays: 1 }, {}], { allowRepetitions: true });
    await world.convert(offerId, 'm1', { cnv_event_id: 'level_2' });
    await moveClock(app, tenant, 25);
    await turn('attempts');
    await world.convert(offerId, 'm1', { cnv_event_id: 'level_1' });
    await moveClock(app, tenant, 48);
    await turn('held conversions');
    await turn('attempts');
    await world.convert(offerId, 'm1', { cnv_event_id: 'level_1' });
    expect(await rows('attempts', 'run')).toMatchObject([
      { status: 'expired' },
      { status: 'completed' },
      { status: 'open' },
    ]);
    expect((await rows('conversions')).map(({ status }) => status)).toEqual(Array(3).fill('Success'));
    expect(await differencesIn(app, tenant)).toEqual([]);
  });
});

it('a verification knows no step of an offer before it was added, though it has the name of an earlier one', async () => {
  const world = await conversionWorld(app);
  const { tenant, rows, post } = world;
  const offerId = await world.steps([{}, { minTimeFromPreviousEvent: 5 }]);
  const gk_click_id = await makeClick(app, tenant, offerId);
  await post({ gk_click_id, cnv_event_id: 'level_1' });
  const { data } = await tenant.call('GET', `${offersPath}/${offerId}`);
  const [first, { id: _id, ...second }] = data.offerEvents;
  const save = async (...offerEvents: unknown[]) => {
    await moveClock(app, tenant, 1);
    const put = await tenant.call('PUT', `${offersPath}/${offerId}`, { body: { ...data, offerEvents } });
    expect(put.status).toBe(200);
  };
  await save(first);
  expect((await post({ gk_click_id, cnv_event_id: 'level_2' })).data.reason).toBe('too_early');
  await save(first, { ...second, minTimeFromPreviousEvent: null });
  expect(await rows('offer_events')).toHaveLength(3);
  expect(await differencesIn(app, tenant)).toEqual([]);
});
