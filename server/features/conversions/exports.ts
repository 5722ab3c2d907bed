export { loadClicks, loadConversions } from './attempts.ts';
export { conversionFacts } from './conversion-facts.ts';
export { DecidedSoFar } from './decided.ts';
export { loadRates, rateKey } from './held-requests.ts';
export { loadClickFacts, loadMoment, loadState, loadUsage, type LoadedState } from './load.ts';
export {
  instant,
  instantOrNull,
  loadOffersOfClicks,
  loadOffersToday,
  loadShareCaps,
  type CurrentOffer,
} from './offers-today.ts';
export { moneyOf, type AttemptRow, type ClickRow, type ConversionRow, type RequestFields } from './rows.ts';
export { setStatuses, type WantedStatus } from './set-status.ts';
export { storeDecided, storeWarnings } from './store.ts';
export { loadContents, loadTerms, pairKey, type VersionPair } from './versions.ts';
