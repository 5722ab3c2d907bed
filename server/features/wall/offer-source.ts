import { LRUCache } from 'lru-cache';
import type { Context } from '../../context.ts';
import { findOffers, type OfferPage, type OfferQuestion } from './find-offers.ts';
import { HeldTenant, type Current } from './held-tenant.ts';
import type { Snapshot } from './snapshot.ts';

/** A question for the offers that a member can do. */
export interface OfferRequest extends OfferQuestion {
  readonly tenantId: string;
}

/** The page asked for of the offers found, best first, and how many there are in all. */
export interface FoundOffers extends OfferPage {
  readonly snapshot: Snapshot;
}

/** Where the wall gets offers from: all of a tenant's, in memory, as fresh as the change feed. */
export interface OfferSource {
  /** Finds the offers that a member can do: available, selected, for this audience, and not used up. */
  find(request: OfferRequest): Promise<FoundOffers>;
  /** The tenant's offers as they stand now, whoever asks; at once where nothing has to be read first. */
  current(tenantId: string): Promise<Current> | Current;
}

/** Tenants whose offers are kept in memory; the one unused for longest is forgotten first. */
const TENANTS = 500;

const sources = new WeakMap<Context, OfferSource>();

/** The process's one source of offers. */
export function offerSourceOf(context: Context): OfferSource {
  let source = sources.get(context);
  if (!source) {
    source = openOfferSource(context);
    sources.set(context, source);
  }
  return source;
}

function openOfferSource(context: Context): OfferSource {
  const tenants = new LRUCache<string, HeldTenant>({ max: TENANTS });
  context.changes.subscribe((change) => tenants.peek(change.tenantId)?.note(change));
  const current = (tenantId: string) => {
    let held = tenants.get(tenantId);
    if (!held) {
      held = new HeldTenant(context, tenantId);
      tenants.set(tenantId, held);
    }
    return held.currentAtOnce() ?? held.current();
  };
  return {
    current,
    find: async (request) => {
      const { snapshot, now } = await current(request.tenantId);
      return { snapshot, ...(await findOffers(snapshot, now, request)) };
    },
  };
}
