import { genericSystem } from '../preset.ts';

/** justtrack: measurement of app installs. */
export const justTrack = genericSystem({
  name: 'JustTrack',
  title: 'justtrack',
});
