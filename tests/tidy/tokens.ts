/** A TypeScript source, taken apart; each part keeps the line breaks, so that lines can be counted in every one. */
export interface TakenApart {
  /** Without comments, texts emptied. */
  readonly code: string;
  /** What stands inside quotes and templates, everything else blank. */
  readonly texts: string;
}

const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|(?<=[=(,:?&|!]\s*)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+\/[a-z]*/g;

/**
 * Parts code from texts and comments. Code inside a template's placeholders counts as text: good enough for looking
 * for words, which is all that the laws do.
 */
export function takeApart(source: string): TakenApart {
  let texts = '';
  let end = 0;
  const code = source.replace(TOKEN, (token, offset: number) => {
    const isText = /^['"`]/.test(token);
    texts += blank(source.slice(end, offset)) + (isText ? token : blank(token));
    end = offset + token.length;
    return isText ? token.charAt(0) + blank(token.slice(1, -1)) + token.charAt(0) : blank(token);
  });
  return { code, texts: texts + blank(source.slice(end)) };
}

/** The number of the line, from 1, that a position is on. */
export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
