import { isAvailable, nextStatusChange, type AvailabilityOffer } from '#domain/availability.ts';
import { decimal } from '#domain/money.ts';
import { compareRanked, effectiveEpc } from '#domain/ranking/ranking.ts';
import type { Geography } from '#domain/targeting/audience.ts';
import { windowEnd, type Micros } from '#domain/time.ts';
import { limitUseOf, type OfferTotals, type StoredOffer, type UseByScope } from '../catalog/exports.ts';
import type { Lookups, TenantFacts } from './load-tenant.ts';
import { prepareOffer, type Preparation } from './prepared-offer.ts';

/** One offer in memory, with what was worked out from it so far. */
export interface HeldOffer {
  readonly id: string;
  readonly stored: StoredOffer;
  /** As availability asks for it: the version of now, with the caps, dates and paused state of today. */
  readonly run: AvailabilityOffer;
  totals: OfferTotals;
  use: UseByScope;
  epc: number;
  preparation: Preparation | undefined;
  /** Whether a member who hasn't begun can do it, and until when that answer holds if nothing changes. */
  availability: { readonly isAvailable: boolean; readonly until: Micros } | undefined;
}

const nothingDone: ReadonlySet<string> = new Set();

/** All offers of one tenant in memory, best first. What is worked out from them is kept until something changes. */
export class Snapshot {
  #offers = new Map<string, HeldOffer>();
  #ranked: HeldOffer[] | undefined;
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

  /** One offer; nothing where the tenant has none of this id. */
  offer(id: string): HeldOffer | undefined {
    return this.#offers.get(id);
  }

  /** Every offer, by EPC, newest launch and id. */
  ranked(): readonly HeldOffer[] {
    this.#ranked ??= [...this.#offers.values()].toSorted((a, b) => compareRanked(rankOf(a), rankOf(b)));
    return this.#ranked;
  }

  /** Puts an offer in, new or changed. */
  put(stored: StoredOffer, use: UseByScope, totals: OfferTotals, now: Micros): void {
    this.#offers.set(stored.id, {
      id: stored.id,
      stored,
      run: runOf(stored),
      totals,
      use,
      epc: epcOf(stored, totals, now),
      preparation: undefined,
      availability: undefined,
    });
    this.#ranked = undefined;
    this.#nextVersionAt = undefined;
  }

  /** Takes an offer out that is no more. */
  remove(id: string): void {
    if (this.#offers.delete(id)) this.#ranked = undefined;
  }

  /** Takes in how far the limits of these offers are used up now. */
  setUse(ids: Iterable<string>, use: UseByScope): void {
    for (const id of ids) {
      const held = this.#offers.get(id);
      if (!held) continue;
      held.use = use;
      held.availability = undefined;
    }
  }

  /** Takes in new sums and orders all offers anew. */
  setTotals(totals: ReadonlyMap<string, OfferTotals>, now: Micros): void {
    for (const held of this.#offers.values()) {
      held.totals = totals.get(held.id) ?? held.totals;
      held.epc = epcOf(held.stored, held.totals, now);
    }
    this.#ranked = undefined;
  }

  /** Takes in settings or look-ups; what was prepared from the old ones is prepared again when it is asked for. */
  setNames(facts: TenantFacts, lookups: Lookups): void {
    this.#facts = facts;
    this.#lookups = lookups;
    for (const held of this.#offers.values()) held.preparation = undefined;
  }

  /** What an offer is shown and matched by. */
  preparationOf(held: HeldOffer): Preparation {
    held.preparation ??= prepareOffer(
      { id: held.id, source: held.stored.source, content: held.stored.content },
      { lookups: this.#lookups, geography: this.geography, displayName: this.#facts.displayName },
    );
    return held.preparation;
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

/**
 * Whether an offer can be done now by a member who has done these steps of it in the open attempt.
 *
 * @param doneStepIds absent for a member who hasn't begun
 */
export function canBeDone(held: HeldOffer, now: Micros, doneStepIds?: ReadonlySet<string>): boolean {
  if (doneStepIds !== undefined && doneStepIds.size > 0) return decideAvailability(held, now, doneStepIds);
  if (held.availability === undefined || now >= held.availability.until) {
    const changesAt = nextStatusChange(held.run, now) ?? Number.POSITIVE_INFINITY;
    held.availability = {
      isAvailable: decideAvailability(held, now, nothingDone),
      until: Math.min(changesAt, windowEnd('Daily', now)),
    };
  }
  return held.availability.isAvailable;
}

function decideAvailability(held: HeldOffer, now: Micros, doneStepIds: ReadonlySet<string>): boolean {
  return isAvailable(held.run, limitUseOf(held.stored, held.use), doneStepIds, now);
}

function runOf({ content, events, isPaused }: StoredOffer): AvailabilityOffer {
  const capsById = new Map(events.map((event) => [event.id, event]));
  return {
    isPaused,
    launchDate: content.launchDate,
    endDate: content.endDate,
    offerType: content.offerType,
    conversionType: content.conversionType,
    revenue: content.revenue,
    offerEvents: content.offerEvents.map((event) => {
      const { dailyCap, weeklyCap, monthlyCap, allTimeCap } = capsById.get(event.id) ?? event;
      const { id, sequenceNumber, revenue } = event;
      return { id, sequenceNumber, revenue, dailyCap, weeklyCap, monthlyCap, allTimeCap };
    }),
    dailyCap: content.dailyCap,
    weeklyCap: content.weeklyCap,
    monthlyCap: content.monthlyCap,
    allTimeCap: content.allTimeCap,
  };
}

function epcOf({ content }: StoredOffer, totals: OfferTotals, now: Micros): number {
  return effectiveEpc(
    {
      baselineEpc: decimal(content.baselineEpc),
      lockBaselineEpc: content.lockBaselineEpc,
      revenue: totals.revenue,
      clicks: totals.clicks,
      launchDate: content.launchDate,
      lastRevenueAt: totals.lastRevenueAt,
    },
    now,
  );
}

function rankOf(held: HeldOffer): Parameters<typeof compareRanked>[0] {
  return { id: held.id, epc: held.epc, launchDate: held.stored.content.launchDate, atBottom: false };
}
