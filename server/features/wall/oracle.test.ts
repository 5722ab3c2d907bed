import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inEngine, inTenant } from '#database/transaction.ts';
import { isoDate, windowKinds, windowStart } from '#domain/time.ts';
import { testApp, type TestTenant } from '#support/app.ts';
import { writeAttempt } from '#support/member-state.ts';
import { createOffer, offerLookups, offersPath, type TenantLookups } from '#support/offers.ts';
import { askWall } from '#support/wall.ts';
import { askOracle, type WallQuestion } from '#support/wall-oracle.ts';
import {
  eventBody,
  multiEventBody,
  singleEventBody,
  type OfferBody,
} from '../../../tests/fixtures/offer-bodies.ts';

const app = await testApp();
const OWN_WALL = '00000000-0000-0000-0000-000000000000';

interface Choices {
  lookups: TenantLookups;
  ages: readonly string[];
}

const words = ['Harbour', 'lantern', 'Quest', 'bank', '50% off', 'Pear_tree'];
const members = ['ann', 'bob', 'cleo'];

/** Mostly nothing, so that questions and restrictions seldom exclude everything together. */
function rarely<T, Nothing>(arbitrary: fc.Arbitrary<T>, nothing: Nothing) {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(nothing) }, { weight: 1, arbitrary });
}

const stepArbitrary = fc.record({
  isOrdered: fc.boolean(),
  isShown: fc.boolean(),
  revenue: fc.option(fc.integer({ min: 0, max: 12 }), { freq: 4 }),
  reward: fc.option(fc.integer({ min: 0, max: 9 }), { freq: 4 }),
  cap: rarely(fc.integer({ min: 1, max: 3 }), null),
  used: fc.integer({ min: 0, max: 3 }),
});

const offerArbitrary = fc.record({
  isMulti: fc.boolean(),
  steps: fc.array(stepArbitrary, { minLength: 1, maxLength: 3 }),
  isRevShare: fc.boolean(),
  name: fc.constantFrom(...words),
  headline: fc.constantFrom(...words),
  countries: fc.subarray(['US', 'CA', 'DE'], { minLength: 2 }),
  states: fc.subarray(['US-CA', 'US-NY', 'CA-QC'], { maxLength: 2 }),
  hasStates: fc.boolean(),
  zips: rarely(fc.subarray(['10115', 'SW1A 1AA']), []),
  genders: rarely<number[], number[]>(fc.subarray([0, 1], { minLength: 1 }), []),
  isRelaxed: fc.boolean(),
  devices: rarely(fc.subarray(['IOS', 'Android', 'Browser']), []),
  age: rarely(fc.nat(), 0),
  placements: fc.subarray([0, 1]),
  categories: fc.subarray([0, 1], { minLength: 1 }),
  isFeatured: fc.boolean(),
  isPaused: fc.constantFrom(false, false, false, true),
  launchDate: fc.constantFrom(
    '2026-11-01T00:00:00Z',
    '2026-11-19T00:00:00Z',
    '2026-01-01T00:00:00Z',
    '2026-01-01T00:00:00Z',
    '2099-01-01T00:00:00Z',
  ),
  endDate: fc.constantFrom(null, null, null, '2099-02-01T00:00:00Z'),
  baselineEpc: fc.constantFrom(0.5, 1, 2, 4, 4),
  lockBaselineEpc: fc.boolean(),
  allowRepetitions: fc.boolean(),
  budget: fc.constantFrom(0, 10, 1000, 1000, 1000),
  budgetType: fc.constantFrom('Daily', 'Weekly', 'Monthly', 'Total'),
  spent: fc.constantFrom(0, 3, 5),
  cap: rarely(fc.integer({ min: 1, max: 3 }), null),
  used: fc.integer({ min: 0, max: 3 }),
  clicks: fc.constantFrom(0, 3, 6),
  earned: fc.constantFrom(0, 3, 6),
  runs: fc.array(
    fc.record({
      member: fc.constantFrom(...members),
      end: fc.constantFrom('completed', 'expired', 'open'),
      done: fc.subarray([0, 1, 2]),
    }),
    { maxLength: 3 },
  ),
});
type OfferChoice = typeof offerArbitrary extends fc.Arbitrary<infer T> ? T : never;

