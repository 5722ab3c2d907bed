import { genericSystem } from '../preset.ts';

/** AdMantum: offer wall. */
export const adMantum = genericSystem({
  name: 'AdMantum',
  title: 'AdMantum',
});
