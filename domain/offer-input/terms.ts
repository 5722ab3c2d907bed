import { noCaps, budgetTypes, conversionTypes, offerTypes, rewardingTypes } from '../offer.ts';
import type { Caps, ConversionType, OfferContent, OfferType } from '../offer.ts';
import type { BodyReader } from './body.ts';
import { requireEntries } from './audience.ts';
import { longestDays, readCaps, readEvents, refuseCaps } from './events.ts';
import type { EventInput, KnownEvent } from './events.ts';

/** The kind of offer a body means; null where the body doesn't say it soundly. */
export interface Kind {
  offerType: OfferType | null;
  conversionType: ConversionType | null;
}

/**
 * Reads what kind of offer it is.
 *
 * @param existing the offer's type when the body replaces it: it can't change.
 */
export function readKind(reader: BodyReader, existing: OfferType | null): Kind {
  reader.require('offerType');
  const offerType = reader.oneOf('offerType', offerTypes);
  if (existing !== null && offerType !== null && offerType !== existing) {
    reader.fault('offerType', `cannot change from ${existing}`);
  }
  reader.require('conversionType');
  return { offerType, conversionType: reader.oneOf('conversionType', conversionTypes) };
}

/** Reads the offer's own caps, which only a SingleEvent offer has. */
export function readOfferCaps(reader: BodyReader, offerType: OfferType | null): Caps {
  if (offerType !== 'MultiEvent') return readCaps(reader);
  refuseCaps(reader);
  return noCaps;
}

/** Reads budget and dates. */
export function readSchedule(
  reader: BodyReader,
): Pick<OfferContent, 'budgetType' | 'budgetAmount' | 'launchDate' | 'endDate'> {
  reader.require('budgetType');
  const budgetType = reader.oneOf('budgetType', budgetTypes) ?? 'Daily';
  reader.require('budgetAmount');
  const budgetAmount = reader.amount('budgetAmount') ?? '0';
  reader.require('launchDate');
  const launchDate = reader.instant('launchDate');
  const endDate = reader.instant('endDate');
  if (launchDate !== null && endDate !== null && endDate <= launchDate) {
    reader.fault('endDate', 'must be after launchDate');
  }
  return { budgetType, budgetAmount, launchDate: launchDate ?? 0, endDate };
}

/**
 * Reads what one conversion earns and how it is rewarded: required for a SingleEvent offer; on a MultiEvent offer
 * accepted and kept, where only the rewarding type has an effect.
 */
export function readMoney(
  reader: BodyReader,
  offerType: OfferType | null,
): Pick<OfferContent, 'revenue' | 'reward' | 'rewardingType' | 'pendingTime'> {
  if (offerType === 'SingleEvent') {
    for (const field of ['revenue', 'reward', 'rewardingType', 'pendingTime']) {
      reader.require(field, ' for a SingleEvent offer');
    }
  }
  return {
    revenue: reader.amount('revenue'),
    reward: reader.amount('reward'),
    rewardingType: reader.oneOf('rewardingType', rewardingTypes) ?? 'Automatic',
    pendingTime: reader.integer('pendingTime', { minimum: 0, maximum: longestDays }),
  };
}

/** Reads the ranking's baseline, a number or a numeric text. */
export function readBaseline(reader: BodyReader): Pick<OfferContent, 'baselineEpc' | 'lockBaselineEpc'> {
  reader.require('baselineEpc');
  const baselineEpc = reader.amount('baselineEpc', true) ?? '0';
  reader.require('lockBaselineEpc');
  return { baselineEpc, lockBaselineEpc: reader.boolean('lockBaselineEpc') ?? false };
}

/**
 * Reads the steps, which a MultiEvent offer must and a SingleEvent offer must not have.
 *
 * @param known the steps the offer has; null when it is a new offer.
 */
export function readOfferEvents(
  reader: BodyReader,
  offerType: OfferType | null,
  known: readonly KnownEvent[] | null,
): EventInput[] {
  if (offerType === 'SingleEvent') {
    const events = reader.list('offerEvents') ?? [];
    if (events.length > 0) reader.fault('offerEvents', 'is not allowed for a SingleEvent offer');
    return [];
  }
  if (offerType === 'MultiEvent') requireEntries(reader, 'offerEvents', ' for a MultiEvent offer');
  return readEvents(reader, known);
}
