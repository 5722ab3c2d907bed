import { genericSystem } from '../preset.ts';

/** Tapjoy: offer wall for apps. */
export const tapjoy = genericSystem({
  name: 'Tapjoy',
  title: 'Tapjoy',
  clickParameter: 'snuid',
});
