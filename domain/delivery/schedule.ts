import { parseHttpDate } from './http-date.ts';

const minuteMs = 60_000;
const longestMinutes = 120;
/** At most this part of a pause is added to it, so that deliveries that failed together do not return together. */
const jitterShare = 0.1;

/**
 * The pause before the next try: 2, 4, 8, 16, 32 and 64 minutes after the first tries, 2 hours after each later one.
 *
 * @param tries how many tries were made, at least 1.
 * @param jitter a number in [0, 1).
 * @returns milliseconds.
 */
export function pauseMs(tries: number, jitter: number): number {
  const minutes = Math.min(2 ** Math.min(tries, 30), longestMinutes);
  return Math.round(minutes * minuteMs * (1 + jitterShare * jitter));
}

/**
 * How long a receiver asks to be left alone.
 *
 * @param header the value of `Retry-After`: seconds or an HTTP date; null when it was not sent.
 * @param nowMs the instant of the answer, milliseconds since 1970.
 * @returns whole milliseconds from now on; 0 when nothing readable was asked.
 */
export function retryAfterMs(header: string | null, nowMs: number): number {
  const text = header?.trim() ?? '';
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1_000;
  const at = parseHttpDate(text);
  return at === null ? 0 : Math.max(0, Math.ceil(at - nowMs));
}
