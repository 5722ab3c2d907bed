import type { Audience } from '#domain/targeting/audience.ts';
import { matchTargeting } from '#domain/targeting/match.ts';
import { compareRanked } from '#domain/ranking/ranking.ts';
import type { Micros } from '#domain/time.ts';
import { inTurns } from '../../platform/turns.ts';
import { clearBit, hasBit, intersect, placesOf, setBit, type Bits } from './bitset.ts';
import { doneSteps, isUsedUp, type MemberStanding } from './member-standing.ts';
import { isSelected, sortKeyOf, sortOrder, type Selection } from './selection.ts';
import { canBeDone, rankOf, type HeldOffer } from './held-offer.ts';
import type { Snapshot } from './snapshot.ts';
import type { WallIndex } from './wall-index.ts';

/** What a list of offers is asked for. */
export interface OfferQuestion {
  readonly audience: Audience;
  /** How far the member is with the offers they began. */
  readonly standing: MemberStanding;
  readonly selection: Selection;
  readonly page: number;
  readonly pageSize: number;
}

/** A page of offers and how many there are in all. */
export interface OfferPage {
  readonly offers: readonly HeldOffer[];
  readonly totalCount: number;
}

/**
 * Finds the offers that a member can do: available, selected, for this audience, and not used up; best first, those at
 * the bottom after all the rest in order of EPC, whatever the rest is sorted by.
 */
export function findOffers(
  snapshot: Snapshot,
  now: Micros,
  question: OfferQuestion,
): Promise<OfferPage> | OfferPage {
  const { index } = snapshot;
  const order = index.order(question.selection, inTurns);
  if (!(order instanceof Promise)) return findInOrder(snapshot, now, question, order);
  // While the places were put in order another index may have been made.
  return order.then(() => findOffers(snapshot, now, question));
}

/** Nothing waits in here: the sets of the index are worked on in place. */
function findInOrder(
  snapshot: Snapshot,
  now: Micros,
  question: OfferQuestion,
  order: Uint32Array | undefined,
): OfferPage {
  const { index } = snapshot;
  const [fitting, bottom] = index.scratch;
  const { newcomers, ...counts } = matchAll(snapshot, index, now, question);
  const first = question.page * question.pageSize;
  const isBefore = beforeOf(snapshot, question.selection);
  const fittingOffers = pick(index, fitting, order, first, question.pageSize, newcomers.fitting, isBefore);
  const countFitting = counts.fitting + newcomers.fitting.length;
  const countBottom = counts.bottom + newcomers.bottom.length;
  const left = question.pageSize - fittingOffers.length;
  const bottomOffers =
    left === 0 || countBottom === 0
      ? []
      : pick(
          index,
          bottom,
          undefined,
          Math.max(0, first - countFitting),
          left,
          newcomers.bottom,
          isRankedBefore,
        );
  return { offers: [...fittingOffers, ...bottomOffers], totalCount: countFitting + countBottom };
}

interface Matched {
  readonly fitting: number;
  readonly bottom: number;
  readonly newcomers: { readonly fitting: HeldOffer[]; readonly bottom: HeldOffer[] };
}

/** Leaves the places that fit, and those at the bottom, in the scratch sets of the index. */
function matchAll(snapshot: Snapshot, index: WallIndex, now: Micros, question: OfferQuestion): Matched {
  const { audience, standing, selection } = question;
  const available = index.availableAt(now);
  const restore = standing.size === 0 ? undefined : asMember(index, available, standing, now);
  const [fitting, bottom] = index.scratch;
  const gender = index.masks.passingGender(audience);
  const selected = index.selected(selection);
  const others = [available, ...index.masks.passing(audience), ...(selected ? [selected] : [])];
  const count = intersect(fitting, [...others, gender]);
  const { relaxed } = index.masks;
  let countBottom = 0;
  if (relaxed) {
    intersect(bottom, [...others, relaxed]);
    countBottom = without(bottom, gender);
  }
  restore?.();
  const newcomers = { fitting: [] as HeldOffer[], bottom: [] as HeldOffer[] };
  for (const held of index.newcomers.values()) {
    const match = matchNewcomer(snapshot, held, now, question);
    if (match.fits) newcomers[match.atBottom ? 'bottom' : 'fitting'].push(held);
  }
  return { fitting: count, bottom: countBottom, newcomers };
}

