import { LRUCache } from 'lru-cache';
import { normaliseZip, type Audience, type UnknownAudience } from '#domain/targeting/audience.ts';
import {
  targetingRules,
  type OfferTargeting,
  type TargetingRule,
  type TargetingRuleName,
} from '#domain/targeting/rules.ts';
import { addBits, emptyBits, rememberedSets, setBit, type Bits } from './bitset.ts';

/** The part of an offer's targeting that a rule reads; equal texts pass and fail together. */
const requirements: Readonly<Record<TargetingRuleName, (offer: OfferTargeting) => string>> = {
  country: ({ countries }) => countries.join(),
  state: ({ states }) => states.join(),
  zip: ({ zipCodes }) => zipCodes.join(),
  age: ({ age }) => `${age.from}-${age.to}`,
  gender: ({ genders }) => genders.join().toLowerCase(),
  device: ({ deviceTypes }) => deviceTypes.join(),
  // Placements are asked for by the filter of a list, never by targeting.
  placement: () => '',
};

/** Offers that require the same, and one of them to ask in their name. */
interface Group {
  readonly targeting: OfferTargeting;
  readonly places: Bits;
}

/**
 * For each rule of targeting the places of the offers that let a value through. The rules themselves decide, once for
 * each requirement and value that come up; what they decided is kept as sets of bits.
 */
export class TargetMasks {
  readonly #unknownAudience: UnknownAudience;
  readonly #places: number;
  readonly #rules: readonly RuleMasks[];
  readonly #gender: RuleMasks;
  /** Offers that are shown at the bottom to genders they didn't select; nothing where there are none. */
  #relaxed: Bits | undefined;
  readonly #zips = new Set<string>();
  readonly #genders = new Set<string>();

  constructor(places: number, unknownAudience: UnknownAudience) {
    this.#places = places;
    this.#unknownAudience = unknownAudience;
    const masksOf = (rule: TargetingRule) => new RuleMasks(rule, places, unknownAudience);
    this.#rules = targetingRules.filter(({ rule }) => rule !== 'gender' && rule !== 'placement').map(masksOf);
    this.#gender = masksOf(targetingRules.find(({ rule }) => rule === 'gender') as TargetingRule);
  }

  /** Puts the offer of a place in. */
  put(place: number, targeting: OfferTargeting): void {
    for (const masks of this.#rules) masks.put(place, targeting);
    this.#gender.put(place, targeting);
    for (const zip of targeting.zipCodes) this.#zips.add(normaliseZip(zip));
    for (const gender of targeting.genders) this.#genders.add(gender.toLowerCase());
    if (targeting.showAtBottomToAllUnselectedGenders && targeting.genders.length > 0) {
      this.#relaxed ??= emptyBits(this.#places);
      setBit(this.#relaxed, place);
    }
  }

  /** The sets whose common places let an audience through, gender aside. */
  passing(audience: Audience): Bits[] {
    return this.#rules.map((masks) => masks.passing(this.#keyOf(masks.name, audience), audience));
  }

  /** The places that let an audience's gender through. */
  passingGender(audience: Audience): Bits {
    return this.#gender.passing(this.#keyOf('gender', audience), audience);
  }

  /** The places whose gender is relaxed. */
  get relaxed(): Bits | undefined {
    return this.#relaxed;
  }

  get unknownAudience(): UnknownAudience {
    return this.#unknownAudience;
  }

  /** What of an audience a rule tells apart: values that no offer names are all the same to it. */
  #keyOf(rule: TargetingRuleName, { country, state, zip, age, gender, devices }: Audience): string {
    switch (rule) {
      case 'country':
        return country.isKnown ? country.value : '?';
      case 'state':
        return `${country.isKnown ? country.value : '?'} ${state.isKnown ? state.value : '?'}`;
      case 'zip':
        return zip.isKnown ? (this.#zips.has(zip.value) ? `=${zip.value}` : '-') : '?';
      case 'age':
        return age.isKnown ? String(age.value) : '?';
      case 'gender':
        return gender.isKnown ? (this.#genders.has(gender.value) ? `=${gender.value}` : '-') : '?';
      case 'device':
        return devices.isKnown ? devices.value.join() : '?';
      case 'placement':
        return '';
    }
  }
}

class RuleMasks {
  readonly #rule: TargetingRule;
  readonly #places: number;
  readonly #unknownAudience: UnknownAudience;
  readonly #groups = new Map<string, Group>();
  readonly #known: LRUCache<string, Bits>;

  constructor(rule: TargetingRule, places: number, unknownAudience: UnknownAudience) {
    this.#rule = rule;
    this.#places = places;
    this.#unknownAudience = unknownAudience;
    this.#known = new LRUCache({ max: rememberedSets(places) });
  }

  get name(): TargetingRuleName {
    return this.#rule.rule;
  }

  put(place: number, targeting: OfferTargeting): void {
    const requirement = requirements[this.name](targeting);
    let group = this.#groups.get(requirement);
    if (!group) {
      group = { targeting, places: emptyBits(this.#places) };
      this.#groups.set(requirement, group);
    }
    setBit(group.places, place);
  }

  passing(key: string, audience: Audience): Bits {
    let bits = this.#known.get(key);
    if (!bits) {
      bits = emptyBits(this.#places);
      const options = { unknownAudience: this.#unknownAudience, placementId: null };
      for (const { targeting, places } of this.#groups.values()) {
        if (this.#rule.passes(targeting, audience, options)) addBits(bits, places);
      }
      this.#known.set(key, bits);
    }
    return bits;
  }
}
