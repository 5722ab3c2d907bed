import type { Readable } from 'node:stream';
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

/**
 * Sends one request and reads the beginning of its answer. Never throws: a failure is a result.
 *
 * @param timeoutMs for all of it: finding the address, connecting, sending, and waiting for the answer
 */
export async function sendOutbound(
  dispatcher: Dispatcher,
  request: OutboundRequest,
  timeoutMs: number,
): Promise<OutboundResult> {
  const startedAt = performance.now();
  const took = () => Math.round(performance.now() - startedAt);
  const deadline = new AbortController();
  let isTimeout = false;
  const timer = setTimeout(() => {
    isTimeout = true;
    deadline.abort();
  }, timeoutMs);
  try {
    const url = new URL(request.url);
    const answer = await dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: request.method,
      headers: { ...credentialsOf(url), ...request.headers },
      body: request.body,
      signal: deadline.signal,
    });
    const retryAfter = answer.headers['retry-after'];
    return {
      status: answer.statusCode,
      answer: storable(await readStart(answer.body)),
      retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
      durationMs: took(),
    };
  } catch (error) {
    const message = isTimeout ? `no answer within ${timeoutMs / 1_000} s` : messageOf(error);
    return { error: storable(message).slice(0, 500), isTimeout, durationMs: took() };
  } finally {
    clearTimeout(timer);
  }
}

/** An answer whose end never comes has still given its status: what was read by then is kept. */
async function readStart(body: AsyncIterable<Buffer>): Promise<string> {
  const kept: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body) {
      if (bytes < KEPT_BYTES) kept.push(chunk.subarray(0, KEPT_BYTES - bytes));
      bytes += chunk.length;
      if (bytes > READ_BYTES) break;
    }
  } catch {
    // The status decides; a body that breaks off says nothing more.
  }
  return Buffer.concat(kept).toString('utf8');
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
