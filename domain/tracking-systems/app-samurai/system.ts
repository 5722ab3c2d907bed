import { genericSystem } from '../preset.ts';

/** AppSamurai: mobile advertising. */
export const appSamurai = genericSystem({
  name: 'AppSamurai',
  title: 'AppSamurai',
});
