import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { testApp, type TestApp, type TestTenant } from '#support/app.ts';
import { createOffer, offersPath } from '#support/offers.ts';
import { changeOffer, namesOnWall, wallWorld } from '#support/wall.ts';
import { day, isoDate, minute, windowKinds, windowStart, type Micros } from '#domain/time.ts';
import { eventBody, multiEventBody, singleEventBody } from '../../../tests/fixtures/offer-bodies.ts';
import { canBeDone } from './held-offer.ts';
import { HeldTenant } from './held-tenant.ts';

const app = await testApp();
const second = await testApp({ DATABASE_URL: app.testDatabase.connectionString });
const NO_SHARE = '00000000-0000-0000-0000-000000000000';

const names = (tenant: TestTenant, of: TestApp = app) => namesOnWall(of, tenant);

/** Counts conversions of an offer or step in the windows open at an instant, as their acceptance would. */
async function use(
  tenant: TestTenant,
  offerId: string,
  subjectId: string,
  count: number,
  amount: number,
  at: Micros,
) {
  for (const kind of windowKinds) {
    await app.context.database.engine.query(
      `INSERT INTO counters (tenant_id, subject_id, share_id, window_kind, window_start, count, amount)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (tenant_id, subject_id, share_id, window_kind, window_start)
       DO UPDATE SET count = counters.count + excluded.count, amount = counters.amount + excluded.amount`,
      [tenant.id, subjectId, NO_SHARE, kind, isoDate(windowStart(kind, at)), count, amount],
    );
  }
  app.context.changes.publish([{ tenantId: tenant.id, kind: 'limits', objectId: offerId }]);
}

