import { genericSystem } from '../preset.ts';

/** Besitos: offer wall. */
export const besitos = genericSystem({
  name: 'Besitos',
  title: 'Besitos',
});
