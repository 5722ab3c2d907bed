import type { WindowCaps } from '../limits/limits.ts';
import type { Decimal } from '../money.ts';
import type { Micros, WindowKind } from '../time.ts';

/**
 * One inbound postback as the decision needs it, with the names of its tracking system already resolved. The texts are
 * as received; null where the parameter was absent.
 */
export interface PostbackRequest {
  readonly requestId: string;
  /**
   * The id of the conversion, should one be made. For a request that is decided again this is the id of the
   * conversion it already has.
   */
  readonly conversionId: string;
  /** `gk_click_id` as received. */
  readonly clickId: string | null;
  /** `cnv_event_id` as received. */
  readonly eventId: string | null;
  /** `cnv_amount` as received. */
  readonly amount: string | null;
  /** The ISO 4217 code the amount is in; null for the tenant's own currency. */
  readonly currency: string | null;
  /** What one unit of `currency` is worth in the tenant's currency at the arrival; null when no rate is known. */
  readonly currencyRate: Decimal | null;
  /** `cnv_conversion_id` as received. */
  readonly trackId: string | null;
  /** False when the tenant has an allow-list and the source address isn't on it. */
  readonly isSourceAllowed: boolean;
  /** When the request first arrived, however often it is decided. */
  readonly arrivedAt: Micros;
  /** When the tracking system says it happened, where its preset carries such a time. */
  readonly providerTime: Micros | null;
  /** True when a held conversion is decided again because the one it waited for was accepted. */
  readonly isReleased?: boolean;
}

/** The settings of the tenant that decisions read. */
export interface DecisionSettings {
  readonly currency: string;
  readonly rewardDecimals: number;
  readonly clickLifetimeDays: number;
}

/** What one step is worth and demands, as one offer version and one share version say it. */
export interface StepTerms {
  /** The offer event's id; on a SingleEvent offer the offer's own id. */
  readonly stepId: string;
  /** The name the tracking system calls the step by; null on a SingleEvent offer. */
  readonly eventId: string | null;
  readonly sequenceNumber: number | null;
  readonly isShown: boolean;
  /** Of the version that these terms are from, which for a step added later isn't the one that governs the attempt. */
  readonly conversionType: 'FlatRate' | 'RevShare';
  readonly rewardingType: 'Automatic' | 'Manual';
  /** FlatRate: an amount in the tenant's currency. RevShare: a percentage. Null: the step has no revenue. */
  readonly revenue: Decimal | null;
  /** FlatRate: points. RevShare: a percentage, unused when `rewardRatio` is set. Null: no reward. */
  readonly reward: Decimal | null;
  /** RevShare with the default ratio: points for one unit of computed revenue. Else null. */
  readonly rewardRatio: Decimal | null;
  /** FlatRate: an amount. RevShare: a percentage. Null: own wall, or the share has no payout for the step. */
  readonly payout: Decimal | null;
  readonly pendingDays: number;
  readonly minHoursFromPrevious: number | null;
  readonly deadlineDays: number | null;
  readonly allowRepetitions: boolean;
  /** When the first version with this step became valid. */
  readonly addedAt: Micros;
}

/** The terms of an offer as one offer version and one share version give them. Never change. */
export interface Terms {
  readonly offerVersionId: string;
  readonly shareVersionId: string | null;
  readonly offerType: 'SingleEvent' | 'MultiEvent';
  readonly allowRepetitions: boolean;
  /** The live steps of the version; on a SingleEvent offer the offer itself as the only one. */
  readonly steps: readonly StepTerms[];
}

/** A step as it is today: its caps, and since when it is archived. */
export interface StepToday {
  readonly stepId: string;
  readonly eventId: string | null;
  readonly archivedAt: Micros | null;
  readonly caps: WindowCaps;
}

/** What is always taken from the offer as it is today, whatever terms were pinned. */
export interface OfferToday {
  readonly offerId: string;
  readonly offerType: 'SingleEvent' | 'MultiEvent';
  /** Live and archived steps; on a SingleEvent offer the offer itself as the only one, without caps of its own. */
  readonly steps: readonly StepToday[];
  readonly caps: WindowCaps;
  readonly budget: { readonly type: WindowKind; readonly amount: Decimal };
}

