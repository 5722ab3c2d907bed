export { recordDueDeliveries, type StatusChange } from './record.ts';
export { deliveryWorker } from './sender.ts';
