import type { Readable } from 'node:stream';
import { LRUCache } from 'lru-cache';
import type { Dispatcher } from 'undici';

/** One outbound request, complete with its headers. */
export interface OutboundRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Pieces that come one after the other need a `content-length` among the headers. */
  readonly body: string | Readable | null;
}

/** What came of one request: an answer, or the reason why there was none, in words. */
export type OutboundResult = OutboundAnswer | OutboundFailure;

/** An answer. A redirect is one too; it is never followed. */
export interface OutboundAnswer {
  readonly status: number;
  /** The first 1 KB of the body, as text that the database can store. */
  readonly answer: string;
  /** The `Retry-After` header as it came. */
  readonly retryAfter: string | null;
  readonly durationMs: number;
}

/** No answer in time, or no connection. */
export interface OutboundFailure {
  readonly error: string;
  /** Whether the receiver took too long; the opposite of failing at once. */
  readonly isTimeout: boolean;
  readonly durationMs: number;
}

/** How much of an answer is kept, in bytes. */
const KEPT_BYTES = 1_024;
/** Up to here a longer answer is read to its end, so that its connection can be used again. */
const READ_BYTES = 16_384;
const LONGEST_ERROR = 500;
const FIRST_FINAL_STATUS = 200;

/**
 * Sends one request and reads the beginning of its answer. Never throws: a failure is a result.
 *
 * @param timeoutMs for all of it: finding the address, connecting, sending, and waiting for the answer
 */
export function sendOutbound(
  dispatcher: Dispatcher,
  request: OutboundRequest,
  timeoutMs: number,
): Promise<OutboundResult> {
  return new Promise((resolve) => {
    const exchange = new Exchange(timeoutMs, resolve);
    try {
      const { origin, path, headers } = addressOf(request.url);
      dispatcher.dispatch(
        {
          origin,
          path,
          method: request.method,
          headers: { ...headers, ...request.headers },
          body: request.body,
        },
        exchange,
      );
    } catch (error) {
      exchange.onResponseError(undefined, error as Error);
    }
  });
}

/**
 * One request under way. It takes the events of the connection as they come, which costs half of what a stream for each
 * answer does.
 */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #startedAt = performance.now();
  readonly #timeoutMs: number;
  readonly #timer: NodeJS.Timeout;
  readonly #resolve: (result: OutboundResult) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #isOver = false;
  #status: number | undefined;
  #retryAfter: string | null = null;
  readonly #kept: Buffer[] = [];
  #bytes = 0;

  constructor(timeoutMs: number, resolve: (result: OutboundResult) => void) {
    this.#timeoutMs = timeoutMs;
    this.#resolve = resolve;
    this.#timer = setTimeout(() => this.#end(null), timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // It may have waited for a connection for too long.
    if (this.#isOver) controller.abort(new Error('no longer wanted'));
    else this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // An interim answer is followed by the real one.
    if (status < FIRST_FINAL_STATUS) return;
    this.#status = status;
    const retryAfter = headers['retry-after'];
    this.#retryAfter = typeof retryAfter === 'string' ? retryAfter : null;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    // The connection reads on into the same memory, so what is kept is copied.
    if (this.#bytes < KEPT_BYTES) this.#kept.push(Buffer.from(chunk.subarray(0, KEPT_BYTES - this.#bytes)));
    this.#bytes += chunk.length;
    if (this.#bytes > READ_BYTES) this.#end(null);
  }

  onResponseEnd(): void {
    this.#controller = undefined;
    this.#end(null);
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    this.#controller = undefined;
    this.#end(error);
  }

  /** An answer whose end never comes has still given its status: what was read by then is kept. */
  #end(error: Error | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    const durationMs = Math.round(performance.now() - this.#startedAt);
    if (this.#status !== undefined) {
      const answer = storable(Buffer.concat(this.#kept).toString('utf8'));
      this.#resolve({ status: this.#status, answer, retryAfter: this.#retryAfter, durationMs });
    } else {
      const isTimeout = error === null;
      const message = isTimeout ? `no answer within ${this.#timeoutMs / 1_000} s` : messageOf(error);
      this.#resolve({ error: storable(message).slice(0, LONGEST_ERROR), isTimeout, durationMs });
    }
    this.#controller?.abort(new Error('no longer wanted'));
  }
}

interface Address {
  readonly origin: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Callbacks go to few addresses, each again and again. */
const addresses = new LRUCache<string, Address>({ max: 500 });

function addressOf(text: string): Address {
  const known = addresses.get(text);
  if (known) return known;
  const url = new URL(text);
  const address = { origin: url.origin, path: url.pathname + url.search, headers: credentialsOf(url) };
  addresses.set(text, address);
  return address;
}

/** User name and password of an address travel in a header. */
function credentialsOf({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** PostgreSQL's text holds no NUL. */
function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  return error instanceof Error ? error.message || error.name : String(error);
}
