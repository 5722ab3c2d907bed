import type { Transaction } from '#database/transaction.ts';
import { closed, closingOf, governingTerms } from '#domain/conversion/attempt.ts';
import { otherAttemptsOf, releaseHeld } from '#domain/conversion/working-copy.ts';
import type { Context } from '../../context.ts';
import type { Change } from '../../platform/changes.ts';
import { DecidedSoFar } from './decided.ts';
import { loadState, type LoadedState } from './load.ts';
import { storeAttempts } from './store-attempts.ts';
import { storeDecided } from './store.ts';

/**
 * Looks at attempts again, because time has passed or their offer was changed: what is held may be decided now, and the
 * attempt may have expired or be complete. When each would expire next is reckoned anew.
 */
export async function reviewAttempts(
  context: Context,
  tx: Transaction,
  tenantId: string,
  attemptIds: readonly string[],
): Promise<Change[]> {
  const { rows } = await tx.query<{ member_id: string; offer_id: string }>(
    'SELECT DISTINCT member_id, offer_id FROM attempts WHERE tenant_id = $1 AND id = ANY($2::uuid[])',
    [tenantId, attemptIds],
    'members-of-attempts',
  );
  const state = await loadState(
    tx,
    tenantId,
    rows.map((row) => ({ memberId: row.member_id, offerId: row.offer_id })),
  );
  const decided = new DecidedSoFar(state);
  for (const id of attemptIds) {
    for (const step of releaseHeld(state.copy, id, state.now)) decided.addStep(step, 'released');
    close(state, decided, id);
  }
  const changes = await storeDecided(context, tx, state, decided);
  // Attempts in which nothing happened still may have another time to expire.
  const untouched = new Set(attemptIds.filter((id) => state.copy.attempts.has(id)));
  await storeAttempts(tx, state, { ...empty, closings: new Map(), touched: untouched });
  return changes;
}

const empty = { changes: [], pinnedClicks: new Map<string, string>() };

function close(state: LoadedState, decided: DecidedSoFar, attemptId: string): void {
  const { copy, attempts } = state;
  const attempt = copy.attempts.get(attemptId);
  const lastClick = copy.clicks.get(attempts.get(attemptId)?.last_click_id ?? '');
  const offer = attempt && copy.offers.get(attempt.offerId);
  if (attempt === undefined || offer === undefined) return;
  const terms = attempt.pinnedTerms ?? (lastClick && governingTerms(attempt, lastClick.terms));
  if (terms === undefined) return;
  const facts = { attempt, terms, offer, otherAttempts: otherAttemptsOf(copy, attempt) };
  const closing = closingOf(facts, state.now);
  if (closing === null) return;
  copy.attempts.set(attemptId, closed(attempt, closing));
  decided.closings.set(attemptId, closing);
}
