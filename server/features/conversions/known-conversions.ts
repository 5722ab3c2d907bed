import type { Transaction } from '#database/transaction.ts';
import type { PostbackRequest } from '#domain/conversion/facts.ts';
import { scopesOf } from '#domain/conversion/usage.ts';
import type { Hold } from '#domain/limits/holds.ts';
import { decimal } from '#domain/money.ts';
import type { KnownConversion } from './changes.ts';
import { loadRequests } from './held-requests.ts';
import type { LoadedState } from './load.ts';
import { instant, instantOrNull } from './offers-today.ts';
import { moneyOf, type ConversionRow } from './rows.ts';

/** Conversions of a loaded state as changes of status need them: with their holds and what they were asked with. */
export async function loadKnown(
  tx: Transaction,
  state: LoadedState,
  conversionIds: readonly string[],
): Promise<ReadonlyMap<string, KnownConversion>> {
  const rows = conversionIds.flatMap((id) => state.conversions.get(id) ?? []);
  const holds = await loadHolds(tx, state.tenantId, rows);
  // Only a first acceptance is priced, so that only the requests of what was never accepted are looked at.
  const unpriced = rows.filter((row) => row.accepted_at === null);
  const requests = await loadRequests(tx, state.tenantId, unpriced, state.settings.currency);
  return new Map(
    rows.map((row) => [row.id, known(state, row, holds.get(row.id) ?? null, requests.get(row.id))]),
  );
}

function known(
  state: LoadedState,
  row: ConversionRow,
  hold: Hold | null,
  request: PostbackRequest | undefined,
): KnownConversion {
  const facts = state.copy.attempts
    .get(row.attempt_id)
    ?.conversions.find((one) => one.conversionId === row.id);
  if (facts === undefined) throw new Error(`conversion ${row.id} is not among its attempt's`);
  const { stepId } = facts;
  return {
    conversionId: row.id,
    attemptId: row.attempt_id,
    clickId: row.click_id,
    stepId,
    shareId: row.share_id,
    partnerId: row.partner_id,
    isTest: row.is_test,
    state: row.status,
    money: moneyOf(row),
    wasAccepted: row.accepted_at !== null,
    hold,
    ripensAt: instantOrNull(row.ripens_at),
    request: request ?? requestOfAccepted(row),
    draft: {
      attemptId: row.attempt_id,
      clickId: row.click_id,
      offerId: row.offer_id,
      stepId,
      trackId: row.external_id,
      takesIdentity: row.takes_identity,
      partnerId: row.partner_id,
      shareId: row.share_id,
      offerVersionId: row.offer_version_id,
      shareVersionId: row.share_version_id,
      isTest: row.is_test,
      isRepeat: row.is_repeated,
      arrivedAt: instant(row.arrived_at),
      completedAt: instant(row.user_completed_at),
      requestId: row.raw_request_id,
    },
  };
}

/** What was accepted once keeps its money, so that nothing of its request is needed. */
function requestOfAccepted(row: ConversionRow): PostbackRequest {
  return {
    requestId: row.raw_request_id ?? row.id,
    conversionId: row.id,
    clickId: row.click_id,
    eventId: null,
    amount: null,
    currency: null,
    currencyRate: null,
    trackId: row.external_id,
    isSourceAllowed: true,
    arrivedAt: instant(row.arrived_at),
    providerTime: null,
  };
}

async function loadHolds(
  tx: Transaction,
  tenantId: string,
  rows: readonly ConversionRow[],
): Promise<ReadonlyMap<string, Hold>> {
  if (rows.length === 0) return new Map();
  const { rows: holds } = await tx.query<{
    conversion_id: string;
    offer_id: string;
    offer_event_id: string | null;
    share_id: string | null;
    amount: string;
    taken_at: string;
  }>(
    `SELECT conversion_id, offer_id, offer_event_id, share_id, amount, taken_at FROM holds
     WHERE tenant_id = $1 AND conversion_id = ANY($2::uuid[]) AND released_at IS NULL`,
    [tenantId, rows.map(({ id }) => id)],
    'load-live-holds',
  );
  return new Map(
    holds.map((hold) => [
      hold.conversion_id,
      {
        takenAt: instant(hold.taken_at),
        revenue: decimal(hold.amount),
        scopes: scopesOf(hold.offer_id, hold.offer_event_id ?? hold.offer_id, hold.share_id),
      },
    ]),
  );
}
