import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimal } from './money.ts';
import { checkOffer, faultSentence, mentionedIds } from './offer-rules.ts';
import type { OfferCheck } from './offer-rules.ts';
import { trackingSystems } from './offer.ts';
import { parseInstant } from './time.ts';

function id(number: number): string {
  return `0193a1f2-7c40-7b1e-9c55-${number.toString(16).padStart(12, '0')}`;
}

const us = { id: id(0x840), code2: 'US' };
const canada = { id: id(0x124), code2: 'CA' };
const austria = { id: id(0x40), code2: 'AT' };
const california = { id: id(0xca), code: 'US-CA', countryId: us.id };
const ontario = { id: id(0x0e), code: 'CA-ON', countryId: canada.id };
const female = { id: id(0xfe), name: 'Female' };

const check: OfferCheck = {
  existing: null,
  references: {
    advertiserIds: new Set([id(1)]),
    categoryIds: new Set([id(2), id(3)]),
    ageIds: new Set([id(4)]),
    placementIds: new Set([id(5)]),
    countries: new Map(
      [us, canada, austria].flatMap((country, index) =>
        [
          country.id,
          country.code2,
          ['usa', 'can', 'aut'][index] ?? '',
          ['840', '124', '040'][index] ?? '',
        ].map((key) => [key.toLowerCase(), country] as const),
      ),
    ),
    states: new Map(
      [california, ontario].flatMap((state) => [
        [state.id, state] as const,
        [state.code.toLowerCase(), state] as const,
      ]),
    ),
    genders: new Map([
      [female.id, female],
      ['female', female],
    ]),
  },
  settings: { rewardRatio: decimal('100'), rewardDecimals: 2 },
  clickParameter: (system) => (system === 'AppsFlyer' ? 'clickid' : 'gk_click_id'),
};

type Body = Record<string, unknown>;

const common: Body = {
  trackingSystemLink: 'https://track.example.com/click?pid=wall',
  trackingSystem: 'Appsflyer',
  name: 'Harbor Tycoon',
  headline: 'Build your harbor',
  offerDetails: 'Install the app <br/>',
  creatives: [{ order: 0, url: 'https://cdn.example.com/icon.png' }],
  conversionType: 'FlatRate',
  advertiserId: id(1),
  isPaused: false,
  budgetType: 'Daily',
  budgetAmount: 1000,
  launchDate: '2026-01-01T00:00:00Z',
  ageId: id(4),
  categoryIds: [id(2)],
  countryIds: ['US', 'CAN'],
  baselineEpc: '5',
  lockBaselineEpc: false,
};
const single: Body = {
  ...common,
  offerType: 'SingleEvent',
  revenue: 30,
  reward: 10,
  rewardingType: 'Automatic',
  pendingTime: 0,
};
const step: Body = {
  name: 'Install',
  eventId: 'install',
  showOnOfferWall: true,
  displayOrder: 1,
  sequenceNumber: 1,
  pendingTime: 0,
  hasRevenue: true,
  revenue: 0.5,
  hasReward: true,
  useDefaultRatio: false,
  reward: 0.25,
};
const secondStep: Body = {
  ...step,
  name: 'Level 5',
  eventId: 'level_5',
  displayOrder: 2,
  sequenceNumber: null,
  deadlineDays: 7,
};
const multi: Body = { ...common, offerType: 'MultiEvent', offerEvents: [step, secondStep] };
const event = (...changes: Body[]): Body => ({
  ...multi,
  offerEvents: [step, secondStep].map((one, index) => ({ ...one, ...changes[index] })),
});
const without = (body: Body, ...names: string[]): Body =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));

function sentences(body: unknown, overrides: Partial<OfferCheck> = {}): string[] {
  return (checkOffer(body, { ...check, ...overrides }).faults ?? []).map(faultSentence);
}

function accepted(body: unknown, overrides: Partial<OfferCheck> = {}) {
  const result = checkOffer(body, { ...check, ...overrides });
  if (result.faults !== undefined) throw new Error(result.faults.map(faultSentence).join('; '));
  return result;
}

