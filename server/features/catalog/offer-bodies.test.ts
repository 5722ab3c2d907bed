import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOffer } from '#contract/offers.ts';
import { lookUp } from '#domain/enumeration.ts';
import { budgetTypes, conversionTypes, offerTypes, rewardingTypes, trackingSystems } from '#domain/offer.ts';
import { faultsOf } from '../../http/check.ts';
import { testApp } from '#support/app.ts';
import { offerLookups, offersPath } from '#support/offers.ts';
import { breakages } from '../../../tests/fixtures/broken-offers.ts';
import { multiEventBodies, renamed, singleEventBodies } from '../../../tests/fixtures/offer-arbitraries.ts';
import type { OfferBody } from '../../../tests/fixtures/offer-bodies.ts';

const app = await testApp();
const tenant = await app.makeTenant();
const lookups = await offerLookups(tenant);
const single = singleEventBodies(lookups);
const multi = multiEventBodies(lookups);

/** So many bodies are sent at once, because waiting for one answer at a time is what takes the time. */
const AT_ONCE = 10;
const ROUNDS = 100;

const defaults = {
  shouldSendCostData: false,
  advertiserCampaignName: '',
  offerCostReportInfo: [],
  shortDescription: '',
  keyPoints: '',
  termsAndDisclaimers: '',
  isFeatured: false,
  allowRepetitions: false,
  showAtBottomToAllUnselectedGenders: false,
  dailyCap: null,
  weeklyCap: null,
  monthlyCap: null,
  allTimeCap: null,
  endDate: null,
  countryStateIds: [],
  zipCodes: [],
  genderIds: [],
  placementIds: [],
};
const eventDefaults = { minTimeFromPreviousEvent: null, deadlineDays: null, allowRepetitions: false };

function given(body: OfferBody): OfferBody {
  return Object.fromEntries(
    Object.entries(body).filter(([, value]) => value !== null && value !== undefined),
  );
}

/** What has to be read after such a body was sent. */
function expected(body: OfferBody): OfferBody {
  const { trackingSystemLink, countryIds, deviceTypes, ...rest } = body;
  const devices = (deviceTypes ?? []) as string[];
  return {
    ...defaults,
    ...given(rest),
    trackingSystemLink: expect.stringContaining(String(trackingSystemLink).slice(0, 20)),
    trackingSystem: lookUp(trackingSystems, body['trackingSystem']),
    offerType: lookUp(offerTypes, body['offerType']),
    conversionType: lookUp(conversionTypes, body['conversionType']),
    budgetType: lookUp(budgetTypes, body['budgetType']),
    rewardingType: lookUp(rewardingTypes, body['rewardingType']),
    countries: countryIds,
    deviceTypes: devices.length === 0 ? ['All'] : devices,
    offerEvents: ((body['offerEvents'] ?? []) as OfferBody[]).map((event) => ({
      ...eventDefaults,
      ...given(event),
      id: expect.any(String),
    })),
  };
}

async function offersStored(): Promise<number> {
  return (await tenant.call('GET', `${offersPath}?page_size=1`)).data.totalCount;
}

