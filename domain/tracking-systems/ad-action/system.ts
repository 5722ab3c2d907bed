import { genericSystem } from '../preset.ts';

/** AdAction: performance network for apps. */
export const adAction = genericSystem({
  name: 'AdAction',
  title: 'AdAction',
  clickParameter: 'c1',
});
