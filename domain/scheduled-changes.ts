import { BodyReader, isObject } from './offer-input/body.ts';
import type { Fault } from './offer-input/body.ts';
import type { DecimalText } from './money.ts';
import type { OfferContent } from './offer.ts';
import { settleEventMoney } from './terms.ts';
import type { RewardSettings } from './terms.ts';
import { addMonths, hourStart } from './time.ts';
import type { Micros } from './time.ts';

/** What may be changed at a future hour. */
export const changeableFields = ['revenue', 'reward'] as const;
export type ChangeableField = (typeof changeableFields)[number];

/** At most so many changes may wait for one field of one offer or step. */
export const mostPendingChanges = 5;

/** A change of money at a future full hour. */
export interface ScheduledChange {
  field: ChangeableField;
  value: DecimalText;
  at: Micros;
  /** The step it changes; null on a SingleEvent offer. */
  offerEventId: string | null;
}

/** What a scheduled change is checked against. */
export interface ScheduledChangeCheck {
  content: Pick<OfferContent, 'offerType' | 'offerEvents'>;
  /** The other changes that still wait; without the one that is replaced. */
  pending: readonly ScheduledChange[];
  now: Micros;
}

/**
 * Checks the body of a scheduled change: a future full hour, at most one year ahead, at most five pending for each
 * field, never two for the same field and hour; a step only where the offer has steps, and a field that has an
 * effect.
 */
export function checkScheduledChange(
  body: unknown,
  { content, pending, now }: ScheduledChangeCheck,
): { change: ScheduledChange; faults?: never } | { faults: Fault[]; change?: never } {
  if (!isObject(body)) return { faults: [{ path: '', problem: 'the body must be a JSON object' }] };
  const reader = new BodyReader(body, '', []);
  reader.require('field');
  const field = reader.oneOf('field', changeableFields);
  reader.require('value');
  const value = reader.amount('value');
  reader.require('at');
  const at = reader.instant('at');
  if (at !== null) checkHour(reader, at, now);
  const offerEventId = readEventId(reader, content, field);
  if (field !== null) {
    const rivals = pending.filter((change) => change.field === field && change.offerEventId === offerEventId);
    if (rivals.some((change) => change.at === at))
      reader.fault('at', `another change of ${field} waits for this hour`);
    if (rivals.length >= mostPendingChanges) {
      reader.fault('field', `at most ${mostPendingChanges} changes of ${field} may wait`);
    }
  }
  if (field === null || value === null || at === null || reader.faults.length > 0)
    return { faults: reader.faults };
  return { change: { field, value, at, offerEventId } };
}

function checkHour(reader: BodyReader, at: Micros, now: Micros): void {
  if (at !== hourStart(at)) reader.fault('at', 'must be a full hour');
  if (at <= now) reader.fault('at', 'must be in the future');
  if (at > addMonths(now, 12)) reader.fault('at', 'must be at most one year ahead');
}

function readEventId(
  reader: BodyReader,
  content: ScheduledChangeCheck['content'],
  field: ChangeableField | null,
): string | null {
  if (content.offerType === 'SingleEvent') {
    if (reader.isGiven('offerEventId'))
      reader.fault('offerEventId', 'is not allowed for a SingleEvent offer');
    return null;
  }
  reader.require('offerEventId', ' for a MultiEvent offer');
  const id = reader.uuid('offerEventId');
  if (id === null) return null;
  const event = content.offerEvents.find((one) => one.id === id);
  if (event === undefined) reader.fault('offerEventId', `"${id}" is no event of this offer`);
  else if (field === 'revenue' && !event.hasRevenue) reader.fault('field', 'this event has no revenue');
  else if (field === 'reward' && !event.hasReward) reader.fault('field', 'this event has no reward');
  else if (field === 'reward' && event.useDefaultRatio) {
    reader.fault('field', 'the reward of this event is computed from its revenue');
  }
  return id;
}

/** The content of the version that a scheduled change makes. A change for a step that is gone changes nothing. */
export function applyScheduledChange(
  content: OfferContent,
  change: ScheduledChange,
  settings: RewardSettings,
): OfferContent {
  if (change.offerEventId === null) return { ...content, [change.field]: change.value };
  const offerEvents = content.offerEvents.map((event) =>
    event.id === change.offerEventId
      ? settleEventMoney({ ...event, [change.field]: change.value }, content.conversionType, settings)
      : event,
  );
  return { ...content, offerEvents };
}

/**
 * The changes that still wait after an offer was replaced: all but those of a field whose value the replacement
 * changed, and those of steps that are gone.
 */
export function changesKept(
  pending: readonly ScheduledChange[],
  before: OfferContent,
  after: OfferContent,
): ScheduledChange[] {
  return pending.filter((change) => {
    const replaced = moneyOf(after, change);
    return replaced !== undefined && replaced === moneyOf(before, change);
  });
}

function moneyOf(
  content: OfferContent,
  { field, offerEventId }: ScheduledChange,
): DecimalText | null | undefined {
  if (offerEventId === null) return content[field];
  return content.offerEvents.find((event) => event.id === offerEventId)?.[field];
}
