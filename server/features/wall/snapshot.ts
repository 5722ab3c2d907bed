import { isDeepStrictEqual } from 'node:util';
import type { WallOffer } from '#contract/wall.ts';
import { compareRanked, type Ranked } from '#domain/ranking/ranking.ts';
import type { Geography } from '#domain/targeting/audience.ts';
import type { Micros } from '#domain/time.ts';
import { eachInTurns, sortInTurns, type Turns } from '../../platform/turns.ts';
import { offerEpc, type OfferTotals, type StoredOffer, type UseByScope } from '../catalog/exports.ts';
import { compareHeld, rankOf, runOf, type HeldOffer, type ItemJson } from './held-offer.ts';
import type { Lookups, TenantFacts } from './load-tenant.ts';
import { offerItem, offerMatching, type Matching, type Names } from './prepared-offer.ts';
import { WallIndex } from './wall-index.ts';

/** An offer with the sums and the rank it is about to have. */
interface Rescored extends Ranked {
  readonly held: HeldOffer;
  readonly totals: OfferTotals;
}

/** All offers of one tenant in memory, best first. What is worked out from them is kept until something changes. */
export class Snapshot {
  #offers = new Map<string, HeldOffer>();
  #ranked: readonly HeldOffer[] | undefined;
  #index: WallIndex | undefined;
  #nextVersionAt: Micros | undefined;
  #facts: TenantFacts;
  #lookups: Lookups;
  readonly geography: Geography;

  constructor(facts: TenantFacts, lookups: Lookups, geography: Geography) {
    this.#facts = facts;
    this.#lookups = lookups;
    this.geography = geography;
  }

  get facts(): TenantFacts {
    return this.#facts;
  }

