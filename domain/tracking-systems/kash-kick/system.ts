import { genericSystem } from '../preset.ts';

/** KashKick: rewards site. */
export const kashKick = genericSystem({
  name: 'KashKick',
  title: 'KashKick',
});
