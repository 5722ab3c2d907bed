import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { buildConnector } from 'undici';
import { AnswerReader } from './egress-answer.ts';

/** Scheme, host and port of a receiver, as one text and in parts. */
export interface Origin {
  readonly origin: string;
  readonly protocol: string;
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
}

/** A request as it goes over a connection. */
export interface WrittenRequest {
  readonly bytes: Buffer;
  /** What follows them little by little. */
  readonly pieces: Readable | null;
}

/** What an exchange brought: what was read of the answer, and why it ended where it broke off. */
export interface ExchangeEnd {
  readonly reader: AnswerReader;
  /** Null where the answer ended by itself or was read far enough; `late` when its time was over. */
  readonly broken: Error | 'late' | null;
  readonly durationMs: number;
}

/** Up to here a longer answer is read to its end, so that its connection can be used again. */
const READ_BYTES = 16_384;
const CLOSED = 'the connection was closed before the answer was complete';
const SHUT = 'the way out is closed';
const SWEEP_EVERY_MS = 1_000;

/**
 * Connections over which requests of HTTP/1.1 go, one at a time each, kept for the next request to the same origin. It
 * sends bytes that are complete, and reads no more of an answer than is needed: for small requests in great number,
 * where a general client spends more on each than the network does.
 */
export class Connections {
  readonly connect: buildConnector.connector;
  /** Connections to one origin. */
  readonly most: number;
  readonly #homes = new Map<string, Home>();
  #sweeper: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(connect: buildConnector.connector, most: number) {
    this.connect = connect;
    this.most = most;
  }

  /**
   * Sends a request and reads its answer.
   *
   * @param timeoutMs for all of it: waiting for a connection, connecting, sending, and the answer
   * @param done called once, never before this function has returned
   */
  send(origin: Origin, request: WrittenRequest, timeoutMs: number, done: (end: ExchangeEnd) => void): void {
    const exchange = new Exchange(request, timeoutMs, done);
    if (this.#isClosed) {
      queueMicrotask(() => exchange.end(new Error(SHUT)));
      return;
    }
    let home = this.#homes.get(origin.origin);
    if (home === undefined) {
      home = new Home(this, origin);
      this.#homes.set(origin.origin, home);
      this.#sweeper ??= setInterval(() => this.#sweep(), SWEEP_EVERY_MS).unref();
    }
    home.take(exchange);
  }

  /** Ends all connections and whatever is under way on them. */
  close(): void {
    this.#isClosed = true;
    clearInterval(this.#sweeper);
    for (const home of this.#homes.values()) home.close();
    this.#homes.clear();
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  #sweep(): void {
    const now = performance.now();
    for (const [origin, home] of this.#homes) {
      home.sweep(now);
      if (home.isEmpty) this.#homes.delete(origin);
    }
    if (this.#homes.size > 0) return;
    clearInterval(this.#sweeper);
    this.#sweeper = undefined;
  }
}

/** The connections to one origin, and what waits for one of them. */
class Home {
  readonly #all: Connections;
  readonly #origin: Origin;
  readonly #open = new Set<Connection>();
  readonly #idle: Connection[] = [];
  readonly #connecting = new Set<Exchange>();
  #waiting: Exchange[] = [];

  constructor(all: Connections, origin: Origin) {
    this.#all = all;
    this.#origin = origin;
  }

  get isEmpty(): boolean {
    return this.#open.size === 0 && this.#connecting.size === 0 && this.#waiting.length === 0;
  }

  take(exchange: Exchange): void {
    const idle = this.#idle.pop();
    if (idle) idle.carry(exchange);
    else if (this.#open.size + this.#connecting.size < this.#all.most) this.connectFor(exchange);
    else this.#waiting.push(exchange);
  }

  connectFor(exchange: Exchange): void {
    const { protocol, host, hostname, port } = this.#origin;
    this.#connecting.add(exchange);
    this.#all.connect({ protocol, host, hostname, port }, (error, socket) => {
      this.#connecting.delete(exchange);
      if (error !== null) {
        exchange.end(error);
        this.#connectForWaiting();
        return;
      }
      if (this.#all.isClosed) {
        socket.destroy();
        return;
      }
      const connection = new Connection(this, socket);
      this.#open.add(connection);
      if (exchange.isOver) this.free(connection);
      else connection.carry(exchange);
    });
  }

  /** Takes a connection that may be used again. */
  free(connection: Connection): void {
    const next = this.#nextWaiting();
    if (next) connection.carry(next);
    else this.#idle.push(connection);
  }

  /** Forgets a connection that has ended. */
  lose(connection: Connection): void {
    if (!this.#open.delete(connection)) return;
    const place = this.#idle.indexOf(connection);
    if (place >= 0) this.#idle.splice(place, 1);
    this.#connectForWaiting();
  }

  sweep(now: number): void {
    const late = this.#idle.filter(({ idleUntil }) => idleUntil <= now);
    for (const connection of late) connection.destroy();
    this.#waiting = this.#waiting.filter(({ isOver }) => !isOver);
  }

  close(): void {
    for (const connection of this.#open) connection.destroy();
    for (const exchange of [...this.#connecting, ...this.#waiting.splice(0)]) exchange.end(new Error(SHUT));
  }

  #nextWaiting(): Exchange | undefined {
    let next = this.#waiting.shift();
    while (next?.isOver) next = this.#waiting.shift();
    return next;
  }

  #connectForWaiting(): void {
    if (this.#all.isClosed || this.#open.size + this.#connecting.size >= this.#all.most) return;
    const next = this.#nextWaiting();
    if (next) this.connectFor(next);
  }
}

class Connection {
  /** By `performance.now()`. */
  idleUntil = 0;
  readonly #home: Home;
  readonly #socket: Socket;
  #exchange: Exchange | undefined;
  #wasUsed = false;
  #isOver = false;

  constructor(home: Home, socket: Socket) {
    this.#home = home;
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('end', () => this.#ended(null));
    socket.on('error', (error) => this.#ended(error));
    socket.on('close', () => this.#ended(null));
  }

  carry(exchange: Exchange): void {
    this.#exchange = exchange;
    exchange.connection = this;
    const { bytes, pieces } = exchange.request;
    this.#socket.write(bytes);
    pieces?.pipe(this.#socket, { end: false });
  }

  destroy(): void {
    this.#ended(new Error('the connection was closed'));
  }

  /** Ends the connection for an exchange whose end is told already. */
  drop(): void {
    this.#exchange = undefined;
    this.destroy();
  }

  #read(chunk: Buffer): void {
    const exchange = this.#exchange;
    if (exchange === undefined) return this.destroy();
    exchange.hasBegun = true;
    const { reader } = exchange;
    let isEnded: boolean;
    try {
      isEnded = reader.read(chunk);
    } catch (error) {
      return this.#ended(error as Error);
    }
    if (!isEnded && reader.bodyBytes <= READ_BYTES) return;
    // The connection is free before the end is told, so that what follows finds it.
    this.#exchange = undefined;
    exchange.connection = undefined;
    if (isEnded && reader.isReusable && exchange.isWritten) {
      this.#wasUsed = true;
      this.idleUntil = performance.now() + reader.idleMs;
      this.#home.free(this);
    } else this.destroy();
    exchange.end(null);
  }

  #ended(error: Error | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const exchange = this.#exchange;
    this.#exchange = undefined;
    this.#socket.destroy();
    if (exchange === undefined) return this.#home.lose(this);
    exchange.connection = undefined;
    // A receiver may end a kept connection at the very moment of the next request, of which it then knows nothing. That
    // is no fault of its own, and a delivery may arrive twice.
    const isCrossing =
      this.#wasUsed && !exchange.hasBegun && !exchange.isAgain && exchange.request.pieces === null;
    if (isCrossing) {
      exchange.isAgain = true;
      this.#home.connectFor(exchange);
    }
    this.#home.lose(this);
    if (!isCrossing) exchange.end(exchange.reader.close() ? null : (error ?? new Error(CLOSED)));
  }
}

class Exchange {
  readonly request: WrittenRequest;
  readonly reader = new AnswerReader();
  connection: Connection | undefined;
  /** Whether a byte of the answer has come. */
  hasBegun = false;
  /** Whether it goes over its second connection. */
  isAgain = false;
  isOver = false;
  readonly #startedAt = performance.now();
  readonly #timer: NodeJS.Timeout;
  readonly #done: (end: ExchangeEnd) => void;

  constructor(request: WrittenRequest, timeoutMs: number, done: (end: ExchangeEnd) => void) {
    this.request = request;
    this.#done = done;
    this.#timer = setTimeout(() => this.end('late'), timeoutMs);
  }

  /** Whether all of the request has gone out. */
  get isWritten(): boolean {
    return this.request.pieces?.readableEnded ?? true;
  }

  end(broken: Error | 'late' | null): void {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.#timer);
    this.request.pieces?.destroy();
    this.connection?.drop();
    this.#done({ reader: this.reader, broken, durationMs: Math.round(performance.now() - this.#startedAt) });
  }
}
