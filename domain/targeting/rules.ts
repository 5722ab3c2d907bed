import type { DeviceType } from '../offer.ts';
import { normaliseZip } from './audience.ts';
import type { Audience, AudienceDimension, Seen, UnknownAudience } from './audience.ts';

/** Whom an offer is for, in codes and names. Empty lists restrict nothing. */
export interface OfferTargeting {
  /** ISO 3166-1 alpha-2. */
  readonly countries: readonly string[];
  /** ISO 3166-2, `US-CA`. They restrict only the countries they belong to. */
  readonly states: readonly string[];
  readonly zipCodes: readonly string[];
  /** The age range, both ends included; null = open. */
  readonly age: { readonly from: number | null; readonly to: number | null };
  /** Names. */
  readonly genders: readonly string[];
  readonly deviceTypes: readonly DeviceType[];
  readonly placementIds: readonly string[];
  /** Members whom only the gender list leaves out see the offer after all the rest. */
  readonly showAtBottomToAllUnselectedGenders: boolean;
}

/** How a request is matched beside who asks. */
export interface MatchOptions {
  readonly unknownAudience: UnknownAudience;
  /** The placement asked for; null asks for none, and then placements restrict nothing. */
  readonly placementId: string | null;
}

/** The names of the rules, in the order in which they are explained. */
export type TargetingRuleName = AudienceDimension | 'placement';

/** One rule of targeting. */
export interface TargetingRule {
  readonly rule: TargetingRuleName;
  /** Whether the offer lets this audience through. */
  readonly passes: (offer: OfferTargeting, audience: Audience, options: MatchOptions) => boolean;
  /** Whether the offer is still shown, at the bottom, to an audience that doesn't pass. */
  readonly isRelaxed: (offer: OfferTargeting) => boolean;
  /** What was seen, in words. */
  readonly seen: (audience: Audience, options: MatchOptions) => string;
  /** What the offer requires of this audience, in words; `any` when nothing. */
  readonly required: (offer: OfferTargeting, audience: Audience) => string;
  /** The smallest change that would let an audience through that doesn't pass. */
  readonly smallestChange: (offer: OfferTargeting, audience: Audience, options: MatchOptions) => string;
}

/** An offer's list against one value: an empty list restricts nothing, an unknown value is the tenant's choice. */
function listPasses<Value>(
  list: readonly string[],
  seen: Seen<Value>,
  whenUnknown: 'show' | 'hide',
  matches: (value: Value) => boolean,
): boolean {
  if (list.length === 0) return true;
  return seen.isKnown ? matches(seen.value) : whenUnknown === 'show';
}

function sameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function words<Value>(seen: Seen<Value>, write: (value: Value) => string): string {
  if (seen.isKnown) return write(seen.value);
  return seen.sent === null ? 'unknown' : `unknown (sent as "${seen.sent}")`;
}

function anyOr(list: readonly string[]): string {
  return list.length === 0 ? 'any' : list.join(', ');
}

/** With a known value the offer's list must take it in; with an unknown one the publisher must send one. */
function change<Value>(
  seen: Seen<Value>,
  parameter: string,
  list: string,
  write: (value: Value) => string,
): string {
  return seen.isKnown ? `add ${write(seen.value)} to ${list}` : `send ${parameter} with a value of ${list}`;
}

const never = (): boolean => false;

const countryRule: TargetingRule = {
  rule: 'country',
  passes: (offer, { country }, { unknownAudience }) =>
    listPasses(offer.countries, country, unknownAudience.country, (code) => offer.countries.includes(code)),
  isRelaxed: never,
  seen: ({ country }) => words(country, (code) => code),
  required: (offer) => anyOr(offer.countries),
  smallestChange: (_, { country }) => change(country, 'pub_geo_country', 'countryIds', (code) => code),
};

/** The states that restrict this audience: those of its country, or of its state's where the country is unknown. */
function bindingStates(offer: OfferTargeting, { country, state }: Audience): readonly string[] {
  const code = country.isKnown ? country.value : state.isKnown ? (state.value.split('-')[0] ?? '') : null;
  return code === null ? offer.states : offer.states.filter((one) => one.startsWith(`${code}-`));
}

