import { appendParameters } from '../append.ts';
import type { Dialect } from '../types.ts';
import { countryOf, ipOf, memberOf, revenueOf, rewardOf, signed, transactionOf } from '../values.ts';

/**
 * BitLabs: an address template of `[%NAME%]`; the HMAC-SHA1 of the whole address appended as `hash`; reversals
 * (reconciliations) with negative values, `or` instead of `o` before the transaction, and the first one in `REF`.
 */
export const bitlabs: Dialect = {
  name: 'BitLabs',
  title: 'BitLabs',
  source: 'https://developer.bitlabs.ai/docs/securing-callbacks-through-hashing',
  needsSecret: true,
  macroForm: 'brackets',
  tellsPending: false,
  tellsReversals: true,
  values(call) {
    const { facts, turn } = call;
    const isReversal = turn.kind === 'reversal';
    const [type, state] = isReversal ? ['RECONCILIATION', 'RECONCILED'] : ['COMPLETE', 'COMPLETED'];
    const credited = `o${transactionOf(call)}`;
    const value = signed(rewardOf(call), call);
    const raw = signed(revenueOf(call), call);
    return {
      UID: memberOf(call),
      'USER:UID': memberOf(call),
      'USER:ID': memberOf(call),
      TX: isReversal ? `or${transactionOf(call)}` : credited,
      REF: isReversal ? credited : '',
      VAL: value,
      'VALUE:CURRENCY': value,
      RAW: raw,
      USD: raw,
      'VALUE:USD': raw,
      TYPE: type,
      'ACTIVITY:TYPE': type,
      OFFER_STATE: state,
      'OFFER:STATE': state,
      OFFER_ID: facts.offerId,
      'OFFER:ID': facts.offerId,
      OFFER_NAME: facts.offerName,
      'OFFER:NAME': facts.offerName,
      'OFFER:TASK:ID': facts.step?.id ?? '',
      'OFFER:TASK:NAME': facts.step?.name ?? '',
      COUNTRY: countryOf(call),
      IP: ipOf(call),
    };
  },
  usual: [
    ['uid', 'UID'],
    ['tx', 'TX'],
    ['val', 'VAL'],
    ['raw', 'RAW'],
    ['type', 'TYPE'],
    ['ref', 'REF'],
  ],
  finish: (url, { secret, digests }) => ({
    url: appendParameters(url, [['hash', digests.hmacSha1(secret, url)]]),
  }),
  accepts: null,
};