describe('the body of an offer', () => {
  it('that is sound reads back as it was sent, whatever the case of its words and names', async () => {
    const before = await offersStored();
    const bodies = fc.tuple(fc.oneof(single, multi), fc.constantFrom('as is', 'lower', 'Pascal'));
    await fc.assert(
      fc.asyncProperty(fc.array(bodies, { minLength: AT_ONCE, maxLength: AT_ONCE }), async (batch) => {
        await Promise.all(
          batch.map(async ([body, form]) => {
            const made = await tenant.call('POST', offersPath, { body: renamed(body, form) });
            expect([made.status, made.messages]).toEqual([201, []]);
            const read = await tenant.call('GET', `${offersPath}/${made.data.id}`);
            expect(read.data).toMatchObject(expected(body));
            expect(read.data.trackingSystemLink).toContain('{gk_click_id}');
            expect(faultsOf(readOffer.data!, read.data)).toEqual([]);
          }),
        );
      }),
      { numRuns: ROUNDS, endOnFailure: true },
    );
    expect(await offersStored()).toBe(before + ROUNDS * AT_ONCE);
  }, 120_000);

  it('that breaks one rule is refused with a sentence that names the field, and nothing is stored', async () => {
    const before = await offersStored();
    const broken = fc.constantFrom(...breakages).chain((breakage) => {
      const sound = { SingleEvent: single, MultiEvent: multi, any: fc.oneof(single, multi) }[
        breakage.offerType
      ];
      return sound.map((body) => ({ ...breakage, body: breakage.break(body) }));
    });
    await fc.assert(
      fc.asyncProperty(fc.array(broken, { minLength: AT_ONCE, maxLength: AT_ONCE }), async (batch) => {
        await Promise.all(
          batch.map(async ({ path, why, body }) => {
            const answer = await tenant.call('POST', offersPath, { body });
            const names = answer.messages.some((message) => message.startsWith(`${path}: `));
            expect({ path, why, status: answer.status, names, messages: answer.messages }).toMatchObject({
              status: 400,
              names: true,
            });
          }),
        );
      }),
      { numRuns: ROUNDS, endOnFailure: true },
    );
    expect(await offersStored()).toBe(before);
  }, 120_000);

  it.each(breakages)('$path = $why is refused', async ({ path, offerType, break: damage }) => {
    const [body] = fc.sample(offerType === 'SingleEvent' ? single : multi, { numRuns: 1, seed: 7 });
    const answer = await tenant.call('POST', offersPath, { body: damage(body as OfferBody) });
    expect(answer.status).toBe(400);
    expect(answer.messages).toContainEqual(expect.stringMatching(new RegExp(`^${RegExp.escape(path)}: `)));
  });

  it('that breaks several rules is refused with every fault at once, in the order of the fields', async () => {
    const answer = await tenant.call('POST', offersPath, {
      body: { offerType: 'MultiEvent', headline: 5, baselineEpc: 1, offerEvents: [{ eventId: '' }] },
    });
    expect(answer.messages).toEqual([
      'trackingSystemLink: is required',
      'trackingSystem: is required',
      'name: is required',
      'headline: must be a string',
      'offerDetails: is required',
      'creatives: is required',
      'conversionType: is required',
      'advertiserId: is required',
      'categoryIds: is required',
      'isPaused: is required',
      'budgetType: is required',
      'budgetAmount: is required',
      'launchDate: is required',
      'ageId: is required',
      'countryIds: is required',
      'lockBaselineEpc: is required',
      'offerEvents[0].name: is required for a MultiEvent offer',
      'offerEvents[0].eventId: must not be empty',
      'offerEvents[0].showOnOfferWall: is required for a MultiEvent offer',
      'offerEvents[0].displayOrder: is required for a MultiEvent offer',
      'offerEvents[0].sequenceNumber: is required for a MultiEvent offer, null is allowed',
      'offerEvents[0].pendingTime: is required for a MultiEvent offer, null is allowed',
      'offerEvents[0].hasRevenue: is required for a MultiEvent offer',
      'offerEvents[0].revenue: is required for a MultiEvent offer, null is allowed',
      'offerEvents[0].hasReward: is required for a MultiEvent offer',
      'offerEvents[0].useDefaultRatio: is required for a MultiEvent offer',
      'offerEvents[0].reward: is required for a MultiEvent offer, null is allowed',
    ]);
  });

  it('is stored once for one Idempotency-Key', async () => {
    const [body] = fc.sample(multi, { numRuns: 1, seed: 3 });
    const headers = { 'idempotency-key': 'offer-1' };
    const before = await offersStored();
    const answers = [
      await tenant.call('POST', offersPath, { body, headers }),
      await tenant.call('POST', offersPath, { body, headers }),
      await tenant.call('POST', offersPath, { body: { ...body, name: 'Another' }, headers }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 409]);
    expect(answers[1]?.data).toEqual(answers[0]?.data);
    expect(await offersStored()).toBe(before + 1);
  });
});
