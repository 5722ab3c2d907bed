import { insertRows, type NewRow } from '#database/insert-rows.ts';
import { together, type Transaction } from '#database/transaction.ts';
import { windowStart, formatInstant, formatInstantOrNull, isoDate, type Micros } from '#domain/time.ts';
import { toText, type Decimal } from '#domain/money.ts';
import type { Closing } from '#domain/conversion/attempt.ts';
import type { Context } from '../../context.ts';
import type { Change } from '../../platform/changes.ts';
import { recordDueDeliveries } from '../deliveries/exports.ts';
import { storeAttempts } from './store-attempts.ts';
import { identityText } from './attempts.ts';
import type { ConversionChange } from './changes.ts';
import { changeCounters, LimitsMoved } from './counters.ts';
import { limitsChanged } from './limits-changed.ts';
import type { LoadedState } from './load.ts';
import { markReleased } from './mark-released.ts';
import { postToLedger } from './post-to-ledger.ts';
import { countConversions } from './count-conversions.ts';

/** What one transaction has decided about conversions, in the order it was decided. */
export interface Decided {
  readonly changes: readonly ConversionChange[];
  /** The clicks whose terms were fixed for their attempts, by attempt. */
  readonly pinnedClicks: ReadonlyMap<string, string>;
  readonly closings: ReadonlyMap<string, Closing>;
}

/**
 * Stores what was decided: counters under their limits first, then conversions, holds, attempts, history, ledger, sums
 * and the deliveries that are due. All of it belongs to the transaction whose locks `state` holds.
 *
 * @returns the changes to publish after the commit
 * @throws LimitsMoved when another transaction took the room meanwhile
 */
export async function storeDecided(
  context: Context,
  tx: Transaction,
  state: LoadedState,
  decided: Decided,
): Promise<Change[]> {
  const { changes } = decided;
  const notices = changes.flatMap(({ conversionId, from, to }) =>
    to === 'Held' || from === to ? [] : [{ conversionId, status: to }],
  );
  const stored = together(
    changeCounters(tx, state.tenantId, state.copy, changes),
    storeConversions(tx, state, changes),
    storeKeys(tx, state, changes),
    storeHolds(context, tx, state, changes),
    markReleased(tx, state, changes),
    storeAttempts(tx, state, decided),
    storeHistory(context, tx, state, changes),
    postToLedger(context, tx, state, changes),
    countConversions(tx, state, changes),
    recordDueDeliveries(context, tx, state.tenantId, notices),
  );
  const [, announced] = await together(stored, limitsChanged(context, tx, state, changes));
  return announced;
}

/** The last change of each conversion: its final row is written once. */
function lastChanges(changes: readonly ConversionChange[]): ConversionChange[] {
  return [...new Map(changes.map((change) => [change.conversionId, change])).values()];
}

async function storeConversions(
  tx: Transaction,
  state: LoadedState,
  changes: readonly ConversionChange[],
): Promise<void> {
  const rows = lastChanges(changes).map((change) => conversionRow(state, change));
  await insertRows(
    tx,
    'conversions',
    rows,
    `ON CONFLICT (tenant_id, id) DO UPDATE SET status = excluded.status, rejection_reason = excluded.rejection_reason,
       offer_event_id = excluded.offer_event_id, offer_version_id = excluded.offer_version_id,
       share_version_id = excluded.share_version_id, is_repeated = excluded.is_repeated,
       is_over_limit = conversions.is_over_limit OR excluded.is_over_limit,
       flags = (SELECT array(SELECT DISTINCT f FROM unnest(conversions.flags || excluded.flags) AS f ORDER BY f)),
       user_completed_at = excluded.user_completed_at,
       accepted_at = COALESCE(conversions.accepted_at, excluded.accepted_at), ripens_at = excluded.ripens_at,
       held_until = excluded.held_until, revenue = excluded.revenue, payout = excluded.payout,
       reward = excluded.reward, modified_at = excluded.modified_at`,
  );
}

