import type { DecimalText } from '../money.ts';
import type { Caps, OfferEvent } from '../offer.ts';
import { largestInteger } from './body.ts';
import type { BodyReader } from './body.ts';

/** A step of the offer as it is now, for matching the steps of a body with it. */
export interface KnownEvent {
  id: string;
  eventId: string;
  /** It was absent from a later body: clicks made before still earn it. */
  isArchived: boolean;
}

/** What a body says about one step; `id` is null when it is a new one. */
export type EventInput = Omit<OfferEvent, 'id'> & { id: string | null };

/** Periods in days are at most a hundred years, so that every deadline is a date that can be stored. */
export const longestDays = 36_500;

const forMultiEvent = ' for a MultiEvent offer';
const caps = ['dailyCap', 'weeklyCap', 'monthlyCap', 'allTimeCap'] as const;

/** Reads the four limits of an offer or a step. */
export function readCaps(reader: BodyReader): Caps {
  return {
    dailyCap: reader.integer('dailyCap', { minimum: 1 }),
    weeklyCap: reader.integer('weeklyCap', { minimum: 1 }),
    monthlyCap: reader.integer('monthlyCap', { minimum: 1 }),
    allTimeCap: reader.integer('allTimeCap', { minimum: 1 }),
  };
}

/** Notes a fault for each limit that a MultiEvent offer has of its own, since there each step has its limits. */
export function refuseCaps(reader: BodyReader): void {
  for (const cap of caps) {
    if (reader.isGiven(cap))
      reader.fault(cap, 'is not allowed for a MultiEvent offer, its events have caps of their own');
  }
}

/**
 * Reads the steps of a MultiEvent offer with every rule about one of them and about all together.
 *
 * @param known the steps the offer has; null when it is a new offer, whose body's ids mean nothing.
 */
export function readEvents(reader: BodyReader, known: readonly KnownEvent[] | null): EventInput[] {
  const readers = reader.objects('offerEvents') ?? [];
  const events = readers.map((event) => (event === null ? null : readEvent(event)));
  checkEventIds(readers, events);
  checkNumbering(readers, 'displayOrder', events.length);
  checkNumbering(
    readers,
    'sequenceNumber',
    readers.filter((event) => event?.isGiven('sequenceNumber')).length,
  );
  const read = events.filter((event) => event !== null);
  return known === null ? read.map((event) => ({ ...event, id: null })) : matchEvents(readers, events, known);
}

function readEvent(reader: BodyReader): EventInput {
  const id = reader.uuid('id');
  reader.require('name', forMultiEvent);
  const name = reader.filledText('name') ?? '';
  reader.require('eventId', forMultiEvent);
  const eventId = reader.filledText('eventId') ?? '';
  const showOnOfferWall = requiredBoolean(reader, 'showOnOfferWall') ?? false;
  reader.require('displayOrder', forMultiEvent);
  const displayOrder = reader.integer('displayOrder', { minimum: 1 }) ?? 0;
  reader.requireKey('sequenceNumber', forMultiEvent);
  const sequenceNumber = reader.integer('sequenceNumber', { minimum: 1 });
  const minTimeFromPreviousEvent = reader.integer('minTimeFromPreviousEvent', {
    minimum: 0,
    maximum: longestDays * 24,
  });
  const deadlineDays = reader.integer('deadlineDays', { minimum: 1, maximum: longestDays });
  reader.requireKey('pendingTime', forMultiEvent);
  const pendingTime = reader.integer('pendingTime', { minimum: 0, maximum: longestDays });
  return {
    id,
    name,
    eventId,
    showOnOfferWall,
    displayOrder,
    sequenceNumber,
    minTimeFromPreviousEvent,
    deadlineDays,
    pendingTime,
    ...readMoney(reader),
    ...readCaps(reader),
    allowRepetitions: reader.boolean('allowRepetitions') ?? false,
  };
}

function requiredBoolean(reader: BodyReader, field: string): boolean | null {
  reader.require(field, forMultiEvent);
  return reader.boolean(field);
}

type EventMoney = Pick<OfferEvent, 'hasRevenue' | 'revenue' | 'hasReward' | 'useDefaultRatio' | 'reward'>;

function readMoney(reader: BodyReader): EventMoney {
  const hasRevenue = requiredBoolean(reader, 'hasRevenue');
  const revenue = readEventAmount(reader, 'revenue', hasRevenue === true, 'hasRevenue is true');
  const hasReward = requiredBoolean(reader, 'hasReward');
  const useDefaultRatio = requiredBoolean(reader, 'useDefaultRatio');
  if (hasReward === true && useDefaultRatio === true && hasRevenue === false) {
    reader.fault('useDefaultRatio', 'must be false when hasReward is true and hasRevenue is false');
  }
  const needsReward = hasReward === true && useDefaultRatio === false;
  const reward = readEventAmount(
    reader,
    'reward',
    needsReward,
    'hasReward is true and useDefaultRatio is false',
  );
  return {
    hasRevenue: hasRevenue ?? false,
    revenue,
    hasReward: hasReward ?? false,
    useDefaultRatio: useDefaultRatio ?? false,
    reward,
  };
}

/** The key must be there; null is allowed unless the step's switches ask for a number. */
function readEventAmount(
  reader: BodyReader,
  field: 'revenue' | 'reward',
  isNeeded: boolean,
  when: string,
): DecimalText | null {
  if (isNeeded && reader.raw(field) === null) reader.fault(field, `must be a number when ${when}`);
  else if (isNeeded) reader.require(field, forMultiEvent);
  else reader.requireKey(field, forMultiEvent);
  return reader.amount(field);
}

function checkEventIds(
  readers: readonly (BodyReader | null)[],
  events: readonly (EventInput | null)[],
): void {
  const seen = new Set<string>();
  for (const [index, event] of events.entries()) {
    if (event === null || event.eventId === '') continue;
    if (seen.has(event.eventId))
      readers[index]?.fault('eventId', `"${event.eventId}" is used by more than one event`);
    seen.add(event.eventId);
  }
}

/** The numbers that are given must be 1 to `count`, each once. */
function checkNumbering(
  readers: readonly (BodyReader | null)[],
  field: 'displayOrder' | 'sequenceNumber',
  count: number,
): void {
  const seen = new Set<unknown>();
  for (const reader of readers) {
    const value = reader?.raw(field);
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > largestInteger)
      continue;
    const expected = `the numbers must be 1 to ${count}, each once`;
    if (value > count) reader?.fault(field, `must be at most ${count}: ${expected}`);
    else if (seen.has(value)) reader?.fault(field, `${value} is used by more than one event: ${expected}`);
    seen.add(value);
  }
}

/** By id; without one by event id among the live ones; only then it is new. */
function matchEvents(
  readers: readonly (BodyReader | null)[],
  events: readonly (EventInput | null)[],
  known: readonly KnownEvent[],
): EventInput[] {
  const taken = new Set(events.map((event) => event?.id ?? null));
  const seen = new Set<string>();
  const matched: EventInput[] = [];
  for (const [index, event] of events.entries()) {
    if (event === null) continue;
    if (event.id === null) {
      const live = known.find(
        (one) => !one.isArchived && one.eventId === event.eventId && !taken.has(one.id),
      );
      matched.push({ ...event, id: live?.id ?? null });
      continue;
    }
    if (!known.some((one) => one.id === event.id))
      readers[index]?.fault('id', `"${event.id}" is no event of this offer`);
    else if (seen.has(event.id)) readers[index]?.fault('id', `"${event.id}" is used by more than one event`);
    seen.add(event.id);
    matched.push(event);
  }
  return matched;
}
