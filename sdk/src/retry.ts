import { ApiError, ConnectionError, TimeoutError } from './failure.ts';
import { sendOnce, type ReadyRequest } from './transport.ts';
import type { Answer } from './types.ts';

/** How often and how soon a call is tried again. */
export interface RetryRule {
  readonly retries: number;
  /** Before the first retry, doubled each time. */
  readonly delayMs: number;
}

const longestDelayMs = 8_000;
/** A server that asks for a longer pause is left to the caller. */
const longestRetryAfterMs = 60_000;

/**
 * Sends a request, and again when it failed in passing: too many requests, a service that is unavailable, a broken
 * connection, a late answer. What may have taken effect is only sent again when repeating it does no harm.
 *
 * @throws what the last try threw
 */
export async function sendWithRetries(request: ReadyRequest, rule: RetryRule): Promise<Answer<unknown>> {
  let mayBeDone = false;
  for (let retry = 0; ; retry++) {
    try {
      return await sendOnce(request);
    } catch (error) {
      // The try before deleted it, and only its answer was lost.
      if (mayBeDone && request.init.method === 'DELETE' && error instanceof ApiError && error.status === 404)
        return { data: undefined, status: 204, headers: new Headers(), responseId: null, messages: [] };
      if (retry >= rule.retries || !isWorthRetrying(error, request, mayBeDone)) throw error;
      mayBeDone ||= !(error instanceof ApiError && error.status === 429);
      await pause(pauseMs(error, rule.delayMs * 2 ** retry), request.signal);
    }
  }
}

function isWorthRetrying(error: unknown, request: ReadyRequest, mayBeDone: boolean): boolean {
  if (error instanceof ApiError) {
    if ((error.retryAfterMs ?? 0) > longestRetryAfterMs) return false;
    if (error.status === 429) return true;
    // Our own try before still runs: its key is taken until it ends.
    if (mayBeDone && error.status === 409)
      return error.messages.some((message) => /^Idempotency-Key: .*still running/.test(message));
    if (![502, 503, 504].includes(error.status)) return false;
  } else if (!(error instanceof ConnectionError || error instanceof TimeoutError)) return false;
  return isRepeatable(request);
}

/** Whether a second try does no harm if the first one took effect. */
function isRepeatable({ init: { method, headers } }: ReadyRequest): boolean {
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  // With If-Match the second try would fail because of the first.
  return method === 'POST' ? names.includes('idempotency-key') : !names.includes('if-match');
}

/** Half of the pause is random, so that many clients do not come back at once. */
function pauseMs(error: unknown, delayMs: number): number {
  const ms = Math.min(delayMs, longestDelayMs) * (0.5 + Math.random() / 2);
  return Math.max(ms, (error instanceof ApiError && error.retryAfterMs) || 0);
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', giveUp);
      resolve();
    }, ms);
    signal?.addEventListener('abort', giveUp, { once: true });
  });
}
