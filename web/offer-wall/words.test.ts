import { describe, expect, it } from 'vitest';
import { ar } from './locales/ar.ts';
import { en } from './locales/en.ts';
import { es } from './locales/es.ts';
import type { Messages } from './locales/messages.ts';
import { makeWords } from './words.ts';

const brand: Parameters<typeof makeWords>[2] = {
  name: 'Acme',
  logoUrl: null,
  accentColour: '#000000',
  accentTextColour: '#ffffff',
  theme: 'auto',
  currencyName: 'Coins',
  currencyIconUrl: null,
  rewardDecimals: 2,
};
const languages: ['en' | 'es' | 'ar', Messages][] = [
  ['en', en],
  ['es', es],
  ['ar', ar],
];

const placesIn = (text: string) => [...new Set(text.match(/\{\w+\}/g))].toSorted();

describe.each(languages)('%s', (locale, messages) => {
  it('says everything that English says, with the same places to fill in', () => {
    expect(Object.keys(messages)).toEqual(Object.keys(en));
    for (const [key, english] of Object.entries(en as Messages)) {
      const own = messages[key];
      if (typeof english === 'string') expect(placesIn(own as string), key).toEqual(placesIn(english));
      else expect(typeof own, key).toBe('object');
    }
  });

  it('has a form for every number', () => {
    const wanted = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    for (const [key, message] of Object.entries(messages)) {
      if (typeof message === 'object')
        expect(Object.keys(message), key).toEqual(expect.arrayContaining(wanted));
    }
  });

  it('leaves no place unfilled in the texts with numbers', () => {
    const words = makeWords(locale, messages, brand);
    for (const n of [0, 1, 2, 3, 11, 100]) {
      expect(words.count('offerCount', n)).not.toMatch(/[{}]/);
      expect(words.count('stepsDone', n, { done: '1' })).not.toMatch(/[{}]/);
    }
  });
});

describe('rewards', () => {
  const words = makeWords('en', en, brand);
  it.each([
    [{ reward: 1250.5, isPercent: false, isSum: false }, '1,250.5 Coins'],
    [{ reward: 40, isPercent: false, isSum: true }, 'Up to 40 Coins'],
    [{ reward: 2.5, isPercent: true, isSum: false }, '2.5% back'],
    [{ reward: 10, isPercent: true, isSum: true }, 'Up to 10% back'],
    [{ reward: null, isPercent: false, isSum: true }, 'No reward set'],
  ])('%o is %s', (shown, text) => {
    expect(words.reward(shown)).toBe(text);
  });
});

describe('lengths of time', () => {
  const words = makeWords('en', en, brand);
  it.each([
    [0, '0 sec'],
    [59_999, '59 sec'],
    [61_000, '1 min 1 sec'],
    [3_600_000, '1 hr 0 min'],
    [90_061_000, '1 day 1 hr'],
    [-5, '0 sec'],
  ])('%d ms is %s', (ms, text) => {
    expect(words.duration(ms)).toBe(text);
  });
});

describe('reasons', () => {
  const words = makeWords('en', en, brand);
  it('our codes in words, what a person wrote as it is', () => {
    expect(words.reason('too_early')).toBe('It was done too soon after the step before.');
    expect(words.reason('Proof was missing')).toBe('Proof was missing');
  });
});
