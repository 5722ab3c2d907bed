import type { EngineTransaction } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { defaultSettings, makeCallbackSecret, makePostbackPair, saveSettings } from '../settings/exports.ts';
import { defaultAgeRanges, defaultCategories, defaultGenders, defaultPlacements } from './defaults.ts';

/** The products a tenant can have. */
export const products = ['publisher', 'aff-network', 'advertiser'] as const;

/** What a new tenant is made from. */
export interface NewTenant {
  /** Its label in host names. */
  readonly name: string;
  readonly displayName?: string | undefined;
  readonly products: readonly string[];
  /** Distance of its clock from the database's, as a PostgreSQL interval; only for simulated tenants. */
  readonly timeOffset?: string | undefined;
}

/** Creates a tenant with its look-ups, settings and secrets. It works across tenants, since there is none yet. */
export async function createTenant(
  context: Pick<Context, 'newId' | 'random' | 'vault'>,
  tx: EngineTransaction,
  wanted: NewTenant,
): Promise<string> {
  const id = context.newId();
  const displayName = wanted.displayName ?? wanted.name;
  await tx.query(
    `INSERT INTO tenants (id, name, display_name, products, time_offset, created_at)
     VALUES ($1, $2, $3, $4, $5::interval, tenant_now($1) + $5::interval)`,
    [id, wanted.name, displayName, wanted.products, wanted.timeOffset ?? '0'],
  );
  await saveSettings(tx, id, {
    document: defaultSettings(displayName),
    callbackHeaderValueSealed: null,
    callbackDialectSecretSealed: null,
  });
  await makePostbackPair(context, tx, id, null, false);
  await makeCallbackSecret(context, tx, id, false);
  await insertNames(context, tx, id, 'genders', defaultGenders);
  await insertNames(context, tx, id, 'categories', defaultCategories);
  await insertNames(context, tx, id, 'placements', defaultPlacements);
  await tx.query(
    `INSERT INTO age_ranges (tenant_id, id, name, value_from, value_to, created_at, modified_at)
     SELECT $1, r.id, r.name, r.value_from, r.value_to, tenant_now($1), tenant_now($1)
     FROM unnest($2::uuid[], $3::text[], $4::int[], $5::int[]) AS r (id, name, value_from, value_to)`,
    [
      id,
      defaultAgeRanges.map(() => context.newId()),
      defaultAgeRanges.map(({ name }) => name),
      defaultAgeRanges.map(({ from }) => from),
      defaultAgeRanges.map(({ to }) => to),
    ],
  );
  return id;
}

async function insertNames(
  context: Pick<Context, 'newId'>,
  tx: EngineTransaction,
  tenantId: string,
  table: 'genders' | 'categories' | 'placements',
  names: readonly string[],
): Promise<void> {
  await tx.query(
    `INSERT INTO ${table} (tenant_id, id, name, created_at, modified_at)
     SELECT $1, n.id, n.name, tenant_now($1), tenant_now($1) FROM unnest($2::uuid[], $3::text[]) AS n (id, name)`,
    [tenantId, names.map(() => context.newId()), names],
  );
}
