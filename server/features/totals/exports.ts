export { addToTotals, recountRevenue, type TotalsChange } from './add.ts';