/** A click as the decision needs it. */
export interface ClickFacts {
  readonly clickId: string;
  readonly offerId: string;
  readonly attemptId: string;
  /** Null for the tenant's own wall. */
  readonly partnerId: string | null;
  readonly shareId: string | null;
  readonly createdAt: Micros;
  readonly isTest: boolean;
  /** The terms valid at the time of the click. */
  readonly terms: Terms;
  /**
   * Steps that came after the click or after the attempt's terms: each as the version that brought it has it, with
   * the payout of the share version that first named it.
   */
  readonly addedSteps: readonly StepTerms[];
}

/** What is earned by one conversion; null where there is none of it. */
export interface Money {
  /** In the tenant's currency. */
  readonly revenue: Decimal | null;
  /** In the tenant's currency; null on the own wall. */
  readonly payout: Decimal | null;
  /** In the tenant's reward currency; null for partner traffic. */
  readonly reward: Decimal | null;
}

/** Where a conversion stands. `Held` crosses the wire as `Pending` with the reason `waiting_for_previous_event`. */
export type ConversionState = 'Held' | 'Pending' | 'Success' | 'Rejected';

/** A conversion of an attempt as later decisions see it. */
export interface ConversionFacts {
  readonly conversionId: string;
  readonly clickId: string;
  /** Null when a request was refused before its step was known. */
  readonly stepId: string | null;
  /** The usable `cnv_conversion_id`, or null. */
  readonly trackId: string | null;
  /** False when another conversion already stood for the same click, step and id. */
  readonly takesIdentity: boolean;
  readonly state: ConversionState;
  readonly reason: string | null;
  /** When its request first arrived. */
  readonly arrivedAt: Micros;
  /** `userCompletedAt`: the arrival, or the provider's time. */
  readonly completedAt: Micros;
  /** The request of a held conversion, needed to decide it again; null for the others. */
  readonly heldRequest: PostbackRequest | null;
}

/** How an attempt ended. */
export type AttemptEnd = 'completed' | 'expired';

/** One run of a member at an offer. */
export interface AttemptFacts {
  readonly attemptId: string;
  readonly offerId: string;
  /** The member within its source. */
  readonly memberId: string;
  /** Attempts of test clicks are a world of their own. */
  readonly isTest: boolean;
  /** 1 for the member's first attempt at the offer. */
  readonly run: number;
  /** The time of its first click. */
  readonly openedAt: Micros;
  /** The terms of the click that its first accepted conversion named; null until there is one. */
  readonly pinnedTerms: Terms | null;
  readonly end: AttemptEnd | null;
  /** The conversion that completed it, and when the member reached it. */
  readonly completion: { readonly conversionId: string; readonly completedAt: Micros } | null;
  /**
   * Its conversions in order of arrival, then id. A loader may leave out all but those that share the request's
   * identity, the accepted ones needed for each step, and the held ones.
   */
  readonly conversions: readonly ConversionFacts[];
}

/** Another attempt of the same member at the same offer. */
export interface OtherAttempt {
  readonly attemptId: string;
  readonly run: number;
  readonly end: AttemptEnd | null;
  /** The steps with an accepted conversion that isn't Rejected now. */
  readonly earned: readonly { readonly stepId: string; readonly completedAt: Micros }[];
}

/** How much of one limit is used up in one window. */
export interface Usage {
  readonly count: number;
  readonly amount: Decimal;
}

/** Everything one decision may look at. Null where the request names nothing that exists. */
export interface DecisionFacts {
  readonly settings: DecisionSettings;
  readonly click: ClickFacts | null;
  readonly offer: OfferToday | null;
  readonly share: { readonly shareId: string; readonly caps: WindowCaps } | null;
  readonly attempt: AttemptFacts | null;
  readonly otherAttempts: readonly OtherAttempt[];
  /** Whether the request's conversion id was already used at this offer by a click of another member. */
  readonly isTrackIdOfAnotherMember: boolean;
  /** Usage by counter key; an absent key is unused. */
  readonly usage: ReadonlyMap<string, Usage>;
}
