import { formatInstant } from '../../../time.ts';
import { encodeForm } from '../form-text.ts';
import type { Dialect } from '../types.ts';
import { ipOf, memberOf, revenueOf, rewardOf, signed, transactionOf } from '../values.ts';

const microsPerSecond = 1_000_000;

/**
 * ayeT-Studios: an address template; a header with the HMAC of all parameters in the order of their names; reversals
 * by `is_chargeback`, negative amounts and `r-` before the transaction. Its form of `chargeback_date` is not published.
 */
export const ayetStudios: Dialect = {
  name: 'AyetStudios',
  title: 'ayeT-Studios',
  source: 'https://docs.ayetstudios.com/v/product-docs/callbacks-and-testing/callbacks/offerwall-callbacks',
  needsSecret: true,
  macroForm: 'braces',
  tellsPending: false,
  tellsReversals: true,
  values(call) {
    const { facts, turn, at } = call;
    const isReversal = turn.kind === 'reversal';
    return {
      transaction_id: (isReversal ? 'r-' : '') + transactionOf(call),
      external_identifier: memberOf(call),
      currency_amount: signed(rewardOf(call), call),
      payout_usd: signed(revenueOf(call), call),
      callback_type: isReversal ? 'chargeback' : 'conversion',
      callback_ts: String(Math.floor(at / microsPerSecond)),
      is_chargeback: isReversal ? '1' : '0',
      chargeback_reason: isReversal ? (facts.rejectionReason ?? '') : '',
      chargeback_date: isReversal ? formatInstant(at) : '',
      offer_id: facts.offerId,
      offer_name: facts.offerName,
      task_name: facts.step?.name ?? '',
      task_uuid: facts.step?.id ?? '',
      event_name: facts.step?.eventId ?? '',
      ip: ipOf(call),
      custom_1: facts.pub.pub_sub_1 ?? '',
      custom_2: facts.pub.pub_sub_2 ?? '',
      custom_3: facts.pub.pub_sub_3 ?? '',
      custom_4: facts.pub.pub_sub_4 ?? '',
      custom_5: facts.pub.pub_sub_5 ?? '',
    };
  },
  usual: [
    ['transaction_id', 'transaction_id'],
    ['external_identifier', 'external_identifier'],
    ['currency_amount', 'currency_amount'],
    ['payout_usd', 'payout_usd'],
    ['offer_id', 'offer_id'],
    ['offer_name', 'offer_name'],
    ['is_chargeback', 'is_chargeback'],
  ],
  finish(url, { secret, digests }) {
    // A name that stands twice counts once, with its last value, as the published check reads it.
    const parameters = new Map(new URL(url).searchParams);
    const sorted = [...parameters].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const text = sorted.map(([name, value]) => `${encodeForm(name)}=${encodeForm(value)}`).join('&');
    return { url, headers: { 'x-ayetstudios-security-hash': digests.hmacSha256(secret, text) } };
  },
  accepts: { statuses: [200] },
};
