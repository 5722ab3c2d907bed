import { connectDatabase, type Database } from '#database/connect.ts';
import { inOwner } from '#database/transaction.ts';
import { insertFreshClicks } from '../world/history.ts';
import type { Stage } from './path.ts';

/** Clicks that are made at once, before a slice that would run out of them. */
const AT_ONCE = 20_000;

/** Clicks that wait for their conversions, each to be converted once. */
export class ClickStock {
  readonly #database: Database;
  readonly #tenantId: string;
  readonly #offerIds: readonly string[];
  #clicks: readonly string[] = [];

  /** @param offerIds what the clicks are of, in turn */
  constructor({ installation, world }: Stage, offerIds: readonly string[]) {
    this.#database = connectDatabase({ connectionString: installation.connectionString });
    this.#tenantId = world.tenantId;
    this.#offerIds = offerIds;
  }

  /** Makes more where there are fewer than so many. */
  async fill(least: number): Promise<void> {
    if (this.#clicks.length >= least) return;
    const made = await inOwner(this.#database, (tx) =>
      insertFreshClicks(tx, this.#tenantId, this.#offerIds, AT_ONCE),
    );
    this.#clicks = [...this.#clicks, ...made];
  }

  /** The next of them, not taken out yet. */
  next(count: number): readonly string[] {
    return this.#clicks.slice(0, count);
  }

  /** Takes out the next, since they were sent. */
  spend(count: number): void {
    this.#clicks = this.#clicks.slice(count);
  }

  async close(): Promise<void> {
    await this.#database.close();
  }
}
