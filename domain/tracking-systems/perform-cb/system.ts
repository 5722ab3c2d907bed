import { genericSystem } from '../preset.ts';

/** Perform[cb]: affiliate network. */
export const performCb = genericSystem({
  name: 'PerformCB',
  title: 'Perform[cb]',
});
