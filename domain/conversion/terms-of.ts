import type { Decimal, DecimalText } from '../money.ts';
import { decimal } from '../money.ts';
import type { OfferEvent, OfferTerms } from '../offer.ts';
import type { Micros } from '../time.ts';
import type { StepTerms, Terms } from './facts.ts';

/** What one share version pays a partner. */
export interface ShareTerms {
  readonly shareVersionId: string;
  /** For the offer as a whole; used on SingleEvent. A percentage on RevShare. */
  readonly payout: DecimalText | null;
  readonly events: readonly { readonly offerEventId: string; readonly payout: DecimalText | null }[];
}

/** One offer version, with the share version beside it for partner traffic. */
export interface VersionedTerms {
  readonly offerId: string;
  readonly offerVersionId: string;
  readonly content: OfferTerms;
  /** Null on the tenant's own wall. */
  readonly share: ShareTerms | null;
  /** When the first version with a step became valid; a step that isn't named was there from the beginning. */
  readonly addedAt: ReadonlyMap<string, Micros>;
}

/** The terms that decisions read, from a stored offer version and share version. */
export function termsOf(versioned: VersionedTerms): Terms {
  const { content, offerVersionId, share } = versioned;
  return {
    offerVersionId,
    shareVersionId: share?.shareVersionId ?? null,
    offerType: content.offerType,
    allowRepetitions: content.allowRepetitions,
    steps:
      content.offerType === 'SingleEvent'
        ? [offerAsStep(versioned)]
        : content.offerEvents.map((event) => stepTermsOf(event, versioned)),
  };
}

function offerAsStep({ offerId, content, share }: VersionedTerms): StepTerms {
  return {
    stepId: offerId,
    eventId: null,
    sequenceNumber: null,
    isShown: true,
    conversionType: content.conversionType,
    rewardingType: content.rewardingType,
    revenue: decimalOrNull(content.revenue),
    reward: decimalOrNull(content.reward),
    rewardRatio: null,
    payout: decimalOrNull(share?.payout ?? null),
    pendingDays: content.pendingTime ?? 0,
    minHoursFromPrevious: null,
    deadlineDays: null,
    allowRepetitions: content.allowRepetitions,
    addedAt: Number.NEGATIVE_INFINITY,
  };
}

function stepTermsOf(event: OfferEvent, { content, share, addedAt }: VersionedTerms): StepTerms {
  const usesRatio =
    content.conversionType === 'RevShare' &&
    event.hasReward &&
    event.useDefaultRatio &&
    event.revenue !== null;
  const payout = share?.events.find((paid) => paid.offerEventId === event.id)?.payout ?? null;
  return {
    stepId: event.id,
    eventId: event.eventId,
    sequenceNumber: event.sequenceNumber,
    isShown: event.showOnOfferWall,
    conversionType: content.conversionType,
    rewardingType: content.rewardingType,
    revenue: event.hasRevenue ? decimalOrNull(event.revenue) : null,
    reward: event.hasReward ? decimalOrNull(event.reward) : null,
    rewardRatio: usesRatio ? decimal(content.rewardRatio) : null,
    payout: decimalOrNull(payout),
    pendingDays: event.pendingTime ?? 0,
    minHoursFromPrevious: event.minTimeFromPreviousEvent,
    deadlineDays: event.deadlineDays,
    allowRepetitions: event.allowRepetitions,
    addedAt: addedAt.get(event.id) ?? Number.NEGATIVE_INFINITY,
  };
}

function decimalOrNull(text: DecimalText | null): Decimal | null {
  return text === null ? null : decimal(text);
}
