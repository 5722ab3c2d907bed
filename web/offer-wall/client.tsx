import { hydrate } from 'preact';
import type { WallLocale, WallView } from '#contract/wall-page.ts';
import type { Messages } from './locales/messages.ts';
import './wall.css';
import { Wall } from './wall.tsx';
import { makeWords } from './words.ts';

/** Only the member's language is loaded. */
const languages: Record<WallLocale, () => Promise<Messages>> = {
  en: async () => (await import('./locales/en.ts')).en,
  es: async () => (await import('./locales/es.ts')).es,
  ar: async () => (await import('./locales/ar.ts')).ar,
};

async function start(): Promise<void> {
  const view = JSON.parse(document.querySelector('#view')?.textContent ?? '') as WallView;
  const words = makeWords(view.locale, await languages[view.locale](), view.brand);
  hydrate(<Wall view={view} words={words} />, document.querySelector('#wall') as Element);
}

void start();
