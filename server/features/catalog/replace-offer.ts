import type { TenantTransaction } from '#database/transaction.ts';
import type { OfferContent } from '#domain/offer.ts';
import { changesKept } from '#domain/scheduled-changes.ts';
import { formatInstant, type Micros } from '#domain/time.ts';
import type { Context } from '../../context.ts';
import { loadRewardSettings } from './check-offer.ts';
import { eventColumns, offerColumnNames, offerColumns } from './insert-offer.ts';
import { loadPendingChanges, removeFutureVersions, writeFutureVersions } from './pending-changes.ts';
import { loadOffer, type StoredOffer } from './stored-offer.ts';
import { tellOfUnpaidSteps } from './unpaid-steps.ts';

/** What replaces an offer's content. */
export interface Replacement {
  readonly content: OfferContent;
  readonly isPaused: boolean;
  /** Who saves it, for its list of versions. */
  readonly actor: string;
}

/** Locks an offer against other writers and loads it, or nothing where the tenant has none of this id. */
export async function loadOfferForChange(
  tx: TenantTransaction,
  id: string,
): Promise<StoredOffer | undefined> {
  const { rowCount } = await tx.query(
    'SELECT 1 FROM offers WHERE tenant_id = $1 AND id = $2 FOR UPDATE',
    [tx.tenantId, id],
    'catalog-lock-offer',
  );
  return rowCount === 0 ? undefined : loadOffer(tx, tx.tenantId, id);
}

/** The instant a writer works at: the transaction's, or that of the last save, which it may have waited for. */
export function writingTime(offer: Pick<StoredOffer, 'readAt' | 'modifiedAt'>): Micros {
  return Math.max(offer.readAt, offer.modifiedAt);
}

/**
 * Stores a replacement as a new version, valid at once; the offer has to be locked. Scheduled changes whose field it
 * leaves as it was still wait, steps that it leaves out are archived.
 *
 * @returns what its entity tag is made from
 */
export async function storeReplacement(
  context: Pick<Context, 'config' | 'newId' | 'vault'>,
  tx: TenantTransaction,
  before: StoredOffer,
  { content, isPaused, actor }: Replacement,
): Promise<{ revision: number; version: { number: number } }> {
  const now = writingTime(before);
  const validFrom = Math.max(before.readAt, before.modifiedAt + 1, before.version.validFrom + 1);
  const number = before.version.number + 1;
  // A synchronisation replaces thousands of offers, so nothing is asked for what cannot be there.
  const hasFuture = before.nextValidFrom !== null;
  const pending = hasFuture ? await loadPendingChanges(tx, before.id, now) : [];
  const removed = hasFuture ? await removeFutureVersions(tx, before.id, now) : new Map<Micros, string>();
  await updateOffer(context, tx, before.id, { content, isPaused, actor, validFrom, number });
  await updateEvents(tx, before.id, content, validFrom);
  await updateLinks(tx, before, content);
  const kept = new Set(changesKept(pending, before.content, content));
  const dropped = pending.filter((change) => !kept.has(change));
  if (dropped.length > 0) await removeChanges(tx, dropped);
  if (kept.size > 0) {
    const settings = await loadRewardSettings(tx);
    const future = {
      offerId: before.id,
      content,
      number,
      changes: [...kept],
      settings,
      actor,
    };
    await writeFutureVersions(context, tx, future, removed);
  }
  await tellOfUnpaidSteps(context, tx, before, content);
  return { revision: before.revision + 1, version: { number } };
}

async function updateOffer(
  context: Pick<Context, 'newId'>,
  tx: TenantTransaction,
  id: string,
  saved: Replacement & { validFrom: Micros; number: number },
): Promise<void> {
  await tx.query(
    updateStatement,
    [
      tx.tenantId,
      id,
      saved.isPaused,
      formatInstant(saved.validFrom),
      context.newId(),
      saved.number,
      JSON.stringify(saved.content),
      saved.actor,
      ...offerColumns(saved.content),
    ],
    'catalog-update-offer',
  );
}

