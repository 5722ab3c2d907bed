import type { ConversionState, Money, PostbackRequest } from '#domain/conversion/facts.ts';
import type { Warning } from '#domain/conversion/reasons.ts';
import type { StatusChange, StoredConversion } from '#domain/conversion/transition.ts';
import type { LimitReached } from '#domain/conversion/usage.ts';
import type { Step } from '#domain/conversion/working-copy.ts';
import type { Hold, UsageChange } from '#domain/limits/holds.ts';
import { changesOfTaking } from '#domain/limits/holds.ts';
import type { Micros } from '#domain/time.ts';
import { waitingHours } from '#domain/conversion/decide.ts';
import { addHours } from '#domain/time.ts';
import { worthNothing } from '#domain/conversion/price.ts';
import type { LoadedState } from './load.ts';

/** How a conversion came to its state, as its history names it. */
export type ChangeKind = 'decided' | 'released' | 'ripened' | 'operator' | 'import' | 'reprocessed';

/** One conversion entering one state, with everything that has to be stored beside it. */
export interface ConversionChange {
  readonly kind: ChangeKind;
  readonly conversionId: string;
  /** Null for a new one. */
  readonly from: ConversionState | null;
  readonly to: ConversionState;
  readonly reason: string | null;
  readonly note: string | null;
  readonly actor: string;
  readonly money: Money;
  /** The hold taken by this change. */
  readonly takes: Hold | null;
  /** Whether the hold it had is given back. */
  readonly givesBack: boolean;
  readonly usageChanges: readonly UsageChange[];
  /** Whether the counters may pass their limits by it. */
  readonly overLimit: LimitReached | null;
  readonly ripensAt: Micros | null;
  readonly heldUntil: Micros | null;
  readonly warnings: readonly Warning[];
  readonly draft: DraftColumns;
}

/** What identifies a conversion and never follows from its state. */
export interface DraftColumns {
  readonly attemptId: string;
  readonly clickId: string;
  readonly offerId: string;
  readonly stepId: string | null;
  readonly trackId: string | null;
  readonly takesIdentity: boolean;
  readonly partnerId: string | null;
  readonly shareId: string | null;
  readonly offerVersionId: string;
  readonly shareVersionId: string | null;
  readonly isTest: boolean;
  readonly isRepeat: boolean;
  readonly arrivedAt: Micros;
  readonly completedAt: Micros;
  readonly requestId: string | null;
}

/**
 * The change that a decision makes; null for a request that became no conversion.
 *
 * @param from the state before this step, null for a new conversion
 */
export function changeOfStep(
  { decision }: Step,
  kind: ChangeKind,
  from: ConversionState | null,
): ConversionChange | null {
  if (decision.outcome === 'parked' || decision.outcome === 'duplicate') return null;
  const { draft } = decision;
  const isAccepted = decision.outcome === 'accepted';
  return {
    kind,
    conversionId: draft.conversionId,
    from,
    to: isAccepted ? decision.state : decision.outcome === 'held' ? 'Held' : 'Rejected',
    reason: isAccepted ? null : decision.reason,
    note: null,
    actor: '',
    money: draft.money ?? worthNothing,
    takes: isAccepted ? decision.hold : null,
    givesBack: false,
    usageChanges: isAccepted && decision.hold !== null ? changesOfTaking(decision.hold) : [],
    overLimit: null,
    ripensAt: isAccepted ? decision.ripensAt : null,
    heldUntil: decision.outcome === 'held' ? addHours(draft.arrivedAt, waitingHours) : null,
    warnings: decision.warnings,
    draft: {
      attemptId: draft.attemptId,
      clickId: draft.clickId,
      offerId: draft.offerId,
      stepId: draft.stepId,
      trackId: draft.trackId,
      takesIdentity: draft.takesIdentity,
      partnerId: draft.partnerId,
      shareId: draft.shareId,
      offerVersionId: draft.terms.offerVersionId,
      shareVersionId: draft.terms.shareVersionId,
      isTest: draft.isTest,
      isRepeat: draft.isRepeat,
      arrivedAt: draft.arrivedAt,
      completedAt: draft.completedAt,
      requestId: draft.requestId,
    },
  };
}

/** What asked for a change of status. */
export interface StatusCause {
  readonly kind: 'ripened' | 'operator' | 'import';
  readonly note: string | null;
  readonly actor: string;
}

/** A stored conversion with the columns that {@link StoredConversion} doesn't need. */
export interface KnownConversion extends StoredConversion {
  readonly draft: DraftColumns;
  readonly request: PostbackRequest;
}

/** The change that a status set by somebody, or by time, makes. */
export function changeOfStatus(
  state: LoadedState,
  conversion: KnownConversion,
  change: StatusChange,
  cause: StatusCause,
): ConversionChange {
  const takes = change.hold === conversion.hold ? null : change.hold;
  const terms = state.copy.attempts.get(conversion.attemptId)?.pinnedTerms ?? null;
  const isFirstAcceptance = !conversion.wasAccepted && change.to !== 'Rejected';
  return {
    ...cause,
    conversionId: change.conversionId,
    from: change.from,
    to: change.to,
    reason: change.reason,
    money: change.money,
    takes,
    givesBack: conversion.hold !== null && change.hold === null,
    usageChanges: change.usageChanges,
    overLimit: change.overLimit,
    ripensAt: null,
    heldUntil: null,
    warnings: [],
    draft:
      isFirstAcceptance && terms !== null
        ? {
            ...conversion.draft,
            offerVersionId: terms.offerVersionId,
            shareVersionId: terms.shareVersionId,
          }
        : conversion.draft,
  };
}
