import { genericSystem } from '../preset.ts';

/** Notik: offer wall. */
export const notik = genericSystem({
  name: 'Notik',
  title: 'Notik',
});