describe('the wall', () => {
  it('shows every change of an offer at once to whoever made it', async () => {
    const { tenant, ids } = await wallWorld(app, () => ({ A: { baselineEpc: 3 }, B: { baselineEpc: 2 } }));
    const id = ids['A'] as string;
    expect(await names(tenant)).toEqual(['A', 'B']);
    const pause = (word: string) => tenant.call('PATCH', `/api/v1/sdk-offer-management/offers/${id}/${word}`);
    await pause('pause');
    expect(await names(tenant)).toEqual(['B']);
    await pause('resume');
    expect(await names(tenant)).toEqual(['A', 'B']);
    await changeOffer(tenant, id, { baselineEpc: 1, name: 'Z' });
    expect(await names(tenant)).toEqual(['B', 'Z']);
    await changeOffer(tenant, id, { countryIds: ['DE'] });
    expect(await namesOnWall(app, tenant, 'pub_geo_country=US')).toEqual(['B']);
    await changeOffer(tenant, id, { endDate: '2026-02-02T00:00:00Z' });
    expect(await names(tenant)).toEqual(['B']);
  });

  it('shows what another process changed within a second', async () => {
    const { tenant, ids } = await wallWorld(app, () => ({ A: {} }));
    expect(await names(tenant, second)).toEqual(['A']);
    for (let round = 0; round < 5; round++) {
      const name = `Name ${round}`;
      await changeOffer(tenant, ids['A'] as string, { name });
      const until = performance.now() + 1_000;
      while ((await names(tenant, second))[0] !== name && performance.now() < until) await sleep(20);
      expect(await names(tenant, second)).toEqual([name]);
    }
  });

  it('comes to show what another process changed though the notification is lost', async () => {
    const { tenant, ids } = await wallWorld(app, () => ({ A: {} }));
    expect(await names(tenant, second)).toEqual(['A']);
    for (let round = 0; round < 3; round++) {
      await app.context.database.engine.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()",
      );
      await changeOffer(tenant, ids['A'] as string, { name: `Lost ${round}` });
      await expect.poll(() => names(tenant, second), { timeout: 5_000 }).toEqual([`Lost ${round}`]);
    }
  });

  it('hides an offer at once when a cap of it fills, and shows it again when the cap is raised', async () => {
    const { tenant, ids } = await wallWorld(app, () => ({ capped: { dailyCap: 2 }, free: {} }));
    const id = ids['capped'] as string;
    await use(tenant, id, id, 1, 0, app.context.clock.now());
    expect((await names(tenant)).toSorted()).toEqual(['capped', 'free']);
    await use(tenant, id, id, 1, 0, app.context.clock.now());
    expect(await names(tenant)).toEqual(['free']);
    await changeOffer(tenant, id, { dailyCap: 3 });
    expect((await names(tenant)).toSorted()).toEqual(['capped', 'free']);
  });

  it('hides a MultiEvent offer only when no step that comes next has a slot', async () => {
    const { tenant, ids } = await wallWorld(app, (own) => ({
      A: multiEventBody(own, {
        offerEvents: [eventBody(1, { dailyCap: 1 }), eventBody(2, { sequenceNumber: null, allTimeCap: 1 })],
      }),
    }));
    const id = ids['A'] as string;
    const { data } = await tenant.call('GET', `${offersPath}/${id}`);
    const [first, other] = data.offerEvents.map((event: { id: string }) => event.id);
    await use(tenant, id, first, 1, 0, app.context.clock.now());
    expect(await names(tenant)).toEqual(['A']);
    await use(tenant, id, other, 1, 0, app.context.clock.now());
    expect(await names(tenant)).toEqual([]);
  });

  it('hides an offer when what is left of its budget no longer pays for a conversion', async () => {
    const { tenant, ids } = await wallWorld(app, () => ({
      fixed: { budgetAmount: 10, revenue: 4 },
      share: { budgetAmount: 10, revenue: 40, reward: 4, conversionType: 'RevShare' },
    }));
    const [fixed, share] = [ids['fixed'] as string, ids['share'] as string];
    await use(tenant, fixed, fixed, 1, 6, app.context.clock.now());
    await use(tenant, share, share, 1, 9.99, app.context.clock.now());
    expect((await names(tenant)).toSorted()).toEqual(['fixed', 'share']);
    await use(tenant, fixed, fixed, 1, 0.01, app.context.clock.now());
    await use(tenant, share, share, 1, 0.01, app.context.clock.now());
    expect(await names(tenant)).toEqual([]);
  });

  it('follows the clock by itself: launches, ends, windows and versions written in advance', async () => {
    const { tenant, ids } = await wallWorld(app, () => ({
      capped: { dailyCap: 1, baselineEpc: 9 },
      dear: {},
      starts: {},
      ends: {},
    }));
    const id = (name: string) => ids[name] as string;
    const midnight = Math.ceil((app.context.clock.now() + day) / day) * day;
    const at = new Date(midnight / 1_000).toISOString();
    const untilMidnight = 2_000_000;
    await changeOffer(tenant, id('starts'), { launchDate: at });
    await changeOffer(tenant, id('ends'), { endDate: at });
    await app.context.database.engine.query(
      `INSERT INTO offer_versions (tenant_id, id, offer_id, number, valid_from, content, created_at)
       SELECT tenant_id, $3, offer_id, number + 1, $4, jsonb_set(content, '{reward}', '"77"'), created_at
       FROM offer_versions WHERE tenant_id = $1 AND offer_id = $2 ORDER BY number DESC LIMIT 1`,
      [tenant.id, id('dear'), app.context.newId(), at],
    );
    await use(tenant, id('capped'), id('capped'), 1, 0, midnight - untilMidnight);
    const offset = midnight - untilMidnight - app.context.clock.now();
    await app.context.database.engine.query(
      'UPDATE tenants SET time_offset = make_interval(secs => $2) WHERE id = $1',
      [tenant.id, offset / 1e6],
    );
    app.context.changes.publish([{ tenantId: tenant.id, kind: 'tenant', objectId: tenant.id }]);
    const rewardOf = async () => {
      const answer = await app.call('GET', '/api/v1/offer-wall/offers?pub_member_id=m&filter.search=dear', {
        host: tenant.host,
        token: null,
      });
      return answer.data.offers.items[0].reward;
    };
    expect((await names(tenant)).toSorted()).toEqual(['dear', 'ends']);
    expect(await rewardOf()).toBe(10);
    await sleep(untilMidnight / 1_000 + 100);
    expect((await names(tenant)).toSorted()).toEqual(['capped', 'dear', 'starts']);
    expect(await rewardOf()).toBe(77);
  });
});

