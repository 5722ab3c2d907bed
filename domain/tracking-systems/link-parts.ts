import type { Repair } from './link-problem.ts';

/** One `name=value` of a query, as written; `value` is null when there is no equals sign. */
export type Pair = { name: string; value: string | null };

/** An address in the pieces that the doctor works on. */
export type LinkParts = { origin: string; path: string; pairs: Pair[]; fragment: string };

/**
 * Takes an address apart, and mends its question marks and ampersands on the way.
 *
 * @param hasFragment false where `#` belongs to macros, as in a postback URL.
 */
export function takeApart(repair: Repair, hasFragment: boolean): LinkParts {
  const origin = /^https?:\/\/[^/?#]*/i.exec(repair.text)?.[0] ?? '';
  const rest = repair.text.slice(origin.length);
  const fragmentFrom = hasFragment ? rest.indexOf('#') : -1;
  const fragment = fragmentFrom === -1 ? '' : rest.slice(fragmentFrom);
  const { path, query } = splitQuery(repair, fragmentFrom === -1 ? rest : rest.slice(0, fragmentFrom));
  return { origin, path, pairs: pairsOf(repair, query), fragment };
}

/** The address that the pieces make. */
export function putTogether({ origin, path, pairs, fragment }: LinkParts): string {
  const query = pairs.map(({ name, value }) => (value === null ? name : `${name}=${value}`)).join('&');
  return origin + path + (query === '' ? '' : `?${query}`) + fragment;
}

/** A name or value without percent-encoding; as it is when the encoding is broken. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function splitQuery(repair: Repair, text: string): { path: string; query: string } {
  const queryFrom = text.indexOf('?');
  if (queryFrom !== -1) return { path: text.slice(0, queryFrom), query: text.slice(queryFrom + 1) };
  const ampersand = text.search(/&[^/&=]+=/);
  if (ampersand === -1) return { path: text, query: '' };
  repair.note('missing_question_mark', 'The query begins with & where a ? belongs.', text.slice(ampersand));
  return { path: text.slice(0, ampersand), query: text.slice(ampersand + 1) };
}

const nestedAddress = /=https?:\/\//i;

function pairsOf(repair: Repair, query: string): Pair[] {
  if (query === '') return [];
  const pieces = query.split('&').flatMap((piece) => {
    // In an address that was put into a value without encoding, the question mark is its own.
    if (!piece.includes('?') || nestedAddress.test(piece)) return [piece];
    repair.note('double_question_mark', 'Only the first ? begins the query; the others must be &.', piece);
    return piece.split('?');
  });
  if (pieces.includes('')) {
    repair.note('stray_separator', 'There is an & too many.', undefined, 'warning');
  }
  return pieces
    .filter((piece) => piece !== '')
    .map((piece) => {
      const equals = piece.indexOf('=');
      return equals === -1
        ? { name: piece, value: null }
        : { name: piece.slice(0, equals), value: piece.slice(equals + 1) };
    });
}
