import { adgate } from './adgate/dialect.ts';
import { adgem } from './adgem/dialect.ts';
import { ayetStudios } from './ayet-studios/dialect.ts';
import { bitlabs } from './bitlabs/dialect.ts';
import { lootably } from './lootably/dialect.ts';
import { offertoro } from './offertoro/dialect.ts';
import { tapjoy } from './tapjoy/dialect.ts';
import type { Dialect } from './types.ts';
import { wannads } from './wannads/dialect.ts';

/** The names of all dialects, as the settings use them. */
export const dialectNames = [
  'AyetStudios',
  'AdGate',
  'BitLabs',
  'Tapjoy',
  'Lootably',
  'OfferToro',
  'Wannads',
  'AdGem',
] as const;
/** The name of a dialect. */
export type DialectName = (typeof dialectNames)[number];

/** Every dialect by its name. */
export const dialects: Readonly<Record<DialectName, Dialect>> = {
  AyetStudios: ayetStudios,
  AdGate: adgate,
  BitLabs: bitlabs,
  Tapjoy: tapjoy,
  Lootably: lootably,
  OfferToro: offertoro,
  Wannads: wannads,
  AdGem: adgem,
};
