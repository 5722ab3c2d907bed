import pg from 'pg';
import { connectDatabase } from '#database/connect.ts';
import { inOwner } from '#database/transaction.ts';
import type { Installation, MeasuredServer } from '../harness/installation.ts';
import { caller, type Call } from './call.ts';
import { insertHistory, insertMembers } from './history.ts';
import { createOffers, type OfferParts } from './offers.ts';

/** How large the measured world is. */
export interface WorldSize {
  readonly offers: number;
  readonly members: number;
  readonly clicks: number;
}

/** The world of the standard run. */
export const standardWorld: WorldSize = { offers: 10_000, members: 100_000, clicks: 1_000_000 };

/** What a seeded world can be asked for. */
export interface BenchWorld extends OfferParts {
  readonly tenantId: string;
  /** Offers open to everybody in sixteen countries, without limits. */
  readonly openOfferIds: readonly string[];
  readonly size: WorldSize;
}

/**
 * Fills a tenant, `bench` unless another is named: the first offers through the API, their copies, members and history by set-based
 * statements, which no API could write in the time of a run. The same seed makes the same world.
 */
export async function seedWorld(
  installation: Installation,
  server: MeasuredServer,
  size: WorldSize,
  tenantName = 'bench',
): Promise<BenchWorld> {
  const call = caller(server.origin, installation.token);
  const parts = await offerParts(call);
  const database = connectDatabase({ connectionString: installation.connectionString });
  try {
    const tenantId = await inOwner(database, async (tx) => {
      const { rows } = await tx.query<{ id: string }>('SELECT id FROM tenants WHERE name = $1', [tenantName]);
      return rows[0]?.id as string;
    });
    const openOfferIds = await inOwner(database, (tx) =>
      createOffers(call, tx, tenantId, parts, size.offers),
    );
    await growHistory(installation, tenantId, { members: 0, clicks: 0 }, size);
    return { tenantId, ...parts, openOfferIds, size };
  } finally {
    await database.close();
  }
}

/** Adds members and clicks, with attempts and conversions, from one size to another. */
export async function growHistory(
  { connectionString }: Pick<Installation, 'connectionString'>,
  tenantId: string,
  from: Pick<WorldSize, 'members' | 'clicks'>,
  to: WorldSize,
): Promise<void> {
  const database = connectDatabase({ connectionString });
  const part = { from: from.clicks + 1, to: to.clicks, members: to.members, offers: to.offers };
  try {
    await inOwner(database, async (tx) => {
      await insertMembers(tx, tenantId, from.members + 1, to.members);
      await insertHistory(tx, tenantId, part);
    });
    // As autovacuum would leave them after a while; what it does later would fall on what is measured.
    await database.owner().query(`VACUUM (ANALYZE) ${filled.join(', ')}`);
  } finally {
    await database.close();
  }
  await checkpoint(connectionString);
}

/** Writes what was filled in to the disk now, rather than while something is measured. */
async function checkpoint(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}

const filled = [
  'members',
  'clicks',
  'attempts',
  'offers',
  'offer_versions',
  'offer_events',
  'offer_categories',
  'offer_genders',
  'offer_totals',
  'conversions',
  'conversion_keys',
];

/** Makes an advertiser and finds the look-ups that offers are made from. */
async function offerParts(call: Call): Promise<OfferParts> {
  const base = '/api/v1/sdk-back-office-management';
  const { id: advertiserId } = await call('POST', `${base}/advertisers`, { name: 'Orchard House' });
  const ages = await call('GET', `${base}/age-ranges?filter.search=All`);
  const categories = await call('GET', `${base}/categories?page_size=100`);
  return {
    advertiserId,
    ageId: ages.items[0]?.id as string,
    categoryIds: categories.items.map(({ id }) => id),
  };
}
