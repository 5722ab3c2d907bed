import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inEngine } from '#database/transaction.ts';
import { testApp, type Loose, type TestTenant } from '#support/app.ts';
import { conversionWorld, type ConversionWorld } from '#support/conversions.ts';
import { makeClick } from '#support/tracking.ts';

const app = await testApp();

function orders<Thing>(things: readonly Thing[]): Thing[][] {
  if (things.length === 0) return [[]];
  return things.flatMap((first, place) => orders(things.toSpliced(place, 1)).map((rest) => [first, ...rest]));
}

function rowsBy(tenant: TestTenant, sql: string): Promise<Loose[]> {
  return inEngine(app.context.database, async (tx) => (await tx.query(sql, [tenant.id])).rows as Loose[]);
}

async function sendAll(
  { post }: ConversionWorld,
  requests: readonly Record<string, string>[],
): Promise<void> {
  for (const request of requests) {
    const { status } = await post(request);
    expect([200, 202]).toContain(status);
  }
}

test('steps of one run that arrive in any order end in the same state', async () => {
  const world = await conversionWorld(app);
  const { tenant } = world;
  const terms = { revenue: 3, reward: 2, hasRevenue: true, hasReward: true };
  const offerId = await world.steps(
    [terms, terms, { ...terms, pendingTime: 2 }, { ...terms, sequenceNumber: null }],
    { budgetAmount: 1_000_000 },
  );
  const all = orders(['level_1', 'level_2', 'level_3', 'level_4']);
  const clicks = await Promise.all(
    all.map((_, number) => makeClick(app, tenant, offerId, `member ${number}`)),
  );
  await Promise.all(
    all.map((order, number) => {
      const arriving = [...order, ...order.slice(0, 2)];
      const gk_click_id = clicks[number] ?? '';
      return sendAll(
        world,
        arriving.map((cnv_event_id) => ({ gk_click_id, cnv_event_id, cnv_conversion_id: cnv_event_id })),
      );
    }),
  );
  const states = await rowsBy(
    tenant,
    `SELECT a.status, a.record_status, (
       SELECT json_agg(json_build_array(e.event_id, c.status, c.rejection_reason, c.revenue, c.reward) ORDER BY e.event_id)
       FROM conversions c JOIN offer_events e ON e.tenant_id = $1 AND e.id = c.offer_event_id
       WHERE c.tenant_id = $1 AND c.attempt_id = a.id) AS steps, (
       SELECT json_agg(json_build_array(l.account, l.phase, l.sum) ORDER BY l.account, l.phase) FROM (
         SELECT account, phase, sum(amount) FROM ledger_entries l JOIN conversions c
           ON c.tenant_id = $1 AND c.id = l.conversion_id AND c.attempt_id = a.id
         WHERE l.tenant_id = $1 GROUP BY 1, 2) l) AS money
     FROM attempts a WHERE a.tenant_id = $1`,
  );
  expect(states).toHaveLength(24);
  expect(new Set(states.map((state) => JSON.stringify(state))).size).toBe(1);
  expect(states[0]).toMatchObject({ status: 'completed', record_status: 'Pending' });
  expect(states[0].steps.map(([, status]: [string, string]) => status)).toEqual([
    'Success',
    'Success',
    'Pending',
    'Success',
  ]);
}, 60_000);

/** What a day leaves behind, besides the requests themselves and the warnings of repeated ones. */
const KEPT = {
  conversions: 'SELECT * FROM conversions WHERE tenant_id = $1 ORDER BY id',
  ledger:
    'SELECT conversion_id, account, phase, amount FROM ledger_entries WHERE tenant_id = $1 ORDER BY 1, 2, 3, 4',
  counters:
    'SELECT * FROM counters WHERE tenant_id = $1 ORDER BY subject_id, share_id, window_kind, window_start',
  holds: 'SELECT * FROM holds WHERE tenant_id = $1 ORDER BY id',
  attempts: 'SELECT * FROM attempts WHERE tenant_id = $1 ORDER BY id',
  deliveries: 'SELECT * FROM deliveries WHERE tenant_id = $1 ORDER BY id',
};

async function keptBy(tenant: TestTenant): Promise<Record<string, Loose[]>> {
  const kept = Object.entries(KEPT).map(async ([name, sql]) => [name, await rowsBy(tenant, sql)] as const);
  return Object.fromEntries(await Promise.all(kept));
}

/** A day of postbacks: first ones, repeated ones, early ones, and those that are refused or say too little. */
const day = fc.array(
  fc.record({
    click: fc.nat(11),
    cnv_event_id: fc.constantFrom('level_1', 'level_1', 'level_2', 'level_3', 'level_9'),
    cnv_conversion_id: fc.constantFrom('', 't1', 't2', '{id}'),
    cnv_amount: fc.constantFrom('4', '12.5', '', 'much'),
  }),
  { minLength: 60, maxLength: 60 },
);

test('the raw requests of a day, sent again in another order, change nothing', async () => {
  const world = await conversionWorld(app);
  const { tenant } = world;
  const callback = { url: 'https://receiver.example.com/callback', sendPending: true, sendRejected: true };
  await tenant.call('PUT', '/api/v1/settings', { body: { callback } });
  const offers = [
    await world.single({ dailyCap: 2 }),
    await world.steps([{ dailyCap: 2, allowRepetitions: true }, { minTimeFromPreviousEvent: 1 }, {}]),
    await world.single({ conversionType: 'RevShare', revenue: 50, reward: 10, budgetAmount: 9 }),
  ];
  const clicks = await Promise.all(
    offers.flatMap((offer) => ['a', 'b', 'c', 'd'].map((member) => makeClick(app, tenant, offer, member))),
  );
  const seed = 20_261_121;
  const [requests = []] = fc.sample(day, { seed, numRuns: 1 });
  await sendAll(
    world,
    requests.map(({ click, ...values }) => ({ ...values, gk_click_id: clicks[click] ?? '' })),
  );
  const before = await keptBy(tenant);
  expect(new Set(before.conversions?.map(({ status }) => status))).toEqual(
    new Set(['Success', 'Rejected', 'Held']),
  );
  const log = await rowsBy(
    tenant,
    'SELECT query FROM raw_requests WHERE tenant_id = $1 ORDER BY received_at, id',
  );
  const [shuffled = []] = fc.sample(fc.shuffledSubarray(log, { minLength: log.length }), {
    seed,
    numRuns: 1,
  });
  const again = shuffled.map(({ query }) => {
    const { signature: _, ...values } = Object.fromEntries(new URLSearchParams(query));
    return values;
  });
  await Promise.all(
    [0, 1, 2, 3].map((lane) =>
      sendAll(
        world,
        again.filter((__, place) => place % 4 === lane),
      ),
    ),
  );
  expect(again).toHaveLength(60);
  expect(await rowsBy(tenant, 'SELECT 1 FROM raw_requests WHERE tenant_id = $1')).toHaveLength(120);
  expect(await keptBy(tenant)).toEqual(before);
}, 60_000);
