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

const ROWS_AT_ONCE = 100_000;

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
  try {
    await inOwner(database, (tx) => insertMembers(tx, tenantId, from.members + 1, to.members));
    for (let first = from.clicks + 1; first <= to.clicks; first += ROWS_AT_ONCE) {
      const last = Math.min(to.clicks, first + ROWS_AT_ONCE - 1);
      await inOwner(database, (tx) => insertHistory(tx, tenantId, first, last, to));
    }
    await inOwner(database, (tx) =>
      tx.query(
        'ANALYZE members, clicks, attempts, offers, offer_versions, offer_events, conversions, conversion_keys, counters',
      ),
    );
    await inOwner(database, (tx) => tx.query('SELECT 1'));
    await database
      .owner()
      .query('CHECKPOINT')
      .catch(() => {});
  } finally {
    await database.close();
  }
}

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
