import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import { dayStart, minute, type Micros } from '#domain/time.ts';
import type { Context } from '../../context.ts';
import type { Change } from '../../platform/changes.ts';
import { loadWorld } from '../catalog/exports.ts';
import { eachInTurns, inTurns, type Turns } from '../../platform/turns.ts';
import { isStale, noteChange, nothingStale, type Stale } from './freshness.ts';
import {
  areFew,
  loadAllParts,
  loadAtOnce,
  loadNames,
  loadStale,
  noteChanged,
  type Found,
} from './load-stale.ts';
import { loadTenantTime, type TenantTime } from './load-tenant.ts';
import { Snapshot } from './snapshot.ts';

/** Offers are ordered anew by their sums at most this often. */
const TOTALS_AGE: Micros = minute;

/** What a question about a tenant's offers is answered from. */
export interface Current {
  readonly snapshot: Snapshot;
  /** The tenant's time. */
  readonly now: Micros;
}

/** After this long an order of old sums is no longer good enough to answer from while the new one is made. */
const OVERDUE: Micros = 2 * TOTALS_AGE;
/** So many changed offers stand aside before all are put in order again. */
const MOST_NEWCOMERS = 32;

/**
 * One tenant's snapshot and how it is kept fresh. Whoever asks waits until everything that was known to have changed
 * when they asked has been read, so a process reads its own writes at once. Readings run one after the other and each
 * takes in all that changed before it, so a storm of changes costs few of them. Only the routine of putting offers in
 * order by their newest sums runs beside the questions.
 */
export class HeldTenant {
  readonly #context: Pick<Context, 'database' | 'clock'>;
  readonly #tenantId: string;
  #snapshot: Snapshot | undefined;
  #stale: Stale = { ...nothingStale(), all: true };
  #time: TenantTime = { now: 0, offset: 0 };
  #totalsAt: Micros = 0;
  #useDay: Micros = 0;
  #running: { readonly done: Promise<void>; readonly isRoutine: boolean } | undefined;
  #waiting: Promise<void> | undefined;

  constructor(context: Pick<Context, 'database' | 'clock'>, tenantId: string) {
    this.#context = context;
    this.#tenantId = tenantId;
  }

