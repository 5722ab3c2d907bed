import { ApiError, ConnectionError, TimeoutError } from './failure.ts';
import type { FailureType } from './generated.ts';
import type { Answer } from './types.ts';

/** A request that is ready to be sent, any number of times. */
export interface ReadyRequest {
  readonly url: string;
  readonly init: RequestInit & { method: string; headers: Record<string, string> };
  /** How the answer is read: t text, j bare JSON, b bytes, r not at all, else the envelope. */
  readonly answer: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly fetch: (url: string, request: RequestInit) => Promise<Response>;
}

interface Envelope {
  data: unknown;
  responseId: string;
  isSuccessful: boolean;
  responseType: FailureType;
  messages: string[];
}

/**
 * Sends a request once.
 *
 * @throws ApiError when it was refused, TimeoutError and ConnectionError when no answer came, the signal's reason when
 *   the caller gave up
 */
export async function sendOnce(request: ReadyRequest): Promise<Answer<unknown>> {
  const { signal, timeoutMs } = request;
  signal?.throwIfAborted();
  const controller = new AbortController();
  const giveUp = () => controller.abort(signal?.reason);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    controller.abort();
  }, timeoutMs);
  signal?.addEventListener('abort', giveUp);
  try {
    const response = await request.fetch(request.url, { ...request.init, signal: controller.signal });
    return await readAnswer(response, request.answer);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    if (signal?.aborted) throw signal.reason;
    throw isLate
      ? new TimeoutError(`${placeOf(request)} gave no answer within ${timeoutMs} ms`)
      : new ConnectionError(`${placeOf(request)} could not be reached: ${reasonOf(error)}`, { cause: error });
  } finally {
    clearTimeout(timer);
    // A download is still being read by the caller, whose signal goes on to count.
    if (request.answer !== 'r') signal?.removeEventListener('abort', giveUp);
  }
}

/** Method and address without the query, which may hold secrets. */
function placeOf({ url, init }: ReadyRequest): string {
  return `${init.method} ${url.replace(/\?.*/, '')}`;
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { code?: string; message?: string } };
  return [message, cause?.code ?? cause?.message].filter(Boolean).join(', ');
}

async function readAnswer(response: Response, kind: string): Promise<Answer<unknown>> {
  const { status, headers } = response;
  const bare = { status, headers, responseId: headers.get('x-request-id'), messages: [] };
  if (response.ok) {
    if (kind === 'r') return { ...bare, data: response };
    if (kind === 'b') return { ...bare, data: await response.blob() };
    if (kind === 't') return { ...bare, data: await response.text() };
    if (status === 204) return { ...bare, data: undefined };
  }
  const text = await response.text();
  const read = readJson(text);
  if (response.ok && kind === 'j' && read !== undefined) return { ...bare, data: read };
  const envelope = isEnvelope(read) ? read : undefined;
  if (response.ok && envelope?.isSuccessful) {
    const { data, responseId, messages } = envelope;
    return { data, status, headers, responseId, messages };
  }
  throw new ApiError({
    status,
    type: envelope?.responseType ?? 'Unknown',
    messages: envelope?.messages ?? [`The answer ${status} is not one of the API`],
    responseId: envelope?.responseId ?? bare.responseId,
    retryAfterMs: retryAfterMs(headers.get('retry-after')),
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isEnvelope(read: unknown): read is Envelope {
  const { isSuccessful, messages } = (read ?? {}) as Partial<Envelope>;
  return typeof isSuccessful === 'boolean' && Array.isArray(messages);
}

/** Reads `Retry-After`: seconds or a date. */
function retryAfterMs(text: string | null): number | null {
  if (text === null) return null;
  const ms = /^\d+$/.test(text.trim()) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}
