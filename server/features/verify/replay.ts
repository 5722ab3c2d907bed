import { closed, closingOf } from '#domain/conversion/attempt.ts';
import { decide } from '#domain/conversion/decide.ts';
import type { Decision } from '#domain/conversion/decision.ts';
import type {
  AttemptFacts,
  ClickFacts,
  ConversionFacts,
  DecisionSettings,
  Money,
  OfferToday,
  PostbackRequest,
} from '#domain/conversion/facts.ts';
import { isAccepted } from '#domain/conversion/identity.ts';
import { priceConversion, worthNothing } from '#domain/conversion/price.ts';
import { termsOfStep } from '#domain/conversion/steps.ts';
import {
  applyDecision,
  factsFor,
  otherAttemptsOf,
  withConversion,
  workingCopy,
  type WorkingCopy,
} from '#domain/conversion/working-copy.ts';
import type { Micros } from '#domain/time.ts';
import { conversionFacts, type ConversionRow } from '../conversions/exports.ts';
import { closedAt, type Batch, type HistoryEvent, type VerifiedAttempt } from './load-batch.ts';
import { moment } from './moment.ts';
import type { OfferHistory } from './offer-history.ts';
import { paidKey } from './paid-from.ts';
import type { Difference } from './report.ts';

/** Everything that one member did at one offer. */
export interface Group {
  readonly attempts: readonly VerifiedAttempt[];
  readonly conversions: readonly ConversionRow[];
  readonly batch: Batch;
  readonly offers: OfferHistory;
  readonly settings: DecisionSettings;
}

/** What a conversion should look like by its requests and decisions. */
export interface Expected {
  readonly conversion: ConversionFacts;
  /** Null where the request that would price it is gone. */
  readonly money: Money | null;
  /** Null where it does not ripen; undefined where that is not known. */
  readonly ripensAt: Micros | null | undefined;
  /** Whether the request was read, so that all of it follows from what came in. */
  readonly isRead: boolean;
}

const limitReasons = new Set<string | null>(['cap_reached', 'partner_cap_reached', 'budget_exhausted']);

/**
 * Decides everything once more that a member's postbacks, operators and time brought about at one offer, in the order
 * of the history: by the same rules, over the terms of the clicks and the offer as it was then.
 */
export class Replay {
  readonly differences: Difference[] = [];
  readonly expected = new Map<string, Expected>();
  readonly pinnedClicks = new Map<string, string>();
  readonly copy: WorkingCopy;
  readonly #offersThen = new Map<string, OfferToday>();
  readonly #group: Group;
  readonly #rows: ReadonlyMap<string, ConversionRow>;

  constructor(group: Group) {
    this.#group = group;
    this.#rows = new Map(group.conversions.map((row) => [row.id, row]));
    this.copy = workingCopy({
      settings: group.settings,
      clicks: group.batch.clickFacts,
      offers: this.#offersThen,
      shares: new Map(),
      attempts: new Map(group.attempts.map((row) => [row.id, untouched(row)])),
      usage: new Map(),
      trackIdMembers: new Map(),
    });
  }

  /** Goes through events in the order given. */
  run(events: readonly HistoryEvent[]): this {
    for (const event of events) {
      const row = this.#rows.get(event.conversionId);
      this.#complete((at) => at < event.at);
      if (row !== undefined) this.#step(event, row);
    }
    this.#complete(() => true);
    return this;
  }

