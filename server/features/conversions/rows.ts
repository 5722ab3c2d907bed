import type { ConversionState, Money } from '#domain/conversion/facts.ts';
import { decimal, type Decimal, type DecimalText } from '#domain/money.ts';
import type { Micros } from '#domain/time.ts';

/** A click as it is stored, as far as decisions need it. */
export interface ClickRow {
  readonly id: string;
  readonly offer_id: string;
  readonly offer_version_id: string;
  readonly share_id: string | null;
  readonly share_version_id: string | null;
  readonly partner_id: string | null;
  readonly member_id: string;
  /** Null for clicks of bots and prefetches, which belong to no attempt. */
  readonly attempt_id: string | null;
  readonly is_test: boolean;
  readonly created_at: string;
}

/** An attempt as it is stored. */
export interface AttemptRow {
  readonly id: string;
  readonly source_id: string;
  readonly member_id: string;
  readonly offer_id: string;
  readonly run: number;
  readonly status: 'open' | 'completed' | 'expired';
  readonly is_test: boolean;
  readonly first_click_at: string;
  readonly last_click_id: string;
  readonly pinned_click_id: string | null;
  readonly completing_conversion_id: string | null;
  readonly completed_at: string | null;
  readonly expires_at: string | null;
}

/** A conversion as it is stored, with the identity it took. */
export interface ConversionRow {
  readonly id: string;
  readonly offer_id: string;
  readonly offer_event_id: string | null;
  readonly offer_version_id: string;
  readonly share_version_id: string | null;
  readonly share_id: string | null;
  readonly partner_id: string | null;
  readonly attempt_id: string;
  readonly click_id: string;
  readonly member_id: string;
  readonly raw_request_id: string | null;
  readonly status: ConversionState;
  readonly rejection_reason: string | null;
  readonly is_test: boolean;
  readonly arrived_at: string;
  readonly user_completed_at: string;
  readonly accepted_at: string | null;
  readonly ripens_at: string | null;
  readonly revenue: DecimalText | null;
  readonly payout: DecimalText | null;
  readonly reward: DecimalText | null;
  readonly currency: string;
  readonly reward_currency: string;
  readonly is_over_limit: boolean;
  readonly modified_at: string;
  readonly is_repeated: boolean;
  /** The sender's own id, where the conversion stands for an identity with one. */
  readonly external_id: string | null;
  readonly takes_identity: boolean;
}

/** What a request said, as its tracking system's names were read; kept so that it can be decided again. */
export interface RequestFields {
  readonly clickId: string | null;
  readonly eventId: string | null;
  /** In whole units, as received. */
  readonly amountText: string | null;
  readonly currency: string | null;
  readonly conversionId: string | null;
  readonly ip: string | null;
  readonly email: string | null;
  readonly userId: string | null;
  readonly subs: readonly (string | null)[];
  readonly providerTime: Micros | null;
  /** What one unit of the currency was worth when it was decided; absent or null where nothing was converted. */
  readonly currencyRate?: DecimalText | null;
}

/** The money of a stored conversion. */
export function moneyOf(row: Pick<ConversionRow, 'revenue' | 'payout' | 'reward'>): Money {
  return {
    revenue: decimalOrNull(row.revenue),
    payout: decimalOrNull(row.payout),
    reward: decimalOrNull(row.reward),
  };
}

function decimalOrNull(text: DecimalText | null): Decimal | null {
  return text === null ? null : decimal(text);
}

/** The columns of {@link ClickRow}. */
export const clickColumns =
  'id, offer_id, offer_version_id, share_id, share_version_id, partner_id, member_id, attempt_id, is_test, created_at';

/** The columns of {@link AttemptRow}. */
export const attemptColumns =
  'id, source_id, member_id, offer_id, run, status, is_test, first_click_at, last_click_id, pinned_click_id, ' +
  'completing_conversion_id, completed_at, expires_at';
