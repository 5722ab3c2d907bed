import type { ClaimedDelivery } from './claim.ts';
import type { Allowance } from './lease.ts';

const FIRST_WINDOW = 16;
/** Deliveries held at first for a destination of which nothing is known. */
export const FIRST_AHEAD = 256;
/** At most so many windows are held ahead, for a destination that takes them within a moment. */
const WINDOWS_AHEAD = 48;
const AHEAD_SECONDS = 0.5;
const RATE_EVERY_SECONDS = 0.05;
const FORGOTTEN_AFTER_MS = 10_000;
const LOOK_BACK_EVERY_MS = 1_000;
/** `2026-11-22T03:15:40`, as instants begin. */
const TO_THE_SECOND = 19;
/** Tries in a row without any answer after which a destination is left alone for a while. */
const SILENT_IN_A_ROW = 5;
const FIRST_REST_MS = 5_000;
const LONGEST_REST_MS = 120_000;

/** How a try went, as far as it tells about the destination and not about the delivery. */
export type DestinationSignal = 'answered' | 'overloaded' | 'silent';

/**
 * One receiver's origin as this process sees it: how many tries may be under way at once, what is waiting for its turn,
 * and whether it is left alone because nobody answers there. Answers widen the window, silence and overload halve it;
 * after a rest a single try finds out whether the destination is back.
 */
export class Destination {
  readonly tenantId: string;
  readonly origin: string;
  readonly #waiting: ClaimedDelivery[] = [];
  readonly #widest: number;
  #underWay = 0;
  #window: number;
  #silences = 0;
  #rests = 0;
  #restsUntil = 0;
  #usedAt = 0;
  /** Tries that ended since the rate was last looked at, and the rate, in tries a second. */
  #ended = 0;
  #lookedAt = performance.now();
  #rate = 0;
  /** How many it may hold: twice as many whenever none was waiting here any more while others were due. */
  #ahead = FIRST_AHEAD;
  /** Whether more is due for it than it was given last. */
  #hasMore = true;
  /** The second of the oldest delivery that was fetched last, and when all that is due was looked through. */
  #oldest: string | null = null;
  #lookedBackAt = Number.NEGATIVE_INFINITY;

  constructor(tenantId: string, origin: string, widest: number) {
    this.tenantId = tenantId;
    this.origin = origin;
    this.#widest = widest;
    this.#window = Math.min(FIRST_WINDOW, widest);
  }

  /** Deliveries held for this destination, waiting or under way. */
  get held(): number {
    return this.#waiting.length + this.#underWay;
  }

  /**
   * How many more deliveries it may be given: enough that none is missing while the next ones are fetched, and no more
   * than it takes within a moment, so that none waits here while another process could send it.
   */
  allowance(nowMs: number): number {
    return Math.max(0, this.#wanted(nowMs) - this.held);
  }

  /**
   * What to fetch for it. Whatever is older than what was fetched last has ended or is held, but still costs time to pass
   * over, so that it is left out; but once a second all is looked through, for what came in late, was given back by another
   * process or outlived its lease.
   */
  ask(count: number, nowMs: number): Allowance {
    const looksBack = nowMs >= this.#lookedBackAt + LOOK_BACK_EVERY_MS;
    if (looksBack) this.#lookedBackAt = nowMs;
    return { tenantId: this.tenantId, origin: this.origin, count, from: looksBack ? null : this.#oldest };
  }

  /** Makes the next look one through all that is due. */
  lookBack(): void {
    this.#lookedBackAt = Number.NEGATIVE_INFINITY;
  }

  /** Whether it is worth while to fetch more. */
  isRunningLow(nowMs: number): boolean {
    return this.#hasMore && this.held < this.#wanted(nowMs) / 2;
  }

  /**
   * Takes what was fetched for it.
   *
   * @param hasMore whether more is due for it than that
   */
  give(deliveries: readonly ClaimedDelivery[], hasMore: boolean): void {
    this.#hasMore = hasMore;
    if (hasMore && this.#waiting.length === 0)
      this.#ahead = Math.min(2 * this.#ahead, WINDOWS_AHEAD * this.#widest);
    this.#waiting.push(...deliveries);
    if (deliveries.length > 0) this.#oldest = `${oldestSecond(deliveries)}Z`;
  }

  #wanted(nowMs: number): number {
    if (nowMs < this.#restsUntil) return 0;
    if (this.#silences >= SILENT_IN_A_ROW) return 1;
    const soon = Math.ceil(this.#rateAt(nowMs) * AHEAD_SECONDS);
    return Math.min(WINDOWS_AHEAD * this.#window, Math.max(2 * this.#window, soon, this.#ahead));
  }

  #rateAt(nowMs: number): number {
    const seconds = (nowMs - this.#lookedAt) / 1_000;
    if (seconds < RATE_EVERY_SECONDS) return this.#rate;
    this.#rate = this.#ended / seconds;
    this.#ended = 0;
    this.#lookedAt = nowMs;
    return this.#rate;
  }

  /** Whether nothing of it needs to be remembered. */
  isForgettable(nowMs: number): boolean {
    return (
      this.held === 0 &&
      this.#silences === 0 &&
      nowMs >= this.#restsUntil &&
      nowMs > this.#usedAt + FORGOTTEN_AFTER_MS
    );
  }

  /** Takes the next delivery whose try may begin now. */
  next(nowMs: number): ClaimedDelivery | undefined {
    const window = this.#silences >= SILENT_IN_A_ROW ? 1 : this.#window;
    if (nowMs < this.#restsUntil || this.#underWay >= window) return undefined;
    const delivery = this.#waiting.shift();
    if (delivery) this.#underWay++;
    return delivery;
  }

  /** Gives back what is waiting, for a destination that rests. */
  takeWaiting(): ClaimedDelivery[] {
    this.lookBack();
    return this.#waiting.splice(0);
  }

  /** Notes that a delivery was taken but not tried. */
  skipped(): void {
    this.#underWay--;
  }

  /** Notes how a try went. Returns whether the destination now rests. */
  finished(signal: DestinationSignal, nowMs: number): boolean {
    this.#underWay--;
    this.#ended++;
    this.#usedAt = nowMs;
    if (signal === 'answered') {
      this.#window = Math.min(this.#widest, this.#window + 1);
    } else {
      this.#window = Math.max(1, Math.floor(this.#window / 2));
      this.#ahead = 2 * FIRST_WINDOW;
    }
    if (signal !== 'silent') {
      this.#silences = 0;
      this.#rests = 0;
      return false;
    }
    this.#silences++;
    if (this.#silences < SILENT_IN_A_ROW || nowMs < this.#restsUntil) return false;
    this.#restsUntil = nowMs + Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** this.#rests++);
    return true;
  }
}

/** Fractions of a second are written with as many digits as they need, and so have no order as text. */
function oldestSecond(deliveries: readonly ClaimedDelivery[]): string {
  return deliveries.reduce((oldest, { nextTryAt }) => {
    const second = nextTryAt.slice(0, TO_THE_SECOND);
    return second < oldest ? second : oldest;
  }, '9');
}