describe('a sound body', () => {
  test('of a SingleEvent offer is normalised', () => {
    const { content, isPaused } = accepted(single);
    expect(isPaused).toBe(false);
    expect(content).toEqual({
      trackingSystemLink: 'https://track.example.com/click?pid=wall&clickid={gk_click_id}',
      trackingSystem: 'AppsFlyer',
      shouldSendCostData: false,
      advertiserCampaignName: '',
      offerCostReportInfo: [],
      name: 'Harbor Tycoon',
      headline: 'Build your harbor',
      offerDetails: 'Install the app <br/>',
      shortDescription: '',
      keyPoints: '',
      termsAndDisclaimers: '',
      creatives: [{ order: 0, url: 'https://cdn.example.com/icon.png', metadata: null }],
      offerType: 'SingleEvent',
      conversionType: 'FlatRate',
      advertiserId: id(1),
      isFeatured: false,
      allowRepetitions: false,
      dailyCap: null,
      weeklyCap: null,
      monthlyCap: null,
      allTimeCap: null,
      budgetType: 'Daily',
      budgetAmount: '1000',
      launchDate: parseInstant('2026-01-01'),
      endDate: null,
      ageId: id(4),
      categoryIds: [id(2)],
      countryIds: [us.id, canada.id],
      countryStateIds: [],
      zipCodes: [],
      genderIds: [],
      placementIds: [],
      deviceTypes: ['All'],
      showAtBottomToAllUnselectedGenders: false,
      revenue: '30',
      reward: '10',
      rewardingType: 'Automatic',
      pendingTime: 0,
      baselineEpc: '5',
      lockBaselineEpc: false,
      offerEvents: [],
      rewardRatio: '100',
    });
  });

  test.each<[string, Body, Body]>([
    [
      'codes in any form and case',
      { ...single, countryIds: ['us', 'CAN', '40', us.id.toUpperCase()] },
      { countryIds: [us.id, canada.id, austria.id] },
    ],
    [
      'states by code or id',
      { ...single, countryStateIds: ['us-ca', ontario.id] },
      { countryStateIds: [california.id, ontario.id] },
    ],
    ['genders by name', { ...single, genderIds: ['FEMALE'] }, { genderIds: [female.id] }],
    ['devices as text', { ...single, deviceTypes: 'iOS, android' }, { deviceTypes: ['IOS', 'Android'] }],
    [
      'devices as a list',
      { ...single, deviceTypes: ['ios', 'IOS', 'macos'] },
      { deviceTypes: ['IOS', 'MacOS'] },
    ],
    ['no devices', { ...single, deviceTypes: [] }, { deviceTypes: ['All'] }],
    ['an empty text of devices', { ...single, deviceTypes: '' }, { deviceTypes: ['All'] }],
    [
      'words in any case',
      { ...single, isFeatured: 'True', lockBaselineEpc: 'FALSE', budgetType: 'total' },
      { isFeatured: true, lockBaselineEpc: false, budgetType: 'Total' },
    ],
    ['field names in any case', { ...without(single, 'headline'), HeadLine: 'x' }, { headline: 'x' }],
    [
      'null for what is optional',
      {
        ...single,
        endDate: null,
        isFeatured: null,
        keyPoints: null,
        zipCodes: null,
        deviceTypes: null,
        offerEvents: null,
        dailyCap: null,
      },
      { endDate: null, isFeatured: false, keyPoints: '', zipCodes: [] },
    ],
    ['an empty list of events on SingleEvent', { ...single, offerEvents: [] }, { offerEvents: [] }],
    [
      'noughts',
      { ...single, revenue: 0, reward: 0, budgetAmount: 0, baselineEpc: 0 },
      { revenue: '0', reward: '0', budgetAmount: '0', baselineEpc: '0' },
    ],
    ['an integral float', { ...single, dailyCap: 5.0 }, { dailyCap: 5 }],
    ['unknown fields', { ...single, surprise: 1 }, { name: 'Harbor Tycoon' }],
    [
      'money kept on MultiEvent',
      { ...multi, revenue: 3, reward: 2, pendingTime: 4 },
      { revenue: '3', reward: '2', pendingTime: 4, rewardingType: 'Automatic' },
    ],
    ['caps with null on MultiEvent', { ...multi, dailyCap: null }, { dailyCap: null }],
    [
      'a link that has its click id',
      { ...single, trackingSystemLink: 'https://e.com/{gk_click_id}' },
      { trackingSystemLink: 'https://e.com/{gk_click_id}' },
    ],
    [
      'an end after the launch',
      { ...single, endDate: '2026-01-01T00:00:00.000001Z' },
      { endDate: (parseInstant('2026-01-01') ?? 0) + 1 },
    ],
    [
      'cost data',
      {
        ...single,
        shouldSendCostData: true,
        advertiserCampaignName: 'c',
        offerCostReportInfo: [{ costType: 'cpi', appName: 'a', storeId: 's' }],
      },
      { offerCostReportInfo: [{ costType: 'CPI', appName: 'a', storeId: 's' }] },
    ],
  ])('%s', (_, body, expected) => {
    expect(accepted(body).content).toMatchObject(expected);
  });

  test.each<[string, Body, Body]>([
    [
      'without revenue, the value sent is ignored',
      { hasRevenue: false, revenue: 7 },
      { revenue: null, reward: '0.25' },
    ],
    [
      'without reward, the value sent is ignored',
      { hasReward: false, reward: 7 },
      { revenue: '0.5', reward: null },
    ],
    [
      'without reward, the ratio is ignored',
      { hasReward: false, useDefaultRatio: true, hasRevenue: false, reward: null, revenue: null },
      { revenue: null, reward: null },
    ],
    [
      'by default ratio, the reward sent is ignored',
      { useDefaultRatio: true, reward: 7, revenue: 0.12345 },
      { reward: '12.34' },
    ],
    ['by default ratio, no reward need be sent', { useDefaultRatio: true, reward: null }, { reward: '50' }],
    [
      'limits of its own',
      { dailyCap: 1, allTimeCap: 2, allowRepetitions: true },
      { dailyCap: 1, weeklyCap: null, allTimeCap: 2, allowRepetitions: true },
    ],
  ])('of a step %s', (_, change, expected) => {
    expect(accepted(event(change)).content.offerEvents[0]).toMatchObject(expected);
  });

  test('on RevShare a default ratio gives a percentage, which is not cut to whole points', () => {
    const body = { ...event({ useDefaultRatio: true, revenue: 0.001234 }), conversionType: 'revshare' };
    expect(accepted(body).content.offerEvents[0]?.reward).toBe('0.1234');
  });
});

