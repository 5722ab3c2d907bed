import type { Logger } from './log.ts';

/** Work that a process does by itself, again and again. */
export interface Worker {
  readonly name: string;
  start(): void;
  /** Takes turns until there is nothing to do, whether started or not: for simulations and tests. */
  takeTurn(): Promise<void>;
  /** Looks for work now instead of at the next turn. */
  wake(): void;
  /** Lets the running turn finish and does no other. */
  stop(): Promise<void>;
}

/**
 * Makes a worker that takes a turn every so often.
 *
 * @param turn does one bounded piece of work; true when there is more to do at once. A turn that throws is logged and
 *   repeated at its next time.
 */
export function repeat(name: string, everyMs: number, log: Logger, turn: () => Promise<boolean>): Worker {
  return new Repeater(name, everyMs, log, turn);
}

class Repeater implements Worker {
  readonly name: string;
  readonly #everyMs: number;
  readonly #log: Logger;
  readonly #turn: () => Promise<boolean>;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isStarted = false;
  #isWoken = false;

  constructor(name: string, everyMs: number, log: Logger, turn: () => Promise<boolean>) {
    this.name = name;
    this.#everyMs = everyMs;
    this.#log = log;
    this.#turn = turn;
  }

  start(): void {
    this.#isStarted = true;
    // The first turn comes at once: it catches up with what came due while nothing ran.
    this.#schedule(0);
  }

  wake(): void {
    this.#isWoken = true;
    // One turn of the event loop later, so that a burst of wakes is one.
    if (!this.#running) this.#schedule(0);
  }

  async takeTurn(): Promise<void> {
    while (await this.#turn());
  }

  async stop(): Promise<void> {
    this.#isStarted = false;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer);
    if (this.#isStarted) this.#timer = setTimeout(() => this.#run(), delayMs);
  }

  #run(): void {
    if (!this.#isStarted || this.#running) return;
    this.#running = this.#takeTurns().finally(() => {
      this.#running = undefined;
      this.#schedule(this.#isWoken ? 0 : this.#everyMs);
    });
  }

  async #takeTurns(): Promise<void> {
    this.#isWoken = false;
    try {
      let hasMore = true;
      while (this.#isStarted && hasMore) hasMore = await this.#turn();
    } catch (error) {
      this.#log.error({ error, worker: this.name }, 'a turn of background work failed');
    }
  }
}
