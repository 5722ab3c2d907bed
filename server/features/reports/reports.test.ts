import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  partnerReportDimensions,
  partnerReportMetrics,
  reportDimensions,
  reportMetrics,
  type ReportDimension,
} from '#contract/reports.ts';
import { nilUuid } from '#domain/ids.ts';
import { decimal, toMillionths } from '#domain/money.ts';
import { testApp, type Loose } from '#support/app.ts';
import { conversionWorld } from '#support/conversions.ts';
import { clickIdIn, followLink, makeClick, moveClock } from '#support/tracking.ts';

const app = await testApp();
const world = await conversionWorld(app);
const { tenant, lookups } = world;
const other = await app.makeTenant();
const base = '/api/v1/sdk-back-office-management';
const path = '/api/v1/reports';

/** Views, clicks and conversions of two offers over three days, by the own wall and by a partner. */
const { partnerId, partnerToken } = await live();
const facts = await naiveFacts();
const [firstDay, lastDay] = [facts[0]?.at.slice(0, 10) ?? '', facts.at(-1)?.at.slice(0, 10) ?? ''];
const dayAfter = new Date(Date.parse(lastDay) + 86_400_000).toISOString().slice(0, 10);

async function live(): Promise<{ partnerId: string; partnerToken: string }> {
  const second = await tenant.call('POST', `${base}/advertisers`, { body: { name: 'Second advertiser' } });
  const lamp = await world.single({ name: 'Lamp', revenue: 1.5, reward: 3 });
  const game = await world.steps(
    [
      { name: 'One', revenue: 0.1 },
      { name: 'Two', revenue: 7 },
    ],
    {
      name: 'Game',
      advertiserId: second.data.id,
      categoryIds: [lookups.categoryIds[1]],
    },
  );
  const partner = await tenant.call('POST', `${base}/partners`, { body: { name: 'Blue' } });
  const share = `/api/v1/partners/${partner.data.id}/offers/${lamp}`;
  const { data } = await tenant.call('PUT', share, { body: { payout: 0.75 } });
  const view = async (offerId: string, member: string, values: Record<string, string> = {}) => {
    const query = new URLSearchParams({ offerId, pub_member_id: member, ...values }).toString();
    await app.call('GET', `/api/v1/offer-wall/offer-details?${query}`, { host: tenant.host });
  };
  const partnerClick = async (member: string, sub: string) => {
    const query = new URLSearchParams({
      pub_click_id: member,
      pub_member_id: member,
      pub_sub_1: sub,
    }).toString();
    return clickIdIn(
      await tenant.call('GET', `/api/v1/offer-link/redirect/${data.payoutId}?${query}`, {
        token: null,
        host: tenant.host,
      }),
    );
  };
  for (const [round, device] of ['IOS', 'Android', ''].entries()) {
    const values = {
      pub_device: device,
      pub_geo_country: round === 1 ? 'usa' : 'CA',
      pub_sub_1: `s${round}`,
    };
    await view(lamp, `m${round}`, values);
    await makeClick(app, tenant, lamp, `only-clicked-${round}`, values);
    const ids = [];
    for (const member of ['a', 'b'])
      ids.push(
        (await world.post({ gk_click_id: await makeClick(app, tenant, lamp, `${member}${round}`, values) }))
          .data.conversionId,
      );
    if (round > 0) await world.setStatus(ids[0], 'Rejected');
    const gk_click_id = await makeClick(app, tenant, game, `g${round}`, values);
    await world.post({ gk_click_id, cnv_event_id: 'level_2' });
    if (round === 1) await world.post({ gk_click_id, cnv_event_id: 'level_1' });
    await world.post({ gk_click_id: await partnerClick(`p${round}`, `ps${round}`) });
    await followLink(
      app,
      tenant,
      { offerId: lamp, pub_member_id: 'robot' },
      { headers: { 'sec-purpose': 'prefetch' } },
    );
    await moveClock(app, tenant, 13);
  }
  const test = await tenant.call('POST', '/api/v1/tools/test-link', {
    body: { offerId: lamp, pub_member_id: 't' },
  });
  const { pathname, search } = new URL(test.data.url);
  const followed = await app.call('GET', pathname + search, { host: tenant.host });
  await world.post({ gk_click_id: clickIdIn(followed) });
  const token = await tenant.makeToken({ scope: 'partner', partnerId: partner.data.id });
  return { partnerId: partner.data.id, partnerToken: token };
}

interface Fact {
  readonly at: string;
  readonly groups: Readonly<Record<string, string | null>>;
  readonly counts: Readonly<Record<string, number>>;
}

