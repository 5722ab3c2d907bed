import { Readable } from 'node:stream';
import { LRUCache } from 'lru-cache';
import type { Egress } from './egress.ts';
import type { Origin } from './egress-connections.ts';

/** One outbound request, complete with its headers. */
export interface OutboundRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Pieces that come one after the other need a `content-length` among the headers. */
  readonly body: string | Uint8Array | Readable | null;
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

const LONGEST_ERROR = 500;

/**
 * Sends one request and reads the beginning of its answer. Never throws: a failure is a result.
 *
 * @param timeoutMs for all of it: finding the address, connecting, sending, and waiting for the answer
 */
export function sendOutbound(
  egress: Pick<Egress, 'connections'>,
  request: OutboundRequest,
  timeoutMs: number,
): Promise<OutboundResult> {
  return new Promise((resolve) => sendOutboundThen(egress, request, timeoutMs, resolve));
}

/**
 * Does what `sendOutbound` does without a promise for each request.
 *
 * @param done called once, never before this function has returned
 */
export function sendOutboundThen(
  { connections }: Pick<Egress, 'connections'>,
  request: OutboundRequest,
  timeoutMs: number,
  done: (result: OutboundResult) => void,
): void {
  let address: Address;
  let bytes: Buffer;
  try {
    address = addressOf(request.url);
    bytes = requestBytes(address, request);
  } catch (error) {
    const failed = { ...failure(error as Error, timeoutMs), durationMs: 0 };
    queueMicrotask(() => done(failed));
    return;
  }
  const pieces = request.body instanceof Readable ? request.body : null;
  connections.send(address, { bytes, pieces }, timeoutMs, ({ reader, broken, durationMs }) => {
    const { status, retryAfter } = reader;
    // An answer whose end never comes has still given its status: what was read by then is kept.
    if (status !== undefined) done({ status, answer: storable(reader.text()), retryAfter, durationMs });
    else done({ ...failure(broken, timeoutMs), durationMs });
  });
}

function failure(error: Error | 'late' | null, timeoutMs: number): Omit<OutboundFailure, 'durationMs'> {
  const isTimeout = error === 'late';
  const message = isTimeout ? `no answer within ${timeoutMs / 1_000} s` : messageOf(error);
  return { error: storable(message).slice(0, LONGEST_ERROR), isTimeout };
}

interface Address extends Origin {
  readonly path: string;
  /** User name and password of an address travel in this header. */
  readonly authorization: string | null;
}

/** Callbacks go to few addresses, each again and again. */
const addresses = new LRUCache<string, Address>({ max: 500 });

function addressOf(text: string): Address {
  const known = addresses.get(text);
  if (known) return known;
  const url = new URL(text);
  const { origin, protocol, host, hostname, port, pathname, search } = url;
  if (protocol !== 'http:' && protocol !== 'https:') throw new Error('only http and https are spoken');
  const parts = { origin, protocol, host, hostname, port };
  const address = { ...parts, path: pathname + search, authorization: credentialsOf(url) };
  addresses.set(text, address);
  return address;
}

function credentialsOf({ username, password }: URL): string | null {
  if (username === '' && password === '') return null;
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;
/** What no value of a header may hold: a line's end would let it write headers of its own. */
const NOT_IN_A_VALUE = /[^\t\x20-\x7e\x80-\xff]/;

/** The request as it goes over the connection; of a body that comes in pieces, only what comes before it. */
function requestBytes(
  { host, path, authorization }: Address,
  { method, headers, body: whole }: OutboundRequest,
): Buffer {
  const body = whole instanceof Readable ? null : whole;
  let head = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n`;
  if (authorization !== null && headers['authorization'] === undefined)
    head += `authorization: ${authorization}\r\n`;
  for (const name in headers) {
    const value = headers[name] as string;
    if (!HEADER_NAME.test(name) || NOT_IN_A_VALUE.test(value))
      throw new Error(`the header ${name} cannot be sent`);
    head += `${name}: ${value}\r\n`;
  }
  const length = body === null ? 0 : Buffer.byteLength(body);
  if (!(whole instanceof Readable) && (method === 'POST' || length > 0))
    head += `content-length: ${length}\r\n`;
  head += '\r\n';
  const bytes = memoryFor(head.length + length);
  bytes.write(head, 'latin1');
  if (typeof body === 'string') bytes.write(body, head.length);
  else if (body !== null) bytes.set(body, head.length);
  return bytes;
}

/** Small requests in great number share pieces of memory: each piece by itself costs the collector more than its use. */
const PIECE = 65_536;
let piece = Buffer.allocUnsafe(0);
let taken = 0;

function memoryFor(length: number): Buffer {
  if (length > PIECE / 8) return Buffer.allocUnsafe(length);
  if (taken + length > piece.length) {
    piece = Buffer.allocUnsafeSlow(PIECE);
    taken = 0;
  }
  taken += length;
  return piece.subarray(taken - length, taken);
}

/** PostgreSQL's text holds no NUL. */
function storable(text: string): string {
  return (text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text).toWellFormed();
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  return error instanceof Error ? error.message || error.name : String(error);
}
