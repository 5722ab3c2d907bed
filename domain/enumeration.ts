/**
 * Finds an enumeration's value whatever letter case it was written in.
 *
 * @returns the value in its published spelling, or null when it is none of them.
 */
export function lookUp<const Value extends string>(values: readonly Value[], text: unknown): Value | null {
  if (typeof text !== 'string') return null;
  const wanted = text.trim().toLowerCase();
  return values.find((value) => value.toLowerCase() === wanted) ?? null;
}
