import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deviceOfSystem, readAudience, showUnknown } from './audience.ts';
import type { Audience, AudienceParameters, DerivedAudience } from './audience.ts';
import { explainTargeting, matchTargeting } from './match.ts';
import type { MatchOptions, OfferTargeting } from './rules.ts';

const geography = {
  countries: new Map(
    [
      ['US', 'USA', '840'],
      ['CA', 'CAN', '124'],
      ['AT', 'AUT', '040'],
    ].flatMap(([code2 = '', code3 = '', numeric = '']) =>
      [code2, code3, numeric].map((key) => [key.toLowerCase(), { id: `id-${code2}`, code2 }] as const),
    ),
  ),
  states: new Map(
    ['US-CA', 'US-NY', 'CA-ON', 'CA-NY'].map((code) => [
      code.toLowerCase(),
      { id: code, code, countryId: `id-${code.slice(0, 2)}` },
    ]),
  ),
};

const everybody: OfferTargeting = {
  countries: [],
  states: [],
  zipCodes: [],
  age: { from: null, to: null },
  genders: [],
  deviceTypes: ['All'],
  placementIds: [],
  showAtBottomToAllUnselectedGenders: false,
};
const options: MatchOptions = { unknownAudience: showUnknown, placementId: null };
const hidden: MatchOptions = {
  unknownAudience: {
    country: 'hide',
    state: 'hide',
    zip: 'hide',
    age: 'hide',
    gender: 'hide',
    device: 'hide',
  },
  placementId: null,
};

function audience(parameters: AudienceParameters, derived: DerivedAudience = {}): Audience {
  return readAudience(parameters, geography, derived);
}

describe('reading who asks', () => {
  test.each([
    [{ pub_geo_country: 'us' }, 'country', 'US'],
    [{ pub_geo_country: ' USA ' }, 'country', 'US'],
    [{ pub_geo_country: '840' }, 'country', 'US'],
    [{ pub_geo_country: '40' }, 'country', 'AT'],
    [{ pub_geo_country: 'Utopia' }, 'country', null],
    [{ pub_geo_state: 'us-ca' }, 'state', 'US-CA'],
    [{ pub_geo_country: 'US', pub_geo_state: 'ca' }, 'state', 'US-CA'],
    [{ pub_geo_country: 'CA', pub_geo_state: 'NY' }, 'state', 'CA-NY'],
    [{ pub_geo_state: 'CA' }, 'state', null],
    [{ pub_geo_country: 'US', pub_geo_state: 'Nowhere' }, 'state', null],
    [{ pub_postal_code: 'k1a 0B1' }, 'zip', 'k1a0b1'],
    [{ pub_age: '25' }, 'age', 25],
    [{ pub_age: '0' }, 'age', 0],
    [{ pub_age: '25.5' }, 'age', null],
    [{ pub_age: '-3' }, 'age', null],
    [{ pub_age: 'young' }, 'age', null],
    [{ pub_gender: 'Female' }, 'gender', 'female'],
    [{ pub_gender: 'unheard of' }, 'gender', 'unheard of'],
    [{ pub_device: 'ios' }, 'devices', ['IOS']],
    [{ pub_device: 'ios, android' }, 'devices', ['IOS', 'Android']],
    [{ pub_device: 'fridge, browser' }, 'devices', ['Browser']],
    [{ pub_device: 'fridge' }, 'devices', null],
  ] as const)('%j has %s %j', (parameters, dimension, expected) => {
    const seen = audience(parameters)[dimension];
    expect(seen.isKnown ? seen.value : null).toEqual(expected);
  });

  test.each(['', '  ', null, undefined])('%j was not sent', (value) => {
    const seen = audience({ pub_geo_country: value, pub_age: value, pub_device: value, pub_gender: value });
    for (const one of [seen.country, seen.age, seen.devices, seen.gender])
      expect(one).toEqual({ isKnown: false, sent: null });
  });

  test('what was not sent is derived, what was sent unreadably is not, and is kept as sent', () => {
    const derived = { device: 'Android', country: 'at' } as const;
    expect(audience({}, derived)).toMatchObject({
      country: { isKnown: true, value: 'AT', sent: null },
      devices: { isKnown: true, value: ['Android'], sent: null },
    });
    expect(audience({ pub_geo_country: 'Utopia', pub_device: 'fridge' }, derived)).toMatchObject({
      country: { isKnown: false, sent: 'Utopia' },
      devices: { isKnown: false, sent: 'fridge' },
    });
    expect(audience({}, { country: 'XX' }).country.isKnown).toBe(false);
  });

  test.each([
    ['iOS', 'IOS'],
    ['Android', 'Android'],
    ['Mac OS', 'MacOS'],
    ['macOS', 'MacOS'],
    ['Windows', 'Browser'],
    ['Linux', 'Browser'],
    ['', null],
    [undefined, null],
  ])('the system %s is the device %s', (system, device) => {
    expect(deviceOfSystem(system)).toBe(device);
  });
});