function conversionRow(state: LoadedState, change: ConversionChange): NewRow {
  const { draft, to, money } = change;
  const now = formatInstant(state.now);
  const offer = state.copy.offers.get(draft.offerId);
  const known = state.conversions.get(change.conversionId);
  return {
    tenant_id: state.tenantId,
    id: change.conversionId,
    record_id: offer?.offerType === 'MultiEvent' ? draft.attemptId : change.conversionId,
    offer_id: draft.offerId,
    offer_event_id: draft.stepId === draft.offerId ? null : draft.stepId,
    offer_version_id: draft.offerVersionId,
    share_id: draft.shareId,
    share_version_id: draft.shareVersionId,
    partner_id: draft.partnerId,
    attempt_id: draft.attemptId,
    click_id: draft.clickId,
    member_id: state.attempts.get(draft.attemptId)?.member_id,
    raw_request_id: draft.requestId,
    status: to,
    rejection_reason: change.reason,
    is_repeated: draft.isRepeat,
    is_test: draft.isTest,
    is_over_limit: change.overLimit !== null,
    flags: change.warnings.filter((warning) => warning !== 'duplicate_postback'),
    arrived_at: formatInstant(draft.arrivedAt),
    user_completed_at: formatInstant(draft.completedAt),
    accepted_at: to === 'Pending' || to === 'Success' ? now : null,
    ripens_at: formatInstantOrNull(change.ripensAt),
    held_until: formatInstantOrNull(change.heldUntil),
    revenue: textOrNull(money.revenue),
    payout: textOrNull(money.payout),
    reward: textOrNull(money.reward),
    currency: known?.currency ?? state.settings.currency,
    reward_currency: known?.reward_currency ?? state.settings.rewardCurrency,
    created_at: now,
    modified_at: now,
  };
}

function textOrNull(value: Decimal | null): string | null {
  return value === null ? null : toText(value);
}

/** Takes the identities of new conversions. Another conversion in the same place means that the state was not held. */
async function storeKeys(
  tx: Transaction,
  state: LoadedState,
  changes: readonly ConversionChange[],
): Promise<void> {
  const rows = lastChanges(changes).flatMap(({ conversionId, draft }) =>
    draft.takesIdentity && draft.stepId !== null
      ? [
          {
            tenant_id: state.tenantId,
            step_id: draft.stepId,
            identity: identityText(draft.clickId, draft.trackId),
            conversion_id: conversionId,
            external_id: draft.trackId,
            member_id: state.attempts.get(draft.attemptId)?.member_id,
          },
        ]
      : [],
  );
  const taken = await insertRows(
    tx,
    'conversion_keys',
    rows,
    `ON CONFLICT (tenant_id, step_id, identity) DO UPDATE SET external_id = excluded.external_id
       WHERE conversion_keys.conversion_id = excluded.conversion_id`,
  );
  if (taken !== rows.length) throw new LimitsMoved('an identity was taken by somebody else meanwhile');
}

async function storeHolds(
  context: Context,
  tx: Transaction,
  state: LoadedState,
  changes: readonly ConversionChange[],
): Promise<void> {
  const released = changes.filter(({ givesBack }) => givesBack).map(({ conversionId }) => conversionId);
  if (released.length > 0) {
    tx.send(
      `UPDATE holds SET released_at = $3
       WHERE tenant_id = $1 AND conversion_id = ANY($2::uuid[]) AND released_at IS NULL`,
      [state.tenantId, released, formatInstant(state.now)],
      'release-holds',
    );
  }
  const rows = changes.flatMap(({ conversionId, takes, draft }) =>
    takes === null
      ? []
      : [
          {
            tenant_id: state.tenantId,
            id: context.newId(state.now),
            conversion_id: conversionId,
            offer_id: draft.offerId,
            offer_event_id: draft.stepId === draft.offerId ? null : draft.stepId,
            share_id: draft.shareId,
            ...windowDays(takes.takenAt),
            amount: toText(takes.revenue),
            taken_at: formatInstant(takes.takenAt),
          },
        ],
  );
  await insertRows(tx, 'holds', rows);
}

function windowDays(at: Micros): { day: string; week: string; month: string } {
  return {
    day: isoDate(windowStart('Daily', at)),
    week: isoDate(windowStart('Weekly', at)),
    month: isoDate(windowStart('Monthly', at)),
  };
}

async function storeHistory(
  context: Context,
  tx: Transaction,
  state: LoadedState,
  changes: readonly ConversionChange[],
): Promise<void> {
  const rows = changes.map((change) => ({
    tenant_id: state.tenantId,
    id: context.newId(state.now),
    conversion_id: change.conversionId,
    at: formatInstant(state.now),
    kind: change.kind,
    from_status: change.from,
    to_status: change.to,
    reason: change.reason,
    note: change.note,
    actor: change.actor,
    raw_request_id: change.draft.requestId,
  }));
  await insertRows(tx, 'conversion_history', rows);
}

/** Warnings of requests beside a conversion: duplicates, and oddities that changed nothing. */
export async function storeWarnings(
  context: Context,
  tx: Transaction,
  state: Pick<LoadedState, 'tenantId' | 'now'>,
  warnings: readonly { readonly conversionId: string; readonly code: string; readonly requestId: string }[],
): Promise<void> {
  const rows = warnings.map(({ conversionId, code, requestId }) => ({
    tenant_id: state.tenantId,
    id: context.newId(state.now),
    conversion_id: conversionId,
    at: formatInstant(state.now),
    kind: 'warning',
    reason: code,
    actor: '',
    raw_request_id: requestId,
  }));
  await insertRows(tx, 'conversion_history', rows);
}
