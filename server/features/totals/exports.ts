export { addToTotals, markRevenue, type RevenueMoment, type TotalsChange } from './add.ts';
