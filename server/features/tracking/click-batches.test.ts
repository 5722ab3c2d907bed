import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { inEngine } from '#database/transaction.ts';
import { testApp } from '#support/app.ts';
import { conversionWorld, type ConversionWorld } from '#support/conversions.ts';
import { clickIdIn, followLink, moveClock, stateOf } from '#support/tracking.ts';
import { secondProcess } from '#support/second-process.ts';
import { clickQueue, commitClicks } from './click-queue.ts';
import { isFailure } from './load-clicks.ts';
import type { FollowedLink } from './followed-link.ts';

const app = await testApp();
const { context } = app;
const second = await secondProcess(app);
const RUNS = Number(process.env['BATCH_RUNS'] ?? 25);

/** One click of a plan: of a member at an offer, by their places. */
interface Planned {
  readonly member: number;
  readonly offer: number;
  readonly session: string | null;
  readonly kind: FollowedLink['kind'];
}

const planned: fc.Arbitrary<Planned> = fc.record({
  member: fc.nat(3),
  // One place beyond the offers there are.
  offer: fc.nat(4),
  session: fc.constantFrom(null, 's1', 's2'),
  kind: fc.constantFrom('followed', 'followed', 'followed', 'bot'),
});

const plans = fc.record({
  clicks: fc.array(planned, { minLength: 1, maxLength: 14 }),
  cuts: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 14, maxLength: 14 }),
  /** How many of the first clicks are converted on before the rest are made. */
  convertedFirst: fc.nat(6),
});

interface Side extends ConversionWorld {
  readonly offers: readonly string[];
}

async function openSide(): Promise<Side> {
  const world = await conversionWorld(app);
  const offers = [
    await world.single({ budgetAmount: 1_000_000 }),
    await world.single({ budgetAmount: 1_000_000, allowRepetitions: true }),
    await world.steps([{ deadlineDays: 2 }, { deadlineDays: 1 }], { budgetAmount: 1_000_000 }),
    await world.single({ isPaused: true }),
  ];
  return { ...world, offers };
}

function linkTo(side: Side, { member, offer, session, kind }: Planned, run: number): FollowedLink {
  return {
    name: { by: 'offer', offerId: side.offers[offer] ?? context.newId() },
    values: {
      pub_member_id: `run ${run} member ${member}`,
      pub_geo_country: 'usa',
      ...(session !== null && { pub_session_id: session }),
    },
    test: {},
    kind,
    ip: '127.0.0.1',
    userAgent: null,
    countryOfIp: null,
  };
}

/** Everything that is stored, in words that say nothing of ids and times. */
const STATE: Readonly<Record<string, string>> = {
  clicks: `SELECT m.pub_member_id, o.created_at - c.created_at < interval '0' AS is_after, c.kind, c.params, c.country_code2,
      c.attempt_id = lag(c.attempt_id) OVER (PARTITION BY c.member_id, c.offer_id ORDER BY c.id) AS goes_on
    FROM clicks c JOIN members m ON m.tenant_id = $1 AND m.id = c.member_id
    JOIN offers o ON o.tenant_id = $1 AND o.id = c.offer_id WHERE c.tenant_id = $1 ORDER BY c.id`,
  attempts: `SELECT m.pub_member_id, a.run, a.status, a.last_session_id, round(extract(epoch FROM a.expires_at - a.first_click_at) / 3600) AS expires_after_hours,
      a.first_click_id = (SELECT id FROM clicks c WHERE c.tenant_id = $1 AND c.attempt_id = a.id ORDER BY id LIMIT 1) AS is_first,
      a.last_click_id = (SELECT id FROM clicks c WHERE c.tenant_id = $1 AND c.attempt_id = a.id ORDER BY id DESC LIMIT 1) AS is_last
    FROM attempts a JOIN members m ON m.tenant_id = $1 AND m.id = a.member_id WHERE a.tenant_id = $1 ORDER BY a.id`,
  members: 'SELECT pub_member_id FROM members WHERE tenant_id = $1 ORDER BY pub_member_id',
  totals: `SELECT t.clicks FROM offer_totals t JOIN offers o ON o.tenant_id = $1 AND o.id = t.offer_id
    WHERE t.tenant_id = $1 ORDER BY o.created_at`,
  days: `SELECT t.day::text, t.clicks FROM daily_totals t JOIN offers o ON o.tenant_id = $1 AND o.id = t.offer_id
    WHERE t.tenant_id = $1 ORDER BY t.day, o.created_at`,
};

