import { genericSystem } from '../preset.ts';

/** Torox (OfferToro): offer wall. */
export const torox = genericSystem({
  name: 'Torox',
  title: 'Torox (OfferToro)',
});
