import type { Dialect } from '../types.ts';
import { memberOf, rewardOf, transactionOf, unsigned } from '../values.ts';

/**
 * Tapjoy, self-managed currency: parameters appended to a plain address; `verifier` is the MD5 of transaction, member,
 * amount and secret. There are no reversals. Only 200 is taken: a 403 says that the receiver refuses, which is tried
 * again and seen by the operator, since a secret may have to be mended.
 */
export const tapjoy: Dialect = {
  name: 'Tapjoy',
  title: 'Tapjoy',
  source: 'https://docs.unity.com/en-us/grow/offerwall/monetization/virtual-currency/self-managed-currency',
  needsSecret: true,
  macroForm: 'braces',
  tellsPending: false,
  tellsReversals: false,
  values(call) {
    const [id, snuid, currency] = [transactionOf(call), memberOf(call), unsigned(rewardOf(call))];
    const verifier = call.digests.md5(`${id}:${snuid}:${currency}:${call.secret}`);
    return { id, snuid, currency, mac_address: '', verifier };
  },
  usual: ['snuid', 'currency', 'mac_address', 'id', 'verifier'].map((name) => [name, name] as const),
  accepts: { statuses: [200] },
};
