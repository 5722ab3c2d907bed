import type { Context } from '../../context.ts';
import { repeat, type Worker } from '../../platform/worker.ts';
import { claimDeliveries, type ClaimedDelivery } from './claim.ts';
import { completeTries, type FinishedTry } from './complete.ts';
import { Destination, FIRST_AHEAD } from './destination.ts';
import { applyEndpointChange } from './health.ts';
import { releaseDeliveries } from './lease.ts';
import { Moment } from './moment.ts';
import { probeEndpoints } from './probe.ts';
import { rememberSecrets } from './secrets.ts';
import { makeTry, type MadeTry } from './try.ts';
import { onNewDeliveries } from './wake.ts';

/** How deliveries are sent; everything has a default, and tests shorten the times. */
export interface SenderOptions {
  /** How often the sender looks without being woken. */
  readonly pollMs?: number;
  /** For one try in all. */
  readonly timeoutMs?: number;
  /** How long a delivery is held for one try. */
  readonly leaseMs?: number;
  /** Deliveries held by this process at once. */
  readonly capacity?: number;
  /** Tries under way at once to one destination. */
  readonly widest?: number;
}

const DEFAULTS: Required<SenderOptions> = {
  pollMs: 500,
  timeoutMs: 15_000,
  leaseMs: 60_000,
  capacity: 8_192,
  widest: 64,
};
const COMPLETED_AT_ONCE = 1_000;
const PROBE_EVERY_MS = 60_000;
const STOP_WAIT_MS = 5_000;
const STORE_AGAIN_MS = 500;
const STORE_EVERY_MS = 100;
const SILENCE_MS = 20;

/**
 * Sends callbacks and partner postbacks: at once, and again by the schedule until they are taken or given up. One
 * destination that hangs holds only its own tries.
 */
export function deliveryWorker(context: Context, options: SenderOptions = {}): Worker {
  const sender = new Sender(context, { ...DEFAULTS, ...options });
  const worker = repeat('deliveries', sender.options.pollMs, context.log, () => sender.turn());
  const wake = () => worker.wake();
  let endWaking: (() => void) | undefined;
  return {
    name: worker.name,
    wake,
    takeTurn: () => sender.sendAllDue(),
    start() {
      sender.onRoom = wake;
      endWaking = onNewDeliveries(context, wake);
      worker.start();
      wake();
    },
    async stop() {
      endWaking?.();
      await worker.stop();
      await sender.finish();
    },
  };
}

class Sender {
  readonly options: Required<SenderOptions>;
  /** Called when tries were stored, so that there is room for others. */
  onRoom: () => void = () => {};
  readonly #context: Context;
  readonly #secrets: ReturnType<typeof rememberSecrets>;
  readonly #destinations = new Map<string, Destination>();
  /** Tries and other work that has begun and not ended, and who waits until none of it is left. */
  #underWay = 0;
  #waitingForNone: (() => void)[] = [];
  #finished: FinishedTry[] = [];
  #storing: Promise<void> | undefined;
  #storedAt = Number.NEGATIVE_INFINITY;
  /** Between two goes. */
  readonly #pausing = new Moment();
  #isStopping = false;
  /** Deliveries that the last turn took. */
  #claimed = 0;
  #probedAt = Number.NEGATIVE_INFINITY;

  constructor(context: Context, options: Required<SenderOptions>) {
    this.#context = context;
    this.options = options;
    this.#secrets = rememberSecrets(context);
  }

