import type { Dialect } from '../types.ts';
import { countryOf, ipOf, memberOf, revenueOf, rewardOf, transactionOf, unsigned } from '../values.ts';

/**
 * Wannads and the walls that call back as it does: `subId`, `transId`, `reward` and `status` appended to a plain
 * address or put in by macro; `signature` is the MD5 of member, transaction, reward and secret; the answer is `OK`, or
 * `DUP` for what was taken before. A reversal has `status` 2, absolute amounts and a transaction of its own; `uuid`, the
 * click, leads to the first one.
 */
export const wannads: Dialect = {
  name: 'Wannads',
  title: 'Wannads and its family',
  source: 'https://affiliates.wannads.com/documentation/postback_notifications',
  needsSecret: true,
  macroForm: 'braces',
  tellsPending: false,
  tellsReversals: true,
  values(call) {
    const { facts, turn, secret, digests } = call;
    const isReversal = turn.kind === 'reversal';
    const subId = memberOf(call);
    const transId = transactionOf(call) + (isReversal ? '-reversal' : '');
    const reward = unsigned(rewardOf(call));
    return {
      subId,
      transId,
      reward,
      payout: unsigned(revenueOf(call)),
      signature: digests.md5(subId + transId + reward + secret),
      status: isReversal ? '2' : '1',
      userIp: ipOf(call),
      campaign_id: facts.offerId,
      campaign_name: facts.offerName,
      offer_id: facts.offerId,
      offer_name: facts.offerName,
      country: countryOf(call),
      uuid: facts.clickId,
      subId2: facts.pub.pub_sub_1 ?? '',
      debug: facts.isTest ? '1' : '0',
    };
  },
  usual: [
    'subId',
    'transId',
    'reward',
    'payout',
    'signature',
    'status',
    'userIp',
    'campaign_id',
    'campaign_name',
    'country',
    'uuid',
    'subId2',
  ].map((name) => [name, name] as const),
  accepts: { statuses: [200], bodies: ['OK', 'DUP'] },
};
