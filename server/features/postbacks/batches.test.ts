import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { inEngine } from '#database/transaction.ts';
import { testApp, type Loose } from '#support/app.ts';
import { conversionWorld, differencesIn, type ConversionWorld } from '#support/conversions.ts';
import { makeClick, moveClock, postbackPath, stateOf } from '#support/tracking.ts';
import type { InboundRequest } from './decide.ts';
import { commitRequests, postbackQueue } from './queue.ts';

const app = await testApp();
const { context } = app;
const RUNS = Number(process.env['BATCH_RUNS'] ?? 25);

/** One postback of a plan: of a member at an offer, by their places. */
interface Planned {
  readonly member: number;
  readonly offer: number;
  readonly event: string;
  readonly track: string | null;
  readonly amount: string;
  readonly hasClick: boolean;
}

const planned: fc.Arbitrary<Planned> = fc.record({
  member: fc.nat(2),
  offer: fc.nat(3),
  event: fc.constantFrom('level_1', 'level_2', 'level_3', 'level_4', 'level_9'),
  track: fc.constantFrom(null, 't1', 't2', '{conversion_id}', ''),
  amount: fc.constantFrom('4', '2.5', '', '-1', '40'),
  hasClick: fc.integer({ min: 0, max: 9 }).map((draw) => draw > 0),
});

/** A plan, and where it is cut into batches. */
const plans = fc.record({
  requests: fc.array(planned, { minLength: 1, maxLength: 14 }),
  cuts: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 14, maxLength: 14 }),
});

interface Side extends ConversionWorld {
  readonly offers: readonly string[];
}

async function openSide(): Promise<Side> {
  const world = await conversionWorld(app);
  const offers = [
    await world.single({ dailyCap: 2, budgetAmount: 1_000_000 }),
    await world.steps(
      [
        { dailyCap: 2 },
        {},
        { dailyCap: 1, pendingTime: 3 },
        { sequenceNumber: null, allowRepetitions: true },
      ],
      { budgetAmount: 14 },
    ),
    await world.single({ conversionType: 'RevShare', revenue: 50, reward: 10, budgetAmount: 6 }),
    await world.single({ allowRepetitions: true, budgetAmount: 100 }),
  ];
  return { ...world, offers };
}

function inbound(clickId: string, { event, track, amount }: Planned): InboundRequest {
  const parameters: [string, string][] = [
    ['gk_click_id', clickId],
    ['cnv_event_id', event],
    ['cnv_amount', amount],
    ...(track === null ? [] : [['cnv_conversion_id', track] as [string, string]]),
  ];
  const query = new URLSearchParams(parameters).toString();
  const raw = { method: 'GET', path: '/', query, headers: {}, body: null, ip: '127.0.0.1' };
  return { parameters, pairId: null, boundSystem: null, ip: '127.0.0.1', raw };
}

/** Makes the clicks of a plan and gives its requests. */
async function prepare(side: Side, requests: readonly Planned[], run: number): Promise<InboundRequest[]> {
  const clicks = new Map<string, string>();
  for (const { member, offer } of requests) {
    const key = `${member} at ${offer}`;
    if (clicks.has(key)) continue;
    clicks.set(
      key,
      await makeClick(app, side.tenant, side.offers[offer] ?? '', `run ${run} member ${member}`),
    );
  }
  return requests.map((request) => {
    const clickId = clicks.get(`${request.member} at ${request.offer}`) ?? '';
    return inbound(request.hasClick ? clickId : '{click_id}', request);
  });
}

