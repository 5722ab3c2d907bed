import { isDeepStrictEqual } from 'node:util';

/** The server does something else than the model. */
export class Divergence extends Error {
  override readonly name = 'Divergence';

  constructor(what: string, expected: unknown, actual: unknown, context?: unknown) {
    const text = (value: unknown) =>
      JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? `${part}` : part));
    const more = context === undefined ? '' : `\n  beside: ${text(context)}`;
    super(`${what}\n  model:  ${text(expected)}\n  server: ${text(actual)}${more}`);
  }
}

/** Throws where two values differ. */
export function differ(what: string, expected: unknown, actual: unknown, context?: unknown): void {
  if (!isDeepStrictEqual(expected, actual)) throw new Divergence(what, expected, actual, context);
}