const maybe = <T>(...values: T[]) => rarely(fc.constantFrom(...values), undefined);
const questionArbitrary = fc.record({
  pub_member_id: fc.constantFrom(...members, 'stranger'),
  pub_geo_country: maybe('US', 'can', '276', 'FR', 'Narnia'),
  pub_geo_state: maybe('US-CA', 'us-ny', 'CA-QC', 'XX-9'),
  pub_postal_code: maybe('10115', 'sw1a1aa', '0'),
  pub_age: maybe('16', '20', '30', '70', 'old'),
  pub_gender: maybe('Male', 'FEMALE', 'Robot'),
  pub_device: maybe('ios', 'Android', 'MacOS', 'All', 'Toaster'),
  placement: rarely(fc.nat({ max: 1 }), null),
  category: rarely(fc.nat({ max: 1 }), null),
  'filter.isFeatured': maybe(true, false),
  'filter.search': maybe('AN', '50%', '_', 'quest'),
  orderby: maybe('epc', 'launchDate', 'reward', 'revenue', 'name'),
  order_asc: maybe(true, false),
});

function bodyOf(choice: OfferChoice, { lookups, ages }: Choices): OfferBody {
  const common = {
    name: choice.name,
    headline: choice.headline,
    conversionType: choice.isRevShare ? 'RevShare' : 'FlatRate',
    countryIds: choice.countries,
    countryStateIds: choice.hasStates
      ? choice.states.filter((code) => choice.countries.includes(code.slice(0, 2)))
      : [],
    zipCodes: choice.zips,
    genderIds: choice.genders.map((index) => ['Male', 'Female'][index]),
    showAtBottomToAllUnselectedGenders: choice.isRelaxed,
    deviceTypes: choice.devices,
    ageId: ages[choice.age % ages.length],
    placementIds: choice.placements.map((index) => lookups.placementIds[index]),
    categoryIds: choice.categories.map((index) => lookups.categoryIds[index]),
    isFeatured: choice.isFeatured,
    isPaused: choice.isPaused,
    launchDate: choice.launchDate,
    endDate: choice.endDate,
    baselineEpc: choice.baselineEpc,
    lockBaselineEpc: choice.lockBaselineEpc,
    allowRepetitions: choice.allowRepetitions,
    budgetAmount: choice.budget,
    budgetType: choice.budgetType,
  };
  const [first] = choice.steps;
  if (!choice.isMulti) {
    return singleEventBody(lookups, {
      ...common,
      revenue: first?.revenue ?? 4,
      reward: first?.reward ?? 1,
      dailyCap: choice.cap,
    });
  }
  let number = 0;
  const offerEvents = choice.steps.map((step, index) =>
    eventBody(index + 1, {
      showOnOfferWall: step.isShown,
      sequenceNumber: step.isOrdered ? ++number : null,
      hasRevenue: step.revenue !== null,
      revenue: step.revenue,
      hasReward: step.reward !== null,
      reward: step.reward,
      weeklyCap: step.cap,
    }),
  );
  return multiEventBody(lookups, { ...common, offerEvents });
}

