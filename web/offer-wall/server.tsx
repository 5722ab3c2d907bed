import { renderToString } from 'preact-render-to-string';
import type { WallRenderer, WallView } from '#contract/wall-page.ts';
import { ar } from './locales/ar.ts';
import { en } from './locales/en.ts';
import { es } from './locales/es.ts';
import { Wall } from './wall.tsx';
import { makeWords } from './words.ts';

const messages = { en, es, ar };

/** Writes the whole document of the first view. */
export const render: WallRenderer['render'] = (view, frame) => {
  const words = makeWords(view.locale, messages[view.locale], view.brand);
  return `<!doctype html>${renderToString(
    <html
      lang={view.locale}
      dir={words.direction}
      data-theme={view.brand.theme}
      class={view.embed ? 'embedded' : undefined}
    >
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content={colourScheme(view)} />
        <meta name="robots" content="noindex" />
        <title>{`${words.text('offers')} · ${view.brand.name}`}</title>
        <link rel="icon" href={iconOf(view.brand.accentColour)} />
        <link rel="stylesheet" href={frame.style} />
        <style nonce={frame.nonce} dangerouslySetInnerHTML={{ __html: coloursOf(view.brand) }} />
        <script type="module" src={frame.script} />
        {frame.preloads.map((address) => (
          <link key={address} rel="modulepreload" href={address} />
        ))}
      </head>
      <body>
        <div id="wall">
          <Wall view={view} words={words} />
        </div>
        <script id="view" type="application/json" dangerouslySetInnerHTML={{ __html: asScript(view) }} />
      </body>
    </html>,
  )}`;
};

function colourScheme({ brand }: WallView): string {
  return brand.theme === 'auto' ? 'light dark' : brand.theme;
}

/** The tenant's colours; settings take nothing but six hexadecimal digits. */
function coloursOf({ accentColour, accentTextColour }: WallView['brand']): string {
  return `:root{--accent:${accentColour};--accent-text:${accentTextColour}}`;
}

function iconOf(colour: string): string {
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="14" fill="${colour}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(drawn)}`;
}

/** Data inside a document: nothing in it may end the element that holds it. */
function asScript(view: WallView): string {
  return JSON.stringify(view).replaceAll('<', String.raw`\u003c`);
}
