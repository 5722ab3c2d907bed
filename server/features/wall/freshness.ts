import type { Change } from '../../platform/changes.ts';

/** The parts of a tenant's snapshot that no longer agree with the database. */
export interface Stale {
  /** Everything has to be read anew: it was never read, or what changed is not known. */
  all: boolean;
  /** Settings and look-ups. */
  names: boolean;
  /** Offers by id. */
  offers: Set<string>;
  /** Offers whose limits were used or freed; `all` for every one. */
  use: Set<string> | 'all';
  totals: boolean;
  /** The tenant itself: its clock may stand elsewhere. */
  clock: boolean;
  /** Sums are due to be read again, which questions need not wait for. */
  routine: boolean;
}

/** Nothing is stale. */
export function nothingStale(): Stale {
  return {
    all: false,
    names: false,
    offers: new Set(),
    use: new Set(),
    totals: false,
    clock: false,
    routine: false,
  };
}

/** Whether anything has to be read before a question can be answered. */
export function isStale(stale: Stale): boolean {
  const { all, names, offers, use, totals, clock } = stale;
  return all || names || totals || clock || offers.size > 0 || use === 'all' || use.size > 0;
}

/** Notes what a change makes stale. */
export function noteChange(stale: Stale, { kind, objectId }: Pick<Change, 'kind' | 'objectId'>): void {
  switch (kind) {
    case 'tenant':
      stale.clock = true;
      stale.names = true;
      stale.totals = true;
      stale.use = 'all';
      break;
    case 'offer':
      if (objectId === null) stale.all = true;
      else stale.offers.add(objectId);
      break;
    case 'limits':
      if (objectId === null) stale.use = 'all';
      else if (stale.use !== 'all') stale.use.add(objectId);
      break;
    case 'settings':
    case 'back-office':
      stale.names = true;
      break;
    case 'token':
    case 'share':
    case 'endpoint':
      // A wall shows nothing of these.
      break;
  }
}
