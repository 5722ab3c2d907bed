export { loadDeliveryFacts, type LoadedConversion } from './load-facts.ts';
export { recordDueDeliveries } from './record.ts';
export { deliveryWorker } from './sender.ts';
