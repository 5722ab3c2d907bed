import type { Difference } from '#contract/offer-versions.ts';

/**
 * The fields in which two JSON values differ, by their paths. Steps are compared by their id and named by their place in
 * the later value, so that moving one names its order and not every field; other lists are compared as a whole.
 */
export function differencesOf(before: unknown, after: unknown, path = ''): Difference[] {
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) =>
      differencesOf(before[name], after[name], path === '' ? name : `${path}.${name}`),
    );
  }
  if (isListOfThings(before) && isListOfThings(after)) return listDifferences(before, after, path);
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [{ path, before: before ?? null, after: after ?? null }];
}

type Thing = Record<string, unknown> & { id: string };

function listDifferences(before: readonly Thing[], after: readonly Thing[], path: string): Difference[] {
  const known = new Map(before.map((thing) => [thing.id, thing]));
  const kept = after.flatMap((thing, index) =>
    differencesOf(known.get(thing.id), thing, `${path}[${index}]`),
  );
  const stays = new Set(after.map(({ id }) => id));
  const gone = before.flatMap((thing, index) =>
    stays.has(thing.id) ? [] : [{ path: `${path}[${index}]`, before: thing, after: null }],
  );
  return [...kept, ...gone];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOfThings(value: unknown): value is readonly Thing[] {
  return Array.isArray(value) && value.every((entry) => isObject(entry) && typeof entry['id'] === 'string');
}