describe('a body that breaks one rule is refused with the sentence that names it', () => {
  test.each<[Body, string]>([
    ...[
      'trackingSystemLink',
      'trackingSystem',
      'name',
      'headline',
      'offerDetails',
      'creatives',
      'offerType',
    ].map((name): [Body, string] => [without(single, name), `${name}: is required`]),
    ...[
      'conversionType',
      'advertiserId',
      'isPaused',
      'budgetType',
      'budgetAmount',
      'launchDate',
      'ageId',
      'categoryIds',
      'countryIds',
      'baselineEpc',
      'lockBaselineEpc',
    ].map((name): [Body, string] => [{ ...multi, [name]: null }, `${name}: is required`]),
    ...['revenue', 'reward', 'rewardingType', 'pendingTime'].map((name): [Body, string] => [
      without(single, name),
      `${name}: is required for a SingleEvent offer`,
    ]),
    [without(multi, 'offerEvents'), 'offerEvents: is required for a MultiEvent offer'],
    [{ ...multi, offerEvents: [] }, 'offerEvents: must have at least one entry'],
    [{ ...multi, offerEvents: {} }, 'offerEvents: must be an array'],
    [{ ...single, offerEvents: [step] }, 'offerEvents: is not allowed for a SingleEvent offer'],
    ...['name', 'headline', 'offerDetails'].map((name): [Body, string] => [
      { ...single, [name]: ' ' },
      `${name}: must not be empty`,
    ]),
    [{ ...single, name: 5 }, 'name: must be a string'],
    [{ ...single, keyPoints: ['x'] }, 'keyPoints: must be a string'],
    [{ ...single, name: 'a\u0000b' }, 'name: must not contain NUL or broken characters'],
    [{ ...single, name: '\ud800' }, 'name: must not contain NUL or broken characters'],
    [{ ...single, isFeatured: 'yes' }, 'isFeatured: must be true or false'],
    [{ ...single, isPaused: 1 }, 'isPaused: must be true or false'],
    [{ ...single, trackingSystem: 'Nobody' }, `trackingSystem: must be one of ${trackingSystems.join(', ')}`],
    [{ ...single, offerType: 'Both' }, 'offerType: must be one of SingleEvent, MultiEvent'],
    [{ ...single, conversionType: 'x' }, 'conversionType: must be one of FlatRate, RevShare'],
    [{ ...single, budgetType: 'Hourly' }, 'budgetType: must be one of Daily, Weekly, Monthly, Total'],
    [{ ...single, rewardingType: 3 }, 'rewardingType: must be one of Automatic, Manual'],
    [
      { ...single, trackingSystemLink: 'https://{pub_sub_1}.evil.example' },
      'trackingSystemLink: must not have a macro or a brace in the host, port or user name',
    ],
    [{ ...single, trackingSystemLink: 'https://e.com/{what}' }, 'trackingSystemLink: unknown macro {what}'],
    [
      { ...single, trackingSystemLink: 'mailto:a@b.c' },
      'trackingSystemLink: must be an absolute http or https address',
    ],
    [{ ...single, creatives: [] }, 'creatives: must have at least one entry'],
    [{ ...single, creatives: ['x'] }, 'creatives[0]: must be an object'],
    [{ ...single, creatives: [{ url: 'https://e.com' }] }, 'creatives[0].order: is required'],
    [
      { ...single, creatives: [{ order: 1.5, url: 'https://e.com' }] },
      'creatives[0].order: must be an integer',
    ],
    [{ ...single, creatives: [{ order: 0 }] }, 'creatives[0].url: is required'],
    [
      { ...single, creatives: [{ order: 0, url: 'javascript:alert(1)' }] },
      'creatives[0].url: must be an http or https URL',
    ],
    [
      { ...single, creatives: [{ order: 0, url: '/icon.png' }] },
      'creatives[0].url: must be an http or https URL',
    ],
    [
      { ...single, creatives: [{ order: 0, url: 'https://e.com', metadata: 5 }] },
      'creatives[0].metadata: must be a string',
    ],
    [{ ...single, advertiserId: 'x' }, 'advertiserId: must be a uuid'],
    [{ ...single, advertiserId: id(99) }, `advertiserId: unknown advertiser "${id(99)}"`],
    [{ ...single, ageId: id(99) }, `ageId: unknown age range "${id(99)}"`],
    [{ ...single, categoryIds: [] }, 'categoryIds: must have at least one entry'],
    [{ ...single, categoryIds: id(2) }, 'categoryIds: must be an array'],
    [{ ...single, categoryIds: [id(2), id(99)] }, `categoryIds[1]: unknown category "${id(99)}"`],
    [{ ...single, categoryIds: ['x'] }, 'categoryIds[0]: must be a uuid'],
    [{ ...single, countryIds: [] }, 'countryIds: must have at least one entry'],
    [{ ...single, countryIds: ['US', 'XX'] }, 'countryIds[1]: unknown country "XX"'],
    [{ ...single, countryIds: [840] }, 'countryIds[0]: must be a string'],
    [{ ...single, countryStateIds: ['US-ZZ'] }, 'countryStateIds[0]: unknown state "US-ZZ"'],
    [
      { ...single, countryIds: ['US'], countryStateIds: ['CA-ON'] },
      'countryStateIds[0]: state "CA-ON" is of a country that is not targeted',
    ],
    [{ ...single, countryIds: ['XX'], countryStateIds: ['CA-ON'] }, 'countryIds[0]: unknown country "XX"'],
    [{ ...single, genderIds: ['Unheard'] }, 'genderIds[0]: unknown gender "Unheard"'],
    [{ ...single, placementIds: [id(99)] }, `placementIds[0]: unknown placement "${id(99)}"`],
    [{ ...single, zipCodes: [90210] }, 'zipCodes[0]: must be a string'],
    [{ ...single, zipCodes: [' '] }, 'zipCodes[0]: must not be empty'],
    [
      { ...single, deviceTypes: 'iOS, Fridge' },
      'deviceTypes: must be one of IOS, Android, MacOS, Browser, All',
    ],
    [
      { ...single, deviceTypes: ['IOS', 'Fridge'] },
      'deviceTypes[1]: must be one of IOS, Android, MacOS, Browser, All',
    ],
    [{ ...single, deviceTypes: 5 }, 'deviceTypes: must be an array'],
    [{ ...single, launchDate: 'soon' }, 'launchDate: must be an ISO 8601 date-time'],
    [{ ...single, launchDate: 1_700_000_000 }, 'launchDate: must be an ISO 8601 date-time'],
    [{ ...single, endDate: '2026-01-01T00:00:00Z' }, 'endDate: must be after launchDate'],
    [{ ...single, endDate: '2026-02-30' }, 'endDate: must be an ISO 8601 date-time'],
    [{ ...single, revenue: -1 }, 'revenue: must be at least 0'],
    [{ ...single, revenue: '30' }, 'revenue: must be a number'],
    [{ ...single, reward: 0.1234567 }, 'reward: must have at most 6 decimals'],
    [{ ...single, budgetAmount: 1e12 }, 'budgetAmount: must have at most 12 digits before the decimal point'],
    [{ ...single, baselineEpc: 'five' }, 'baselineEpc: must be a number or a numeric string'],
    [{ ...single, baselineEpc: '' }, 'baselineEpc: must be a number or a numeric string'],
    [{ ...single, baselineEpc: '-1' }, 'baselineEpc: must be at least 0'],
    [{ ...single, pendingTime: -1 }, 'pendingTime: must be at least 0'],
    [{ ...single, pendingTime: 1.5 }, 'pendingTime: must be an integer'],
    [{ ...single, pendingTime: '1' }, 'pendingTime: must be an integer'],
    ...['dailyCap', 'weeklyCap', 'monthlyCap', 'allTimeCap'].map((name): [Body, string] => [
      { ...single, [name]: 0 },
      `${name}: must be at least 1`,
    ]),
    ...['dailyCap', 'weeklyCap', 'monthlyCap', 'allTimeCap'].map((name): [Body, string] => [
      { ...multi, [name]: 5 },
      `${name}: is not allowed for a MultiEvent offer, its events have caps of their own`,
    ]),
    [{ ...single, dailyCap: 2_147_483_648 }, 'dailyCap: must be at most 2147483647'],
    [
      {
        ...single,
        shouldSendCostData: true,
        offerCostReportInfo: [{ costType: 'CPI', appName: 'a', storeId: 's' }],
      },
      'advertiserCampaignName: is required when shouldSendCostData is true',
    ],
    [
      { ...single, shouldSendCostData: true, advertiserCampaignName: 'c' },
      'offerCostReportInfo: is required when shouldSendCostData is true',
    ],
    [
      { ...single, shouldSendCostData: true, advertiserCampaignName: 'c', offerCostReportInfo: [] },
      'offerCostReportInfo: must have at least one entry',
    ],
    [
      { ...single, offerCostReportInfo: [{ costType: 'CPX', appName: 'a', storeId: 's' }] },
      'offerCostReportInfo[0].costType: must be one of CPI, CPA',
    ],
    [
      { ...single, offerCostReportInfo: [{ costType: 'CPI', storeId: 's' }] },
      'offerCostReportInfo[0].appName: is required',
    ],
    ...[
      'name',
      'eventId',
      'showOnOfferWall',
      'displayOrder',
      'hasRevenue',
      'hasReward',
      'useDefaultRatio',
    ].map((name): [Body, string] => [
      { ...multi, offerEvents: [step, without(secondStep, name)] },
      `offerEvents[1].${name}: is required for a MultiEvent offer`,
    ]),
    ...['sequenceNumber', 'pendingTime'].map((name): [Body, string] => [
      { ...multi, offerEvents: [step, without(secondStep, name)] },
      `offerEvents[1].${name}: is required for a MultiEvent offer, null is allowed`,
    ]),
    [
      { ...multi, offerEvents: [without(step, 'revenue')] },
      'offerEvents[0].revenue: is required for a MultiEvent offer',
    ],
    [
      { ...multi, offerEvents: [without({ ...step, hasRevenue: false }, 'revenue')] },
      'offerEvents[0].revenue: is required for a MultiEvent offer, null is allowed',
    ],
    [
      { ...multi, offerEvents: [without({ ...step, hasReward: false }, 'reward')] },
      'offerEvents[0].reward: is required for a MultiEvent offer, null is allowed',
    ],
    [event({ revenue: null }), 'offerEvents[0].revenue: must be a number when hasRevenue is true'],
    [
      event({ reward: null }),
      'offerEvents[0].reward: must be a number when hasReward is true and useDefaultRatio is false',
    ],
    [
      event({ useDefaultRatio: true, hasRevenue: false, revenue: null }),
      'offerEvents[0].useDefaultRatio: must be false when hasReward is true and hasRevenue is false',
    ],
    [event({ hasRevenue: 'maybe' }), 'offerEvents[0].hasRevenue: must be true or false'],
    [event({}, { eventId: 'install' }), 'offerEvents[1].eventId: "install" is used by more than one event'],
    [event({ eventId: '' }), 'offerEvents[0].eventId: must not be empty'],
    [
      event({}, { displayOrder: 3 }),
      'offerEvents[1].displayOrder: must be at most 2: the numbers must be 1 to 2, each once',
    ],
    [
      event({}, { displayOrder: 1 }),
      'offerEvents[1].displayOrder: 1 is used by more than one event: the numbers must be 1 to 2, each once',
    ],
    [event({ displayOrder: 0 }), 'offerEvents[0].displayOrder: must be at least 1'],
    [
      event({ sequenceNumber: 2 }),
      'offerEvents[0].sequenceNumber: must be at most 1: the numbers must be 1 to 1, each once',
    ],
    [
      event({}, { sequenceNumber: 1 }),
      'offerEvents[1].sequenceNumber: 1 is used by more than one event: the numbers must be 1 to 2, each once',
    ],
    [event({ deadlineDays: 0 }), 'offerEvents[0].deadlineDays: must be at least 1'],
    [event({ deadlineDays: 36_501 }), 'offerEvents[0].deadlineDays: must be at most 36500'],
    [event({ minTimeFromPreviousEvent: -1 }), 'offerEvents[0].minTimeFromPreviousEvent: must be at least 0'],
    [event({ pendingTime: -1 }), 'offerEvents[0].pendingTime: must be at least 0'],
    [event({ monthlyCap: 0 }), 'offerEvents[0].monthlyCap: must be at least 1'],
    [event({ id: 'x' }), 'offerEvents[0].id: must be a uuid'],
    [{ ...multi, offerEvents: [null] }, 'offerEvents[0]: must be an object'],
  ])('%# %s', (body, sentence) => {
    expect(sentences(body)).toEqual([sentence]);
  });

  test.each([null, [], 'text', 5])('%j is no body', (body) => {
    expect(sentences(body)).toEqual(['the body must be a JSON object']);
  });

  test('all faults come at once, in the order of the fields, also for an empty body', () => {
    expect(sentences({})).toEqual([
      'trackingSystemLink: is required',
      'trackingSystem: is required',
      'name: is required',
      'headline: is required',
      'offerDetails: is required',
      'creatives: is required',
      'offerType: is required',
      'conversionType: is required',
      'advertiserId: is required',
      'categoryIds: is required',
      'isPaused: is required',
      'budgetType: is required',
      'budgetAmount: is required',
      'launchDate: is required',
      'ageId: is required',
      'countryIds: is required',
      'baselineEpc: is required',
      'lockBaselineEpc: is required',
    ]);
    expect(sentences({ ...event({ name: null }, { eventId: 5 }), headline: null })).toEqual([
      'headline: is required',
      'offerEvents[0].name: is required for a MultiEvent offer',
      'offerEvents[1].eventId: must be a string',
    ]);
  });
});

