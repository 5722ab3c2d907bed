import { inOwner } from '#database/transaction.ts';
import type { Context } from '#server/context.ts';

/**
 * Lets the database look at its tables anew. It would do so by itself within a minute or two, but a world comes into
 * being in seconds, and until then every table is planned for as if it were empty.
 */
export async function refreshTableStatistics({ database }: Context): Promise<void> {
  await inOwner(database, (tx) =>
    tx.query(
      'ANALYZE offers, advertisers, partners, members, views, clicks, attempts, conversions, deliveries',
    ),
  );
}
