const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;
const MOST_REMEMBERED = 10_000;

/** What could not be settled, and when it is worth another try: a minute later, then after twice as long each time. */
export class Setbacks {
  readonly #failed = new Map<string, { readonly waitMs: number; readonly again: number }>();

  /** What is left alone at an instant of `performance.now()`. */
  waiting(nowMs: number): string[] {
    return [...this.#failed].filter(([, { again }]) => again > nowMs).map(([id]) => id);
  }

  /** Remembers that something could not be settled. */
  failed(id: string, nowMs: number): void {
    const before = this.#failed.get(id);
    const waitMs = before === undefined ? FIRST_WAIT_MS : Math.min(before.waitMs * 2, LONGEST_WAIT_MS);
    this.#failed.delete(id);
    this.#failed.set(id, { waitMs, again: nowMs + waitMs });
    const [oldest] = this.#failed.keys();
    if (this.#failed.size > MOST_REMEMBERED && oldest !== undefined) this.#failed.delete(oldest);
  }

  /** Forgets what could be settled after all. */
  settled(ids: readonly string[]): void {
    for (const id of ids) this.#failed.delete(id);
  }
}