/** Takes the clicks in batches cut as said; answers what became of each, without ids. */
async function take(
  side: Side,
  links: readonly FollowedLink[],
  cuts: readonly number[],
): Promise<{ said: unknown[]; clickIds: (string | null)[] }> {
  const outcomes = [];
  for (let at = 0, cut = 0; at < links.length; cut++) {
    const size = cuts[cut % cuts.length] ?? 1;
    outcomes.push(...(await commitClicks(context, side.tenant.id, links.slice(at, at + size))));
    at += size;
  }
  return {
    said: outcomes.map((outcome) => (isFailure(outcome) ? outcome : new URL(outcome.url).host)),
    clickIds: outcomes.map((outcome) =>
      isFailure(outcome) ? null : new URL(outcome.url).searchParams.get('gk_click_id'),
    ),
  };
}

describe('clicks in batches', () => {
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
        fc.asyncProperty(plans, async ({ clicks, cuts, convertedFirst }) => {
          run += 1;
          await Promise.all([moveClock(app, apart.tenant, 24), moveClock(app, together.tenant, 24)]);
          const sides = [
            { side: apart, cuts: [1] },
            { side: together, cuts },
          ];
          const said = [];
          for (const { side, cuts: ofSide } of sides) {
            const links = clicks.map((click) => linkTo(side, click, run));
            const first = await take(side, links.slice(0, convertedFirst), ofSide);
            for (const gk_click_id of first.clickIds.filter((id) => id !== null))
              await side.post({ gk_click_id, cnv_event_id: 'level_1' });
            const rest = await take(side, links.slice(convertedFirst), ofSide);
            said.push([...first.said, ...rest.said]);
          }
          expect(said[1]).toEqual(said[0]);
          expect(await stateOf(app, together.tenant, STATE)).toEqual(await stateOf(app, apart.tenant, STATE));
        }),
        { numRuns: RUNS, endOnFailure: true },
      );
    },
    60_000 + RUNS * 2_000,
  );
});

describe('the queue of clicks', () => {
  const plain: Planned = { member: 0, offer: 0, session: null, kind: 'followed' };

  it('lets a poisoned click harm no other of its batch', async () => {
    const side = await openSide();
    const links = [0, 1, 2, 3, 4].map((member) => linkTo(side, { ...plain, member }, 0));
    const queue = clickQueue(context);
    const settled = await Promise.allSettled(
      links.map((link, index) =>
        queue.submit(side.tenant.id, index === 2 ? { ...link, ip: 'no \0 text' } : link),
      ),
    );
    expect(settled.map(({ status }) => status === 'fulfilled')).toEqual([true, true, false, true, true]);
    expect(await side.rows('clicks')).toHaveLength(4);
  });

  it('answers 503 with Retry-After beyond what may wait, and stores every click it took', async () => {
    const side = await openSide();
    const offerId = side.offers[0] ?? '';
    clickIdIn(await followLink(app, side.tenant, { offerId, pub_member_id: 'run 0 member 0' }));
    const queue = clickQueue(context);
    const taken: Promise<unknown>[] = [];
    const answer = await inEngine(context.database, async (tx) => {
      // The first one waits for this lock, and all others wait for it.
      await tx.query('SELECT FROM attempts WHERE tenant_id = $1 FOR UPDATE', [side.tenant.id]);
      for (let index = 0; index < 5_000; index++)
        taken.push(queue.submit(side.tenant.id, linkTo(side, plain, 0)));
      return followLink(app, side.tenant, { offerId, pub_member_id: 'late' });
    });
    expect([answer.status, answer.body.responseType]).toEqual([503, 'ServiceUnavailable']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await Promise.all(taken)).toHaveLength(5_000);
    expect(await side.rows('clicks')).toHaveLength(5_001);
  }, 60_000);

  it('opens one attempt of a member whose first clicks reach two processes at once', async () => {
    const side = await openSide();
    const offerId = side.offers[0] ?? '';
    const rounds = 12;
    for (let round = 0; round < rounds; round++) {
      const values = { offerId, pub_member_id: `both ${round}` };
      const answers = await Promise.all(
        [app, second, app, second].map(({ baseUrl }) => followLink({ baseUrl }, side.tenant, values)),
      );
      expect(answers.map(({ status }) => status)).toEqual([302, 302, 302, 302]);
    }
    expect(await side.rows('attempts')).toHaveLength(rounds);
    expect(await side.rows('members')).toHaveLength(rounds);
    expect(await side.rows('clicks')).toHaveLength(4 * rounds);
  }, 60_000);
});
