import type { TenantTransaction } from '#database/transaction.ts';
import { decimal, toJsonNumber } from '#domain/money.ts';
import type { Context } from '../../context.ts';
import { loadOffers, loadWorld, type StoredOffer, type World } from '../catalog/exports.ts';
import { loadShares, type StoredShare } from '../partners/exports.ts';
import { loadSettings } from '../settings/exports.ts';
import {
  inOrder,
  namedKinds,
  offerEntry,
  offerKey,
  type AgeRangeEntry,
  type ConfigurationDocument,
  type NamedKind,
  type ShareEntry,
} from './document.ts';

/** A named item of the back office. */
export interface NamedRow {
  readonly id: string;
  readonly name: string;
}

/** A tenant's configuration as it stands, with the ids behind its names. */
export interface Current {
  readonly document: ConfigurationDocument;
  readonly world: World;
  readonly lookups: Readonly<Record<NamedKind, readonly NamedRow[]>>;
  readonly ageRanges: readonly (NamedRow & AgeRangeEntry)[];
  /** The tenant's own offers by their keys. */
  readonly offers: ReadonlyMap<string, StoredOffer>;
  /** Shares that are in force, by partner and offer. */
  readonly shares: ReadonlyMap<string, StoredShare>;
}

/** What a share is called: its partner and its offer. */
export function shareKey({ partner, offer }: Pick<ShareEntry, 'partner' | 'offer'>): string {
  return `${partner} / ${offer}`;
}

/** Loads a tenant's configuration. */
export async function loadCurrent(
  context: Pick<Context, 'database'>,
  tx: TenantTransaction,
): Promise<Current> {
  const world = await loadWorld(context.database, tx);
  const lookups = await loadLookups(tx);
  const ageRanges = await loadAgeRanges(tx);
  const names = new Map([...Object.values(lookups).flat(), ...ageRanges].map(({ id, name }) => [id, name]));
  const own = (await loadOffers(tx, tx.tenantId, 'all')).filter(({ source }) => source === 'GoKart');
  const offers = new Map(own.map((offer) => [offerKey(offer), offer]));
  const shares = await loadOwnShares(tx, own);
  const keys = [...offers.keys()].toSorted();
  const { document: settings } = await loadSettings(tx, tx.tenantId);
  return {
    world,
    lookups,
    ageRanges,
    offers,
    shares: new Map(shares.map(({ entry, share }) => [shareKey(entry), share])),
    document: {
      version: 1,
      settings,
      ...(Object.fromEntries(
        namedKinds.map((kind) => [kind, inOrder(lookups[kind].map(({ name }) => name))]),
      ) as Record<NamedKind, string[]>),
      ageRanges: ageRanges.map(({ name, valueFrom, valueTo }) => ({ name, valueFrom, valueTo })),
      offers: keys.map((key) => {
        const { content, isPaused } = offers.get(key) as StoredOffer;
        return offerEntry(key, content, isPaused, { names, world });
      }),
      shares: shares.map(({ entry }) => entry),
    },
  };
}

async function loadLookups(tx: TenantTransaction): Promise<Record<NamedKind, NamedRow[]>> {
  const loaded: Partial<Record<NamedKind, NamedRow[]>> = {};
  for (const kind of namedKinds) {
    const { rows } = await tx.query<NamedRow>(`SELECT id, name FROM ${kind} WHERE tenant_id = $1`, [
      tx.tenantId,
    ]);
    loaded[kind] = rows;
  }
  return loaded as Record<NamedKind, NamedRow[]>;
}

async function loadAgeRanges(tx: TenantTransaction): Promise<(NamedRow & AgeRangeEntry)[]> {
  const { rows } = await tx.query<NamedRow & AgeRangeEntry>(
    `SELECT id, name, value_from AS "valueFrom", value_to AS "valueTo" FROM age_ranges WHERE tenant_id = $1`,
    [tx.tenantId],
  );
  return rows.toSorted((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1));
}

async function loadOwnShares(tx: TenantTransaction, own: readonly StoredOffer[]) {
  const byId = new Map(own.map((offer) => [offer.id, offer]));
  const { rows } = await tx.query<{ id: string }>(
    'SELECT id FROM shares WHERE tenant_id = $1 AND is_active AND offer_id = ANY ($2::uuid[])',
    [tx.tenantId, [...byId.keys()]],
  );
  const shares = await loadShares(
    tx,
    tx.tenantId,
    rows.map(({ id }) => id),
  );
  return shares
    .map((share) => ({ share, entry: shareEntry(share, byId.get(share.offerId) as StoredOffer) }))
    .toSorted((one, other) => (shareKey(one.entry) < shareKey(other.entry) ? -1 : 1));
}

function shareEntry({ partnerName, version, caps }: StoredShare, offer: StoredOffer): ShareEntry {
  const { payout, events } = version.terms;
  const paid = new Map(events.map((event) => [event.offerEventId, event.payout]));
  return {
    partner: partnerName,
    offer: offerKey(offer),
    payout: payout === null ? null : toJsonNumber(decimal(payout)),
    events: offer.content.offerEvents.flatMap(({ id, eventId }) => {
      const amount = paid.get(id);
      return amount === undefined || amount === null
        ? []
        : { eventId, payout: toJsonNumber(decimal(amount)) };
    }),
    ...caps,
  };
}