/** Every view, click and conversion that counts, read one by one. Amounts are in millionths. */
async function naiveFacts(): Promise<Fact[]> {
  const table = async (name: string) => world.rows(name);
  const [views, clicks, conversions, offers, partners] = await Promise.all(
    ['views', 'clicks', 'conversions', 'offers', 'partners'].map(table),
  );
  const [advertisers, categories, listed] = await Promise.all(
    ['advertisers', 'categories', 'offer_categories'].map(table),
  );
  const nameIn = (rows: Loose[] | undefined, id: string | null): string | null =>
    rows?.find((row) => row.id === id)?.name ?? null;
  const countries: Record<string, string> = { usa: 'US', CA: 'CA' };
  const fact = (at: unknown, row: Loose, params: Loose, country: string, counts: Fact['counts']): Fact => {
    const time = new Date(String(at)).toISOString();
    const date = time.slice(0, 10);
    const monday = new Date(Date.parse(date) - ((new Date(date).getUTCDay() + 6) % 7) * 86_400_000);
    const offer = offers?.find(({ id }) => id === row.offer_id);
    const source = row.partner_id ?? null;
    const category = listed
      ?.toSorted((a, b) => a.position - b.position)
      .find((one) => one.offer_id === row.offer_id)?.category_id;
    const subs = Array.from({ length: 15 }, (_, i) => [`sub${i + 1}`, params?.[`pub_sub_${i + 1}`] ?? '']);
    return {
      at: time,
      counts,
      groups: {
        hour: `${time.slice(0, 13)}:00:00+00:00`,
        day: date,
        week: monday.toISOString().slice(0, 10),
        month: `${date.slice(0, 7)}-01`,
        offerId: row.offer_id,
        offerName: offer.name,
        advertiserId: offer.advertiser_id,
        advertiserName: nameIn(advertisers, offer.advertiser_id),
        partnerId: source,
        partnerName: nameIn(partners, source),
        categoryId: category,
        categoryName: nameIn(categories, category),
        country,
        device: params?.pub_device ?? '',
        ...Object.fromEntries(subs),
      },
    };
  };
  const amount = (text: string | null) => (text === null ? 0 : toMillionths(decimal(text)));
  return [
    ...(views ?? []).map((row) =>
      fact(row.created_at, row, row.params, countries[row.params.pub_geo_country] ?? '', { views: 1 }),
    ),
    ...(clicks ?? [])
      .filter((row) => row.kind === 'followed' && !row.is_test)
      .map((row) => fact(row.created_at, row, row.params, row.country_code2 ?? '', { clicks: 1 })),
    ...(conversions ?? [])
      .filter((row) => row.status !== 'Held' && !row.is_test)
      .map((row) => {
        const click = clicks?.find(({ id }) => id === row.click_id);
        const money = {
          revenue: amount(row.revenue),
          payout: amount(row.payout),
          reward: amount(row.reward),
        };
        const counts: Fact['counts'] =
          row.status === 'Rejected' ? { rejected: 1 } : { conversions: 1, ...money };
        return fact(row.arrived_at, row, click.params, click.country_code2 ?? '', counts);
      }),
  ].toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

const keysOf = (dimension: string): string[] =>
  ['offer', 'advertiser', 'partner', 'category'].includes(dimension)
    ? [`${dimension}Id`, `${dimension}Name`]
    : [dimension];

/** The report as the plainest program would make it. */
function naiveReport(chosen: readonly Fact[], dimensions: readonly string[], epcOf: 'revenue' | 'payout') {
  const keys = dimensions.flatMap(keysOf);
  const groups = Map.groupBy(chosen, ({ groups: own }) => JSON.stringify(keys.map((key) => own[key])));
  return [...groups.values()].map((members) => ({
    ...Object.fromEntries(keys.map((key) => [key, members[0]?.groups[key]])),
    ...measuresOf(members, epcOf),
  }));
}

function measuresOf(members: readonly Fact[], epcOf: 'revenue' | 'payout') {
  const sum = (name: string) => members.reduce((total, { counts }) => total + (counts[name] ?? 0), 0);
  const ratio = (above: number, below: number) =>
    below === 0 ? null : Math.round((above / below) * 1_000_000) / 1_000_000;
  const [clicks, conversions, rejected] = [sum('clicks'), sum('conversions'), sum('rejected')];
  const money = (name: string) => sum(name) / 1_000_000;
  return {
    views: sum('views'),
    clicks,
    conversions,
    rejected,
    revenue: money('revenue'),
    payout: money('payout'),
    reward: money('reward'),
    margin: (sum('revenue') - sum('payout')) / 1_000_000,
    epc: ratio(money(epcOf), clicks),
    conversionRate: ratio(conversions, clicks),
    approvalRate: ratio(conversions, conversions + rejected),
  };
}

function sorted(rows: readonly object[]): string[] {
  return rows
    .map((row) => JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1))))
    .toSorted();
}

async function report(query: string, call: { token?: string } = {}, at = path): Promise<Loose> {
  const { status, data, messages } = await tenant.call('GET', `${at}?${query}`, call);
  expect([status, messages]).toEqual([200, []]);
  return data;
}

const span = `from=${firstDay}&to=${dayAfter}`;

