import { genericSystem } from '../preset.ts';

/** RevenueHut: affiliate network. */
export const revenueHut = genericSystem({
  name: 'RevenueHut',
  title: 'RevenueHut',
});
