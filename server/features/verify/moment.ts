import type { Micros } from '#domain/time.ts';
import { instant } from '../conversions/exports.ts';

const MOST_KEPT = 10_000;
const kept = new Map<string, Micros>();

/** The instant of a column. Most of a conversion's instants are the same one, so that each is read once. */
export function moment(text: string): Micros {
  const known = kept.get(text);
  if (known !== undefined) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const at = instant(text);
  kept.set(text, at);
  return at;
}
