import type { Operation } from '#support/operations.ts';
import type { OfferLookups } from '../fixtures/offer-bodies.ts';
import { singleEventBody } from '../fixtures/offer-bodies.ts';
import { formWith, type Wanted } from './plan-call.ts';
import type { Maker } from './values.ts';

/** What is needed beyond the description for an operation to succeed, asked for anew at each call. */
export type WantedBy = Readonly<Record<string, () => Wanted>>;

/** Operations that need something which stands in no answer: the secret of an e-mail, the time of a code. */
export const notReached: Readonly<Record<string, string>> = {};

/** Values that tie fields together, which no schema says. */
export function wantedValues(maker: Maker, lookups: OfferLookups): WantedBy {
  const offer = () => ({ body: singleEventBody(lookups) });
  return {
    createOffer: offer,
    uploadConversions: () => ({
      body: formWith('c.csv', `ClickId\n${maker.known.pick(maker.random, 'clickId') ?? ''}\n`),
    }),
    uploadStatuses: () => ({ body: formWith('s.csv', 'gk_click_id,Status\nx,Rejected\n') }),
  };
}

/** The wanted values of one operation, those of an alias being the same. */
export function wantedOf(wanted: WantedBy, { endpoint }: Operation): Wanted {
  return wanted[endpoint.id]?.() ?? {};
}
