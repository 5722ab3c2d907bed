import { genericSystem } from '../preset.ts';

/** Revenue Universe: offer wall. */
export const revenueUniverse = genericSystem({
  name: 'RevenueUniverse',
  title: 'Revenue Universe',
});
