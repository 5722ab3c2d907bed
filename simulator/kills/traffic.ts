import { setTimeout as sleep } from 'node:timers/promises';
import type { ConversionStatus } from '#domain/offer.ts';
import type { SeededRandom } from '../random.ts';
import type { Arena, ArenaOffer, Reply } from './arena.ts';
import type { ServerProcess } from './server-process.ts';

/** A postback that was sent, with what its first answer said. */
export interface Sent {
  readonly offer: ArenaOffer;
  readonly path: string;
  conversionId: string | null;
}

/** A conversion that an answer spoke of. */
export interface Answered {
  readonly id: string;
  readonly offer: ArenaOffer;
  /** What the answers called it, the latest last. */
  readonly statuses: ConversionStatus[];
  /** Held when it was answered first: what came before it decides what becomes of it. */
  readonly wasHeld: boolean;
  isBusy: boolean;
}

interface Click {
  readonly id: string;
  readonly offer: ArenaOffer;
}

const LANES = 32;
const RETRY_MS = 20;
/** Postbacks go to clicks that are this young, so that many members go on with what they began. */
const RECENT_CLICKS = 200;
const statuses: readonly ConversionStatus[] = ['Pending', 'Success', 'Rejected'];

/**
 * Members, tracking systems and operators who all call at once. Whoever gets no answer asks again until there is one,
 * as tracking systems do; what was answered is remembered.
 */
export class Traffic {
  readonly sent: Sent[] = [];
  readonly answered = new Map<string, Answered>();
  /** Answers that nobody should have got. */
  readonly faults: string[] = [];
  readonly #clicks: Click[] = [];
  readonly #arena: Arena;
  readonly #server: ServerProcess;
  readonly #random: SeededRandom;
  readonly #lanes: Promise<void>[];
  #inFlight = 0;
  #requests = 0;
  #members = 0;
  #isEnding = false;

  constructor(arena: Arena, server: ServerProcess, random: SeededRandom) {
    this.#arena = arena;
    this.#server = server;
    this.#random = random;
    this.#lanes = Array.from({ length: LANES }, () => this.#lane());
    // A lane that broke is met where the traffic is ended.
    for (const lane of this.#lanes) lane.catch(() => {});
  }

  /** Requests without an answer at this moment. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Requests that were sent, answered or not. */
  get requests(): number {
    return this.#requests;
  }

  /** Lets everybody get the answer that they wait for, and ends. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await Promise.all(this.#lanes);
  }

  /** Sends a postback once more and gives its answer. */
  again({ path }: Sent): Promise<Reply> {
    return this.#untilAnswered(() => this.#arena.open(path));
  }

  async #lane(): Promise<void> {
    while (!this.#isEnding) {
      const draw = this.#random.next();
      if (draw < 0.35) await this.#click();
      else if (draw < 0.72) await this.#convert();
      else if (draw < 0.86) await this.#repeat();
      else await this.#operate();
    }
  }

  /** A call that is made again until it is answered; 503 says to come again. */
  async #untilAnswered(call: () => Promise<Reply>): Promise<Reply> {
    for (;;) {
      await this.#server.up;
      this.#inFlight++;
      this.#requests++;
      try {
        const reply = await call();
        if (reply.status !== 503) return reply;
      } catch {
        // Killed before the answer: whether it was stored is what is looked at later.
      } finally {
        this.#inFlight--;
      }
      await sleep(RETRY_MS);
    }
  }

  async #click(): Promise<void> {
    const offer = this.#random.pick(this.#arena.offers);
    const isNew = this.#members === 0 || this.#random.chance(0.8);
    const member = isNew ? ++this.#members : this.#random.whole(1, this.#members);
    const path =
      offer.payoutId === null
        ? `/api/v1/offer-wall/offer-link-redirect?offerId=${offer.id}&pub_member_id=m${member}`
        : `/api/v1/offer-link/redirect/${offer.payoutId}?pub_click_id=c${member}&pub_member_id=m${member}`;
    const { status, location, text } = await this.#untilAnswered(() => this.#arena.open(path));
    const id = status === 302 ? new URL(location).searchParams.get('gk_click_id') : null;
    if (id !== null) this.#clicks.push({ id, offer });
    else if (status !== 409) this.faults.push(`a click on ${offer.name} was answered ${status}: ${text}`);
  }

  async #convert(): Promise<void> {
    const click = this.#clicks.at(-this.#random.whole(1, Math.min(RECENT_CLICKS, this.#clicks.length)));
    if (click === undefined) return this.#click();
    const { offer } = click;
    const values = new URLSearchParams({ gk_click_id: click.id });
    if (offer.steps.length > 0) values.set('cnv_event_id', this.#random.pick(offer.steps));
    if (this.#random.chance(0.4)) values.set('cnv_conversion_id', `t${this.#random.whole(1, 3)}`);
    const one: Sent = { offer, path: `${this.#arena.postbackPath}&${values.toString()}`, conversionId: null };
    this.sent.push(one);
    // Some tracking systems call twice at once.
    await Promise.all([this.#post(one), ...(this.#random.chance(0.15) ? [this.#post(one)] : [])]);
  }

  async #repeat(): Promise<void> {
    if (this.sent.length > 0) await this.#post(this.#random.pick(this.sent));
  }

  async #post(one: Sent): Promise<void> {
    const { status, data, text } = await this.again(one);
    if (status !== 200) {
      this.faults.push(`a postback of ${one.offer.name} was answered ${status}: ${text}`);
      return;
    }
    one.conversionId ??= data.conversionId as string;
    if (!this.answered.has(data.conversionId)) {
      const wasHeld = data.status === 'Pending' && !data.accepted;
      const { offer } = one;
      const conversion = {
        id: data.conversionId,
        offer,
        statuses: [data.status],
        wasHeld,
        isBusy: false,
      };
      this.answered.set(conversion.id, conversion);
    }
  }

  /** An operator decides otherwise; one operator at a time on one conversion, so that there is a last word. */
  async #operate(): Promise<void> {
    const conversion = this.#random.pick([...this.answered.values()].slice(-RECENT_CLICKS));
    const current = conversion?.statuses.at(-1);
    if (conversion === undefined || conversion.isBusy || conversion.wasHeld) return this.#repeat();
    const { id, offer } = conversion;
    if (offer.isLimited && current === 'Rejected') return this.#repeat();
    const others = statuses.filter((status) => status !== current);
    const status = offer.isLimited ? 'Rejected' : this.#random.pick(others);
    conversion.isBusy = true;
    try {
      const { status: code, text } = await this.#setStatus(conversion, status);
      if (code === 200) conversion.statuses.push(status);
      else this.faults.push(`${id} of ${offer.name} was set ${status} and answered ${code}: ${text}`);
    } finally {
      conversion.isBusy = false;
    }
  }

  async #setStatus({ id, offer }: Answered, status: ConversionStatus): Promise<Reply> {
    const base = '/api/v1/sdk-conversion-system/conversions';
    let path = `${base}/${id}`;
    if (offer.steps.length > 0) {
      const read = await this.#untilAnswered(() => this.#arena.call('GET', path));
      if (read.status !== 200) return read;
      path = `${base}/${read.data.id}/${id}`;
    }
    return this.#untilAnswered(() => this.#arena.call('PATCH', `${path}/status?status=${status}`));
  }
}