describe('replacing an offer', () => {
  const existing = {
    id: id(0x100),
    offerType: 'MultiEvent' as const,
    events: [
      { id: id(0x11), eventId: 'install', isArchived: false },
      { id: id(0x12), eventId: 'level_5', isArchived: true },
      { id: id(0x13), eventId: 'purchase', isArchived: false },
    ],
  };
  const replacing = { existing };
  const body = { ...without(multi, 'isPaused'), id: existing.id.toUpperCase() };

  test('leaves the paused state alone when the body does', () => {
    expect(accepted(body, replacing).isPaused).toBeNull();
    expect(accepted({ ...body, isPaused: true }, replacing).isPaused).toBe(true);
  });

  test('matches steps by id, then by event id among the live ones, and else makes new ones', () => {
    const ids = (events: Body[]) =>
      accepted({ ...body, offerEvents: events }, replacing).content.offerEvents.map((one) => one.id);
    expect(ids([step, secondStep])).toEqual([id(0x11), null]);
    expect(
      ids([
        { ...step, id: id(0x13) },
        { ...secondStep, id: id(0x12) },
      ]),
    ).toEqual([id(0x13), id(0x12)]);
    expect(
      ids([
        { ...step, eventId: 'renamed', id: id(0x11) },
        { ...secondStep, eventId: 'install' },
      ]),
    ).toEqual([id(0x11), null]);
  });

  test.each<[Body, string]>([
    [without(body, 'id'), 'id: is required'],
    [{ ...body, id: 'x' }, 'id: must be a uuid'],
    [{ ...body, id: id(0x101) }, 'id: must equal the id in the path'],
    [{ ...single, id: existing.id }, 'offerType: cannot change from MultiEvent'],
    [
      { ...body, offerEvents: [{ ...step, id: id(0x99) }] },
      `offerEvents[0].id: "${id(0x99)}" is no event of this offer`,
    ],
    [
      {
        ...body,
        offerEvents: [
          { ...step, id: id(0x11) },
          { ...secondStep, id: id(0x11) },
        ],
      },
      `offerEvents[1].id: "${id(0x11)}" is used by more than one event`,
    ],
  ])('%# %s', (changed, sentence) => {
    expect(sentences(changed, replacing)).toEqual([sentence]);
  });
});