  /**
   * Completes the attempts that are on record as completed at such a time, where no conversion did: the last step that one
   * lacked was taken out of the offer, or earned in another attempt.
   */
  #complete(isDue: (at: Micros) => boolean): void {
    for (const row of this.#group.attempts) {
      const attempt = this.copy.attempts.get(row.id);
      const terms = attempt?.pinnedTerms ?? null;
      if (attempt === undefined || terms === null || attempt.end === 'completed') continue;
      const at = row.status === 'completed' ? closedAt(row) : null;
      if (at === null || !isDue(at)) continue;
      const offer = this.#travel(row.offer_id, at);
      if (offer === undefined) continue;
      const otherAttempts = otherAttemptsOf(this.copy, attempt);
      const closing = closingOf({ attempt, terms, offer, otherAttempts }, at);
      if (closing?.end === 'completed') this.copy.attempts.set(row.id, closed(attempt, closing));
    }
  }

  /** Sets the offer to what it was at an instant. */
  #travel(offerId: string, at: Micros): OfferToday | undefined {
    const offer = this.#group.offers.at(offerId, at);
    if (offer !== undefined) this.#offersThen.set(offerId, offer);
    return offer;
  }

  #step(event: HistoryEvent, row: ConversionRow): void {
    const before = this.#conversionOf(row);
    if ((before?.state ?? null) !== event.from)
      this.#say(row.id, `its history goes on from ${event.from}, but it was ${before?.state ?? 'not there'}`);
    if (this.#travel(row.offer_id, event.at) === undefined) return this.#say(row.id, 'its offer is gone');
    const isDecision = event.kind === 'decided' || event.kind === 'released' || event.kind === 'reprocessed';
    const known = this.#group.batch.requests.get(row.id);
    if (isDecision && known?.kind === 'read') this.#decide(event, row, known.request);
    else this.#enter(event, row, before);
  }

  #decide(event: HistoryEvent, row: ConversionRow, said: PostbackRequest): void {
    const request = {
      ...said,
      isSourceAllowed: event.reason !== 'ip_not_whitelisted',
      isReleased: event.kind === 'released' || event.from === 'Held',
    };
    let decision: Decision;
    try {
      const facts = factsFor(this.copy, request);
      decision = decide(
        request,
        { ...facts, click: facts.click && this.#clickAt(facts.click, event.at) },
        event.at,
      );
    } catch (error) {
      return this.#say(row.id, `it cannot be decided again: ${(error as Error).message}`);
    }
    decision = refusedForLimit(decision, event);
    const found = outcomeOf(decision);
    const wanted = wordsOf(event.to, event.reason);
    if (found !== wanted || decision.outcome === 'parked' || decision.outcome === 'duplicate') {
      this.#say(row.id, `it was decided ${wanted}, but by its request it is ${found}`);
      return this.#enter(event, row, this.#conversionOf(row));
    }
    const { draft } = decision;
    // Nothing is counted here: limits of the past are not known, and holds are compared on their own.
    const uncounted = decision.outcome === 'accepted' ? { ...decision, hold: null } : decision;
    const { pinned } = applyDecision(this.copy, request, uncounted, event.at);
    if (pinned !== null) this.pinnedClicks.set(draft.attemptId, draft.clickId);
    const conversion = this.#conversionOf(row);
    if (conversion === undefined) return;
    this.expected.set(row.id, {
      conversion,
      money: draft.money ?? worthNothing,
      ripensAt: decision.outcome === 'accepted' ? decision.ripensAt : null,
      isRead: true,
    });
  }

  /** Takes a state as it was recorded: set by an operator or by time, or decided on a request that is gone. */
  #enter(event: HistoryEvent, row: ConversionRow, before: ConversionFacts | undefined): void {
    const attempt = this.copy.attempts.get(row.attempt_id);
    if (attempt === undefined) return this.#say(row.id, `its attempt ${row.attempt_id} is not there`);
    const base = before ?? this.#recorded(row);
    const conversion: ConversionFacts = {
      ...base,
      state: event.to,
      reason: event.reason,
      heldRequest: event.to === 'Held' ? base.heldRequest : null,
    };
    const known = this.expected.get(row.id);
    const isAcceptance = isAccepted(conversion) && !(before !== undefined && isAccepted(before));
    const joined = { ...attempt, conversions: withConversion(attempt.conversions, conversion) };
    this.copy.attempts.set(
      attempt.attemptId,
      isAcceptance ? this.#accepted(joined, conversion, event) : joined,
    );
    this.expected.set(row.id, {
      conversion,
      money:
        isAcceptance && row.accepted_at !== null
          ? this.#price(row, conversion, known, event.at)
          : (known?.money ?? null),
      ripensAt: undefined,
      isRead: known?.isRead ?? false,
    });
  }

  #accepted(attempt: AttemptFacts, conversion: ConversionFacts, event: HistoryEvent): AttemptFacts {
    const terms = attempt.pinnedTerms ?? this.copy.clicks.get(conversion.clickId)?.terms ?? null;
    const offer = this.copy.offers.get(attempt.offerId);
    if (terms === null || offer === undefined) return attempt;
    if (attempt.pinnedTerms === null) this.pinnedClicks.set(attempt.attemptId, conversion.clickId);
    const accepted = { ...attempt, pinnedTerms: terms };
    const otherAttempts = otherAttemptsOf(this.copy, attempt);
    const closing = closingOf({ attempt: accepted, terms, offer, otherAttempts }, event.at, conversion);
    return closing === null ? accepted : closed(accepted, closing);
  }

  /** What an operator's approval is worth: fixed by the first acceptance, whoever made it. */
  #price(
    row: ConversionRow,
    { stepId }: ConversionFacts,
    known: Expected | undefined,
    at: Micros,
  ): Money | null {
    const request = this.#group.batch.requests.get(row.id);
    const click = this.copy.clicks.get(row.click_id);
    const terms = this.copy.attempts.get(row.attempt_id)?.pinnedTerms;
    if (request?.kind !== 'read' || click === undefined || terms == null || stepId === null) return null;
    const isAgain = this.#group.batch.history
      .get(row.id)
      ?.some((event) => event.from === 'Pending' || event.from === 'Success');
    if (isAgain === true && known !== undefined) return known.money;
    const step = termsOfStep(stepId, terms, click.terms, this.#clickAt(click, at).addedSteps);
    const isPartner = row.partner_id !== null;
    const { settings } = this.#group;
    const price = priceConversion({ step, request: request.request, settings, isPartner });
    return 'money' in price ? price.money : worthNothing;
  }

  /** A click as decisions saw it at an instant: a step that came after it paid nothing before its share named it. */
  #clickAt(click: ClickFacts, at: Micros): ClickFacts {
    const { shareId } = click;
    if (shareId === null || click.addedSteps.length === 0) return click;
    const { paidFrom } = this.#group.batch;
    const isPaid = (stepId: string) => (paidFrom.get(paidKey(shareId, stepId)) ?? Infinity) <= at;
    const addedSteps = click.addedSteps.map((step) =>
      isPaid(step.stepId) ? step : { ...step, payout: null },
    );
    return { ...click, addedSteps };
  }

  #recorded(row: ConversionRow): ConversionFacts {
    return conversionFacts(row, this.copy.offers.get(row.offer_id)?.offerType === 'SingleEvent', null);
  }

  #conversionOf(row: ConversionRow): ConversionFacts | undefined {
    const attempt = this.copy.attempts.get(row.attempt_id);
    return attempt?.conversions.find(({ conversionId }) => conversionId === row.id);
  }

  #say(id: string, text: string): void {
    this.differences.push({ subject: 'conversion', id, text });
  }
}

