import type { TenantTransaction } from '#database/transaction.ts';
import type { RawRequestsRow } from '#database/rows.ts';
import type { TrackingSystem } from '#domain/offer.ts';
import type { Context } from '../../context.ts';
import type { Change } from '../../platform/changes.ts';
import { instant } from '../conversions/exports.ts';
import { decideRequests, parametersOf, type InboundRequest } from '../postbacks/exports.ts';
import { isReprocessable } from './inbox-item.ts';

/** A stored request with what decides whether it may be decided again. */
export interface StoredRequest extends RawRequestsRow {
  /** The system that the pair it came with is bound to. */
  readonly bound_system: TrackingSystem | null;
  /** The conversion that this very request made; null when it made none. */
  readonly made: {
    readonly id: string;
    readonly isHeld: boolean;
    readonly wasAccepted: boolean;
    readonly completedAt: string;
  } | null;
}

/**
 * Locks stored requests in the order of their arrival, so that two operators who ask for the same one at the same time
 * are served one after the other. Those that are gone are left out.
 */
export async function lockRequests(tx: TenantTransaction, ids: readonly string[]): Promise<StoredRequest[]> {
  const { rows } = await tx.query<StoredRequest>(
    `SELECT r.*, p.tracking_system AS bound_system,
       (SELECT jsonb_build_object('id', c.id, 'isHeld', c.status = 'Held', 'wasAccepted', c.accepted_at IS NOT NULL,
         'completedAt', c.user_completed_at)
        FROM conversions c WHERE c.tenant_id = $1 AND c.id = r.conversion_id AND c.raw_request_id = r.id) AS made
     FROM raw_requests r LEFT JOIN postback_pairs p ON p.tenant_id = $1 AND p.id = r.pair_id
     WHERE r.tenant_id = $1 AND r.id = ANY($2::uuid[]) ORDER BY r.id FOR UPDATE OF r`,
    [tx.tenantId, ids],
  );
  return rows;
}

/** Whether a locked request may be decided again. */
export function isOpen(row: StoredRequest): boolean {
  return isReprocessable(row, row.made?.wasAccepted === true);
}

/** Decides locked requests again, in the order they are given, by the same rules as at their arrival. */
export async function decideAgain(
  context: Context,
  tx: TenantTransaction,
  rows: readonly StoredRequest[],
): Promise<readonly Change[]> {
  const { changes } = await decideRequests(context, tx, rows.map(requestOf));
  return changes;
}

function requestOf(row: StoredRequest): InboundRequest {
  const headers = (row.headers ?? {}) as Record<string, string>;
  return {
    parameters: parametersOf(row.query ?? '', row.body, headers['content-type'] ?? ''),
    pairId: row.pair_id,
    boundSystem: row.bound_system,
    ip: row.ip ?? '',
    raw: null,
    // A row of an operator's file: no secrets are asked, and it keeps the time that the file gave it.
    ...(row.method === 'UPLOAD' && {
      upload: { completedAt: row.made === null ? null : instant(row.made.completedAt) },
    }),
    before: {
      requestId: row.id,
      receivedAt: instant(row.received_at),
      conversion: row.made,
    },
  };
}
