import { genericSystem } from '../preset.ts';

/** HangMyAds: mobile affiliate network on TUNE software. */
export const hangMyAds = genericSystem({
  name: 'HangMyAds',
  title: 'HangMyAds',
  clickParameter: 'aff_sub',
});
