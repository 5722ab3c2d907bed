import { genericSystem } from '../preset.ts';

/** Persona.ly: offer wall. */
export const personaly = genericSystem({
  name: 'Personaly',
  title: 'Persona.ly',
});
