import { describe, expect, it } from 'vitest';
import { inEngine } from '#database/transaction.ts';
import { testApp } from '#support/app.ts';
import { conversionWorld } from '#support/conversions.ts';
import { offersPath } from '#support/offers.ts';
import { makeClick, moveClock } from '#support/tracking.ts';
import { conversionWorkers } from './workers.ts';

const app = await testApp();

/** What the accounts of a tenant hold, by account and phase, in its own currency and in rewards; empty ones left out. */
function balances(entries: { account: string; phase: string; amount: string }[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { account, phase, amount } of entries)
    sums[`${account} ${phase}`] = (sums[`${account} ${phase}`] ?? 0) + Number(amount);
  return Object.fromEntries(Object.entries(sums).filter(([, value]) => value !== 0));
}

const due = { 'advertiser due': 30, 'margin due': -30, 'member due': -10, 'rewards due': 10 };

describe('ripening', () => {
  it('makes what was Pending for its days Success, once, with history, ledger and callback, and not before', async () => {
    const world = await conversionWorld(app);
    const { tenant, rows, turn } = world;
    await tenant.call('PUT', '/api/v1/settings', {
      body: { callback: { url: 'https://publisher.example.com/cb' } },
    });
    const offerId = await world.single({ pendingTime: 2 });
    const id = await world.convert(offerId, 'm1');
    await moveClock(app, tenant, 47);
    await turn('ripening');
    expect(await rows('conversions')).toMatchObject([{ id, status: 'Pending' }]);
    expect(await rows('deliveries')).toEqual([]);
    await moveClock(app, tenant, 2);
    await Promise.all([turn('ripening'), turn('ripening')]);
    await turn('ripening');
    expect(await rows('conversions')).toMatchObject([{ id, status: 'Success', ripens_at: null }]);
    expect(
      (await rows('conversion_history', 'id')).map((row) => [row.kind, row.from_status, row.to_status]),
    ).toEqual([
      ['decided', null, 'Pending'],
      ['ripened', 'Pending', 'Success'],
    ]);
    expect(balances(await rows('ledger_entries'))).toEqual(due);
    expect(await rows('deliveries')).toMatchObject([{ conversion_id: id, conversion_status: 'Success' }]);
  });

  it('catches up in the order of the times after nothing ran for long', async () => {
    const world = await conversionWorld(app);
    const { tenant, rows, turn } = world;
    const [slow, quick] = [await world.single({ pendingTime: 9 }), await world.single({ pendingTime: 3 })];
    const late = await world.convert(slow, 'm1');
    const early = await world.convert(quick, 'm1');
    await moveClock(app, tenant, 24 * 30);
    await turn('ripening');
    const ripened = (await rows('conversion_history', 'id')).filter(({ kind }) => kind === 'ripened');
    expect(ripened.map((row) => row.conversion_id)).toEqual([early, late]);
  });

  it('passes over what cannot be settled, however much of it there is', async () => {
    const world = await conversionWorld(app);
    const { tenant, rows } = world;
    const offerId = await world.single({ pendingTime: 2 });
    const broken = [await world.convert(offerId, 'm1'), await world.convert(offerId, 'm2')];
    const sound = await world.convert(offerId, 'm3');
    await inEngine(app.context.database, (tx) =>
      tx.query(
        `UPDATE clicks SET offer_version_id = gen_random_uuid() WHERE tenant_id = $1
           AND id IN (SELECT click_id FROM conversions WHERE tenant_id = $1 AND id = ANY($2::uuid[]))`,
        [tenant.id, broken],
      ),
    );
    await moveClock(app, tenant, 49);
    const [ripening] = conversionWorkers(app.context, broken.length);
    await ripening?.takeTurn();
    const found = await rows('conversions', 'arrived_at');
    expect(found.map(({ id, status }) => [id, status])).toEqual([
      ...broken.map((id) => [id, 'Pending']),
      [sound, 'Success'],
    ]);
  });

  it('leaves alone what an operator has decided, and what waits for one', async () => {
    const world = await conversionWorld(app);
    const { tenant, rows, turn } = world;
    const rejected = await world.convert(await world.single({ pendingTime: 1 }), 'm1');
    const manual = await world.convert(await world.single({ rewardingType: 'Manual', pendingTime: 1 }), 'm1');
    await world.setStatus(rejected, 'Rejected', 'fraud');
    await moveClock(app, tenant, 24 * 5);
    await turn('ripening');
    const byId = Object.fromEntries((await rows('conversions')).map((row) => [row.id, row.status]));
    expect(byId).toEqual({ [rejected]: 'Rejected', [manual]: 'Pending' });
  });
});

