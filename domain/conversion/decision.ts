import type { Hold } from '../limits/holds.ts';
import type { Micros } from '../time.ts';
import type { Money, Terms } from './facts.ts';
import type { ParkedReason, RejectionReason, Warning } from './reasons.ts';
import type { waitingForPreviousEvent } from './reasons.ts';
import { reasonSentence } from './reasons.ts';

/** The conversion that a decision makes, or makes anew from a held or refused one; its id is the request's. */
export interface ConversionDraft {
  readonly conversionId: string;
  readonly requestId: string;
  readonly clickId: string;
  readonly attemptId: string;
  readonly offerId: string;
  /** Null only when the request was refused for its source before its step was known. */
  readonly stepId: string | null;
  readonly trackId: string | null;
  /** False when another conversion already stands for the same click, step and id. */
  readonly takesIdentity: boolean;
  readonly partnerId: string | null;
  readonly shareId: string | null;
  readonly isTest: boolean;
  /** Whether the step already had an accepted conversion in this attempt. */
  readonly isRepeat: boolean;
  readonly arrivedAt: Micros;
  /** `userCompletedAt`. */
  readonly completedAt: Micros;
  /** The terms it was priced by. */
  readonly terms: Terms;
  /** Null when it could not be priced. Kept on held and rejected ones too, where it earns nothing. */
  readonly money: Money | null;
}

/** A request that becomes, or again is, an accepted conversion. */
export interface Accepted {
  readonly outcome: 'accepted';
  readonly draft: ConversionDraft & { readonly stepId: string; readonly money: Money };
  readonly state: 'Pending' | 'Success';
  /** When a Pending conversion becomes Success by itself; null when an operator decides or it already is. */
  readonly ripensAt: Micros | null;
  /** What it takes of caps and budget; null for a test. */
  readonly hold: Hold | null;
  readonly warnings: readonly Warning[];
}

/** A conversion that waits for the one before it. */
export interface Held {
  readonly outcome: 'held';
  readonly draft: ConversionDraft & { readonly stepId: string };
  readonly reason: typeof waitingForPreviousEvent;
  readonly warnings: readonly Warning[];
}

/** A conversion that is refused. */
export interface Rejected {
  readonly outcome: 'rejected';
  readonly draft: ConversionDraft;
  readonly reason: RejectionReason;
  readonly warnings: readonly Warning[];
}

/** A request whose conversion is already there; the answer shows that one as it stands now. */
export interface Duplicate {
  readonly outcome: 'duplicate';
  readonly conversionId: string;
  readonly warnings: readonly Warning[];
}

/** A request that stays in the inbox until somebody mends what is wrong. */
export interface Parked {
  readonly outcome: 'parked';
  readonly reason: ParkedReason;
  /** The probable cause as a plain sentence. */
  readonly cause: string;
  readonly warnings: readonly Warning[];
}

/** What becomes of one postback. */
export type Decision = Accepted | Held | Rejected | Duplicate | Parked;

/** The plain sentence an answer carries for a decision; null when there is nothing to say. */
export function sentenceOf(decision: Decision): string | null {
  switch (decision.outcome) {
    case 'accepted':
    case 'duplicate':
      return null;
    case 'held':
    case 'rejected':
      return reasonSentence(decision.reason);
    case 'parked':
      return decision.cause;
  }
}
