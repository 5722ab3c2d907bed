import type { Micros } from '../time.ts';
import { addDays } from '../time.ts';
import { governingTerms } from './attempt.ts';
import type { ConversionDraft, Rejected } from './decision.ts';
import type {
  AttemptFacts,
  ClickFacts,
  ConversionFacts,
  DecisionFacts,
  OfferToday,
  OtherAttempt,
  PostbackRequest,
  StepTerms,
  Terms,
} from './facts.ts';
import { firstAccepted, readTrackId } from './identity.ts';
import type { Price } from './price.ts';
import { priceConversion } from './price.ts';
import type { RejectionReason, Warning } from './reasons.ts';
import type { Obligations } from './steps.ts';
import { attemptsOfSameRun, shorten, termsOfStep } from './steps.ts';

/** A click that can convert, with what belongs to it. */
export interface KnownClick {
  readonly click: ClickFacts;
  readonly offer: OfferToday;
  readonly attempt: AttemptFacts;
}

/** Why no click can convert for a request. */
export interface UnknownClick {
  readonly missing: 'unknown_click' | 'click_expired';
  readonly cause: string;
}

/** One request with everything the tests from the fourth on look at. */
export interface Matter extends KnownClick {
  readonly request: PostbackRequest;
  readonly facts: DecisionFacts;
  readonly now: Micros;
  readonly stepId: string;
  readonly terms: Terms;
  readonly step: StepTerms;
  /** The other attempts whose steps can't be earned again here. */
  readonly others: readonly OtherAttempt[];
  readonly trackId: string | null;
  readonly price: Price;
  readonly warnings: readonly Warning[];
}

/** Line 2: the click of a request, unless it is unknown or too old. A held conversion's click stays good. */
export function findClick(request: PostbackRequest, facts: DecisionFacts): KnownClick | UnknownClick {
  const { click, offer, attempt } = facts;
  if (click === null) return { missing: 'unknown_click', cause: unknownClickCause(request.clickId) };
  if (offer === null || attempt === null) {
    throw new Error(`click ${click.clickId} was loaded without its offer or attempt`);
  }
  const isTooOld = request.arrivedAt > addDays(click.createdAt, facts.settings.clickLifetimeDays);
  if (isTooOld && heldConversion(request, attempt) === null) {
    const days = facts.settings.clickLifetimeDays;
    return {
      missing: 'click_expired',
      cause: `The click is older than the ${days} days a click can convert`,
    };
  }
  return { click, offer, attempt };
}

function unknownClickCause(clickId: string | null): string {
  if (clickId === null || clickId.trim() === '') return 'The postback carries no click id';
  const isUnfilled = readTrackId(clickId).trackId === null || /[{}[\]%]|^__|^\$/.test(clickId);
  const reason = isUnfilled ? ': the macro was not filled in by the sender' : '';
  return `No click has the id "${shorten(clickId)}"${reason}`;
}

/** Puts together what the tests look at, once the step is known. */
export function openMatter(
  request: PostbackRequest,
  facts: DecisionFacts,
  known: KnownClick,
  stepId: string,
  now: Micros,
): Matter {
  const { click, attempt } = known;
  const terms = governingTerms(attempt, click.terms);
  const step = termsOfStep(stepId, terms, click.terms, click.addedSteps);
  const others = attemptsOfSameRun(attempt, facts.otherAttempts, terms.allowRepetitions);
  const isPartner = click.partnerId !== null;
  const { trackId, warnings } = readTrackId(request.trackId);
  const flags: Warning[] = [...warnings];
  if (trackId !== null && facts.isTrackIdOfAnotherMember) flags.push('id_reused');
  if (isPartner && step.payout === null) flags.push('share_without_payout');
  const price = priceConversion({ step, request, settings: facts.settings, isPartner });
  return { request, facts, ...known, now, stepId, terms, step, others, trackId, price, warnings: flags };
}

/** The conversion a request already has, when it is decided again. */
export function ownConversion(request: PostbackRequest, attempt: AttemptFacts): ConversionFacts | null {
  return attempt.conversions.find((conversion) => conversion.conversionId === request.conversionId) ?? null;
}

/** The held conversion that is decided again; it passed the first tests when it came. */
export function heldConversion(request: PostbackRequest, attempt: AttemptFacts): ConversionFacts | null {
  const own = ownConversion(request, attempt);
  return own?.state === 'Held' ? own : null;
}

/** The decision that refuses a matter. */
export function reject(matter: Matter, reason: RejectionReason, takesIdentity = true): Rejected {
  return { outcome: 'rejected', reason, draft: draftOf(matter, takesIdentity), warnings: matter.warnings };
}

/** The conversion a matter makes, whatever its outcome. */
export function draftOf(matter: Matter, takesIdentity = true): ConversionDraft {
  const { request, attempt, stepId, trackId, terms, price } = matter;
  return {
    ...draftWithoutStep(request, matter),
    stepId,
    trackId,
    takesIdentity,
    isRepeat: firstAccepted(attempt.conversions, stepId, request.conversionId) !== null,
    terms,
    money: 'money' in price ? price.money : null,
  };
}

/** The conversion of a request that was refused before its step was known. */
export function draftWithoutStep(request: PostbackRequest, { click, attempt }: KnownClick): ConversionDraft {
  const { arrivedAt, providerTime } = request;
  return {
    conversionId: request.conversionId,
    requestId: request.requestId,
    clickId: click.clickId,
    attemptId: attempt.attemptId,
    offerId: click.offerId,
    stepId: null,
    trackId: null,
    takesIdentity: false,
    partnerId: click.partnerId,
    shareId: click.shareId,
    isTest: click.isTest,
    isRepeat: false,
    arrivedAt,
    completedAt: providerTime === null ? arrivedAt : Math.min(providerTime, arrivedAt),
    terms: governingTerms(attempt, click.terms),
    money: null,
  };
}

/** What decides which steps the matter's attempt must do. */
export function obligationsOf({ terms, offer, attempt }: Matter): Obligations {
  return { terms, offer, openedAt: attempt.openedAt };
}
