import type { MemberEvent, MemberOffer } from '#contract/wall.ts';
import type { Terms } from '#domain/conversion/facts.ts';
import { isAccepted } from '#domain/conversion/identity.ts';
import { memberProgress, type MemberProgress, type StepProgress } from '#domain/conversion/progress.ts';
import { attemptsOfSameRun, type StepsToday } from '#domain/conversion/steps.ts';
import { termsOf } from '#domain/conversion/terms-of.ts';
import type { OfferTerms } from '#domain/offer.ts';
import { formatInstantOrNull } from '#domain/time.ts';
import type { StoredOffer } from '../catalog/exports.ts';
import type { Current } from './held-tenant.ts';
import type { MemberAttempt } from './load-attempts.ts';
import { doneSteps } from './member-standing.ts';
import { itemTerms } from './prepared-offer.ts';
import { canBeDone, type HeldOffer } from './held-offer.ts';

const neverDone: StepProgress = {
  stepId: '',
  rewardStatus: null,
  rejectionReason: null,
  deadlineExpiresAt: null,
  isUserCompleted: false,
  userCompletedAt: null,
};

/**
 * An offer as one member sees it: how far they are, under the terms of their latest attempt, and whether it can still
 * be done. Texts and pictures are today's.
 *
 * @param attempts the member's attempts at it, oldest first; none when they never clicked
 */
export function memberOffer(
  current: Current,
  held: HeldOffer,
  attempts: readonly MemberAttempt[],
): MemberOffer {
  const { events: _today, ...item } = current.snapshot.itemOf(held);
  const { events: _own, ...ofAttempt } = itemTerms(governingTerms(held, attempts.at(-1)));
  // The terms are laid over today's item in place, so that the order of its fields stays.
  return { ...memberPart(current, held, attempts), ...item, ...ofAttempt };
}

/** The part of an offer that is the member's own: progress and steps. It comes before the item. */
export type MemberPart = Pick<
  MemberOffer,
  | 'isOfferAvailable'
  | 'isUserCompleted'
  | 'userCompletedAt'
  | 'rewardStatus'
  | 'rejectionReason'
  | 'sessionId'
  | 'events'
>;

/** How far a member is with an offer, and its steps under the terms of their latest attempt. */
export function memberPart(
  { now }: Current,
  held: HeldOffer,
  attempts: readonly MemberAttempt[],
): MemberPart {
  const latest = attempts.at(-1);
  const terms = governingTerms(held, latest);
  const progress = progressOf(held, attempts);
  const byStep = new Map(progress.steps.map((step) => [step.stepId, step]));
  const reason = progress.rejectionReason ?? soleStepReason(terms, progress);
  return {
    isOfferAvailable: canBeDone(held, now, doneSteps(attempts, held.stored.content.allowRepetitions)),
    isUserCompleted: progress.isUserCompleted,
    userCompletedAt: formatInstantOrNull(progress.userCompletedAt),
    rewardStatus: progress.rewardStatus,
    ...(reason !== null && { rejectionReason: reason }),
    sessionId: latest?.sessionId ?? null,
    events: itemTerms(terms).events.map((event) => ({
      ...eventProgress(byStep.get(event.offerEventId) ?? neverDone),
      ...event,
    })),
  };
}

/** The JSON of a member's offer, without the closing brace: mostly bytes that stand ready. */
export function memberOfferJson(
  current: Current,
  held: HeldOffer,
  attempts: readonly MemberAttempt[],
  part: MemberPart,
): Buffer[] {
  const latest = attempts.at(-1);
  if (latest !== undefined && latest.version.id !== held.stored.version.id) {
    return [Buffer.from(JSON.stringify(memberOffer(current, held, attempts)).slice(0, -1))];
  }
  const { all, eventsAt } = current.snapshot.bytesOf(held);
  const AFTER_BRACE = 1;
  return [Buffer.from(`${JSON.stringify(part).slice(0, -1)},`), all.subarray(AFTER_BRACE, eventsAt)];
}

/** The terms a member sees an offer under: those of the latest attempt, before the first click today's. */
export function governingTerms(held: HeldOffer, latest: MemberAttempt | undefined): OfferTerms {
  return latest?.version.content ?? held.stored.content;
}

function progressOf(held: HeldOffer, attempts: readonly MemberAttempt[]): MemberProgress {
  const latest = attempts.at(-1);
  const terms = decisionTerms(held, latest);
  return memberProgress({
    attempt: latest
      ? {
          attemptId: latest.attemptId,
          offerId: latest.offerId,
          memberId: latest.memberId,
          isTest: false,
          run: latest.run,
          openedAt: latest.openedAt,
          pinnedTerms: terms,
          end: latest.end,
          completion: latest.completion,
          conversions: latest.conversions,
        }
      : null,
    earlierConversions: earlierConversions(attempts, terms.allowRepetitions),
    terms,
    offer: stepsToday(held.stored),
  });
}

/** The terms of an offer's versions by version, for as long as the offer is held as it is. */
const termsOfHeld = new WeakMap<HeldOffer, Map<string, Terms>>();

function decisionTerms(held: HeldOffer, latest: MemberAttempt | undefined): Terms {
  const version = latest?.version ?? held.stored.version;
  const known = termsOfHeld.get(held) ?? new Map<string, Terms>();
  termsOfHeld.set(held, known);
  const terms =
    known.get(version.id) ??
    termsOf({
      offerId: held.id,
      offerVersionId: version.id,
      content: version.content,
      share: null,
      addedAt: new Map(held.stored.events.map((event) => [event.id, event.createdAt])),
    });
  known.set(version.id, terms);
  return terms;
}

/** What was earned in earlier attempts of the latest one's run, which therefore counts in it. */
function earlierConversions(
  attempts: readonly MemberAttempt[],
  allowRepetitions: boolean,
): MemberAttempt['conversions'] {
  const latest = attempts.at(-1);
  if (latest === undefined || attempts.length === 1) return [];
  const others = attempts.slice(0, -1).map((attempt) => ({ ...attempt, earned: [] }));
  const ofRun = new Set(
    attemptsOfSameRun(latest, others, allowRepetitions).map((attempt) => attempt.attemptId),
  );
  return attempts
    .filter(({ attemptId }) => ofRun.has(attemptId))
    .flatMap(({ conversions }) => conversions.filter(isAccepted));
}

/** A SingleEvent offer shows no steps, so the reason of its one conversion stands beside the offer's status. */
function soleStepReason({ offerType }: OfferTerms, { steps }: MemberProgress): string | null {
  return offerType === 'SingleEvent' ? (steps[0]?.rejectionReason ?? null) : null;
}

function eventProgress(
  step: StepProgress,
): Pick<
  MemberEvent,
  'rewardStatus' | 'rejectionReason' | 'deadlineExpiresAt' | 'isUserCompleted' | 'userCompletedAt'
> {
  return {
    rewardStatus: step.rewardStatus,
    ...(step.rejectionReason !== null && { rejectionReason: step.rejectionReason }),
    deadlineExpiresAt: formatInstantOrNull(step.deadlineExpiresAt),
    isUserCompleted: step.isUserCompleted,
    userCompletedAt: formatInstantOrNull(step.userCompletedAt),
  };
}

/** The offer as it is today, as far as progress asks for it: which steps were archived. */
function stepsToday({ id, content, events }: StoredOffer): StepsToday {
  if (content.offerType === 'SingleEvent') return { steps: [{ stepId: id, archivedAt: null }] };
  return { steps: events.map((event) => ({ stepId: event.id, archivedAt: event.archivedAt })) };
}
