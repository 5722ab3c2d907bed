import type { ClaimSubject, ClaimVerdict } from '#contract/claims.ts';
import type { Transaction } from '#database/transaction.ts';
import { needsPerson, verdictOf, type RewardFacts, type Verdict } from '#domain/claims/verdict.ts';
import type { ConversionFacts } from '#domain/conversion/facts.ts';
import { isAccepted } from '#domain/conversion/identity.ts';
import type { OfferTerms } from '#domain/offer.ts';
import { shownEvents } from '#domain/terms.ts';
import { addDays, formatInstantOrNull, parseInstant, type Micros } from '#domain/time.ts';
import {
  loadMemberAttempts,
  memberOffer,
  type Current,
  type HeldOffer,
  type MemberAttempt,
} from '../wall/exports.ts';

/** What is known about a member and one offer. */
export interface MemberRewards {
  /** The latest attempt; undefined when they never clicked. */
  readonly attempt: MemberAttempt | undefined;
  readonly subjects: readonly (ClaimSubject & { readonly found: Verdict })[];
}

interface Times {
  readonly ripensAt: Micros | null;
  readonly paidAt: Micros | null;
}

/** Finds out what is known about each reward of an offer that a member can miss, under the terms of their attempt. */
export async function loadMemberRewards(
  tx: Transaction,
  tenantId: string,
  current: Current,
  held: HeldOffer,
  pubMemberId: string,
): Promise<MemberRewards> {
  const attempts = (await loadMemberAttempts(tx, tenantId, pubMemberId, held.id)).get(held.id) ?? [];
  const attempt = attempts.at(-1);
  const terms: OfferTerms = attempt?.version.content ?? held.stored.content;
  // After an attempt that expired only the rest is left to earn, so what was earned before still counts.
  const counted = terms.allowRepetitions ? (attempt ? [attempt] : []) : attempts;
  const conversions = counted.flatMap((one) => one.conversions);
  const { now, lastClickAt } = await loadClock(tx, tenantId, attempt?.attemptId ?? null);
  const times = await loadTimes(tx, tenantId, conversions);
  const deadlines = new Map(
    memberOffer(current, held, attempts).events.map((event) => [event.offerEventId, event.deadlineExpiresAt]),
  );
  const factsOf = (stepId: string, missing: string | null, deadlineAt: Micros | null): RewardFacts => ({
    now,
    lastClickAt,
    ...standingOf(conversions, stepId, times),
    missingBefore: missing,
    deadlineAt,
  });
  if (terms.offerType === 'SingleEvent') {
    return { attempt, subjects: [subjectOf(null, '', verdictOf(factsOf(held.id, null, null)))] };
  }
  const done = new Set(conversions.filter(isAccepted).map(({ stepId }) => stepId));
  const subjects = shownEvents(terms.offerEvents)
    .filter(({ reward }) => reward !== null)
    .map((event) => {
      const isFirst = event.sequenceNumber === 1 && event.deadlineDays !== null && attempt !== undefined;
      const shown = deadlines.get(event.id);
      const deadlineAt = isFirst
        ? addDays(attempt.openedAt, event.deadlineDays ?? 0)
        : shown
          ? parseInstant(shown)
          : null;
      return subjectOf(
        event.id,
        event.name,
        verdictOf(factsOf(event.id, missingBefore(terms, event, done), deadlineAt)),
      );
    });
  return { attempt, subjects };
}

/** The first step that has to come before and is not done; empty for one that members don't see. */
function missingBefore(
  { offerEvents }: OfferTerms,
  { sequenceNumber }: OfferTerms['offerEvents'][number],
  done: ReadonlySet<string | null>,
): string | null {
  if (sequenceNumber === null) return null;
  const missing = offerEvents
    .filter(
      (other) =>
        other.sequenceNumber !== null && other.sequenceNumber < sequenceNumber && !done.has(other.id),
    )
    .toSorted((a, b) => (a.sequenceNumber ?? 0) - (b.sequenceNumber ?? 0))[0];
  if (missing === undefined) return null;
  return missing.showOnOfferWall ? missing.name : '';
}

function standingOf(
  conversions: readonly ConversionFacts[],
  stepId: string,
  times: ReadonlyMap<string, Times>,
): Pick<RewardFacts, 'accepted' | 'isHeld' | 'rejectionReason'> {
  const own = conversions.filter((conversion) => conversion.stepId === stepId);
  const accepted = own.find(isAccepted);
  const time = accepted && times.get(accepted.conversionId);
  return {
    accepted: accepted
      ? {
          state: accepted.state === 'Success' ? 'Success' : 'Pending',
          completedAt: accepted.completedAt,
          ripensAt: time?.ripensAt ?? null,
          paidAt: time?.paidAt ?? null,
        }
      : null,
    isHeld: own.some(({ state }) => state === 'Held'),
    rejectionReason: own.findLast(({ state }) => state === 'Rejected')?.reason ?? null,
  };
}

function subjectOf(
  offerEventId: string | null,
  name: string,
  found: Verdict,
): MemberRewards['subjects'][number] {
  return { offerEventId, name, verdict: wireVerdict(found), canClaim: needsPerson(found), found };
}

/** A verdict as the wire writes it. */
export function wireVerdict(verdict: Verdict): ClaimVerdict {
  return {
    code: verdict.code,
    step: 'step' in verdict ? verdict.step : null,
    reason: 'reason' in verdict ? verdict.reason : null,
    doneAt: formatInstantOrNull('doneAt' in verdict ? verdict.doneAt : null),
    at: formatInstantOrNull('at' in verdict ? verdict.at : null),
  };
}

/** The tenant's time, and when the member last clicked in an attempt. */
async function loadClock(
  tx: Transaction,
  tenantId: string,
  attemptId: string | null,
): Promise<{ now: Micros; lastClickAt: Micros | null }> {
  const { rows } = await tx.query<{ now: string; last_click_at: string | null }>(
    `SELECT tenant_now($1) AS now,
       (SELECT last_click_at FROM attempts WHERE tenant_id = $1 AND id = $2) AS last_click_at`,
    [tenantId, attemptId],
    'claim-clock',
  );
  const { now, last_click_at: clicked } = rows[0] as { now: string; last_click_at: string | null };
  return { now: parseInstant(now) as Micros, lastClickAt: clicked === null ? null : parseInstant(clicked) };
}

async function loadTimes(
  tx: Transaction,
  tenantId: string,
  conversions: readonly ConversionFacts[],
): Promise<Map<string, Times>> {
  const ids = conversions.filter(isAccepted).map(({ conversionId }) => conversionId);
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<{ id: string; ripens_at: string | null; paid_at: string | null }>(
    `SELECT c.id, c.ripens_at,
       (SELECT max(h.at) FROM conversion_history h
        WHERE h.tenant_id = c.tenant_id AND h.conversion_id = c.id AND h.to_status = 'Success') AS paid_at
     FROM conversions c WHERE c.tenant_id = $1 AND c.id = ANY ($2::uuid[])`,
    [tenantId, ids],
    'claim-times',
  );
  const instant = (text: string | null) => (text === null ? null : parseInstant(text));
  return new Map(
    rows.map((row) => [row.id, { ripensAt: instant(row.ripens_at), paidAt: instant(row.paid_at) }]),
  );
}
