import { uuids } from '#database/array-values.ts';
import type { Transaction } from '#database/transaction.ts';
import type { ClosingFacts } from '#domain/conversion/attempt.ts';
import { attemptExpiresAt } from '#domain/conversion/deadlines.ts';
import type { ConversionState } from '#domain/conversion/facts.ts';
import { isAccepted } from '#domain/conversion/identity.ts';
import { recordStatus } from '#domain/conversion/record-status.ts';
import { attemptsOfSameRun } from '#domain/conversion/steps.ts';
import { otherAttemptsOf } from '#domain/conversion/working-copy.ts';
import type { ConversionStatus } from '#domain/offer.ts';
import { formatInstantOrNull, type Micros } from '#domain/time.ts';
import type { LoadedState } from './load.ts';
import type { Decided } from './store.ts';

/** Writes what decisions changed about their attempts: fixed terms, how they closed, and when they would expire. */
export async function storeAttempts(
  tx: Transaction,
  state: LoadedState,
  decided: Decided & { readonly touched?: ReadonlySet<string> },
): Promise<void> {
  const touched = new Set([
    ...(decided.touched ?? []),
    ...decided.changes.map(({ draft }) => draft.attemptId),
    ...decided.closings.keys(),
  ]);
  if (touched.size === 0) return;
  const unsettled = openBesides(state, decided);
  const ids = [...touched.union(unsettled)].toSorted();
  const patches = ids.map((id) => patchOf(state, decided, id, unsettled.has(id)));
  await tx.query(
    `UPDATE attempts a SET pinned_click_id = COALESCE(p.pinned_click_id, a.pinned_click_id),
       offer_version_id = COALESCE(p.offer_version_id, a.offer_version_id),
       share_version_id = CASE WHEN p.offer_version_id IS NULL THEN a.share_version_id ELSE p.share_version_id END,
       status = p.status, closed_at = COALESCE(p.closed_at, a.closed_at),
       completing_conversion_id = COALESCE(p.completing_conversion_id, a.completing_conversion_id),
       completed_at = COALESCE(p.completed_at, a.completed_at), expires_at = p.expires_at,
       record_status = p.record_status
     FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::timestamptz[],
       $10::timestamptz[], $11::timestamptz[])
       AS p (id, pinned_click_id, offer_version_id, share_version_id, completing_conversion_id, status, record_status,
         closed_at, completed_at, expires_at)
     WHERE a.tenant_id = $1 AND a.id = p.id`,
    [
      state.tenantId,
      uuids(ids),
      uuids(patches.map((patch) => patch.pinnedClickId)),
      uuids(patches.map((patch) => patch.offerVersionId)),
      uuids(patches.map((patch) => patch.shareVersionId)),
      uuids(patches.map((patch) => patch.completingConversionId)),
      patches.map((patch) => patch.status),
      patches.map((patch) => patch.recordStatus),
      patches.map((patch) => formatInstantOrNull(patch.closedAt)),
      patches.map((patch) => formatInstantOrNull(patch.completedAt)),
      patches.map((patch) => formatInstantOrNull(patch.expiresAt)),
    ],
    'store-attempts',
  );
}

/**
 * Open attempts beside closed ones of the same member and offer in which something was earned, lost or completed: that may
 * be what they lacked or leaned on. They are made due now, so that the next review completes them, lets them expire, or
 * reckons anew when they will.
 */
function openBesides({ copy }: LoadedState, { changes, closings }: Decided): Set<string> {
  const changed = new Set([
    ...changes.filter(({ from, to }) => isEarned(from) !== isEarned(to)).map(({ draft }) => draft.attemptId),
    ...closings.keys(),
  ]);
  const open = new Set<string>();
  for (const id of changed) {
    const attempt = copy.attempts.get(id);
    if (attempt === undefined || attempt.end === null) continue;
    for (const other of otherAttemptsOf(copy, attempt)) if (other.end === null) open.add(other.attemptId);
  }
  return open;
}

function isEarned(state: ConversionState | null): boolean {
  return state !== null && isAccepted({ state });
}

/** What becomes of an attempt's row; null leaves a column as it is, but for the expiry. */
interface AttemptPatch {
  readonly pinnedClickId: string | null;
  readonly offerVersionId: string | null;
  readonly shareVersionId: string | null;
  readonly completingConversionId: string | null;
  readonly status: string;
  readonly recordStatus: ConversionStatus;
  readonly closedAt: Micros | null;
  readonly completedAt: Micros | null;
  readonly expiresAt: Micros | null;
}

function patchOf(
  state: LoadedState,
  { pinnedClicks, closings }: Decided,
  id: string,
  isUnsettled: boolean,
): AttemptPatch {
  const attempt = state.copy.attempts.get(id);
  if (attempt === undefined) throw new Error(`attempt ${id} is not in the working copy`);
  const pinnedClick = pinnedClicks.get(id) ?? null;
  const isPinnedNow = pinnedClick !== null;
  return {
    pinnedClickId: pinnedClick,
    offerVersionId: isPinnedNow ? (attempt.pinnedTerms?.offerVersionId ?? null) : null,
    shareVersionId: isPinnedNow ? (attempt.pinnedTerms?.shareVersionId ?? null) : null,
    completingConversionId: attempt.completion?.conversionId ?? null,
    status: attempt.end ?? 'open',
    recordStatus: recordStatusOf(state, id),
    closedAt: closings.has(id) ? state.now : null,
    completedAt: attempt.completion?.completedAt ?? null,
    expiresAt: isUnsettled ? state.now : expiryOf(state, id),
  };
}

/** When an open attempt expires unless something more is done; null for a closed one and where nothing runs out. */
function expiryOf(state: LoadedState, attemptId: string): Micros | null {
  const facts = closingFactsOf(state, attemptId);
  if (facts === null || facts.attempt.end !== null) return null;
  const { attempt, terms, offer } = facts;
  const others = attemptsOfSameRun(attempt, facts.otherAttempts, terms.allowRepetitions);
  return attemptExpiresAt({ attempt, others, terms, offer, openedAt: attempt.openedAt });
}

function recordStatusOf(state: LoadedState, attemptId: string): ConversionStatus {
  const facts = closingFactsOf(state, attemptId);
  return facts === null ? 'Pending' : recordStatus(facts);
}

/** What an attempt is judged by as a whole: before any acceptance by the terms of the member's latest click. */
export function closingFactsOf({ copy, attempts }: LoadedState, attemptId: string): ClosingFacts | null {
  const attempt = copy.attempts.get(attemptId);
  const row = attempts.get(attemptId);
  if (attempt === undefined || row === undefined) return null;
  const terms = attempt.pinnedTerms ?? copy.clicks.get(row.last_click_id)?.terms;
  const offer = copy.offers.get(attempt.offerId);
  if (terms === undefined || offer === undefined) return null;
  return { attempt, terms, offer, otherAttempts: otherAttemptsOf(copy, attempt) };
}
