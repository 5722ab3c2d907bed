import { wallLocales, type WallLocale } from '#contract/wall-page.ts';

/** The language that a member asks for, else the first one of the browser's that the wall speaks. */
export function localeOf(asked: string | undefined, acceptLanguage: string | undefined): WallLocale {
  const wanted = [asked ?? '', ...preferred(acceptLanguage ?? '')].map(
    (tag) => tag.toLowerCase().split('-')[0],
  );
  const found = wanted.flatMap((language) => wallLocales.find((locale) => locale === language) ?? []);
  return found[0] ?? 'en';
}

function preferred(acceptLanguage: string): string[] {
  return acceptLanguage
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters
        .find((one) => one.trim().startsWith('q='))
        ?.trim()
        .slice(2);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((one, other) => other.quality - one.quality)
    .map(({ tag }) => tag);
}
