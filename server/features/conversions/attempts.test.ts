import { describe, expect, it } from 'vitest';
import { testApp } from '#support/app.ts';
import { conversionWorld } from '#support/conversions.ts';
import { offersPath } from '#support/offers.ts';
import { makeClick, moveClock } from '#support/tracking.ts';

const app = await testApp();

describe('attempts', () => {
  it('expire by themselves when a required step can no longer be done, and not before', async () => {
    const world = await conversionWorld(app);
    const { tenant, rows, turn } = world;
    const offerId = await world.steps([{}, { deadlineDays: 2 }]);
    await world.convert(offerId, 'm1', { cnv_event_id: 'level_1' });
    await moveClock(app, tenant, 47);
    await turn('attempts');
    expect(await rows('attempts')).toMatchObject([{ status: 'open' }]);
    await moveClock(app, tenant, 2);
    await turn('attempts');
    expect(await rows('attempts')).toMatchObject([{ status: 'expired', expires_at: null }]);
  });

  it('expire when the step is archived that a deadline waited for, also where nothing was converted', async () => {
    const world = await conversionWorld(app);
    const { tenant, rows, turn } = world;
    await turn('attempts of changed offers');
    const offerId = await world.steps([{}, { deadlineDays: 2 }]);
    await makeClick(app, tenant, offerId);
    await moveClock(app, tenant, 49);
    const { data } = await tenant.call('GET', `${offersPath}/${offerId}`);
    const second = { ...data.offerEvents[1], sequenceNumber: 1, displayOrder: 1 };
    await tenant.call('PUT', `${offersPath}/${offerId}`, { body: { ...data, offerEvents: [second] } });
    await turn('attempts of changed offers');
    expect(await rows('attempts')).toMatchObject([{ status: 'expired' }]);
  });

  it('complete by themselves when the last step they lacked is archived', async () => {
    const world = await conversionWorld(app);
    const { tenant, rows, turn } = world;
    await turn('attempts of changed offers');
    const offerId = await world.steps([{}, {}]);
    const id = await world.convert(offerId, 'm1', { cnv_event_id: 'level_1' });
    const { data } = await tenant.call('GET', `${offersPath}/${offerId}`);
    const [first] = data.offerEvents;
    await tenant.call('PUT', `${offersPath}/${offerId}`, { body: { ...data, offerEvents: [first] } });
    await turn('attempts of changed offers');
    expect(await rows('attempts')).toMatchObject([
      { status: 'completed', completing_conversion_id: id, record_status: 'Success' },
    ]);
  });

  it.each([
    ['complete when an earlier one earns the last step they lack', [], 'completed'],
    ['stay open when they lack more than what an earlier one earns', [{ deadlineDays: 30 }], 'open'],
  ])('%s', async (_guarantee, more, status) => {
    const world = await conversionWorld(app);
    const { tenant, rows, turn } = world;
    const offerId = await world.steps([{ deadlineDays: 1 }, {}, ...more]);
    const early = await world.convert(offerId, 'm1', { cnv_event_id: 'level_2' });
    await moveClock(app, tenant, 25);
    await turn('attempts');
    const own = await world.convert(offerId, 'm1', { cnv_event_id: 'level_1' });
    const before = await rows('attempts', 'run');
    expect(before).toMatchObject([{ status: 'expired' }, { status: 'open' }]);
    await moveClock(app, tenant, 48);
    await turn('held conversions');
    expect(await rows('conversions', 'id')).toMatchObject([
      { id: early, status: 'Success' },
      { id: own, status: 'Success' },
    ]);
    await turn('attempts');
    const completing = status === 'completed' ? own : null;
    expect((await rows('attempts', 'run'))[1]).toMatchObject({
      status,
      completing_conversion_id: completing,
    });
    expect((await rows('attempts', 'run'))[1]?.expires_at).toEqual(
      more.length > 0 ? before[1]?.expires_at : null,
    );
    await turn('attempts');
    expect((await rows('attempts', 'run'))[1]).toMatchObject({ status });
  });

  it('expire when an earlier one loses a step that they have no more time for', async () => {
    const world = await conversionWorld(app);
    const { tenant, rows, turn } = world;
    const offerId = await world.steps([
      { sequenceNumber: null },
      { sequenceNumber: null, deadlineDays: 1 },
      { sequenceNumber: null, deadlineDays: 2 },
    ]);
    const earned = await world.convert(offerId, 'm1', { cnv_event_id: 'level_2' });
    await moveClock(app, tenant, 49);
    await turn('attempts');
    await world.convert(offerId, 'm1', { cnv_event_id: 'level_3' });
    await moveClock(app, tenant, 25);
    await turn('attempts');
    expect(await rows('attempts', 'run')).toMatchObject([{ status: 'expired' }, { status: 'open' }]);
    const path = `/api/v1/sdk-conversion-system/conversions/${(await rows('conversions', 'id'))[0]?.record_id}/${earned}/status`;
    expect((await tenant.call('PATCH', `${path}?status=Rejected`)).status).toBe(200);
    await turn('attempts');
    expect(await rows('attempts', 'run')).toMatchObject([{ status: 'expired' }, { status: 'expired' }]);
  });

  it.each([
    ['release what they hold when the step it waits for is approved in an earlier one', 0],
    ['do so, too, when the member clicks again before that', 1],
  ])('%s', async (_guarantee, clicks) => {
    const world = await conversionWorld(app);
    const { tenant, rows, turn, post } = world;
    const offerId = await world.steps([{ deadlineDays: 1 }, { deadlineDays: 9 }]);
    const gk_click_id = await makeClick(app, tenant, offerId);
    await moveClock(app, tenant, 25);
    await turn('attempts');
    const late = await post({ gk_click_id, cnv_event_id: 'level_1' });
    expect(late.data.reason).toBe('deadline_passed');
    const held = await world.convert(offerId, 'm1', { cnv_event_id: 'level_2' });
    const [{ record_id: record } = {}] = await rows('conversions', 'id');
    const path = `/api/v1/sdk-conversion-system/conversions/${record}/${late.data.conversionId}/status`;
    expect((await tenant.call('PATCH', `${path}?status=Success`)).status).toBe(200);
    for (let click = 0; click < clicks; click++) await makeClick(app, tenant, offerId);
    await turn('attempts');
    expect(await rows('conversions', 'id')).toMatchObject([
      { status: 'Success' },
      { id: held, status: 'Success' },
    ]);
    expect(await rows('attempts', 'run')).toMatchObject([{ status: 'expired' }, { status: 'completed' }]);
  });
});