describe('the order by EPC', () => {
  it('takes new sums in at most once a minute, a new offer or baseline at once', async () => {
    const { tenant, ids } = await wallWorld(app, () => ({
      A: { baselineEpc: 1, lockBaselineEpc: false },
      B: { baselineEpc: 2, lockBaselineEpc: true },
    }));
    let ahead = 0;
    const clock = { ...app.context.clock, now: () => app.context.clock.now() + ahead };
    const held = new HeldTenant({ database: app.context.database, clock }, tenant.id);
    const stop = app.context.changes.subscribe(
      (change) => change.tenantId === tenant.id && held.note(change),
    );
    const order = async () =>
      (await held.current()).snapshot.ranked().map(({ stored }) => stored.content.name);
    expect(await order()).toEqual(['B', 'A']);
    await app.context.database.engine.query(
      'UPDATE offer_totals SET clicks = 10, conversions = 5, revenue = 100 WHERE tenant_id = $1 AND offer_id = $2',
      [tenant.id, ids['A']],
    );
    ahead = minute - 10_000_000;
    expect(await order()).toEqual(['B', 'A']);
    await changeOffer(tenant, ids['B'] as string, { baselineEpc: 0.5 });
    expect(await order()).toEqual(['A', 'B']);
    await changeOffer(tenant, ids['B'] as string, { baselineEpc: 3 });
    expect(await order()).toEqual(['B', 'A']);
    // Nobody waits for the new order, unless the old one is older than two minutes.
    ahead = minute + 10_000_000;
    await expect.poll(order, { timeout: 5_000 }).toEqual(['A', 'B']);
    await app.context.database.engine.query(
      'UPDATE offer_totals SET revenue = 10 WHERE tenant_id = $1 AND offer_id = $2',
      [tenant.id, ids['A']],
    );
    ahead += 3 * minute;
    expect(await order()).toEqual(['B', 'A']);
    stop();
  });

  it('finds out what has changed when it was told of nothing', async () => {
    const { tenant, ids, lookups } = await wallWorld(app, () => ({
      A: {},
      B: {},
      C: { dailyCap: 2 },
      D: {},
    }));
    const held = new HeldTenant(app.context, tenant.id);
    const shown = async () => {
      const { snapshot, now } = await held.current();
      return snapshot.ranked().flatMap((one) => (canBeDone(one, now) ? [one.stored.content.name] : []));
    };
    expect((await shown()).toSorted()).toEqual(['A', 'B', 'C', 'D']);
    const [a = '', b = '', c = ''] = ['A', 'B', 'C'].map((name) => ids[name]);
    const untouched = (await held.current()).snapshot.offer(ids['D'] as string);
    await tenant.call('PATCH', `/api/v1/sdk-offer-management/offers/${a}/pause`);
    await changeOffer(tenant, b, { name: 'Z' });
    await use(tenant, c, c, 2, 0, app.context.clock.now());
    await createOffer(tenant, { ...singleEventBody(lookups), name: 'E' });
    expect((await shown()).toSorted()).toEqual(['A', 'B', 'C', 'D']);
    held.note({ kind: 'offer', objectId: null });
    expect((await shown()).toSorted()).toEqual(['D', 'E', 'Z']);
    expect((await held.current()).snapshot.offer(ids['D'] as string)).toBe(untouched);
  });

  it('reads, compares and orders offers of many pages as it does few, and loses no change that comes meanwhile', async () => {
    const { tenant, ids } = await wallWorld(app, () => ({ A: { baselineEpc: 5, lockBaselineEpc: false } }));
    const [own = ''] = Object.values(ids);
    const copied = await copyOffer(tenant.id, own, 1_203);
    const held = new HeldTenant(app.context, tenant.id);
    const current = async () => (await held.current()).snapshot;
    expect((await current()).ids().toSorted()).toEqual([own, ...copied].toSorted());
    const [early = '', late = '', last = ''] = [copied[3], copied[700], copied[1_202]];
    const setPaused = (id: string) =>
      app.context.database.engine.query(
        'UPDATE offers SET is_paused = true WHERE tenant_id = $1 AND id = $2',
        [tenant.id, id],
      );
    await setPaused(late);
    await app.context.database.engine.query(
      'UPDATE offer_totals SET clicks = 1, conversions = 1, revenue = 9 WHERE tenant_id = $1 AND offer_id = $2',
      [tenant.id, last],
    );
    held.note({ kind: 'offer', objectId: null });
    const comparing = held.current();
    await sleep(20);
    await setPaused(early);
    held.note({ kind: 'offer', objectId: early });
    await comparing;
    const snapshot = await current();
    expect(snapshot.ids().filter((id) => snapshot.offer(id)?.stored.isPaused)).toEqual([early, late]);
    expect(snapshot.ranked()[0]?.id).toBe(last);
    expect(snapshot.index.offers[0]?.id).toBe(last);
  });
});

/** Copies an offer without steps so many times, with ids that sort after its own. */
async function copyOffer(tenantId: string, offerId: string, count: number): Promise<string[]> {
  const place = (id: string) => `(substr(${id}::text, 1, 24) || lpad(to_hex(n), 12, '0'))`;
  for (const [table, fields] of [
    ['offers', `jsonb_build_object('id', 'ffffffff' || substr(${place('t.id')}, 9))`],
    [
      'offer_versions',
      `jsonb_build_object('id', ${place('t.id')}, 'offer_id', 'ffffffff' || substr(${place('t.offer_id')}, 9))`,
    ],
    ['offer_totals', `jsonb_build_object('offer_id', 'ffffffff' || substr(${place('t.offer_id')}, 9))`],
  ] as const) {
    await app.context.database.engine.query(
      `INSERT INTO ${table} SELECT (jsonb_populate_record(t, ${fields})).* FROM ${table} t, generate_series(1, $3) n
       WHERE t.tenant_id = $1 AND t.${table === 'offers' ? 'id' : 'offer_id'} = $2`,
      [tenantId, offerId, count],
    );
  }
  const { rows } = await app.context.database.engine.query<{ id: string }>(
    'SELECT id FROM offers WHERE tenant_id = $1 AND id <> $2 ORDER BY id',
    [tenantId, offerId],
  );
  return rows.map(({ id }) => id);
}
