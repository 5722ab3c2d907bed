import type { Dialect } from '../types.ts';
import { ipOf, memberOf, revenueOf, rewardOf, signed, transactionOf } from '../values.ts';

/**
 * OfferToro and its successor Torox: an address template, or its own parameters appended to a plain address; `sig` is
 * the MD5 of offer, member and secret, which leaves the amount out; the answer has to be `1`. Reversals have negative
 * amounts under the same transaction.
 */
export const offertoro: Dialect = {
  name: 'OfferToro',
  title: 'OfferToro / Torox',
  source: 'https://www.offertoro.com/docs/postback',
  needsSecret: true,
  macroForm: 'braces',
  tellsPending: false,
  tellsReversals: true,
  values(call) {
    const { facts, secret, digests } = call;
    return {
      id: transactionOf(call),
      oid: facts.offerId,
      amount: signed(rewardOf(call), call),
      user_id: memberOf(call),
      payout: signed(revenueOf(call), call),
      o_name: facts.offerName,
      event: facts.step?.eventId ?? '',
      ip_address: ipOf(call),
      subid1: facts.pub.pub_sub_1 ?? '',
      subid2: facts.pub.pub_sub_2 ?? '',
      subid3: facts.pub.pub_sub_3 ?? '',
      sig: digests.md5(`${facts.offerId}-${memberOf(call)}-${secret}`),
    };
  },
  usual: ['id', 'oid', 'amount', 'user_id', 'payout', 'o_name', 'ip_address', 'sig'].map(
    (name) => [name, name] as const,
  ),
  accepts: { statuses: [200], bodies: ['1'] },
};
