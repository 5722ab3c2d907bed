import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';
import { Exchange, type ExchangeEnd, type WrittenRequest } from './egress-exchange.ts';

/** Scheme, host and port of a receiver, as one text and in parts. */
export interface Origin {
  readonly origin: string;
  readonly protocol: string;
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
}

/** Up to here a longer answer is read to its end, so that its connection can be used again. */
const READ_BYTES = 16_384;
const CLOSED = 'the connection was closed before the answer was complete';
const SHUT = 'the way out is closed';
const SWEEP_EVERY_MS = 1_000;

/**
 * Connections over which requests of HTTP/1.1 go, one at a time each, kept for the next request to the same origin. It
 * sends bytes that are complete, and reads no more of an answer than is needed: for small requests in great number,
 * where a general client spends more on each than the network does. From the outbox to the stored try a delivery takes
 * about 85 µs of CPU in this process; by the dispatcher of undici, with a handler that does no more than is done here, it
 * takes 120 µs, where a bare loop of requests takes 80 µs (`npm run bench -- --only deliveries`).
 */
export class Connections {
  readonly connect: buildConnector.connector;
  /** Connections to one origin. */
  readonly most: number;
  readonly #homes = new Map<string, Home>();
  #sweeper: NodeJS.Timeout | undefined;
  #unwritten: Connection[] = [];
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

  /**
   * Lets requests leave one right after the other at the end of the loop's turn. A receiver that is woken up by the first
   * finds the others when it looks; each by itself would wake it up anew, which costs twice as much as sending does.
   */
  writeSoon(connection: Connection): void {
    if (this.#unwritten.push(connection) === 1) setImmediate(() => this.#writeAll());
  }

  #writeAll(): void {
    const connections = this.#unwritten;
    this.#unwritten = [];
    for (const connection of connections) connection.write();
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
  readonly all: Connections;
  readonly #origin: Origin;
  readonly #open = new Set<Connection>();
  readonly #idle: Connection[] = [];
  readonly #connecting = new Set<Exchange>();
  #waiting: Exchange[] = [];

  constructor(all: Connections, origin: Origin) {
    this.all = all;
    this.#origin = origin;
  }

  get isEmpty(): boolean {
    return this.#open.size === 0 && this.#connecting.size === 0 && this.#waiting.length === 0;
  }

  take(exchange: Exchange): void {
    const idle = this.#idle.pop();
    if (idle) idle.carry(exchange);
    else if (this.#open.size + this.#connecting.size < this.all.most) this.connectFor(exchange);
    else this.#waiting.push(exchange);
  }

  connectFor(exchange: Exchange): void {
    const { protocol, host, hostname, port } = this.#origin;
    this.#connecting.add(exchange);
    this.all.connect({ protocol, host, hostname, port }, (error, socket) => {
      this.#connecting.delete(exchange);
      if (error !== null) {
        exchange.end(error);
        this.#connectForWaiting();
        return;
      }
      if (this.all.isClosed) {
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
    if (this.all.isClosed || this.#open.size + this.#connecting.size >= this.all.most) return;
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
  /** Whether the request of its exchange has been sent: an answer before it is none to it. */
  #hasWritten = false;
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
    this.#hasWritten = false;
    this.#home.all.writeSoon(this);
  }

  /** Sends the request of the exchange that it carries, unless that has ended in the meantime. */
  write(): void {
    if (this.#exchange === undefined) return;
    this.#hasWritten = true;
    const { bytes, pieces } = this.#exchange.request;
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
    if (exchange === undefined || !this.#hasWritten) return this.destroy();
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