/** Everything that is stored, in words that say nothing of ids and times. */
const STATE: Readonly<Record<string, string>> = {
  conversions: `SELECT m.pub_member_id, e.event_id, c.status, c.rejection_reason, c.revenue, c.reward, c.is_repeated, c.flags,
      c.ripens_at - c.arrived_at AS ripens_after, c.accepted_at IS NOT NULL AS was_accepted, k.external_id
    FROM conversions c JOIN members m ON m.tenant_id = $1 AND m.id = c.member_id
    LEFT JOIN offer_events e ON e.tenant_id = $1 AND e.id = c.offer_event_id
    LEFT JOIN conversion_keys k ON k.tenant_id = $1 AND k.conversion_id = c.id
    WHERE c.tenant_id = $1 ORDER BY c.arrived_at, c.id`,
  history: `SELECT h.kind, h.from_status, h.to_status, h.reason FROM conversion_history h
    JOIN conversions c ON c.tenant_id = $1 AND c.id = h.conversion_id
    WHERE h.tenant_id = $1 ORDER BY c.arrived_at, c.id, h.kind = 'warning', h.id`,
  attempts: `SELECT m.pub_member_id, a.run, a.status, a.record_status, a.pinned_click_id IS NOT NULL AS is_pinned,
      a.completing_conversion_id IS NOT NULL AS is_completed
    FROM attempts a JOIN members m ON m.tenant_id = $1 AND m.id = a.member_id WHERE a.tenant_id = $1 ORDER BY a.id`,
  counters: `SELECT window_kind, window_start::text, count, amount FROM counters
    WHERE tenant_id = $1 ORDER BY window_kind, window_start, amount, count`,
  holds:
    'SELECT day::text, amount FROM holds WHERE tenant_id = $1 AND released_at IS NULL ORDER BY day, amount',
  ledger: `SELECT account, phase, currency, count(*), sum(amount) FROM ledger_entries WHERE tenant_id = $1
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  requests: `SELECT outcome, reason, cause, warnings FROM raw_requests WHERE tenant_id = $1 ORDER BY received_at, id`,
  totals: 'SELECT conversions, revenue FROM offer_totals WHERE tenant_id = $1 ORDER BY revenue, conversions',
  days: `SELECT day::text, conversions, rejected, revenue, payout, reward FROM daily_totals WHERE tenant_id = $1
    ORDER BY day, revenue, conversions, rejected`,
};

describe('postbacks in batches', () => {
  let apart: Side;
  let together: Side;
  beforeAll(async () => {
    [apart, together] = [await openSide(), await openSide()];
  });

  it(
    'end in the same state, with the same answers, as one by one in the order they came',
    async () => {
      let run = 0;
      await fc.assert(
        fc.asyncProperty(plans, async ({ requests, cuts }) => {
          run += 1;
          // Another day: what caps and budgets took is theirs no more.
          await Promise.all([moveClock(app, apart.tenant, 24), moveClock(app, together.tenant, 24)]);
          const single = await prepare(apart, requests, run);
          const batched = await prepare(together, requests, run);
          const one: Loose[] = [];
          for (const request of single)
            one.push(...(await commitRequests(context, apart.tenant.id, [request])).replies);
          const many: Loose[] = [];
          for (let at = 0, cut = 0; at < batched.length; at += cuts[cut++] ?? 1) {
            const batch = batched.slice(at, at + (cuts[cut] ?? 1));
            many.push(...(await commitRequests(context, together.tenant.id, batch)).replies);
          }
          const said = (replies: Loose[]) => {
            const ids = [...new Set(replies.map(({ data }) => data.conversionId))];
            return replies.map(({ status, data }) => ({
              status,
              ...data,
              conversionId: ids.indexOf(data.conversionId),
            }));
          };
          expect(said(many)).toEqual(said(one));
          expect(await stateOf(app, together.tenant, STATE)).toEqual(await stateOf(app, apart.tenant, STATE));
        }),
        { numRuns: RUNS, endOnFailure: true },
      );
      expect(await differencesIn(app, together.tenant)).toEqual([]);
    },
    60_000 + RUNS * 2_000,
  );
});

describe('the queue of postbacks', () => {
  const nobodys: Planned = { member: 0, offer: 0, event: '', track: null, amount: '', hasClick: false };

  it('lets a poisoned request harm no other of its batch', async () => {
    const world = await conversionWorld(app);
    const offerId = await world.single({ budgetAmount: 1_000_000 });
    const clicks = [];
    for (let index = 0; index < 6; index++)
      clicks.push(await makeClick(app, world.tenant, offerId, `m${index}`));
    const requests = clicks.map((clickId) => inbound(clickId, nobodys));
    const poisoned = { ...requests[3]!, raw: { ...requests[3]!.raw!, path: 'no \0 text' } };
    const queue = postbackQueue(context);
    const settled = await Promise.allSettled(
      requests.map((request, index) => queue.submit(world.tenant.id, index === 3 ? poisoned : request)),
    );
    expect(settled.map(({ status }) => status)).toEqual(
      clicks.map((_, index) => (index === 3 ? 'rejected' : 'fulfilled')),
    );
    const made = await world.rows('conversions');
    expect(new Set(made.map((row) => row.click_id))).toEqual(
      new Set(clicks.filter((_, index) => index !== 3)),
    );
  });

  it('answers 503 with Retry-After beyond what may wait, and stores everything it took', async () => {
    const world = await conversionWorld(app);
    const clickId = await makeClick(app, world.tenant, await world.single());
    const path = await postbackPath(world.tenant);
    const queue = postbackQueue(context);
    const taken: Promise<unknown>[] = [];
    const answer = await inEngine(context.database, async (tx) => {
      // The first one waits for this lock, and all others wait for it.
      await tx.query('SELECT FROM attempts WHERE tenant_id = $1 FOR UPDATE', [world.tenant.id]);
      taken.push(queue.submit(world.tenant.id, inbound(clickId, nobodys)));
      for (let index = 1; index < 5_000; index++)
        taken.push(queue.submit(world.tenant.id, inbound('{click_id}', nobodys)));
      return app.call('GET', `${path}&gk_click_id=${clickId}`);
    });
    expect([answer.status, answer.body.responseType]).toEqual([503, 'ServiceUnavailable']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await Promise.all(taken)).toHaveLength(5_000);
    expect(await world.rows('raw_requests')).toHaveLength(5_000);
    expect((await app.call('GET', `${path}&gk_click_id=${clickId}`)).status).toBe(200);
  }, 60_000);
});
