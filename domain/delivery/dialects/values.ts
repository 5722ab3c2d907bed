import { negate, toText, zero } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import type { DialectCall } from './types.ts';

/** The conversion's id, the same for a credit and its reversal; a credit after a reversal is a transaction of its own. */
export function transactionOf({ facts, turn }: DialectCall): string {
  return turn.number === 1 ? facts.conversionId : `${facts.conversionId}-${turn.number}`;
}

/** The reward; none for a partner's conversion. */
export function rewardOf({ facts }: DialectCall): Decimal {
  return facts.partner === null ? (facts.reward ?? zero) : zero;
}

/** What the tenant earns, in its own currency. */
export function revenueOf({ facts }: DialectCall): Decimal {
  return facts.revenue ?? zero;
}

/** An amount that is negative where it is taken back. */
export function signed(amount: Decimal, { turn }: DialectCall): string {
  return toText(turn.kind === 'reversal' ? negate(amount) : amount);
}

/** An amount that is never negative; another parameter says that it is taken back. */
export function unsigned(amount: Decimal): string {
  return toText(amount);
}

/** The member as the publisher named it. */
export function memberOf({ facts }: DialectCall): string {
  return facts.pub.pub_member_id ?? '';
}

/** The member's country, else the offer's, as alpha-2. */
export function countryOf({ facts }: DialectCall): string {
  return facts.pub.pub_geo_country || (facts.country?.code2 ?? '');
}

/** The member's address as the tracking system told it. */
export function ipOf({ facts }: DialectCall): string {
  return facts.tracking.ipAddress ?? '';
}