function untouched(row: VerifiedAttempt): AttemptFacts {
  return {
    attemptId: row.id,
    offerId: row.offer_id,
    memberId: row.member_id,
    isTest: row.is_test,
    run: row.run,
    openedAt: moment(row.first_click_at),
    pinnedTerms: null,
    end: null,
    completion: null,
    conversions: [],
  };
}

/** A limit of the past is not known: what it refused is what would have been accepted without it. */
function refusedForLimit(decision: Decision, { to, reason }: HistoryEvent): Decision {
  if (decision.outcome !== 'accepted' || to !== 'Rejected' || !limitReasons.has(reason)) return decision;
  const { draft, warnings } = decision;
  return { outcome: 'rejected', reason: reason as 'cap_reached', draft, warnings };
}

function outcomeOf(decision: Decision): string {
  switch (decision.outcome) {
    case 'accepted':
      return wordsOf(decision.state, null);
    case 'held':
      return wordsOf('Held', decision.reason);
    case 'rejected':
      return wordsOf('Rejected', decision.reason);
    case 'parked':
      return `parked (${decision.reason})`;
    case 'duplicate':
      return `a duplicate of ${decision.conversionId}`;
  }
}

function wordsOf(state: string, reason: string | null): string {
  return reason === null ? state : `${state} (${reason})`;
}