describe('matching', () => {
  test.each<[string, Partial<OfferTargeting>, AudienceParameters, 'yes' | 'no' | 'bottom', MatchOptions?]>([
    ['no restriction at all', {}, {}, 'yes', hidden],
    ['the country is listed', { countries: ['US', 'CA'] }, { pub_geo_country: 'can' }, 'yes'],
    ['another country', { countries: ['US'] }, { pub_geo_country: 'AT' }, 'no'],
    ['an unknown country', { countries: ['US'] }, { pub_geo_country: 'Utopia' }, 'yes'],
    ['an unknown country, hidden', { countries: ['US'] }, { pub_geo_country: 'Utopia' }, 'no', hidden],
    ['no country, hidden', { countries: ['US'] }, {}, 'no', hidden],
    [
      'the state is listed',
      { countries: ['US'], states: ['US-CA'] },
      { pub_geo_country: 'US', pub_geo_state: 'CA' },
      'yes',
    ],
    [
      'another state of a restricted country',
      { states: ['US-CA'] },
      { pub_geo_country: 'US', pub_geo_state: 'NY' },
      'no',
    ],
    [
      'a country without states in the list',
      { states: ['US-CA'] },
      { pub_geo_country: 'CA', pub_geo_state: 'ON' },
      'yes',
    ],
    [
      'a country without states in the list, state hidden when unknown',
      { states: ['US-CA'] },
      { pub_geo_country: 'CA' },
      'yes',
      hidden,
    ],
    [
      'the state of another country',
      { states: ['US-CA', 'CA-ON'] },
      { pub_geo_country: 'CA', pub_geo_state: 'US-CA' },
      'no',
    ],
    ['state without country, listed', { states: ['US-CA'] }, { pub_geo_state: 'US-CA' }, 'yes'],
    ['state without country, of a restricted one', { states: ['US-CA'] }, { pub_geo_state: 'US-NY' }, 'no'],
    ['state without country, of a free one', { states: ['US-CA'] }, { pub_geo_state: 'CA-ON' }, 'yes'],
    ['unknown state', { states: ['US-CA'] }, { pub_geo_country: 'US' }, 'yes'],
    ['unknown state, hidden', { states: ['US-CA'] }, { pub_geo_country: 'US' }, 'no', hidden],
    ['zip in another spelling', { zipCodes: ['K1A 0B1'] }, { pub_postal_code: 'k1a0b1' }, 'yes'],
    ['another zip', { zipCodes: ['K1A 0B1'] }, { pub_postal_code: 'K1A 0B2' }, 'no'],
    ['the beginning of a zip', { zipCodes: ['90210'] }, { pub_postal_code: '902' }, 'no'],
    ['no zip, hidden', { zipCodes: ['90210'] }, {}, 'no', hidden],
    ['at the lower end of the age range', { age: { from: 18, to: 24 } }, { pub_age: '18' }, 'yes'],
    ['at the upper end', { age: { from: 18, to: 24 } }, { pub_age: '24' }, 'yes'],
    ['below', { age: { from: 18, to: 24 } }, { pub_age: '17' }, 'no'],
    ['above', { age: { from: 18, to: 24 } }, { pub_age: '25' }, 'no'],
    ['open above', { age: { from: 65, to: null } }, { pub_age: '99' }, 'yes'],
    ['open below', { age: { from: null, to: 12 } }, { pub_age: '13' }, 'no'],
    ['an unreadable age', { age: { from: 18, to: 24 } }, { pub_age: 'old' }, 'yes'],
    ['an unreadable age, hidden', { age: { from: 18, to: 24 } }, { pub_age: 'old' }, 'no', hidden],
    ['the gender is listed', { genders: ['Female'] }, { pub_gender: 'FEMALE' }, 'yes'],
    ['another gender', { genders: ['Female'] }, { pub_gender: 'male' }, 'no'],
    ['a gender the tenant does not know', { genders: ['Female', 'Male'] }, { pub_gender: 'x' }, 'no'],
    ['no gender', { genders: ['Female'] }, {}, 'yes'],
    ['no gender, hidden', { genders: ['Female'] }, {}, 'no', hidden],
    [
      'another gender, relaxed',
      { genders: ['Female'], showAtBottomToAllUnselectedGenders: true },
      { pub_gender: 'male' },
      'bottom',
    ],
    [
      'no gender, hidden, relaxed',
      { genders: ['Female'], showAtBottomToAllUnselectedGenders: true },
      {},
      'bottom',
      hidden,
    ],
    [
      'the gender itself, relaxed',
      { genders: ['Female'], showAtBottomToAllUnselectedGenders: true },
      { pub_gender: 'female' },
      'yes',
    ],
    [
      'relaxed, but of another country',
      { countries: ['US'], genders: ['Female'], showAtBottomToAllUnselectedGenders: true },
      { pub_gender: 'male', pub_geo_country: 'AT' },
      'no',
    ],
    ['the device is listed', { deviceTypes: ['IOS', 'Android'] }, { pub_device: 'android' }, 'yes'],
    ['another device', { deviceTypes: ['IOS'] }, { pub_device: 'android' }, 'no'],
    ['one of several devices', { deviceTypes: ['IOS'] }, { pub_device: 'android,ios' }, 'yes'],
    ['every device asked for', { deviceTypes: ['IOS'] }, { pub_device: 'all' }, 'yes'],
    ['every device offered', { deviceTypes: ['All'] }, { pub_device: 'android' }, 'yes', hidden],
    ['an unknown device', { deviceTypes: ['IOS'] }, { pub_device: 'fridge' }, 'yes'],
    ['an unknown device, hidden', { deviceTypes: ['IOS'] }, { pub_device: 'fridge' }, 'no', hidden],
    ['a placement, none asked for', { placementIds: ['p1'] }, {}, 'yes'],
    ['the placement asked for', { placementIds: ['p1', 'p2'] }, {}, 'yes', { ...options, placementId: 'P2' }],
    ['another placement', { placementIds: ['p1'] }, {}, 'no', { ...options, placementId: 'p2' }],
    ['a placement asked for, none assigned', {}, {}, 'no', { ...options, placementId: 'p2' }],
  ])('%s', (_, targeting, parameters, expected, how = options) => {
    const match = matchTargeting({ ...everybody, ...targeting }, audience(parameters), how);
    expect(match.fits ? (match.atBottom ? 'bottom' : 'yes') : 'no').toBe(expected);
  });
});

