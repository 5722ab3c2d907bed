import { LRUCache } from 'lru-cache';
import type { UnknownAudience } from '#domain/targeting/audience.ts';
import type { Micros } from '#domain/time.ts';
import { eachInTurns, sortInTurns, type Turns } from '../../platform/turns.ts';
import { clearBit, emptyBits, rememberedSets, setBit, type Bits } from './bitset.ts';
import type { Matching } from './prepared-offer.ts';
import { isSelected, sortKeyOf, sortOrder, type Selection } from './selection.ts';
import { canBeDone, type HeldOffer } from './held-offer.ts';
import { TargetMasks } from './target-masks.ts';

/** What an index is made from. */
export interface IndexParts {
  /** All offers, best first. */
  readonly offers: readonly HeldOffer[];
  readonly unknownAudience: UnknownAudience;
  readonly matchingOf: (held: HeldOffer) => Matching;
  readonly now: Micros;
}

/**
 * Offers in the order of their ranks, and sets of their places by everything that a question can ask for. An offer that
 * changed leaves its place and stands aside as a newcomer until the next index is made.
 */
export class WallIndex {
  readonly offers: readonly HeldOffer[];
  readonly masks: TargetMasks;
  /** Changed or new since the index was made; looked at one by one. */
  readonly newcomers = new Map<string, HeldOffer>();
  readonly #matchingOf: (held: HeldOffer) => Matching;
  readonly #places = new Map<string, number>();
  readonly #available: Bits;
  readonly #selections: LRUCache<string, Bits>;
  readonly #orders = new Map<string, Uint32Array | Promise<Uint32Array>>();
  /** When the first answer about availability ceases to hold by the clock alone. */
  #availableUntil: Micros = Number.POSITIVE_INFINITY;
  /** For results; used from one end of a question to the other, without a pause. */
  readonly scratch: readonly [Bits, Bits];

  private constructor({ offers, unknownAudience, matchingOf }: IndexParts) {
    this.offers = offers;
    this.#matchingOf = matchingOf;
    this.masks = new TargetMasks(offers.length, unknownAudience);
    this.#available = emptyBits(offers.length);
    this.scratch = [emptyBits(offers.length), emptyBits(offers.length)];
    this.#selections = new LRUCache({ max: rememberedSets(offers.length) });
  }

  /** Makes an index in turns. */
  static async make(parts: IndexParts, turns: Turns): Promise<WallIndex> {
    const index = new WallIndex(parts);
    await eachInTurns(parts.offers, turns, (held, place) => {
      index.#places.set(held.id, place);
      index.masks.put(place, parts.matchingOf(held).targeting);
      index.#refreshPlace(held, place, parts.now);
    });
    return index;
  }

  /** The place of an offer; nothing for a newcomer. */
  placeOf(id: string): number | undefined {
    return this.#places.get(id);
  }

  /** Sets an offer aside that changed, or takes it out. */
  change(id: string, held: HeldOffer | undefined): void {
    const place = this.#places.get(id);
    if (place !== undefined) {
      this.#places.delete(id);
      clearBit(this.#available, place);
    }
    if (held) this.newcomers.set(id, held);
    else this.newcomers.delete(id);
  }

  /** Takes in that the limits of an offer were used or freed. */
  refresh(held: HeldOffer, now: Micros): void {
    const place = this.#places.get(held.id);
    if (place !== undefined) this.#refreshPlace(held, place, now);
  }

  /** The places of offers that a member can do who hasn't begun. */
  availableAt(now: Micros): Bits {
    if (now >= this.#availableUntil) {
      this.#availableUntil = Number.POSITIVE_INFINITY;
      for (const [id, place] of this.#places) {
        const held = this.offers[place];
        if (held?.id === id) this.#refreshPlace(held, place, now);
      }
    }
    return this.#available;
  }

  /** The places of offers that pass the filters of a list; nothing where it has none. */
  selected(selection: Selection): Bits | undefined {
    const key = selectionKey(selection);
    if (key === '') return undefined;
    let bits = this.#selections.get(key);
    if (!bits) {
      bits = emptyBits(this.offers.length);
      for (const [place, held] of this.offers.entries()) {
        if (isSelected(this.#matchingOf(held), held, selection)) setBit(bits, place);
      }
      this.#selections.set(key, bits);
    }
    return bits;
  }

  /** All places in the order of a list, or a promise of them; nothing for the order they have anyway. */
  order(
    { orderBy, isAscending }: Selection,
    inTurns: () => Turns,
  ): Uint32Array | Promise<Uint32Array> | undefined {
    if (orderBy === 'epc' && !isAscending) return undefined;
    const key = `${orderBy} ${isAscending}`;
    let order = this.#orders.get(key);
    if (!order) {
      const keys = this.offers.map((held) => sortKeyOf(this.#matchingOf(held), held, orderBy));
      const compare = sortOrder(isAscending);
      order = sortInTurns(
        keys.map((_, place) => place),
        (a, b) => compare(keys[a] ?? null, keys[b] ?? null),
        inTurns(),
      ).then((places) => {
        const sorted = Uint32Array.from(places);
        this.#orders.set(key, sorted);
        return sorted;
      });
      this.#orders.set(key, order);
    }
    return order;
  }

  #refreshPlace(held: HeldOffer, place: number, now: Micros): void {
    if (canBeDone(held, now)) setBit(this.#available, place);
    else clearBit(this.#available, place);
    const until = held.availability?.until ?? now;
    if (until < this.#availableUntil) this.#availableUntil = until;
  }
}

function selectionKey({ categoryIds, categoryName, placementIds, isFeatured, search }: Selection): string {
  if (
    categoryIds === null &&
    categoryName === null &&
    placementIds === null &&
    isFeatured === null &&
    search === null
  )
    return '';
  return JSON.stringify([categoryIds && [...categoryIds], categoryName, placementIds, isFeatured, search]);
}
