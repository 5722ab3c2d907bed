import { beforeAll, describe, expect, it } from 'vitest';
import { testApp, type ApiAnswer, type Loose } from '#support/app.ts';
import { conversionWorld, differencesIn, type ConversionWorld } from '#support/conversions.ts';
import { secondProcess } from '#support/second-process.ts';
import { makeClick, moveClock, postbackSender, type Values } from '#support/tracking.ts';

/**
 * Two processes on one database, racing for what only some can have. Longer races by the environment:
 * `RACE_ROUNDS=500 RACE_CONNECTIONS=64 npx vitest run --project=embedded tests/races`.
 */
const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? 200);
const CONNECTIONS = Number(process.env['RACE_CONNECTIONS'] ?? 2);
const CLICKS_AT_ONCE = 50;
const PATIENCE_MS = 60_000 + ROUNDS * CONNECTIONS * 50;

const app = await testApp();
const other = await secondProcess(app);

interface Arena extends ConversionWorld {
  /** Sends all postbacks at once, by turns to the one process and to the other. */
  race(values: readonly Values[]): Promise<ApiAnswer[]>;
  /** Makes clicks of so many members on an offer. */
  clicks(offerId: string, count: number, name?: string): Promise<string[]>;
  /** The counter of an offer or step, of everybody or of a share, in the window that is the newest. */
  count(subjectId: string, window: string, shareId?: string): Promise<number>;
}

async function openArena(): Promise<Arena> {
  const world = await conversionWorld(app);
  const { tenant, post } = world;
  const postThere = await postbackSender(other, tenant);
  return {
    ...world,
    race: (all) =>
      Promise.all(all.map((values, index) => (index % 2 === 0 ? post(values) : postThere(values)))),
    clicks: async (offerId, count, name = 'm') => {
      const made: string[] = [];
      // Not so many at once that the server rightly refuses some.
      for (let from = 0; from < count; from += CLICKS_AT_ONCE) {
        const part = Array.from({ length: Math.min(CLICKS_AT_ONCE, count - from) }, (_, index) =>
          makeClick(app, tenant, offerId, `${name} ${from + index}`),
        );
        made.push(...(await Promise.all(part)));
      }
      return made;
    },
    count: async (subjectId, window, shareId) => {
      const rows = (await world.rows('counters', 'window_start')).filter(
        (row) =>
          row.subject_id === subjectId &&
          row.window_kind === window &&
          (shareId === undefined || row.share_id === shareId),
      );
      return rows.at(-1)?.count ?? 0;
    },
  };
}

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});

const accepted = (answers: readonly ApiAnswer[]) => answers.filter(({ data }) => data?.accepted);
const reasons = (answers: readonly ApiAnswer[]) => [
  ...new Set(answers.filter(({ data }) => !data?.accepted).map(({ data }) => data?.reason)),
];

