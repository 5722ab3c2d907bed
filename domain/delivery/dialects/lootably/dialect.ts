import type { Dialect } from '../types.ts';
import { ipOf, memberOf, revenueOf, rewardOf, signed, transactionOf } from '../values.ts';

/**
 * Lootably: an address template; `{hash}` is the SHA-256 of member, IP address, revenue, reward and secret; the answer
 * has to be `1`. Reversals by `{status}` 0; that their amounts are negative is our reading, it is not published.
 */
export const lootably: Dialect = {
  name: 'Lootably',
  title: 'Lootably',
  source: 'https://documentation.lootably.com/docs/postbacks',
  needsSecret: true,
  macroForm: 'braces',
  tellsPending: false,
  tellsReversals: true,
  values(call) {
    const { facts, turn, secret, digests } = call;
    const userID = memberOf(call);
    const ip = ipOf(call);
    const revenue = signed(revenueOf(call), call);
    const currencyReward = signed(rewardOf(call), call);
    return {
      userID,
      transactionID: transactionOf(call),
      ip,
      offerID: facts.offerId,
      numericOfferID: facts.offerId.replace(/\D/g, ''),
      offerName: facts.offerName,
      goalID: facts.step?.id ?? '',
      goalName: facts.step?.name ?? '',
      revenue,
      currencyReward,
      status: turn.kind === 'reversal' ? '0' : '1',
      sid: facts.pub.pub_sub_1 ?? '',
      hash: digests.sha256(userID + ip + revenue + currencyReward + secret),
    };
  },
  usual: [
    'userID',
    'transactionID',
    'ip',
    'offerName',
    'offerID',
    'revenue',
    'currencyReward',
    'status',
    'hash',
  ].map((name) => [name, name] as const),
  accepts: { statuses: [200], bodies: ['1'] },
};
