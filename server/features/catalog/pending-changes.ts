import type { TenantTransaction } from '#database/transaction.ts';
import type { OfferContent } from '#domain/offer.ts';
import { applyScheduledChange, type ScheduledChange } from '#domain/scheduled-changes.ts';
import type { RewardSettings } from '#domain/terms.ts';
import { formatInstant, type Micros } from '#domain/time.ts';
import type { Context } from '../../context.ts';
import { instant } from './stored-offer.ts';

/** A scheduled change as it is stored. */
export interface StoredChange extends ScheduledChange {
  readonly id: string;
  readonly createdAt: Micros;
}

/** A scheduled change as the database gives it. */
export interface ChangeRow {
  id: string;
  field: ScheduledChange['field'];
  value: string;
  at: string;
  offer_event_id: string | null;
  created_at: string;
}

/** Reads a stored change; its value without the noughts that the column's scale adds. */
export function storedChange(row: ChangeRow): StoredChange {
  return {
    id: row.id,
    field: row.field,
    value: row.value,
    at: instant(row.at),
    offerEventId: row.offer_event_id,
    createdAt: instant(row.created_at),
  };
}

/** Loads the changes of an offer that still wait at an instant, in the order of their hours. */
export async function loadPendingChanges(
  tx: TenantTransaction,
  offerId: string,
  now: Micros,
): Promise<StoredChange[]> {
  const { rows } = await tx.query<ChangeRow>(
    `SELECT id, field, trim_scale(value) AS value, at, offer_event_id, created_at FROM scheduled_changes
     WHERE tenant_id = $1 AND offer_id = $2 AND at > $3 ORDER BY at, id`,
    [tx.tenantId, offerId, formatInstant(now)],
    'catalog-load-pending-changes',
  );
  return rows.map(storedChange);
}

/** What the versions that lie ahead are written from. */
export interface FutureVersions {
  readonly offerId: string;
  /** The version that is valid now. */
  readonly content: OfferContent;
  readonly number: number;
  /** The changes that wait. */
  readonly changes: readonly ScheduledChange[];
  readonly settings: RewardSettings;
  readonly actor: string;
}

/**
 * Removes the versions that lie ahead.
 *
 * @returns their ids by the instant they would have become valid
 */
export async function removeFutureVersions(
  tx: TenantTransaction,
  offerId: string,
  now: Micros,
): Promise<Map<Micros, string>> {
  const { rows } = await tx.query<{ id: string; valid_from: string }>(
    `DELETE FROM offer_versions WHERE tenant_id = $1 AND offer_id = $2 AND valid_from > $3 RETURNING id, valid_from`,
    [tx.tenantId, offerId, formatInstant(now)],
    'catalog-remove-future-versions',
  );
  return new Map(rows.map((row) => [instant(row.valid_from), row.id]));
}

/**
 * Writes the versions that scheduled changes make in advance: one for each hour, each with all that came before it. An
 * hour keeps its version's id, so that a click which took it just as the offer was saved still finds it.
 *
 * @param replaced the versions that were removed, by their instants
 */
export async function writeFutureVersions(
  context: Pick<Context, 'newId'>,
  tx: TenantTransaction,
  future: FutureVersions,
  replaced: ReadonlyMap<Micros, string>,
): Promise<void> {
  let { content, number } = future;
  const byHour = Map.groupBy(
    future.changes.toSorted((a, b) => a.at - b.at),
    ({ at }) => at,
  );
  for (const [at, changes] of byHour) {
    for (const change of changes) content = applyScheduledChange(content, change, future.settings);
    number += 1;
    await tx.query(
      `INSERT INTO offer_versions (tenant_id, id, offer_id, number, valid_from, content, created_at, actor)
       VALUES ($1, $2, $3, $4, $5, $6, tenant_now($1), $7)`,
      [
        tx.tenantId,
        replaced.get(at) ?? context.newId(),
        future.offerId,
        number,
        formatInstant(at),
        JSON.stringify(content),
        future.actor,
      ],
      'catalog-insert-version',
    );
  }
}
