export { cleanHtml } from './clean-html.ts';
export { canBeDone, type HeldOffer, type Snapshot } from './snapshot.ts';
export type { Current } from './held-tenant.ts';
export { listMemberOffersRoute } from './list-member-offers.ts';
export { listOffersRoute } from './list-offers.ts';
export { loadMemberAttempts, type MemberAttempt } from './load-attempts.ts';
export { memberOffer } from './member-offer.ts';
export {
  doneSteps,
  isUsedUp,
  loadStanding,
  type MemberStanding,
  type StandingAttempt,
} from './member-standing.ts';
export { offerSourceOf, type FoundOffers, type OfferRequest, type OfferSource } from './offer-source.ts';
export { readOfferRoute } from './read-offer.ts';
export { audienceOf, countryOf, deviceOf, type RequestOrigin } from './request-audience.ts';
