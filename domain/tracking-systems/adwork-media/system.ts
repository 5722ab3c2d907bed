import { genericSystem } from '../preset.ts';

/** AdWork Media: affiliate network and offer wall. */
export const adworkMedia = genericSystem({
  name: 'AdworkMedia',
  title: 'AdWork Media',
  clickParameter: 'sid',
});
