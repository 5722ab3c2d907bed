import type { TenantTransaction } from '#database/transaction.ts';
import type { UnknownAudience } from '#domain/targeting/audience.ts';
import { parseInstant, type Micros } from '#domain/time.ts';
import { loadSettings } from '../settings/exports.ts';

/** What the wall needs to know of a tenant beside its offers. */
export interface TenantFacts {
  /** What the wall calls the tenant's own offers. */
  readonly displayName: string;
  readonly unknownAudience: UnknownAudience;
}

/** The tenant's look-ups that offers are shown and matched by, each by id. */
export interface Lookups {
  readonly advertisers: ReadonlyMap<string, string>;
  readonly categories: ReadonlyMap<string, string>;
  readonly genders: ReadonlyMap<string, string>;
  readonly ageRanges: ReadonlyMap<string, { readonly from: number | null; readonly to: number | null }>;
}

/** Where the tenant's clock stands. */
export interface TenantTime {
  /** The tenant's time at the load. */
  readonly now: Micros;
  /** How far the tenant's clock is ahead of the database's; nought unless it is simulated. */
  readonly offset: Micros;
}

/** Loads the settings that the wall reads. */
export async function loadTenantFacts(tx: TenantTransaction): Promise<TenantFacts> {
  const { document } = await loadSettings(tx, tx.tenantId);
  return { displayName: document.name, unknownAudience: document.unknownAudience };
}

/** Loads the look-ups. */
export async function loadLookups(tx: TenantTransaction): Promise<Lookups> {
  const { rows } = await tx.query<{
    kind: string;
    id: string;
    name: string;
    from: number | null;
    to: number | null;
  }>(
    `SELECT 'advertiser' AS kind, id, name, NULL::integer AS "from", NULL::integer AS "to" FROM advertisers WHERE tenant_id = $1
     UNION ALL SELECT 'category', id, name, NULL, NULL FROM categories WHERE tenant_id = $1
     UNION ALL SELECT 'gender', id, name, NULL, NULL FROM genders WHERE tenant_id = $1
     UNION ALL SELECT 'age', id, name, value_from, value_to FROM age_ranges WHERE tenant_id = $1`,
    [tx.tenantId],
    'load-wall-lookups',
  );
  const names = (kind: string) =>
    new Map(rows.filter((row) => row.kind === kind).map(({ id, name }) => [id, name]));
  const ages = rows.filter(({ kind }) => kind === 'age');
  return {
    advertisers: names('advertiser'),
    categories: names('category'),
    genders: names('gender'),
    ageRanges: new Map(ages.map(({ id, from, to }) => [id, { from, to }])),
  };
}

/** Reads the tenant's clock and how far it is from the database's. */
export async function loadTenantTime(tx: TenantTransaction): Promise<TenantTime> {
  const { rows } = await tx.query<{ now: string; offset: string }>(
    `SELECT tenant_now($1) AS now,
       (extract(epoch FROM tenant_now($1) - tenant_now('00000000-0000-0000-0000-000000000000')) * 1000000)::bigint::text AS "offset"`,
    [tx.tenantId],
    'load-tenant-time',
  );
  const row = rows[0];
  const now = row ? parseInstant(row.now) : null;
  if (!row || now === null) throw new Error('The database did not tell the time');
  return { now, offset: Number(row.offset) };
}

/** Loads ids of the tenant's offers, so many after this one. */
export async function loadOfferIds(tx: TenantTransaction, after: string, most: number): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    'SELECT id FROM offers WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3',
    [tx.tenantId, after, most],
    'load-wall-offer-ids',
  );
  return rows.map(({ id }) => id);
}