describe('held steps', () => {
  it('are Rejected after 72 hours, and the inbox says so', async () => {
    const world = await conversionWorld(app);
    const { tenant, rows, turn } = world;
    const offerId = await world.steps([{}, {}]);
    const id = await world.convert(offerId, 'm1', { cnv_event_id: 'level_2' });
    await moveClock(app, tenant, 71);
    await turn('held conversions');
    expect(await rows('conversions')).toMatchObject([{ id, status: 'Held' }]);
    await moveClock(app, tenant, 2);
    await turn('held conversions');
    expect(await rows('conversions')).toMatchObject([
      { id, status: 'Rejected', rejection_reason: 'out_of_sequence' },
    ]);
    expect(await rows('raw_requests')).toMatchObject([{ outcome: 'rejected', reason: 'out_of_sequence' }]);
    expect(await rows('holds')).toEqual([]);
  });

  it('are released when an operator approves the step before', async () => {
    const world = await conversionWorld(app);
    const { tenant, rows } = world;
    const offerId = await world.steps([{ dailyCap: 1 }, {}]);
    const gk_click_id = await makeClick(app, tenant, offerId, 'second');
    await world.convert(offerId, 'first', { cnv_event_id: 'level_1' });
    const refused = await world.post({ gk_click_id, cnv_event_id: 'level_1' });
    const held = await world.post({ gk_click_id, cnv_event_id: 'level_2' });
    expect([refused.data.reason, held.data.reason]).toEqual(['cap_reached', 'waiting_for_previous_event']);
    const [record] = (await rows('conversions')).filter(({ id }) => id === held.data.conversionId);
    const path = `/api/v1/sdk-conversion-system/conversions/${record.record_id}/${refused.data.conversionId}/status`;
    expect((await tenant.call('PATCH', `${path}?status=Success`)).status).toBe(200);
    const after = new Map((await rows('conversions')).map((row) => [row.id, row]));
    expect(after.get(refused.data.conversionId)).toMatchObject({ status: 'Success', is_over_limit: true });
    expect(after.get(held.data.conversionId)).toMatchObject({ status: 'Success', is_over_limit: false });
    expect((await rows('raw_requests', 'id')).at(-1)).toMatchObject({ outcome: 'accepted', reason: null });
  });

  it('are released when the step they waited for is archived', async () => {
    const world = await conversionWorld(app);
    const { tenant, rows, turn } = world;
    await turn('attempts of changed offers');
    const offerId = await world.steps([{}, {}]);
    const id = await world.convert(offerId, 'm1', { cnv_event_id: 'level_2' });
    const { data } = await tenant.call('GET', `${offersPath}/${offerId}`);
    const second = { ...data.offerEvents[1], sequenceNumber: 1, displayOrder: 1 };
    const put = await tenant.call('PUT', `${offersPath}/${offerId}`, {
      body: { ...data, offerEvents: [second] },
    });
    expect(put.messages).toEqual([]);
    await turn('attempts of changed offers');
    expect(await rows('conversions')).toMatchObject([{ id, status: 'Success' }]);
    expect(await rows('attempts')).toMatchObject([{ status: 'completed', completing_conversion_id: id }]);
  });

  it('are released by an archived step in an attempt that has expired, too', async () => {
    const world = await conversionWorld(app);
    const { tenant, rows, turn } = world;
    await turn('attempts of changed offers');
    const offerId = await world.steps([{ deadlineDays: 1 }, {}]);
    const id = await world.convert(offerId, 'm1', { cnv_event_id: 'level_2' });
    await moveClock(app, tenant, 25);
    await turn('attempts');
    expect(await rows('attempts')).toMatchObject([{ status: 'expired' }]);
    const { data } = await tenant.call('GET', `${offersPath}/${offerId}`);
    const second = { ...data.offerEvents[1], sequenceNumber: 1, displayOrder: 1 };
    await tenant.call('PUT', `${offersPath}/${offerId}`, { body: { ...data, offerEvents: [second] } });
    await turn('attempts of changed offers');
    expect(await rows('conversions')).toMatchObject([{ id, status: 'Success' }]);
    expect(await rows('attempts')).toMatchObject([{ status: 'completed' }]);
  });

  it('of two attempts are released in the order of the attempts, so that the earlier one earns the step', async () => {
    const world = await conversionWorld(app);
    const { tenant, rows, turn } = world;
    await turn('attempts of changed offers');
    const offerId = await world.steps([{ deadlineDays: 1 }, {}]);
    const id = await world.convert(offerId, 'm1', { cnv_event_id: 'level_2' });
    await moveClock(app, tenant, 25);
    await turn('attempts');
    const later = await world.convert(offerId, 'm1', { cnv_event_id: 'level_2' });
    const { data } = await tenant.call('GET', `${offersPath}/${offerId}`);
    const second = { ...data.offerEvents[1], sequenceNumber: 1, displayOrder: 1 };
    await tenant.call('PUT', `${offersPath}/${offerId}`, { body: { ...data, offerEvents: [second] } });
    await turn('attempts of changed offers');
    expect(await rows('conversions')).toMatchObject([
      { id, status: 'Success' },
      { id: later, status: 'Rejected', rejection_reason: 'already_completed' },
    ]);
  });
});

