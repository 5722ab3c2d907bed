import type { Dialect } from '../types.ts';
import { countryOf, ipOf, memberOf, revenueOf, rewardOf, transactionOf, unsigned } from '../values.ts';

const states = { credit: 'approved', reversal: 'rejected', pending: 'pending' } as const;

/**
 * AdGate Media (AdGate Rewards, now Prodege): an address template without a hash; its receivers know it by an address
 * of their own. Reversals by `{state}`; whether `{points}` is then negative is not published, and it is not here.
 */
export const adgate: Dialect = {
  name: 'AdGate',
  title: 'AdGate Media',
  source: 'https://docs.adgatemedia.com/postbacks/postback-information',
  needsSecret: false,
  macroForm: 'braces',
  tellsPending: true,
  tellsReversals: true,
  values(call) {
    const { facts, turn } = call;
    return {
      conversion_id: transactionOf(call),
      transaction_id: transactionOf(call),
      s1: memberOf(call),
      s2: facts.pub.pub_sub_1 ?? '',
      s3: facts.pub.pub_sub_2 ?? '',
      s4: facts.pub.pub_sub_3 ?? '',
      s5: facts.pub.pub_sub_4 ?? '',
      points: unsigned(rewardOf(call)),
      payout: unsigned(revenueOf(call)),
      state: states[turn.kind],
      status: turn.kind === 'credit' ? '1' : '0',
      vc_title: facts.offerName,
      offer_name: facts.offerName,
      offer_title: facts.offerName,
      offer_id: facts.offerId,
      event_id: facts.step?.eventId ?? '',
      event_name: facts.step?.name ?? '',
      session_ip: ipOf(call),
      country: countryOf(call),
    };
  },
  usual: [
    ['conversion_id', 'conversion_id'],
    ['user_id', 's1'],
    ['point_value', 'points'],
    ['usd_value', 'payout'],
    ['offer_title', 'vc_title'],
    ['state', 'state'],
  ],
  accepts: { statuses: [200] },
};
