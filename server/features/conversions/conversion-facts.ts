import type { ConversionFacts, PostbackRequest } from '#domain/conversion/facts.ts';
import { instant } from './offers-today.ts';
import type { ConversionRow } from './rows.ts';

/**
 * What a decision sees of a stored conversion. On a SingleEvent offer the offer itself is its step.
 *
 * @param heldRequest the request to be decided again when the conversion is released; null for one that is not held
 */
export function conversionFacts(
  row: ConversionRow,
  isSingle: boolean,
  heldRequest: PostbackRequest | null,
): ConversionFacts {
  return {
    conversionId: row.id,
    clickId: row.click_id,
    stepId: row.offer_event_id ?? (isSingle ? row.offer_id : null),
    trackId: row.external_id,
    takesIdentity: row.takes_identity,
    state: row.status,
    reason: row.rejection_reason,
    arrivedAt: instant(row.arrived_at),
    completedAt: instant(row.user_completed_at),
    heldRequest,
  };
}