describe('for any body', () => {
  test('the check ends with content or faults that name a path, and never throws', () => {
    const names = [
      ...Object.keys(single),
      'offerEvents',
      'zipCodes',
      'deviceTypes',
      'dailyCap',
      'endDate',
      'genderIds',
    ];
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom(null, '', 0, -1, [], {}, [null], [{}]));
    fc.assert(
      fc.property(
        fc.constantFrom(single, multi),
        fc.dictionary(fc.constantFrom(...names), value),
        (body, changes) => {
          const result = checkOffer({ ...body, ...changes }, check);
          if (result.faults === undefined) return;
          expect(result.faults.length).toBeGreaterThan(0);
          for (const fault of result.faults)
            expect(fault.path).toMatch(/^[A-Za-z]+(\[\d+\])?(\.[A-Za-z]+)?$/);
          expect(new Set(result.faults.map(faultSentence)).size).toBe(result.faults.length);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('steps numbered by any permutation are accepted, and any other numbering is refused', () => {
    const numbering = fc
      .integer({ min: 1, max: 6 })
      .chain((count) => fc.array(fc.integer({ min: 1, max: 7 }), { minLength: count, maxLength: count }));
    fc.assert(
      fc.property(numbering, (numbers) => {
        const events = numbers.map((displayOrder, index) => ({
          ...step,
          eventId: `e${index}`,
          displayOrder,
          sequenceNumber: null,
        }));
        const isPermutation = numbers
          .toSorted((a, b) => a - b)
          .every((number, index) => number === index + 1);
        expect(sentences({ ...multi, offerEvents: events }).length === 0).toBe(isPermutation);
      }),
    );
  });
});

test('the ids a body mentions are collected once, in lower case, and malformed ones left out', () => {
  expect(
    mentionedIds({ AdvertiserId: id(1).toUpperCase(), categoryIds: [id(2), id(2), 'x', 5], ageId: null }),
  ).toEqual({
    advertiserIds: [id(1)],
    categoryIds: [id(2)],
    ageIds: [],
    placementIds: [],
  });
  expect(mentionedIds(null).advertiserIds).toEqual([]);
});
