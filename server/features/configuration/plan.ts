import type { DataOf } from '#contract/endpoint.ts';
import type { planConfiguration } from '#contract/configuration.ts';
import { differencesOf } from '../catalog/exports.ts';
import { shareKey } from './current.ts';
import { namedKinds, type ConfigurationDocument } from './document.ts';

/** One thing that applying a configuration does. */
export type PlannedChange = DataOf<typeof planConfiguration>['changes'][number];

type Things = ReadonlyMap<string, unknown>;

/**
 * What has to be done to come from one configuration to another, in the order in which nothing ever points at what is
 * not there: settings and look-ups first, then offers, then shares, and in the end what nothing needs any more.
 */
export function planFrom(before: ConfigurationDocument, after: ConfigurationDocument): PlannedChange[] {
  const lookups = [
    ...namedKinds.map((kind) => compared(kind, byName(before[kind]), byName(after[kind]), 'delete')),
    compared('ageRanges', byKey(before.ageRanges, nameOf), byKey(after.ageRanges, nameOf), 'delete'),
  ].flat();
  const settings = differencesOf(before.settings, after.settings);
  const offers = compared(
    'offers',
    byKey(before.offers, ({ key }) => key),
    byKey(after.offers, ({ key }) => key),
    'pause',
  );
  const paused = new Set(before.offers.flatMap(({ key, isPaused }) => (isPaused === true ? key : [])));
  return [
    ...(settings.length > 0
      ? [{ kind: 'settings', key: 'settings', action: 'change' as const, differences: settings }]
      : []),
    ...lookups.filter(({ action }) => action !== 'delete'),
    ...offers.filter(({ action, key }) => action !== 'pause' || !paused.has(key)),
    ...compared('shares', byKey(before.shares, shareKey), byKey(after.shares, shareKey), 'end'),
    ...lookups.filter(({ action }) => action === 'delete'),
  ];
}

function compared(
  kind: string,
  before: Things,
  after: Things,
  whenAbsent: 'delete' | 'pause' | 'end',
): PlannedChange[] {
  const kept = [...after].flatMap(([key, thing]): PlannedChange[] => {
    if (!before.has(key)) return [{ kind, key, action: 'create', differences: [] }];
    const differences = differencesOf(before.get(key), thing);
    return differences.length > 0 ? [{ kind, key, action: 'change', differences }] : [];
  });
  const absent = [...before.keys()].filter((key) => !after.has(key));
  return [...kept, ...absent.map((key) => ({ kind, key, action: whenAbsent, differences: [] }))];
}

/** Names are the same thing in any letter case, and differ when they are spelled otherwise. */
function byName(names: readonly string[]): Things {
  return new Map(names.map((name) => [name.toLowerCase(), { name }]));
}

function byKey<T>(things: readonly T[], keyOf: (thing: T) => string): Things {
  return new Map(things.map((thing) => [keyOf(thing), thing]));
}

function nameOf({ name }: { readonly name: string }): string {
  return name.toLowerCase();
}