describe('two processes', () => {
  it(
    `give the last slot to exactly one, ${ROUNDS} times over`,
    async () => {
      const { tenant, race, clicks, count } = arena;
      await tenant.call('PUT', '/api/v1/settings', { body: { clickLifetimeDays: 3_650 } });
      const offerId = await arena.single({ dailyCap: 1, budgetAmount: 1_000_000 });
      const made = await clicks(offerId, ROUNDS * CONNECTIONS);
      for (let round = 0; round < ROUNDS; round++) {
        const runners = made.slice(round * CONNECTIONS, (round + 1) * CONNECTIONS);
        const answers = await race(runners.map((gk_click_id) => ({ gk_click_id })));
        expect([round, accepted(answers).length, reasons(answers)]).toEqual([round, 1, ['cap_reached']]);
        await moveClock(app, tenant, 24);
      }
      expect(await count(offerId, 'Daily')).toBe(1);
      expect(await count(offerId, 'Total')).toBe(ROUNDS);
      expect((await arena.rows('holds')).length).toBe(ROUNDS);
    },
    PATIENCE_MS,
  );

  it('make one conversion of 200 identical postbacks at once, and answer all of them alike', async () => {
    const offerId = await arena.single({ budgetAmount: 1_000_000 });
    const [gk_click_id = ''] = await arena.clicks(offerId, 1, 'twin');
    const answers = await arena.race(Array.from({ length: 200 }, () => ({ gk_click_id })));
    expect(
      new Set(answers.map(({ status, data, messages }) => JSON.stringify([status, data, messages]))).size,
    ).toBe(1);
    expect(answers[0]?.data.accepted).toBe(true);
    const made = (await arena.rows('conversions')).filter((row) => row.click_id === gk_click_id);
    expect(made).toHaveLength(1);
    expect(await arena.count(offerId, 'Total')).toBe(1);
  });

  it('spend a budget to the end and not beyond, for steps of different revenue too', async () => {
    const offerId = await arena.steps(
      [
        { sequenceNumber: null, revenue: 7 },
        { sequenceNumber: null, revenue: 3 },
      ],
      {
        budgetType: 'Total',
        budgetAmount: 50,
      },
    );
    const clicks = await arena.clicks(offerId, 12, 'spender');
    const answers = await arena.race(
      clicks.flatMap((gk_click_id) =>
        [1, 2].map((level) => ({ gk_click_id, cnv_event_id: `level_${level}` })),
      ),
    );
    const spent = (await arena.rows('counters')).find(
      (row) => row.subject_id === offerId && row.window_kind === 'Total',
    );
    const left = 50 - Number(spent.amount);
    expect(left).toBeGreaterThanOrEqual(0);
    // What is left is too little for the dearest that was refused; what was refused was refused for the budget alone.
    expect(left).toBeLessThan(7);
    expect(spent.count).toBe(accepted(answers).length);
    expect(reasons(answers)).toEqual(['budget_exhausted']);
  });

  it('keep to the cap of a share, whatever the others do', async () => {
    const { tenant } = arena;
    const offerId = await arena.single({ budgetAmount: 1_000_000 });
    const partner = await tenant.call('POST', '/api/v1/sdk-back-office-management/partners', {
      body: { name: 'Racing partner' },
    });
    const share = await tenant.call('PUT', `/api/v1/partners/${partner.data.id}/offers/${offerId}`, {
      body: { payout: 1, events: [], allTimeCap: 3 },
    });
    const link = async (index: number) => {
      const query = `pub_click_id=c${index}&pub_member_id=p${index}`;
      const path = `/api/v1/offer-link/redirect/${share.data.payoutId}?${query}`;
      const answer = await app.call('GET', path, { host: tenant.host });
      return new URL(answer.headers.get('location') ?? '').searchParams.get('gk_click_id') ?? '';
    };
    const ofPartner = await Promise.all(Array.from({ length: 10 }, (_, index) => link(index)));
    const own = await arena.clicks(offerId, 10, 'own');
    const mixed = ofPartner.flatMap((id, index) => [id, own[index] ?? '']);
    const answers = await arena.race([...mixed, ...ofPartner].map((gk_click_id) => ({ gk_click_id })));
    const made = (await arena.rows('conversions')).filter((row) => row.offer_id === offerId);
    const standing = made.filter(({ status }) => status === 'Success');
    expect(standing.filter((row) => row.partner_id !== null)).toHaveLength(3);
    expect(standing.filter((row) => row.partner_id === null)).toHaveLength(10);
    expect(reasons(answers)).toEqual(['partner_cap_reached']);
  });

  it('take and give back at once without losing or inventing a slot', async () => {
    const { tenant, count } = arena;
    const offerId = await arena.single({ allTimeCap: 2, budgetAmount: 1_000_000 });
    const clicks = await arena.clicks(offerId, 44, 'swap');
    const holders = accepted(await arena.race(clicks.slice(0, 2).map((gk_click_id) => ({ gk_click_id }))));
    expect(holders).toHaveLength(2);
    let standing = holders.map(({ data }) => data.conversionId as string);
    for (let round = 0; round < 10; round++) {
      const [given = ''] = standing;
      const entrants = clicks.slice(2 + round * 4, 6 + round * 4);
      const [rejected, ...answers] = await Promise.all([
        arena.setStatus(given, 'Rejected'),
        ...entrants.map((gk_click_id) => arena.post({ gk_click_id })),
      ]);
      expect(rejected?.status).toBe(200);
      const joined = accepted(answers).map(({ data }) => data.conversionId as string);
      expect(joined.length).toBeLessThanOrEqual(1);
      standing = [...standing.slice(1), ...joined];
      expect(await count(offerId, 'Total')).toBe(standing.length);
      if (standing.length < 2) {
        expect((await arena.setStatus(given, 'Success')).data.status).toBe('Success');
        standing.push(given);
      }
    }
    const live = (await arena.rows('holds')).filter(
      (row) => row.offer_id === offerId && row.released_at === null,
    );
    expect(new Set(live.map((row) => row.conversion_id))).toEqual(new Set(standing));
    const read = await tenant.call('GET', `/api/v1/sdk-offer-management/publisher/offers/${offerId}`);
    expect(read.data.allTimeConversions).toBe(2);
  });

  it('let operators set one conversion at once, each change whole', async () => {
    const id = await arena.convert(await arena.single({ budgetAmount: 1_000_000 }), 'contested');
    const statuses = ['Rejected', 'Success', 'Pending'];
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, index) => arena.setStatus(id, statuses[index % 3] ?? '')),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    const history = (await arena.rows('conversion_history', 'id')).filter((row) => row.conversion_id === id);
    const chain = history.map((row: Loose) => [row.from_status, row.to_status]);
    for (const [index, [from]] of chain.entries())
      expect(from).toBe(index === 0 ? null : chain[index - 1]?.[1]);
  });

  it('leave nothing behind that a verification could complain of', async () => {
    expect(await differencesIn(app, arena.tenant)).toEqual([]);
  });
});
