import type { Closing } from '#domain/conversion/attempt.ts';
import type { ConversionState } from '#domain/conversion/facts.ts';
import type { StatusChange } from '#domain/conversion/transition.ts';
import type { Step } from '#domain/conversion/working-copy.ts';
import {
  changeOfStatus,
  changeOfStep,
  type ChangeKind,
  type ConversionChange,
  type KnownConversion,
  type StatusCause,
} from './changes.ts';
import type { LoadedState } from './load.ts';
import type { Decided } from './store.ts';

/** Gathers what one transaction decides, in order, until it is stored at once. */
export class DecidedSoFar implements Decided {
  readonly changes: ConversionChange[] = [];
  readonly pinnedClicks = new Map<string, string>();
  readonly closings = new Map<string, Closing>();
  readonly #states = new Map<string, ConversionState>();
  readonly #state: LoadedState;

  constructor(state: LoadedState) {
    this.#state = state;
  }

  /** Adds a decision; parked requests and duplicates add nothing. */
  addStep(step: Step, kind: ChangeKind): void {
    const { decision } = step;
    if (decision.outcome === 'parked' || decision.outcome === 'duplicate') return;
    const { conversionId, attemptId, clickId } = decision.draft;
    const change = changeOfStep(step, kind, this.#stateOf(conversionId));
    if (change === null) return;
    this.#add(change);
    if (step.pinned !== null) this.pinnedClicks.set(attemptId, clickId);
    if (step.closing !== null) this.closings.set(attemptId, step.closing);
  }

  /** Adds a status that an operator or time has set. */
  addStatus(conversion: KnownConversion, change: StatusChange, cause: StatusCause): void {
    this.#add(changeOfStatus(this.#state, conversion, change, cause));
    if (change.pinned !== null) this.pinnedClicks.set(conversion.attemptId, conversion.clickId);
    if (change.closing !== null) this.closings.set(conversion.attemptId, change.closing);
  }

  #add(change: ConversionChange): void {
    this.changes.push(change);
    this.#states.set(change.conversionId, change.to);
  }

  #stateOf(conversionId: string): ConversionState | null {
    return this.#states.get(conversionId) ?? this.#state.conversions.get(conversionId)?.status ?? null;
  }
}