describe('a report', () => {
  it('is what counting one by one comes to, by whatever it is broken down', async () => {
    const wanted = fc.uniqueArray(fc.constantFrom(...reportDimensions), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(wanted, async (dimensions: ReportDimension[]) => {
        const { rows, totals } = await report(`${span}&dimensions=${dimensions.join()}`);
        expect(sorted(rows)).toEqual(sorted(naiveReport(facts, dimensions, 'revenue')));
        expect(totals).toEqual(measuresOf(facts, 'revenue'));
      }),
      { numRuns: 40 },
    );
  });

  it('counts single events where it begins or ends within a day', async () => {
    const middle = facts[Math.floor(facts.length / 2)]?.at.slice(0, 13) ?? '';
    const { totals } = await report(`from=${firstDay}&to=${middle}:00:00Z`);
    expect(totals).toEqual(
      measuresOf(
        facts.filter(({ at }) => at < `${middle}:00:00`),
        'revenue',
      ),
    );
  });

  it('is narrowed by each of its filters', async () => {
    const cases: [string, (fact: Fact) => boolean][] = [
      [
        `filter.offer_id=${facts[0]?.groups['offerId']}`,
        ({ groups }) => groups['offerId'] === facts[0]?.groups['offerId'],
      ],
      [
        `filter.advertiser_id=${lookups.advertiserId}`,
        ({ groups }) => groups['advertiserId'] === lookups.advertiserId,
      ],
      [`filter.partner_id=${partnerId}`, ({ groups }) => groups['partnerId'] === partnerId],
      [`filter.partner_id=${nilUuid}`, ({ groups }) => groups['partnerId'] === null],
      ['filter.country=us', ({ groups }) => groups['country'] === 'US'],
      ['filter.device=ios,android', ({ groups }) => groups['device'] !== ''],
    ];
    for (const [filter, holds] of cases) {
      const { totals } = await report(`${span}&${filter}`);
      expect([filter, totals]).toEqual([filter, measuresOf(facts.filter(holds), 'revenue')]);
    }
  });

  it('holds only the metrics asked for, sorted and cut as asked', async () => {
    const { rows, totals, isCut } = await report(
      `${span}&dimensions=offer&metrics=clicks,revenue&orderby=clicks&limit=1`,
    );
    expect(Object.keys(rows[0])).toEqual(['offerId', 'offerName', 'clicks', 'revenue']);
    expect([rows.length, isCut, rows[0].offerName]).toEqual([1, true, 'Lamp']);
    expect(Object.keys(totals)).toEqual(['clicks', 'revenue']);
    const days = (await report(`${span}&orderby=day&order_asc=false`)).rows.map(
      ({ day }: { day: string }) => day,
    );
    expect(days).toEqual(days.toSorted().toReversed());
  });

  it('comes as a file with the columns asked for', async () => {
    const csv = await tenant.call('GET', `${path}?${span}&dimensions=offer,day&metrics=clicks&format=csv`);
    expect(csv.text.split('\n')[0]).toBe('offerId,offerName,day,clicks');
    const lines = await tenant.call('GET', `${path}?${span}&format=ndjson`);
    expect(lines.text.trim().split('\n').length).toBe((await report(span)).rows.length);
  });

  it.each([
    ['from=2026-01-02&to=2026-01-02', 'to: must be after from'],
    [
      'from=2026-01-01&to=2026-06-01&dimensions=hour',
      'to: must be at most 93 days after from for this report',
    ],
    ['from=2020-01-01&to=2026-06-01', 'to: must be at most 1100 days after from'],
    ['orderby=offer', 'orderby: must be one of the dimensions or metrics of the report'],
    ['dimensions=weather', 'dimensions'],
    ['limit=0', 'limit'],
  ])('refuses %s', async (query, words) => {
    const { status, messages } = await tenant.call('GET', `${path}?${query}`);
    expect([status, messages[0]]).toEqual([400, expect.stringContaining(words)]);
  });

  it("shows nothing of another tenant's, and is empty where there was nothing", async () => {
    const { data } = await other.call(
      'GET',
      `${path}?${span}&filter.offer_id=${facts[0]?.groups['offerId']}`,
    );
    expect(data.rows).toEqual([]);
    expect(data.totals).toEqual(measuresOf([], 'revenue'));
  });
});

describe("a partner's report", () => {
  it('sums its own traffic, without revenue, margin or rewards', async () => {
    const own = facts.filter(({ groups }) => groups['partnerId'] === partnerId);
    const metrics = new Set<string>(partnerReportMetrics);
    const known = (row: object) =>
      Object.fromEntries(
        Object.entries(row).filter(
          ([name]) => !(reportMetrics as readonly string[]).includes(name) || metrics.has(name),
        ),
      );
    for (const dimension of partnerReportDimensions) {
      const { rows, totals } = await report(
        `${span}&dimensions=${dimension}`,
        { token: partnerToken },
        '/api/v1/partner/reports',
      );
      expect(sorted(rows)).toEqual(sorted(naiveReport(own, [dimension], 'payout').map(known)));
      expect(totals).toEqual(known(measuresOf(own, 'payout')));
    }
  });

  it.each([
    'metrics=revenue',
    'metrics=margin',
    'dimensions=advertiser',
    'dimensions=partner',
    'orderby=reward',
  ])('refuses %s', async (query) => {
    const { status } = await tenant.call('GET', `/api/v1/partner/reports?${query}`, { token: partnerToken });
    expect(status).toBe(400);
  });
});
