/** Why a conversion is Rejected. The codes cross the wire as `reason` and `rejectionReason`. */
export const rejectionReasons = [
  'ip_not_whitelisted',
  'already_completed',
  'out_of_sequence',
  'too_early',
  'deadline_passed',
  'cap_reached',
  'partner_cap_reached',
  'budget_exhausted',
] as const;

/** One of {@link rejectionReasons}. */
export type RejectionReason = (typeof rejectionReasons)[number];

/** The reason of a conversion that an operator rejected without writing a note. */
export const rejectedByOperator = 'rejected_by_operator';

/** Why a postback waits in the repairable inbox instead of becoming a conversion. */
export const parkedReasons = [
  'unknown_click',
  'click_expired',
  'unknown_event',
  'event_archived',
  'amount_missing',
  'amount_invalid',
  'currency_unknown',
  'ip_not_whitelisted',
] as const;

/** One of {@link parkedReasons}. */
export type ParkedReason = (typeof parkedReasons)[number];

/** The reason a held conversion carries while it waits. */
export const waitingForPreviousEvent = 'waiting_for_previous_event';

/** What is remarkable about a postback without changing its outcome; written into the conversion's history. */
export const warnings = [
  'duplicate_postback',
  'repeat_without_id',
  'conversion_id_ignored',
  'id_reused',
  'share_without_payout',
] as const;

/** One of {@link warnings}. */
export type Warning = (typeof warnings)[number];

const sentences: Record<RejectionReason | typeof waitingForPreviousEvent, string> = {
  ip_not_whitelisted: 'IP address is not whitelisted',
  already_completed: 'The member already earned this in another attempt',
  out_of_sequence: 'The previous event was not accepted within 72 hours',
  too_early: 'Too little time has passed since the previous event',
  deadline_passed: 'The deadline of the event has passed',
  cap_reached: 'A cap of the offer or event is used up',
  partner_cap_reached: 'A cap of the partner is used up',
  budget_exhausted: 'The budget left is smaller than the revenue',
  waiting_for_previous_event: 'The previous event has not been accepted yet',
};

/** The plain sentence that goes with a reason code of a rejected or held conversion. */
export function reasonSentence(reason: RejectionReason | typeof waitingForPreviousEvent): string {
  return sentences[reason];
}
