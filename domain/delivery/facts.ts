import type { PublisherParameter } from '../macros/names.ts';
import type { Decimal } from '../money.ts';
import type { ConversionStatus } from '../offer.ts';
import type { Micros } from '../time.ts';

/** What a tracking system said with a postback, as received; null where it said nothing. */
export interface TrackingFacts {
  readonly eventId: string | null;
  readonly conversionId: string | null;
  readonly amount: string | null;
  readonly ipAddress: string | null;
  readonly email: string | null;
  readonly userId: string | null;
  /** `cnv_sub_1` to `cnv_sub_5`. */
  readonly subs: readonly (string | null)[];
}

/** A tracking system that said nothing: conversions of uploads and of operators. */
export const noTrackingFacts: TrackingFacts = {
  eventId: null,
  conversionId: null,
  amount: null,
  ipAddress: null,
  email: null,
  userId: null,
  subs: [],
};

/** Everything about one conversion that callbacks and partner postbacks can carry. */
export interface DeliveryFacts {
  readonly status: ConversionStatus;
  readonly rejectionReason: string | null;
  readonly userCompletedAt: Micros;
  readonly createdAt: Micros;
  readonly clickedAt: Micros | null;
  readonly viewId: string | null;
  readonly clickId: string;
  readonly conversionId: string;
  readonly offerId: string;
  readonly offerName: string;
  readonly advertiser: { readonly id: string; readonly name: string };
  /** The first category. */
  readonly category: { readonly id: string; readonly name: string } | null;
  /** The click's country where the offer is meant for it, else the offer's first. */
  readonly country: { readonly id: string; readonly code2: string; readonly code3: string } | null;
  /** The step of a MultiEvent offer; null on SingleEvent. */
  readonly step: {
    readonly id: string;
    readonly eventId: string;
    readonly name: string;
    readonly sequenceNumber: number | null;
  } | null;
  readonly revenue: Decimal | null;
  readonly payout: Decimal | null;
  readonly reward: Decimal | null;
  readonly pub: Readonly<Partial<Record<PublisherParameter, string | null>>>;
  readonly tracking: TrackingFacts;
  readonly partner: { readonly id: string; readonly name: string } | null;
  readonly isTest: boolean;
}
