import { formatInstant, formatInstantOrNull } from '../../../time.ts';
import { appendParameters } from '../append.ts';
import type { Dialect } from '../types.ts';
import { countryOf, ipOf, memberOf, revenueOf, rewardOf, transactionOf, unsigned } from '../values.ts';

const microsPerSecond = 1_000_000;

/**
 * AdGem: an address template; `request_id` and `timestamp` appended, and `verifier`, the HMAC-SHA256 of the whole
 * address up to it. There are no reversals.
 */
export const adgem: Dialect = {
  name: 'AdGem',
  title: 'AdGem',
  source: 'https://docs.adgem.com/publisher-support/web-postback-setup',
  needsSecret: true,
  macroForm: 'braces',
  tellsPending: false,
  tellsReversals: false,
  values(call) {
    const { facts } = call;
    return {
      player_id: memberOf(call),
      playerid: memberOf(call),
      amount: unsigned(rewardOf(call)),
      payout: unsigned(revenueOf(call)),
      transaction_id: transactionOf(call),
      campaign_id: facts.offerId,
      campaign_name: facts.offerName,
      offer_id: facts.offerId,
      offer_name: facts.offerName,
      goal_id: facts.step?.eventId ?? '',
      goal_name: facts.step?.name ?? '',
      click_datetime: formatInstantOrNull(facts.clickedAt) ?? '',
      conversion_datetime: formatInstant(facts.userCompletedAt),
      country: countryOf(call),
      ip: ipOf(call),
      c1: facts.pub.pub_sub_1 ?? '',
      c2: facts.pub.pub_sub_2 ?? '',
      c3: facts.pub.pub_sub_3 ?? '',
      c4: facts.pub.pub_sub_4 ?? '',
      c5: facts.pub.pub_sub_5 ?? '',
    };
  },
  usual: ['player_id', 'amount', 'payout', 'transaction_id', 'campaign_id', 'goal_id'].map(
    (name) => [name, name] as const,
  ),
  finish(url, { id, at, secret, digests }) {
    const dated = appendParameters(url, [
      ['request_id', id],
      ['timestamp', String(Math.floor(at / microsPerSecond))],
    ]);
    return { url: appendParameters(dated, [['verifier', digests.hmacSha256(secret, dated)]]) };
  },
  accepts: null,
};