const stateRule: TargetingRule = {
  rule: 'state',
  passes: (offer, audience, { unknownAudience }) => {
    if (offer.states.length === 0) return true;
    const binding = bindingStates(offer, audience);
    return listPasses(binding, audience.state, unknownAudience.state, (code) => binding.includes(code));
  },
  isRelaxed: never,
  seen: ({ state }) => words(state, (code) => code),
  required: (offer, audience) => anyOr(bindingStates(offer, audience)),
  smallestChange: (_, { state }) => change(state, 'pub_geo_state', 'countryStateIds', (code) => code),
};

const zipRule: TargetingRule = {
  rule: 'zip',
  passes: (offer, { zip }, { unknownAudience }) =>
    listPasses(offer.zipCodes, zip, unknownAudience.zip, (code) =>
      offer.zipCodes.some((one) => normaliseZip(one) === code),
    ),
  isRelaxed: never,
  seen: ({ zip }) => words(zip, (code) => code),
  required: (offer) => anyOr(offer.zipCodes),
  smallestChange: (_, { zip }) => change(zip, 'pub_postal_code', 'zipCodes', (code) => code),
};

const ageRule: TargetingRule = {
  rule: 'age',
  passes: ({ age: { from, to } }, { age }, { unknownAudience }) => {
    if (from === null && to === null) return true;
    if (!age.isKnown) return unknownAudience.age === 'show';
    return (from === null || age.value >= from) && (to === null || age.value <= to);
  },
  isRelaxed: never,
  seen: ({ age }) => words(age, (years) => String(years)),
  required: ({ age: { from, to } }) => {
    if (from === null) return to === null ? 'any' : `up to ${to}`;
    return to === null ? `${from} or more` : `${from} to ${to}`;
  },
  smallestChange: ({ age: { from } }, { age }) => {
    if (!age.isKnown) return 'send pub_age as a whole number within the age range';
    const isTooYoung = from !== null && age.value < from;
    return isTooYoung ? `let the age range begin at ${age.value}` : `let the age range end at ${age.value}`;
  },
};

const genderRule: TargetingRule = {
  rule: 'gender',
  passes: (offer, { gender }, { unknownAudience }) =>
    listPasses(offer.genders, gender, unknownAudience.gender, (name) =>
      offer.genders.some((one) => sameText(one, name)),
    ),
  isRelaxed: (offer) => offer.showAtBottomToAllUnselectedGenders,
  seen: ({ gender }) => words(gender, (name) => name),
  required: (offer) => anyOr(offer.genders),
  smallestChange: (_, { gender }) => change(gender, 'pub_gender', 'genderIds', (name) => name),
};

const deviceRule: TargetingRule = {
  rule: 'device',
  passes: (offer, { devices }, { unknownAudience }) =>
    offer.deviceTypes.includes('All') ||
    listPasses(
      offer.deviceTypes,
      devices,
      unknownAudience.device,
      (own) => own.includes('All') || own.some((device) => offer.deviceTypes.includes(device)),
    ),
  isRelaxed: never,
  seen: ({ devices }) => words(devices, (own) => own.join(', ')),
  required: (offer) => (offer.deviceTypes.includes('All') ? 'any' : anyOr(offer.deviceTypes)),
  smallestChange: (_, { devices }) => change(devices, 'pub_device', 'deviceTypes', (own) => own[0] ?? 'All'),
};

const placementRule: TargetingRule = {
  rule: 'placement',
  passes: (offer, _, { placementId }) =>
    placementId === null || offer.placementIds.some((one) => sameText(one, placementId)),
  isRelaxed: never,
  seen: (_, { placementId }) => placementId ?? 'none asked for',
  required: (offer) => anyOr(offer.placementIds),
  smallestChange: (_, __, { placementId }) => `add ${placementId} to placementIds`,
};

/** Every rule of targeting; matching and explaining both read this one table. */
export const targetingRules: readonly TargetingRule[] = [
  countryRule,
  stateRule,
  zipRule,
  ageRule,
  genderRule,
  deviceRule,
  placementRule,
];