const updateStatement = `
  WITH version AS (
    INSERT INTO offer_versions (tenant_id, id, offer_id, number, valid_from, content, created_at, actor)
    VALUES ($1, $5, $2, $6, $4, $7, tenant_now($1), $8))
  UPDATE offers SET is_paused = $3, modified_at = $4, revision = revision + 1,
    ${offerColumnNames.map((name, index) => `${name} = $${index + 9}`).join(', ')}
  WHERE tenant_id = $1 AND id = $2`;

/**
 * Archives the steps that are absent, and brings the others to what the content says. Steps whose event id changes are
 * archived for a moment, so that two of them may change places.
 */
async function updateEvents(
  tx: TenantTransaction,
  offerId: string,
  content: OfferContent,
  at: Micros,
): Promise<void> {
  if (content.offerType === 'SingleEvent') return;
  const steps = `unnest($3::uuid[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
      AS s (id, event_id, daily_cap, weekly_cap, monthly_cap, all_time_cap)`;
  const values = [tx.tenantId, offerId, ...eventColumns(content), formatInstant(at)];
  await tx.query(
    `UPDATE offer_events e SET archived_at = $9
     WHERE e.tenant_id = $1 AND e.offer_id = $2 AND e.archived_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM ${steps} WHERE s.id = e.id AND s.event_id = e.event_id)`,
    values,
    'catalog-archive-events',
  );
  await tx.query(
    `INSERT INTO offer_events AS e
       (tenant_id, id, offer_id, event_id, daily_cap, weekly_cap, monthly_cap, all_time_cap, created_at)
     SELECT $1, s.id, $2, s.event_id, s.daily_cap, s.weekly_cap, s.monthly_cap, s.all_time_cap, $9 FROM ${steps}
     ON CONFLICT (tenant_id, id) DO UPDATE SET archived_at = NULL, event_id = excluded.event_id,
       daily_cap = excluded.daily_cap, weekly_cap = excluded.weekly_cap, monthly_cap = excluded.monthly_cap,
       all_time_cap = excluded.all_time_cap`,
    values,
    'catalog-store-events',
  );
}

async function updateLinks(
  tx: TenantTransaction,
  { id: offerId, content: before }: Pick<StoredOffer, 'id' | 'content'>,
  content: OfferContent,
): Promise<void> {
  const links = [
    {
      table: 'offer_placements',
      column: 'placement_id',
      was: before.placementIds,
      ids: content.placementIds,
    },
    { table: 'offer_genders', column: 'gender_id', was: before.genderIds, ids: content.genderIds },
  ];
  for (const { table, column, was, ids } of links) {
    if (isSameList(was, ids)) continue;
    await tx.query(
      `WITH removed AS (
         DELETE FROM ${table} WHERE tenant_id = $1 AND offer_id = $2 AND ${column} <> ALL ($3::uuid[]))
       INSERT INTO ${table} (tenant_id, offer_id, ${column}) SELECT $1, $2, unnest($3::uuid[])
       ON CONFLICT DO NOTHING`,
      [tx.tenantId, offerId, ids],
      `catalog-update-${table}`,
    );
  }
  if (isSameList(before.categoryIds, content.categoryIds)) return;
  await tx.query(
    `WITH removed AS (
       DELETE FROM offer_categories WHERE tenant_id = $1 AND offer_id = $2 AND category_id <> ALL ($3::uuid[]))
     INSERT INTO offer_categories (tenant_id, offer_id, category_id, position)
     SELECT $1, $2, c.id, c.position FROM unnest($3::uuid[]) WITH ORDINALITY AS c (id, position)
     ON CONFLICT (tenant_id, offer_id, category_id) DO UPDATE SET position = excluded.position`,
    [tx.tenantId, offerId, content.categoryIds],
    'catalog-update-offer_categories',
  );
}

function isSameList(before: readonly string[], after: readonly string[]): boolean {
  return before.length === after.length && before.every((id, index) => id === after[index]);
}

async function removeChanges(tx: TenantTransaction, changes: readonly { id: string }[]): Promise<void> {
  await tx.query('DELETE FROM scheduled_changes WHERE tenant_id = $1 AND id = ANY ($2::uuid[])', [
    tx.tenantId,
    changes.map(({ id }) => id),
  ]);
}
