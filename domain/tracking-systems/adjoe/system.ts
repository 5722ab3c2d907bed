import { genericSystem } from '../preset.ts';

/** adjoe: playtime offers. */
export const adjoe = genericSystem({
  name: 'AdJoe',
  title: 'adjoe',
});
