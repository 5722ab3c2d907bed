import type { Database } from '#database/connect.ts';
import { askTenant, together, type TenantTransaction } from '#database/transaction.ts';
import { dayStart, type Micros } from '#domain/time.ts';
import {
  loadOfferMarks,
  loadOffers,
  loadOpenUse,
  type OfferTotals,
  type StoredOffer,
  type UseByScope,
} from '../catalog/exports.ts';
import type { Turns } from '../../platform/turns.ts';
import type { Stale } from './freshness.ts';
import { inPages } from './in-pages.ts';
import {
  loadLookups,
  loadOfferIds,
  loadTenantFacts,
  loadTenantTime,
  type Lookups,
  type TenantFacts,
  type TenantTime,
} from './load-tenant.ts';
import { loadTotals } from './load-totals.ts';
import type { Snapshot } from './snapshot.ts';

/** Settings and look-ups. */
interface Names {
  readonly facts: TenantFacts;
  readonly lookups: Lookups;
}

/** What was read of the parts of a snapshot that were stale. */
export interface Found {
  readonly time: TenantTime;
  readonly names: Names | undefined;
  readonly changed: readonly OfferPart[];
  readonly used: readonly { readonly ids: readonly string[]; readonly use: UseByScope }[];
  readonly totals: ReadonlyMap<string, OfferTotals> | undefined;
}

/** Some offers and what is used up of their limits. */
interface OfferPart {
  readonly offers: readonly StoredOffer[];
  readonly use: UseByScope;
}

/** Offers that are read by one statement: few enough that unpacking them holds nobody up. */
const READ_AT_ONCE = 30;
/** Up to so many changed offers are read without a transaction of several turns. */
const MOST_AT_ONCE = 100;

/** A few offers and their limits. */
type FewStale = Omit<Stale, 'use'> & { readonly use: Set<string> };

/** Whether no more is stale than a few offers and their limits, as after most changes. */
export function areFew(stale: Stale): stale is FewStale {
  const { all, names, totals, clock, routine, offers, use } = stale;
  return (
    !(all || names || totals || clock || routine || use === 'all') && offers.size + use.size <= MOST_AT_ONCE
  );
}

/**
 * Reads few offers by one message to the database and one answer.
 *
 * @param now the tenant's time as far as it is known
 * @returns nothing where that was not enough: steps are new, or a day of the tenant has ended meanwhile
 */
export async function loadAtOnce(
  database: Database,
  tenantId: string,
  snapshot: Snapshot,
  stale: FewStale,
  now: Micros,
): Promise<Found | undefined> {
  const ids = [...stale.offers];
  const usedIds = [...stale.use].filter((id) => !stale.offers.has(id));
  const subjects = new Set(
    subjectsOf([...ids, ...usedIds].flatMap((id) => snapshot.offer(id)?.stored ?? [])),
  );
  const ask = (tx: TenantTransaction) =>
    together(
      loadTenantTime(tx),
      loadOffers(tx, tenantId, ids),
      loadOpenUse(tx, tenantId, [...subjects], now),
    );
  const [time, offers, use] = await askTenant(database, tenantId, ask, { isolation: 'repeatable read' });
  const isWhole =
    dayStart(time.now) === dayStart(now) && subjectsOf(offers).every((subject) => subjects.has(subject));
  if (!isWhole) return undefined;
  return {
    time,
    names: undefined,
    changed: offers.length > 0 ? [{ offers, use }] : [],
    used: usedIds.length > 0 ? [{ ids: usedIds, use }] : [],
    totals: undefined,
  };
}

/** Reads whatever is stale, slice by slice, in turns. */
export async function loadStale(
  tx: TenantTransaction,
  snapshot: Snapshot,
  stale: Stale,
  time: TenantTime,
  turns: Turns,
): Promise<Found> {
  const usedIds = stale.use === 'all' ? snapshot.ids() : [...stale.use];
  return {
    time,
    names: stale.names ? await loadNames(tx) : undefined,
    changed: await loadParts(tx, [...stale.offers], time, turns),
    used: await loadUsed(tx, snapshot, usedIds, time, turns),
    totals: stale.totals ? await loadTotals(tx, turns) : undefined,
  };
}

/**
 * Finds out which offers differ from those that are held, where it is not known what changed. Whatever is no part of
 * them is stale as well.
 */
export async function noteChanged(
  tx: TenantTransaction,
  snapshot: Snapshot,
  stale: Stale,
  turns: Turns,
): Promise<void> {
  stale.names = true;
  stale.totals = true;
  stale.use = 'all';
  const gone = new Set(snapshot.ids());
  const load = (after: string, most: number) => loadOfferMarks(tx, tx.tenantId, after, most);
  for await (const marks of inPages(load, ({ id }) => id, turns)) {
    for (const { id, mark } of marks) {
      gone.delete(id);
      if (snapshot.offer(id)?.stored.mark !== mark) stale.offers.add(id);
    }
  }
  for (const id of gone) stale.offers.add(id);
}

/** Loads settings and look-ups. */
export async function loadNames(tx: TenantTransaction): Promise<Names> {
  const [facts, lookups] = await together(loadTenantFacts(tx), loadLookups(tx));
  return { facts, lookups };
}

/** Loads all offers of the tenant and how far their limits are used up, in turns. */
export async function loadAllParts(
  tx: TenantTransaction,
  time: TenantTime,
  turns: Turns,
): Promise<OfferPart[]> {
  const parts: OfferPart[] = [];
  const load = (after: string, most: number) => loadOfferIds(tx, after, most);
  for await (const ids of inPages(load, (id) => id, turns)) {
    parts.push(...(await loadParts(tx, ids, time, turns)));
  }
  return parts;
}

async function loadParts(
  tx: TenantTransaction,
  ids: readonly string[],
  { now }: TenantTime,
  turns: Turns,
): Promise<OfferPart[]> {
  const parts: OfferPart[] = [];
  for (const slice of slicesOf(ids)) {
    const offers = await loadOffers(tx, tx.tenantId, slice);
    await turns.rest();
    parts.push({ offers, use: await loadOpenUse(tx, tx.tenantId, subjectsOf(offers), now) });
    await turns.rest();
  }
  return parts;
}

async function loadUsed(
  tx: TenantTransaction,
  snapshot: Snapshot,
  ids: readonly string[],
  { now }: TenantTime,
  turns: Turns,
): Promise<{ ids: string[]; use: UseByScope }[]> {
  const parts: { ids: string[]; use: UseByScope }[] = [];
  for (const slice of slicesOf(ids)) {
    const offers = slice.flatMap((id) => snapshot.offer(id)?.stored ?? []);
    parts.push({ ids: slice, use: await loadOpenUse(tx, tx.tenantId, subjectsOf(offers), now) });
    await turns.rest();
  }
  return parts;
}

function* slicesOf(ids: readonly string[]): Generator<string[]> {
  for (let from = 0; from < ids.length; from += READ_AT_ONCE) yield ids.slice(from, from + READ_AT_ONCE);
}

/** Whatever is counted of these offers: they themselves and their live steps. */
function subjectsOf(offers: readonly StoredOffer[]): string[] {
  return [
    ...new Set(offers.flatMap(({ id, content }) => [id, ...content.offerEvents.map((event) => event.id)])),
  ];
}
