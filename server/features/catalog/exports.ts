export { knownOffer, loadOfferGround, type OfferGround } from './check-offer.ts';
export { loadWorld, type World } from './geography.ts';
export { offerInsertion, withEventIds } from './insert-offer.ts';
export { limitUseOf, loadOpenUse, type UseByScope } from './limit-use.ts';
export { differencesOf } from './differences.ts';
export { loadOfferNames, type OfferNames } from './names.ts';
export { offerBody } from './offer-body.ts';
export { offerEpc, usedCounts } from './offer-view.ts';
export { switchOffer } from './pause.ts';
export { loadOfferForChange, storeReplacement } from './replace-offer.ts';
export {
  loadOffer,
  loadOfferMarks,
  loadOffers,
  loadOfferVersions,
  offerVersionAt,
  type OfferTotals,
  type OfferVersion,
  type StoredOffer,
} from './stored-offer.ts';