describe('a record whose attempt is over', () => {
  it('no longer waits for a step that was archived, and waits for it again when it is back', async () => {
    const world = await conversionWorld(app);
    const { tenant, rows, turn } = world;
    await turn('attempts of changed offers');
    const offerId = await world.steps([{}, { pendingTime: 5 }]);
    await world.convert(offerId, 'm1', { cnv_event_id: 'level_1' });
    await world.convert(offerId, 'm1', { cnv_event_id: 'level_2' });
    expect(await rows('attempts')).toMatchObject([{ status: 'completed', record_status: 'Pending' }]);
    const { data } = await tenant.call('GET', `${offersPath}/${offerId}`);
    const save = async (offerEvents: unknown[]) => {
      await tenant.call('PUT', `${offersPath}/${offerId}`, { body: { ...data, offerEvents } });
      await turn('attempts of changed offers');
    };
    await save(data.offerEvents.slice(0, 1));
    expect(await rows('attempts')).toMatchObject([{ status: 'completed', record_status: 'Success' }]);
    await save(data.offerEvents);
    expect(await rows('attempts')).toMatchObject([{ status: 'completed', record_status: 'Pending' }]);
  });
});

describe('reversal', () => {
  it('gives the hold back into every window, mirrors the ledger, and a re-approval takes a new hold', async () => {
    const world = await conversionWorld(app);
    const { rows } = world;
    const id = await world.convert(await world.single(), 'm1');
    await world.setStatus(id, 'Rejected', 'charge-back');
    expect((await rows('counters')).map(({ count, amount }) => [count, Number(amount)])).toEqual(
      Array.from({ length: 4 }, () => [0, 0]),
    );
    expect(balances(await rows('ledger_entries'))).toEqual({});
    await world.setStatus(id, 'Pending');
    await world.setStatus(id, 'Success');
    expect((await rows('counters')).every(({ count }) => count === 1)).toBe(true);
    expect(balances(await rows('ledger_entries'))).toEqual(due);
    expect((await rows('holds', 'id')).map((hold) => hold.released_at === null)).toEqual([false, true]);
    expect(await rows('attempts')).toMatchObject([{ status: 'completed' }]);
  });

  it('gives back only into windows that are still open', async () => {
    const world = await conversionWorld(app);
    const { tenant, rows } = world;
    const offerId = await world.single();
    const id = await world.convert(offerId, 'm1');
    await moveClock(app, tenant, 24 * 40);
    await world.setStatus(id, 'Rejected');
    const used = Object.fromEntries(
      (await rows('counters')).map((row) => [row.window_kind, [row.count, Number(row.amount)]]),
    );
    expect(used).toEqual({ Daily: [1, 30], Weekly: [1, 30], Monthly: [1, 30], Total: [0, 0] });
    await world.setStatus(id, 'Success');
    expect((await rows('counters')).filter(({ window_kind }) => window_kind === 'Total')).toMatchObject([
      { count: 1, amount: '30.000000' },
    ]);
    expect(await rows('counters')).toHaveLength(7);
  });
});