  /** Notes that something changed. */
  note(change: Pick<Change, 'kind' | 'objectId'>): void {
    noteChange(this.#stale, change);
  }

  /** The snapshot with everything in it that was committed and announced before the call. */
  async current(): Promise<Current> {
    return this.currentAtOnce() ?? this.#currentAfterReading();
  }

  /** The same without waiting, where nothing has to be read. */
  currentAtOnce(): Current | undefined {
    this.#noteTime();
    if (isStale(this.#stale) || this.#running?.isRoutine === false || !this.#snapshot) return undefined;
    // A routine that fails is repeated by the next question, which then waits for it.
    if (this.#stale.routine) this.#read().catch(() => {});
    return { snapshot: this.#snapshot, now: this.#now() };
  }

  async #currentAfterReading(): Promise<Current> {
    if (isStale(this.#stale)) await this.#read();
    else await this.#running?.done;
    if (!this.#snapshot) throw new Error('The offers of the tenant could not be read');
    return { snapshot: this.#snapshot, now: this.#now() };
  }

  /** The process's clock may be a little behind the database, which has stamped what was read. */
  #now(): Micros {
    return Math.max(this.#context.clock.now() + this.#time.offset, this.#time.now);
  }

  /** What becomes stale by the clock alone: versions written in advance, windows that closed, sums. */
  #noteTime(): void {
    if (!this.#snapshot) return;
    const now = this.#now();
    for (const id of this.#snapshot.outdated(now)) this.#stale.offers.add(id);
    if (dayStart(now) !== this.#useDay) this.#stale.use = 'all';
    const age = now - this.#totalsAt;
    if (age >= OVERDUE) {
      this.#stale.totals = true;
      this.#stale.use = 'all';
    } else if (age >= TOTALS_AGE && !this.#running) this.#stale.routine = true;
  }

  /** Joins the reading that has yet to begin, or begins one. */
  #read(): Promise<void> {
    this.#waiting ??= this.#readNext();
    return this.#waiting;
  }

  async #readNext(): Promise<void> {
    await this.#running?.done.catch(() => {});
    this.#waiting = undefined;
    const stale = this.#stale;
    this.#stale = nothingStale();
    const isRoutine = !isStale(stale);
    if (stale.routine) {
      stale.totals = true;
      stale.use = 'all';
    }
    const done = this.#readStale(stale);
    this.#running = { done, isRoutine };
    try {
      await done;
    } catch (error) {
      this.#stale.all = true;
      throw error;
    } finally {
      this.#running = undefined;
    }
  }

  async #readStale(stale: Stale): Promise<void> {
    const { database } = this.#context;
    if (this.#snapshot && areFew(stale)) {
      const found = await loadAtOnce(database, this.#tenantId, this.#snapshot, stale, this.#now());
      if (found) return this.#takeIn(this.#snapshot, stale, found, inTurns());
    }
    const turns = inTurns();
    const options = { isolation: 'repeatable read', readOnly: true } as const;
    const apply = await inTenant(
      database,
      this.#tenantId,
      async (tx) => {
        const time = await loadTenantTime(tx);
        const snapshot = this.#snapshot;
        if (!snapshot) return this.#loadAll(tx, time, turns);
        if (stale.clock) this.#noteClock(snapshot, stale, time);
        if (stale.all) await noteChanged(tx, snapshot, stale, turns);
        const found = await loadStale(tx, snapshot, stale, time, turns);
        return () => this.#takeIn(snapshot, stale, found, turns);
      },
      options,
    );
    await apply();
  }

  /** A clock that was set forward has made some versions valid; one that was set back may have ended any. */
  #noteClock(snapshot: Snapshot, stale: Stale, time: TenantTime): void {
    if (time.offset < this.#time.offset) stale.all = true;
    else for (const id of snapshot.outdated(time.now)) stale.offers.add(id);
  }

  async #loadAll(tx: TenantTransaction, time: TenantTime, turns: Turns): Promise<() => Promise<void>> {
    const { facts, lookups } = await loadNames(tx);
    const world = await loadWorld(this.#context.database, tx);
    const parts = await loadAllParts(tx, time, turns);
    return async () => {
      const snapshot = new Snapshot(facts, lookups, world);
      for (const { offers, use } of parts)
        await eachInTurns(offers, turns, (stored) => snapshot.put(stored, use, stored.totals, time.now));
      await snapshot.order(time.now, turns);
      this.#time = time;
      this.#snapshot = snapshot;
      this.#totalsAt = time.now;
      this.#useDay = dayStart(time.now);
    };
  }

  async #takeIn(
    snapshot: Snapshot,
    stale: Stale,
    { time, names, changed, used, totals }: Found,
    turns: Turns,
  ): Promise<void> {
    this.#time = time;
    const isFoundOtherwise = names !== undefined && snapshot.setNames(names.facts, names.lookups);
    const found = new Set(changed.flatMap(({ offers }) => offers.map(({ id }) => id)));
    for (const id of stale.offers) if (!found.has(id)) snapshot.remove(id);
    for (const { offers, use } of changed) {
      await eachInTurns(offers, turns, (stored) => {
        // Only a new offer brings its sums; those of the others are taken in with everybody's.
        const held = snapshot.offer(stored.id)?.totals ?? stored.totals;
        snapshot.put(stored, use, held, time.now);
      });
    }
    for (const { ids, use } of used) await snapshot.setUse(ids, use, time.now, turns);
    if (stale.use === 'all') this.#useDay = dayStart(time.now);
    if (totals) {
      await snapshot.setTotals(totals, time.now, turns);
      this.#totalsAt = time.now;
    } else if (isFoundOtherwise || snapshot.index.newcomers.size > MOST_NEWCOMERS) {
      await snapshot.order(time.now, turns);
    }
  }
}
