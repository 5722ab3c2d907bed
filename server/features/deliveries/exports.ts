export { loadDeliveryFacts, type LoadedConversion } from './load-facts.ts';
export { recordDueDeliveries, type StatusChange } from './record.ts';
export { deliveryWorker } from './sender.ts';
