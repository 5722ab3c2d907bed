import type { Transaction } from '#database/transaction.ts';
import { closed, closingOf } from '#domain/conversion/attempt.ts';
import { releaseHeld } from '#domain/conversion/working-copy.ts';
import type { Context } from '../../context.ts';
import type { Change } from '../../platform/changes.ts';
import { DecidedSoFar } from './decided.ts';
import { loadState, type LoadedState } from './load.ts';
import { closingFactsOf, storeAttempts } from './store-attempts.ts';
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
  const facts = closingFactsOf(state, attemptId);
  const closing = facts === null ? null : closingOf(facts, state.now);
  if (facts === null || closing === null) return;
  state.copy.attempts.set(attemptId, closed(facts.attempt, closing));
  decided.closings.set(attemptId, closing);
}