/** Makes one chosen offer with what was counted, earned and begun of it. */
async function makeOffer(tenant: TestTenant, choice: OfferChoice, choices: Choices): Promise<void> {
  const id = await createOffer(tenant, bodyOf(choice, choices));
  const { data } = await tenant.call('GET', `${offersPath}/${id}`);
  const steps = data.offerEvents.map((event: { id: string }) => event.id) as string[];
  const now = app.context.clock.now();
  await inEngine(app.context.database, async (tx) => {
    const subjects = [
      [id, choice.used, choice.spent] as const,
      ...steps.map((step, index) => [step, choice.steps[index]?.used ?? 0, 0] as const),
    ];
    for (const [subject, count, amount] of subjects) {
      await tx.query(
        `INSERT INTO counters (tenant_id, subject_id, share_id, window_kind, window_start, count, amount)
         SELECT $1, $2, $3, w.kind, w.start, $4, $5 FROM unnest($6::text[], $7::date[]) AS w (kind, start)`,
        [
          tenant.id,
          subject,
          OWN_WALL,
          count,
          amount,
          windowKinds,
          windowKinds.map((kind) => isoDate(windowStart(kind, now))),
        ],
      );
    }
    await tx.query(
      'UPDATE offer_totals SET clicks = $3, revenue = $4 WHERE tenant_id = $1 AND offer_id = $2',
      [tenant.id, id, choice.clicks, choice.earned],
    );
  });
  for (const member of members) {
    const runs = choice.runs.filter((run) => run.member === member);
    for (const [index, run] of runs.entries()) {
      // Only the latest attempt can still be open.
      const status = run.end === 'open' && index < runs.length - 1 ? 'expired' : (run.end as 'open');
      const done = choice.isMulti
        ? run.done.flatMap((place) => steps[place] ?? [])
        : run.done.slice(0, 1).map(() => null);
      const conversions = done.map((stepId) => ({
        stepId,
        status: 'Success' as const,
        completedAt: '2026-11-20T00:00:00Z',
      }));
      await writeAttempt(app, tenant, { member, offerId: id, run: index + 1, status, conversions });
    }
  }
}

it('the wall answers as one plain statement straight from the rules does', { timeout: 60_000 }, async () => {
  let compared = 0;
  let found = 0;
  const world = fc.record({
    offers: fc.array(offerArbitrary, { minLength: 12, maxLength: 14 }),
    questions: fc.array(questionArbitrary, { minLength: 40, maxLength: 40 }),
    hidden: fc.subarray(['age', 'gender', 'country', 'state', 'zip', 'device'], { maxLength: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(world, async ({ offers, questions, hidden }) => {
      const tenant = await app.makeTenant();
      const lookups = await offerLookups(tenant);
      const ranges = await tenant.call(
        'GET',
        '/api/v1/sdk-back-office-management/age-ranges?page_size=100&orderby=Name&order_asc=true',
      );
      const ages = [lookups.ageId, ...ranges.data.items.map(({ id }: { id: string }) => id)];
      await tenant.call('PUT', '/api/v1/settings', {
        body: { unknownAudience: Object.fromEntries(hidden.map((dimension) => [dimension, 'hide'])) },
      });
      for (const choice of offers) await makeOffer(tenant, choice, { lookups, ages });
      app.context.changes.publish([{ tenantId: tenant.id, kind: 'tenant', objectId: tenant.id }]);
      for (const { placement, category, ...rest } of questions) {
        const question: WallQuestion = {
          ...rest,
          'filter.placementId': placement === null ? undefined : lookups.placementIds[placement],
          'filter.categoryId': category === null ? undefined : lookups.categoryIds[category],
        } as WallQuestion;
        const expected = await inTenant(app.context.database, tenant.id, (tx) =>
          askOracle(tx, tenant.id, question),
        );
        const query = new URLSearchParams({ page_size: '100', fields: 'epc' });
        for (const [name, value] of Object.entries(question))
          if (value !== undefined) query.set(name, String(value));
        const answer = await askWall(app, tenant, `offers?${query.toString()}`, { 'user-agent': '' });
        const ids = answer.data.offers.items.map(({ id }: { id: string }) => id);
        expect(ids, query.toString()).toEqual(expected);
        // The bytes that were put together are those that serialising the answer gives.
        expect(answer.text).toBe(JSON.stringify(answer.body));
        compared += 1;
        found += ids.length;
      }
    }),
    { numRuns: 5, endOnFailure: true },
  );
  expect(compared).toBe(5 * 40);
  // Questions that find nothing would prove nothing; how much random ones find differs widely from run to run.
  expect(found).toBeGreaterThan(compared / 10);
});
