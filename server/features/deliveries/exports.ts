export { loadDeliveryFacts, type LoadedConversion } from './load-facts.ts';
export { recordDueDeliveries, type StatusChange } from './record.ts';
