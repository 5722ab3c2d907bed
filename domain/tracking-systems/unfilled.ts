// Each shape is a whole value: a macro's opening, a name, and its closing.
const macroShapes: readonly RegExp[] = [
  /^\$?\{[\s\S]*\}!?$/, // {name}, {{name}}, ${name}, ${(name)!}
  /^\[[\s\S]*\]$/, // [name], [%NAME%]
  /^%[\s\S]*%$/, // %name%
  /^__[\s\S]*__$/, // __NAME__
  /^!{2,3}\w+!{2,3}$/, // !!name!!, !!!name!!!
  /^#[A-Za-z]\w*#$/, // #name#
  /^\([A-Za-z][\w-]*\)$/, // (name)
  /^<[A-Za-z#/][\s\S]*>$/, // <name>, <#if attributed>
  /^%(25)?7B[\s\S]*%(25)?7D$/i, // {name}, percent-encoded once more than it should be
];

/**
 * Whether a value says nothing: it is empty, `null` or `undefined`, or it is a macro that the sender did not
 * replace. Such a value counts as absent, with a warning.
 */
export function looksUnfilled(text: string): boolean {
  const value = text.trim();
  return value === '' || isNullWord(value) || looksLikeMacro(value);
}

/** Whether a value is a macro that nobody replaced, in any of the bracket styles of the trade. */
export function looksLikeMacro(text: string): boolean {
  const value = text.trim();
  return macroShapes.some((shape) => shape.test(value));
}

function isNullWord(value: string): boolean {
  const word = value.toLowerCase();
  return word === 'null' || word === 'undefined';
}
