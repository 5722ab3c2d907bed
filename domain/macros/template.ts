/** Where a macro's value lands in the address. */
export type MacroPosition = 'path' | 'query' | 'fragment';

/** One piece of a parsed template: text that is always the same, or the place of a macro's value. */
export type TemplatePart<Name extends string = string> =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'macro'; readonly name: Name; readonly position: MacroPosition };

/** An http or https address with macros in it, parsed once, when it is saved. */
export interface Template<Name extends string = string> {
  /** Scheme, user info, host and port, fixed and in ASCII: no value can change them. */
  readonly origin: string;
  /** What follows the origin, in order. */
  readonly parts: readonly TemplatePart<Name>[];
}

/** The values of a rendering; an absent or null one becomes empty. */
export type MacroValues<Name extends string = string> = Readonly<Partial<Record<Name, string | null>>>;

/** What parsing gives: a template, or every fault of the text in a few words each. */
export type ParsedTemplate<Name extends string = string> =
  | { readonly template: Template<Name>; readonly problems?: never }
  | { readonly template?: never; readonly problems: readonly string[] };

/** The longest template that is stored, in characters. */
export const longestTemplate = 8000;

const authorityForm = /^(https?):\/\/([^/?#]*)/i;
const macroForm = /\{+\s*([A-Za-z_][\w.:-]*)\s*\}+/g;
// eslint-disable-next-line no-control-regex
const controlForm = /[\u0000-\u001f\u007f]/;

/**
 * Parses an address with macros.
 *
 * A macro is a known name in single braces, `{gk_click_id}`, in the path, in a query value or in the fragment.
 * Braces around anything that can't be a name (`{"a":1}`, a lone `{`) are literal text and are percent-encoded.
 * A name in braces that isn't known, or that is written with doubled braces or blanks, is a fault that names it.
 *
 * @param text the template, an absolute http or https address.
 * @param macroNames the names this kind of template may use.
 */
export function parseTemplate<const Name extends string>(
  text: string,
  macroNames: readonly Name[],
): ParsedTemplate<Name> {
  const address = text.trim();
  if (address.length > longestTemplate)
    return { problems: [`must not be longer than ${longestTemplate} characters`] };
  if (controlForm.test(address) || !address.isWellFormed()) {
    return { problems: ['must not contain control characters or broken text'] };
  }
  const authority = authorityForm.exec(address);
  if (authority === null) return { problems: ['must be an absolute http or https address'] };
  const origin = originOf(authority[1] ?? '', authority[2] ?? '');
  if ('problem' in origin) return { problems: [origin.problem] };
  const found = findParts(address.slice(authority[0].length), macroNames);
  if (found.problems.length > 0) return { problems: found.problems };
  return { template: { origin: origin.text, parts: found.parts } };
}

function originOf(scheme: string, authority: string): { text: string } | { problem: string } {
  if (/[{}]/.test(authority))
    return { problem: 'must not have a macro or a brace in the host, port or user name' };
  if (authority.includes('\\')) return { problem: 'must not have a backslash before the query' };
  if (/\s/.test(authority)) return { problem: 'must not have a blank in the host' };
  const parsed = authority === '' ? null : URL.parse(`${scheme}://${authority}/`);
  if (parsed === null || parsed.hostname === '') return { problem: 'must have a valid host' };
  return { text: parsed.href.slice(0, -1) };
}

function findParts<Name extends string>(
  rest: string,
  macroNames: readonly Name[],
): { parts: TemplatePart<Name>[]; problems: string[] } {
  const parts: TemplatePart<Name>[] = [];
  const problems: string[] = [];
  let literalFrom = 0;
  for (const match of rest.matchAll(macroForm)) {
    const name = macroNames.find((known) => match[0] === `{${known}}`);
    if (name === undefined) {
      problems.push(`unknown macro ${match[0]}`);
      continue;
    }
    const position = positionAt(rest, match.index);
    if (position === null) {
      problems.push(`the macro {${name}} must stand in a value of the query, not in a name`);
      continue;
    }
    pushLiteral(parts, rest.slice(literalFrom, match.index));
    parts.push({ kind: 'macro', name, position });
    literalFrom = match.index + match[0].length;
  }
  pushLiteral(parts, rest.slice(literalFrom));
  if (rest.split(/[?#]/, 1)[0]?.includes('\\')) problems.push('must not have a backslash before the query');
  return { parts, problems: [...new Set(problems)] };
}

/** Null in the name of a query parameter, where no macro may stand. */
function positionAt(rest: string, index: number): MacroPosition | null {
  const before = rest.slice(0, index);
  if (before.includes('#')) return 'fragment';
  const queryFrom = before.indexOf('?');
  if (queryFrom === -1) return 'path';
  const pair = before.slice(Math.max(queryFrom, before.lastIndexOf('&')) + 1);
  return pair.includes('=') ? 'query' : null;
}

function pushLiteral<Name extends string>(parts: TemplatePart<Name>[], text: string): void {
  if (text !== '') parts.push({ kind: 'literal', text: encodeLiteral(text) });
}

/** Brings literal text into ASCII as a header needs it, and leaves what is percent-encoded already alone. */
function encodeLiteral(text: string): string {
  return text.replace(/[^\u0021-\u007e]|["<>`{}|\\^]/gu, (character) => encodeURIComponent(character));
}

/**
 * Fills a template in one pass: a value that looks like a macro stays a value. Every value is percent-encoded, so
 * it can neither add a parameter nor leave its place.
 */
export function renderTemplate<Name extends string>(
  template: Template<Name>,
  values: MacroValues<Name>,
): string {
  let address = template.origin;
  for (const part of template.parts) {
    if (part.kind === 'literal') address += part.text;
    else address += encodeValue(values[part.name] ?? '', part.position);
  }
  return address;
}

const onlyDots = /^\.+$/;

function encodeValue(value: string, position: MacroPosition): string {
  // Dots alone would be read as "this folder" or "the folder above", and can't be escaped in a path.
  if (position === 'path' && onlyDots.test(value)) return '';
  return encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Whether a template uses a macro. */
export function usesMacro<Name extends string>(template: Template<Name>, name: Name): boolean {
  return template.parts.some((part) => part.kind === 'macro' && part.name === name);
}
