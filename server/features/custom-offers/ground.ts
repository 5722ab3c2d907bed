import type { TenantTransaction } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { loadOfferGround, loadOffers, type OfferGround, type StoredOffer } from '../catalog/exports.ts';
import type { WaitingRow } from './synchronisation.ts';

/** An offer of this source as it stands, locked. */
export interface KnownOffer extends StoredOffer {
  /** Paused only because its source had stopped naming it, and untouched since. */
  readonly isPausedBySource: boolean;
}

/** What offers of a step are checked against. */
export interface Ground extends OfferGround {
  /** By the source's own ids. */
  readonly known: ReadonlyMap<string, KnownOffer>;
}

/** Loads what a step's offers are checked against, and locks those of them that exist. */
export async function loadGround(
  context: Pick<Context, 'database'>,
  tx: TenantTransaction,
  rows: readonly WaitingRow[],
): Promise<Ground> {
  const ground = await loadOfferGround(
    context,
    tx,
    rows.map(({ data }) => data),
  );
  return {
    ...ground,
    known: await loadKnown(
      tx,
      rows.map(({ externalId }) => externalId),
    ),
  };
}

async function loadKnown(
  tx: TenantTransaction,
  externalIds: readonly string[],
): Promise<Map<string, KnownOffer>> {
  const locked = await tx.query<{ id: string; is_paused_by_source: boolean }>(
    `SELECT id, is_paused AND source_paused_revision IS NOT DISTINCT FROM revision AS is_paused_by_source
     FROM offers WHERE tenant_id = $1 AND source = 'CustomIntegration' AND external_id = ANY ($2::text[])
     ORDER BY id FOR UPDATE`,
    [tx.tenantId, externalIds],
    'custom-offers-lock-known',
  );
  const isPausedBySource = new Map(locked.rows.map((row) => [row.id, row.is_paused_by_source]));
  const offers = await loadOffers(tx, tx.tenantId, [...isPausedBySource.keys()]);
  return new Map(
    offers.map((offer) => [
      offer.externalId ?? '',
      { ...offer, isPausedBySource: isPausedBySource.get(offer.id) ?? false },
    ]),
  );
}
