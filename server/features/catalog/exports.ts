export { loadWorld, type CountryEntry, type StateEntry, type World } from './geography.ts';
export { limitUseOf, loadOpenUse, noShareId, type OpenUse, type UseByScope } from './limit-use.ts';
export { loadOfferNames, type OfferNames } from './names.ts';
export { firstCreative, offerEpc, usedCounts } from './offer-view.ts';
export {
  loadOffer,
  loadOffers,
  loadOfferVersions,
  offerVersionAt,
  type OfferTotals,
  type OfferVersion,
  type StoredEvent,
  type StoredOffer,
} from './stored-offer.ts';