describe('explaining', () => {
  test('names for each rule what was seen, what is required, and the smallest change', () => {
    const offer: OfferTargeting = {
      ...everybody,
      countries: ['US'],
      states: ['US-CA'],
      zipCodes: ['90210'],
      age: { from: 18, to: null },
      genders: ['Female'],
      deviceTypes: ['IOS'],
      placementIds: ['p1'],
    };
    const member = audience({
      pub_geo_country: 'CAN',
      pub_age: '17',
      pub_device: 'fridge',
      pub_gender: 'Male',
      pub_postal_code: '1',
    });
    expect(explainTargeting(offer, member, { ...hidden, placementId: 'p2' })).toEqual([
      {
        rule: 'country',
        seen: 'CA',
        required: 'US',
        pass: false,
        atBottom: false,
        smallestChange: 'add CA to countryIds',
      },
      { rule: 'state', seen: 'unknown', required: 'any', pass: true, atBottom: false, smallestChange: null },
      {
        rule: 'zip',
        seen: '1',
        required: '90210',
        pass: false,
        atBottom: false,
        smallestChange: 'add 1 to zipCodes',
      },
      {
        rule: 'age',
        seen: '17',
        required: '18 or more',
        pass: false,
        atBottom: false,
        smallestChange: 'let the age range begin at 17',
      },
      {
        rule: 'gender',
        seen: 'male',
        required: 'Female',
        pass: false,
        atBottom: false,
        smallestChange: 'add male to genderIds',
      },
      {
        rule: 'device',
        seen: 'unknown (sent as "fridge")',
        required: 'IOS',
        pass: false,
        atBottom: false,
        smallestChange: 'send pub_device with a value of deviceTypes',
      },
      {
        rule: 'placement',
        seen: 'p2',
        required: 'p1',
        pass: false,
        atBottom: false,
        smallestChange: 'add p2 to placementIds',
      },
    ]);
  });

  const some = <Value>(...values: Value[]) => fc.subarray(values);
  const ages = fc.option(fc.integer({ min: 0, max: 99 }));
  const offers: fc.Arbitrary<OfferTargeting> = fc.record({
    countries: some('US', 'CA', 'AT'),
    states: some('US-CA', 'US-NY', 'CA-ON'),
    zipCodes: some('90210', 'K1A 0B1'),
    age: fc.record({ from: ages, to: ages }),
    genders: some('Female', 'Male'),
    deviceTypes: fc.subarray(['IOS', 'Android', 'MacOS', 'Browser', 'All'] as const, { minLength: 1 }),
    placementIds: some('p1', 'p2'),
    showAtBottomToAllUnselectedGenders: fc.boolean(),
  });
  const maybe = (...values: string[]) => fc.option(fc.constantFrom(...values));
  const parameters = fc.record({
    pub_geo_country: maybe('US', 'can', '040', 'Utopia'),
    pub_geo_state: maybe('US-CA', 'ny', 'CA-ON', 'nowhere'),
    pub_postal_code: maybe('90210', 'k1a0b1', '1'),
    pub_age: maybe('0', '18', '50', 'old'),
    pub_gender: maybe('female', 'MALE', 'x'),
    pub_device: maybe('ios', 'Android', 'all', 'fridge', 'macos,browser'),
  });
  const choice = fc.constantFrom('show' as const, 'hide' as const);
  const matchOptions: fc.Arbitrary<MatchOptions> = fc.record({
    unknownAudience: fc.record({
      country: choice,
      state: choice,
      zip: choice,
      age: choice,
      gender: choice,
      device: choice,
    }),
    placementId: fc.option(fc.constantFrom('p1', 'p3')),
  });

  test('agrees with matching, whatever the offer, the member and the settings', () => {
    fc.assert(
      fc.property(offers, parameters, matchOptions, (offer, sent, how) => {
        const match = matchTargeting(offer, audience(sent), how);
        const rules = explainTargeting(offer, audience(sent), how);
        expect(rules.every((rule) => rule.pass)).toBe(match.fits);
        expect(match.fits && rules.some((rule) => rule.atBottom)).toBe(match.atBottom);
        for (const rule of rules) expect(rule.smallestChange === null).toBe(rule.pass);
      }),
      { numRuns: 2000 },
    );
  });

  test('a longer list, a wider age range and a kinder setting never take an offer away', () => {
    fc.assert(
      fc.property(offers, parameters, matchOptions, (offer, sent, how) => {
        const before = matchTargeting(offer, audience(sent), how).fits;
        const wider: OfferTargeting = {
          ...offer,
          genders: offer.genders.length === 0 ? [] : ['Female', 'Male', 'x'],
          age: { from: null, to: null },
          deviceTypes: ['All'],
        };
        const after = matchTargeting(wider, audience(sent), { ...how, unknownAudience: showUnknown }).fits;
        expect(before && !after).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});
