import { toText } from './money.ts';
import { readOfferAudience, requireEntries } from './offer-input/audience.ts';
import { BodyReader, isObject } from './offer-input/body.ts';
import type { Fault } from './offer-input/body.ts';
import { readCostReport, readCreatives, readLink, readTexts } from './offer-input/content.ts';
import type { EventInput, KnownEvent } from './offer-input/events.ts';
import { readReference, readReferences } from './offer-input/references.ts';
import type { OfferReferences } from './offer-input/references.ts';
import {
  readBaseline,
  readKind,
  readMoney,
  readOfferCaps,
  readOfferEvents,
  readSchedule,
} from './offer-input/terms.ts';
import type { OfferContent, OfferType, TrackingSystem } from './offer.ts';
import { settleEventMoney } from './terms.ts';
import type { RewardSettings } from './terms.ts';

export { faultSentence } from './offer-input/body.ts';
export type { Fault } from './offer-input/body.ts';
export type { EventInput, KnownEvent } from './offer-input/events.ts';
export { mentionedIds } from './offer-input/references.ts';
export type { OfferReferences } from './offer-input/references.ts';

/** What a body is checked against. */
export interface OfferCheck {
  /** The offer as it is, when the body replaces one; null when it makes a new one. */
  existing: { id: string; offerType: OfferType; events: readonly KnownEvent[] } | null;
  references: OfferReferences;
  settings: RewardSettings;
  /** The name of a tracking system's click parameter, added where the link lacks `{gk_click_id}`. */
  clickParameter: (system: TrackingSystem) => string;
}

/** A sound body: the content of the version to be stored, in which a new step has no id yet. */
export interface CheckedOffer {
  content: Omit<OfferContent, 'offerEvents'> & { offerEvents: EventInput[] };
  /** Null when a replacement leaves it as it is. */
  isPaused: boolean | null;
}

/**
 * Checks the body of an offer that is to be created or replaced, whole: types, what is required in which case,
 * references, macros. Names every fault at once, in the order of the published field table. Unknown fields are
 * ignored; field names, enumerations and booleans match in any letter case; null counts as omitted.
 *
 * @param body the parsed JSON, of any shape.
 * @returns the content in normalised form, or the faults.
 */
export function checkOffer(
  body: unknown,
  check: OfferCheck,
): (CheckedOffer & { faults?: never }) | { faults: Fault[]; content?: never } {
  if (!isObject(body)) return { faults: [{ path: '', problem: 'the body must be a JSON object' }] };
  const reader = new BodyReader(body, '', []);
  const { existing, references, settings } = check;
  if (existing !== null) readIdentity(reader, existing.id);
  const parts = {
    ...readLink(reader, check.clickParameter),
    ...readCostReport(reader),
    ...readTexts(reader),
    creatives: readCreatives(reader),
  };
  const { offerType, conversionType } = readKind(reader, existing?.offerType ?? null);
  const owner = readOwner(reader, references);
  if (existing === null) reader.require('isPaused');
  const isPaused = reader.boolean('isPaused');
  const limits = { ...readOfferCaps(reader, offerType), ...readSchedule(reader) };
  const audience = readOfferAudience(reader, references);
  const money = { ...readMoney(reader, offerType), ...readBaseline(reader) };
  const events = readOfferEvents(reader, offerType, existing?.events ?? null);
  if (reader.faults.length > 0 || offerType === null || conversionType === null)
    return { faults: reader.faults };
  const offerEvents = events.map((event) => settleEventMoney(event, conversionType, settings));
  const rewardRatio = toText(settings.rewardRatio);
  const content = { ...parts, ...owner, ...limits, ...audience, ...money, offerType, conversionType };
  return { content: { ...content, offerEvents, rewardRatio }, isPaused };
}

function readIdentity(reader: BodyReader, expected: string): void {
  reader.require('id');
  const id = reader.uuid('id');
  if (id !== null && id !== expected) reader.fault('id', 'must equal the id in the path');
}

function readOwner(
  reader: BodyReader,
  references: OfferReferences,
): Pick<OfferContent, 'advertiserId' | 'categoryIds' | 'isFeatured' | 'allowRepetitions'> {
  reader.require('advertiserId');
  const advertiserId = readReference(reader, 'advertiserId', 'advertiser', references.advertiserIds) ?? '';
  requireEntries(reader, 'categoryIds');
  return {
    advertiserId,
    categoryIds: readReferences(reader, 'categoryIds', 'category', references.categoryIds),
    isFeatured: reader.boolean('isFeatured') ?? false,
    allowRepetitions: reader.boolean('allowRepetitions') ?? false,
  };
}
