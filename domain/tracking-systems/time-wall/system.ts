import { genericSystem } from '../preset.ts';

/** TimeWall: offer wall. */
export const timeWall = genericSystem({
  name: 'TimeWall',
  title: 'TimeWall',
});
