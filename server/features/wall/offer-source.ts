import { LRUCache } from 'lru-cache';
import type { Audience } from '#domain/targeting/audience.ts';
import { matchTargeting } from '#domain/targeting/match.ts';
import type { Context } from '../../context.ts';
import { HeldTenant, type Current } from './held-tenant.ts';
import { doneSteps, isUsedUp, type MemberStanding } from './member-standing.ts';
import { isSelected, sortKeyOf, sortSelected, type Selection } from './selection.ts';
import { canBeDone, type HeldOffer, type Snapshot } from './snapshot.ts';

/** A question for the offers that a member can do. */
export interface OfferRequest {
  readonly tenantId: string;
  readonly audience: Audience;
  /** How far the member is with the offers they began. */
  readonly standing: MemberStanding;
  readonly selection: Selection;
  readonly page: number;
  readonly pageSize: number;
}

/** The page asked for of the offers found, best first, and how many there are in all. */
export interface FoundOffers {
  readonly snapshot: Snapshot;
  readonly offers: readonly HeldOffer[];
  readonly totalCount: number;
}

/** Where the wall gets offers from: all of a tenant's, in memory, as fresh as the change feed. */
export interface OfferSource {
  /** Finds the offers that a member can do: available, selected, for this audience, and not used up. */
  find(request: OfferRequest): Promise<FoundOffers>;
  /** The tenant's offers as they stand now, whoever asks. */
  current(tenantId: string): Promise<Current>;
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
    return held.current();
  };
  return {
    current,
    find: async (request) => findOffers(await current(request.tenantId), request),
  };
}

function findOffers({ snapshot, now }: Current, request: OfferRequest): FoundOffers {
  const { audience, standing, selection, page, pageSize } = request;
  // The placements asked for are a filter of the list here; targeting proper has no say in them.
  const options = { unknownAudience: snapshot.facts.unknownAudience, placementId: null };
  const fitting: HeldOffer[] = [];
  const atBottom: HeldOffer[] = [];
  for (const held of snapshot.ranked()) {
    const attempts = standing.get(held.id);
    const { allowRepetitions } = held.stored.content;
    if (attempts !== undefined && isUsedUp(attempts, allowRepetitions)) continue;
    if (!canBeDone(held, now, attempts && doneSteps(attempts, allowRepetitions))) continue;
    if (!isSelected(snapshot, held, selection)) continue;
    const match = matchTargeting(snapshot.preparationOf(held).targeting, audience, options);
    if (match.fits) (match.atBottom ? atBottom : fitting).push(held);
  }
  // Those at the bottom come after all the rest in order of EPC, whatever the rest is sorted by.
  const keyOf = (held: HeldOffer) => sortKeyOf(snapshot, held, selection.orderBy);
  const sorted = [...sortSelected(fitting, selection, keyOf), ...atBottom];
  const first = page * pageSize;
  return { snapshot, offers: sorted.slice(first, first + pageSize), totalCount: sorted.length };
}
