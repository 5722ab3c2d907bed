export { recordDueDeliveries, type StatusChange } from './record.ts';