/** Takes the places of another set out; gives how many are left. */
function without(bits: Bits, others: Bits): number {
  let count = 0;
  for (let word = 0; word < bits.length; word++) {
    let left = (bits[word] as number) & ~(others[word] as number);
    bits[word] = left;
    for (; left !== 0; left &= left - 1) count += 1;
  }
  return count;
}

/**
 * Lets the set of available places say what holds for one member: offers used up are out, and those begun are in as long
 * as a step that comes next can be done.
 *
 * @returns undoes it
 */
function asMember(index: WallIndex, available: Bits, standing: MemberStanding, now: Micros): () => void {
  const undone: [place: number, wasIn: boolean][] = [];
  for (const [offerId, attempts] of standing) {
    const place = index.placeOf(offerId);
    const held = place === undefined ? undefined : index.offers[place];
    if (place === undefined || held === undefined) continue;
    const wasIn = hasBit(available, place);
    const isIn = canDo(held, now, attempts);
    if (wasIn === isIn) continue;
    undone.push([place, wasIn]);
    if (isIn) setBit(available, place);
    else clearBit(available, place);
  }
  return () => {
    for (const [place, wasIn] of undone) {
      if (wasIn) setBit(available, place);
      else clearBit(available, place);
    }
  };
}

function canDo(held: HeldOffer, now: Micros, attempts: ReturnType<MemberStanding['get']>): boolean {
  if (attempts === undefined) return canBeDone(held, now);
  const { allowRepetitions } = held.stored.content;
  return !isUsedUp(attempts, allowRepetitions) && canBeDone(held, now, doneSteps(attempts, allowRepetitions));
}

function matchNewcomer(
  snapshot: Snapshot,
  held: HeldOffer,
  now: Micros,
  { audience, standing, selection }: OfferQuestion,
): { fits: boolean; atBottom: boolean } {
  const matching = snapshot.matchingOf(held);
  if (!canDo(held, now, standing.get(held.id)) || !isSelected(matching, held, selection))
    return { fits: false, atBottom: false };
  // The placements asked for are a filter of the list here; targeting proper has no say in them.
  const options = { unknownAudience: snapshot.facts.unknownAudience, placementId: null };
  return matchTargeting(matching.targeting, audience, options);
}

type IsBefore = (a: HeldOffer, b: HeldOffer) => boolean;

const isRankedBefore: IsBefore = (a, b) => compareRanked(rankOf(a), rankOf(b)) < 0;

function beforeOf(snapshot: Snapshot, { orderBy, isAscending }: Selection): IsBefore {
  if (orderBy === 'epc' && !isAscending) return isRankedBefore;
  const compare = sortOrder(isAscending);
  const keyOf = (held: HeldOffer) => sortKeyOf(snapshot.matchingOf(held), held, orderBy);
  return (a, b) => {
    const order = compare(keyOf(a), keyOf(b));
    return order === 0 ? isRankedBefore(a, b) : order < 0;
  };
}

/** The offers of a page: those of the places, in the order given, with the newcomers at their ranks among them. */
function pick(
  index: WallIndex,
  bits: Bits,
  order: Uint32Array | undefined,
  first: number,
  most: number,
  newcomers: readonly HeldOffer[],
  isBefore: IsBefore,
): HeldOffer[] {
  if (newcomers.length === 0)
    return walk(bits, order, first, most).map((place) => index.offers[place] as HeldOffer);
  const placed = walk(bits, order, 0, first + most).map((place) => index.offers[place] as HeldOffer);
  const sorted = newcomers.toSorted((a, b) => (isBefore(a, b) ? -1 : 1));
  const merged: HeldOffer[] = [];
  let [i, j] = [0, 0];
  while (merged.length < first + most && (i < placed.length || j < sorted.length)) {
    const takesPlaced =
      j >= sorted.length || (i < placed.length && isBefore(placed[i] as HeldOffer, sorted[j] as HeldOffer));
    merged.push((takesPlaced ? placed[i++] : sorted[j++]) as HeldOffer);
  }
  return merged.slice(first);
}

function walk(bits: Bits, order: Uint32Array | undefined, from: number, most: number): number[] {
  if (!order) return placesOf(bits, from, most);
  const places: number[] = [];
  let passed = 0;
  for (let at = 0; at < order.length && places.length < most; at++) {
    const place = order[at] as number;
    if (!hasBit(bits, place)) continue;
    if (passed >= from) places.push(place);
    passed += 1;
  }
  return places;
}