  /** Sends whatever is due until nothing is, and stores what came of it. */
  async sendAllDue(): Promise<void> {
    do {
      for (const destination of this.#destinations.values()) destination.lookBack();
      await this.turn();
      await this.#noneUnderWay();
      while (this.#storing) await this.#storing;
    } while (this.#claimed > 0);
  }

  /** Fetches what is due, as far as there is room, and begins to send it. */
  async turn(): Promise<boolean> {
    this.#claimed = 0;
    const now = performance.now();
    if (now - this.#probedAt >= PROBE_EVERY_MS) {
      this.#probedAt = now;
      await probeEndpoints(this.#context);
    }
    for (const [key, destination] of this.#destinations) {
      if (destination.isForgettable(now)) this.#destinations.delete(key);
    }
    const held = this.#heldByTenant();
    const room = this.options.capacity - this.#held();
    if (room <= 0) return false;
    const asked = new Map([...this.#destinations.values()].map((one) => [one, one.allowance(now)]));
    const perDestination = Math.min(FIRST_AHEAD, 4 * this.options.widest);
    const share = (tenantId: string) => {
      const own = held.get(tenantId) ?? 0;
      return own === 0 ? Math.ceil(room / 2) : Math.max(0, Math.floor((room + own) / 2) - own);
    };
    const claimed = await claimDeliveries(this.#context, {
      total: room,
      perTenant: Math.ceil(room / 2),
      perDestination,
      leaseMs: this.options.leaseMs,
      timeoutMs: this.options.timeoutMs,
      allowances: [...asked].map(([one, count]) => one.ask(count, now)),
      shares: [...held.keys()].map((tenantId) => ({ tenantId, count: share(tenantId) })),
    });
    this.#claimed = claimed.length;
    const given = Map.groupBy(claimed, (delivery) => this.#destinationOf(delivery));
    const ofTenant = Map.groupBy(claimed, ({ tenantId }) => tenantId);
    for (const destination of new Set([...asked.keys(), ...given.keys()])) {
      const deliveries = given.get(destination) ?? [];
      const most = asked.get(destination) ?? perDestination;
      const isShareFull = (ofTenant.get(destination.tenantId)?.length ?? 0) >= share(destination.tenantId);
      destination.give(deliveries, deliveries.length >= most || isShareFull);
      this.#pump(destination);
    }
    return false;
  }

  /** Waits for tries that are under way and stores what came of them; whatever is lost is due when its lease ends. */
  async finish(): Promise<void> {
    this.#isStopping = true;
    await this.#giveBack([...this.#destinations.values()].flatMap((one) => one.takeWaiting()));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, STOP_WAIT_MS)));
    await Promise.race([this.#noneUnderWay(), late]);
    clearTimeout(timer);
    await this.#storing;
    this.#secrets.close();
  }

  /**
   * What this process holds for each tenant. A tenant is given no more than half of what others leave, so that there is
   * always room for one more, however many have more waiting than goes out, and however long their receivers take.
   */
  #heldByTenant(): Map<string, number> {
    const held = new Map<string, number>();
    const add = (tenantId: string, count: number) => held.set(tenantId, (held.get(tenantId) ?? 0) + count);
    for (const destination of this.#destinations.values()) add(destination.tenantId, destination.held);
    for (const { delivery } of this.#finished) add(delivery.tenantId, 1);
    return held;
  }

  #held(): number {
    let held = this.#finished.length;
    for (const destination of this.#destinations.values()) held += destination.held;
    return held;
  }

  /** A look for more costs the same for one as for many: it waits until there is room for many. */
  #hasRoom(): boolean {
    return this.#held() <= this.options.capacity / 2;
  }

  #destinationOf({ tenantId, origin }: ClaimedDelivery): Destination {
    const key = `${tenantId} ${origin}`;
    const known = this.#destinations.get(key);
    if (known) return known;
    const made = new Destination(tenantId, origin, this.options.widest);
    this.#destinations.set(key, made);
    return made;
  }

  #pump(destination: Destination): void {
    for (;;) {
      const delivery = destination.next(performance.now());
      if (!delivery) return;
      this.#send(destination, delivery);
    }
  }

  #send(destination: Destination, delivery: ClaimedDelivery): void {
    // A process that slept may find its lease gone: then the delivery is somebody else's.
    if (performance.now() > delivery.beginsUntilMs) {
      destination.skipped();
      return;
    }
    this.#underWay++;
    makeTry(this.#context, this.#secrets, delivery, this.options.timeoutMs, (made) => {
      this.#tried(destination, made);
      this.#ended();
    });
  }

  #tried(destination: Destination, made: MadeTry): void {
    const now = performance.now();
    const rests = destination.finished(made.signal, now);
    this.#finished.push(made.finished);
    this.#store();
    if (rests) {
      this.#underWay++;
      void this.#giveBack(destination.takeWaiting()).then(() => this.#ended());
    } else if (!this.#isStopping) {
      this.#pump(destination);
      if (destination.isRunningLow(now) && this.#hasRoom()) this.onRoom();
    }
  }

  #ended(): void {
    this.#underWay--;
    if (this.#underWay > 0) return;
    this.#pausing.end();
    for (const resolve of this.#waitingForNone.splice(0)) resolve();
  }

  async #noneUnderWay(): Promise<void> {
    while (this.#underWay > 0) await new Promise<void>((resolve) => this.#waitingForNone.push(resolve));
  }

  /**
   * Stores all tries that ended while the last ones were being stored, in one go. A go costs the same for one as for
   * many, so that there is a moment between two: the first after a silence is stored at once.
   */
  #store(): void {
    this.#storing ??= this.#storeAll().finally(() => {
      this.#storing = undefined;
      if (this.#finished.length > 0) this.#store();
    });
  }

  /**
   * Ends when the next go is due, and at once when nothing is left for which it would be worth while to wait: no try is
   * under way, or those that are have brought nothing for a moment.
   */
  async #pause(): Promise<void> {
    const untilMs = this.#storedAt + STORE_EVERY_MS;
    for (let seen = -1; seen !== this.#finished.length;) {
      const waitMs = Math.min(SILENCE_MS, untilMs - performance.now());
      if (waitMs <= 1 || this.#isStopping || this.#underWay === 0) break;
      seen = this.#finished.length;
      await this.#pausing.wait(waitMs);
    }
    this.#storedAt = performance.now();
  }

  async #storeAll(): Promise<void> {
    let atOnce = COMPLETED_AT_ONCE;
    while (this.#finished.length > 0) {
      if (this.#finished.length < COMPLETED_AT_ONCE) await this.#pause();
      const batch = this.#finished.slice(0, atOnce);
      try {
        const changes = await completeTries(this.#context, batch);
        this.#finished = this.#finished.slice(batch.length);
        atOnce = COMPLETED_AT_ONCE;
        for (const change of changes) await applyEndpointChange(this.#context, change);
      } catch (error) {
        this.#context.log.error({ error, tries: batch.length }, 'tries of deliveries could not be stored');
        if (this.#isStopping) return void (this.#finished = []);
        // One by one, and the first one last, so that a single one that cannot be stored does not keep back the others.
        // It is sent again when its lease ends, with the same id and the same bytes.
        const [first, ...others] = this.#finished;
        this.#finished = [...others, ...(first ? [first] : [])].filter(
          ({ delivery }) => performance.now() < delivery.beginsUntilMs + this.options.timeoutMs,
        );
        atOnce = 1;
        await new Promise((resolve) => setTimeout(resolve, STORE_AGAIN_MS));
      }
      const now = performance.now();
      if (this.#hasRoom() && [...this.#destinations.values()].some((one) => one.isRunningLow(now)))
        this.onRoom();
    }
  }

  async #giveBack(deliveries: readonly ClaimedDelivery[]): Promise<void> {
    try {
      await releaseDeliveries(this.#context, deliveries);
    } catch (error) {
      this.#context.log.warn({ error }, 'deliveries are given back when their lease ends');
    }
  }
}
