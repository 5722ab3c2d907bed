import { genericSystem } from '../preset.ts';

/** Kiwiwall: offer wall. */
export const kiwiwall = genericSystem({
  name: 'Kiwiwall',
  title: 'Kiwiwall',
  clickParameter: 'sub_id',
});
