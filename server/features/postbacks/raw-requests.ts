import { insertRows } from '#database/insert-rows.ts';
import type { Transaction } from '#database/transaction.ts';
import type { ReadPostback } from '#domain/tracking-systems/read-postback.ts';
import { toText, type Decimal } from '#domain/money.ts';
import { formatInstant, type Micros } from '#domain/time.ts';
import type { RequestFields } from '../conversions/exports.ts';
import type { RawRequest } from './read-request.ts';

/** What became of an inbound request. */
export type RequestOutcome = 'accepted' | 'held' | 'duplicate' | 'rejected' | 'parked' | 'refused';

/** An inbound request with what became of it. */
export interface KeptRequest {
  readonly id: string;
  readonly receivedAt: Micros;
  readonly pairId: string | null;
  readonly outcome: RequestOutcome;
  readonly reason: string | null;
  readonly cause: string | null;
  readonly read: ReadPostback | null;
  /** The rate that its amount was converted by, so that the decision can be retraced whatever becomes of the table. */
  readonly currencyRate?: Decimal | null;
  readonly clickId: string | null;
  readonly offerId: string | null;
  readonly conversionId: string | null;
  readonly warnings: readonly string[];
  /** Absent when the request was stored before and is decided again. */
  readonly raw?: RawRequest;
}

/** Stores requests as they came, each with its outcome; of those stored before only the outcome changes. */
export async function keepRequests(
  tx: Transaction,
  tenantId: string,
  now: Micros,
  requests: readonly KeptRequest[],
): Promise<void> {
  const outcome = (request: KeptRequest) => ({
    tenant_id: tenantId,
    id: request.id,
    pair_id: request.pairId,
    outcome: request.outcome,
    reason: request.reason,
    cause: request.cause,
    fields: fieldsOf(request),
    click_id: request.clickId,
    offer_id: request.offerId,
    conversion_id: request.conversionId,
    warnings: request.warnings,
    decided_at: formatInstant(now),
  });
  const fresh = requests.flatMap((request) =>
    request.raw === undefined
      ? []
      : [
          {
            ...outcome(request),
            received_at: formatInstant(request.receivedAt),
            decided_times: 1,
            ...request.raw,
          },
        ],
  );
  await insertRows(tx, 'raw_requests', fresh);
  const again = requests.filter(({ raw }) => raw === undefined).map(outcome);
  if (again.length === 0) return;
  await tx.query(
    `UPDATE raw_requests r SET outcome = n.outcome, reason = n.reason, cause = n.cause, fields = n.fields,
       click_id = n.click_id, offer_id = n.offer_id, conversion_id = n.conversion_id, warnings = n.warnings,
       decided_at = n.decided_at, decided_times = r.decided_times + 1
     FROM jsonb_populate_recordset(NULL::raw_requests, $2::jsonb) n WHERE r.tenant_id = $1 AND r.id = n.id`,
    [tenantId, JSON.stringify(again)],
  );
}

function fieldsOf({ read, currencyRate = null }: KeptRequest): RequestFields | null {
  if (read === null) return null;
  const { warnings: _warnings, ...fields } = read;
  return { ...fields, currencyRate: currencyRate === null ? null : toText(currencyRate) };
}