  /** What questions are answered from; there is one once {@link order} has been called. */
  get index(): WallIndex {
    if (!this.#index) throw new Error('The offers have not been put in order yet');
    return this.#index;
  }

  /** One offer; nothing where the tenant has none of this id. */
  offer(id: string): HeldOffer | undefined {
    return this.#offers.get(id);
  }

  /** Every offer, by EPC, newest launch and id. */
  ranked(): readonly HeldOffer[] {
    this.#ranked ??= [...this.#offers.values()].toSorted(compareHeld);
    return this.#ranked;
  }

  /** Puts an offer in, new or changed. */
  put(stored: StoredOffer, use: UseByScope, totals: OfferTotals, now: Micros): void {
    const held: HeldOffer = {
      id: stored.id,
      stored,
      run: runOf(stored),
      totals,
      use,
      epc: offerEpc({ content: stored.content, totals }, now),
      matching: undefined,
      bytes: undefined,
      availability: undefined,
    };
    const before = this.#offers.get(stored.id);
    this.#offers.set(stored.id, held);
    this.#index?.change(stored.id, held);
    this.#ranked = undefined;
    this.#noteVersion(before?.stored.nextValidFrom ?? null, stored.nextValidFrom);
  }

  /** Keeps the earliest of the versions written in advance, and looks for it anew only where that one has gone. */
  #noteVersion(before: Micros | null, after: Micros | null): void {
    if (this.#nextVersionAt === undefined) return;
    if (before !== null && before === this.#nextVersionAt && before !== after)
      this.#nextVersionAt = undefined;
    else if (after !== null) this.#nextVersionAt = Math.min(this.#nextVersionAt, after);
  }

  /** Takes an offer out that is no more. */
  remove(id: string): void {
    if (!this.#offers.delete(id)) return;
    this.#index?.change(id, undefined);
    this.#ranked = undefined;
  }

  /** Takes in how far the limits of these offers are used up now. */
  async setUse(ids: Iterable<string>, use: UseByScope, now: Micros, turns: Turns): Promise<void> {
    await eachInTurns(ids, turns, (id) => {
      const held = this.#offers.get(id);
      if (!held) return;
      held.use = use;
      held.availability = undefined;
      this.#index?.refresh(held, now);
    });
  }

  /** Takes in new sums and orders all offers anew; questions are answered by the old order until the new one stands. */
  async setTotals(totals: ReadonlyMap<string, OfferTotals>, now: Micros, turns: Turns): Promise<void> {
    const rescored: Rescored[] = [];
    await eachInTurns(this.#offers.values(), turns, (held) => {
      const own = totals.get(held.id) ?? held.totals;
      rescored.push({
        held,
        totals: own,
        ...rankOf(held),
        epc: offerEpc({ content: held.stored.content, totals: own }, now),
      });
    });
    const sorted = await sortInTurns(rescored, compareRanked, turns);
    const index = await this.#makeIndex(
      sorted.map(({ held }) => held),
      this.#facts,
      now,
      turns,
    );
    for (const { held, totals: own, epc } of sorted) {
      held.totals = own;
      held.epc = epc;
    }
    this.#index = index;
    this.#ranked = index.offers;
  }

  /** Puts all offers in order, so that questions can be answered. */
  async order(now: Micros, turns: Turns): Promise<void> {
    const ranked = await sortInTurns([...this.#offers.values()], compareHeld, turns);
    this.#index = await this.#makeIndex(ranked, this.#facts, now, turns);
    this.#ranked = ranked;
  }

  /**
   * Takes in settings or look-ups; what was worked out from the old ones is worked out again when it is asked for.
   *
   * @returns whether offers may have to be found otherwise than before
   */
  setNames(facts: TenantFacts, lookups: Lookups): boolean {
    const { displayName, unknownAudience } = this.#facts;
    const areLookupsNew = !isDeepStrictEqual(lookups, this.#lookups);
    this.#facts = facts;
    this.#lookups = lookups;
    if (areLookupsNew || facts.displayName !== displayName) {
      for (const held of this.#offers.values()) {
        held.bytes = undefined;
        if (areLookupsNew) held.matching = undefined;
      }
    }
    return areLookupsNew || !isDeepStrictEqual(facts.unknownAudience, unknownAudience);
  }

  /** What an offer is found by. */
  matchingOf(held: HeldOffer): Matching {
    held.matching ??= offerMatching(held.stored.content, this.#names());
    return held.matching;
  }

  /** An offer as the wall shows it. */
  itemOf(held: HeldOffer): WallOffer {
    return JSON.parse(`${this.bytesOf(held).all.toString()}}`) as WallOffer;
  }

  /** The same as JSON. */
  bytesOf(held: HeldOffer): ItemJson {
    held.bytes ??= this.#makeBytes(held);
    return held.bytes;
  }

  #makeBytes({ id, stored }: HeldOffer): ItemJson {
    const item = offerItem({ id, source: stored.source, content: stored.content }, this.#names());
    const all = Buffer.from(JSON.stringify(item).slice(0, -1));
    const events = `,"events":${JSON.stringify(item.events)}`;
    return { all, eventsAt: all.length - Buffer.byteLength(events) };
  }

  #names(): Names {
    return { lookups: this.#lookups, geography: this.geography, displayName: this.#facts.displayName };
  }

  #makeIndex(
    offers: readonly HeldOffer[],
    { unknownAudience }: TenantFacts,
    now: Micros,
    turns: Turns,
  ): Promise<WallIndex> {
    const matchingOf = (held: HeldOffer) => this.matchingOf(held);
    return WallIndex.make({ offers, unknownAudience, matchingOf, now }, turns);
  }

  /** The offers whose next version, written in advance, has become valid since they were loaded. */
  outdated(now: Micros): string[] {
    this.#nextVersionAt ??= this.#earliestVersion();
    if (now < this.#nextVersionAt) return [];
    return [...this.#offers.values()]
      .filter(({ stored }) => stored.nextValidFrom !== null && stored.nextValidFrom <= now)
      .map(({ id }) => id);
  }

  /** The ids of all offers. */
  ids(): string[] {
    return [...this.#offers.keys()];
  }

  #earliestVersion(): Micros {
    let earliest = Number.POSITIVE_INFINITY;
    for (const { stored } of this.#offers.values()) {
      if (stored.nextValidFrom !== null && stored.nextValidFrom < earliest) earliest = stored.nextValidFrom;
    }
    return earliest;
  }
}
