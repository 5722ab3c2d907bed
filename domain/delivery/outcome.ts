import type { AcceptedAnswer } from './request.ts';

/** What one try brought: an answer, or none. */
export type TryResult =
  | { readonly status: number; readonly answer: string; readonly retryAfter: string | null }
  | { readonly error: string };

/**
 * What a try means for its delivery: taken, to be tried again, or refused by a receiver that wants no more calls at all
 * (410).
 */
export type Verdict = 'delivered' | 'retry' | 'gone';

const gone = 410;

/** Judges one try. A redirect is a failure like any other status outside 2xx. */
export function verdictOf(result: TryResult, accepts: AcceptedAnswer | null): Verdict {
  if ('error' in result) return 'retry';
  if (result.status === gone) return 'gone';
  return isAccepted(result.status, result.answer, accepts ?? {}) ? 'delivered' : 'retry';
}

function isAccepted(status: number, answer: string, { statuses, bodies }: AcceptedAnswer): boolean {
  const isRightStatus = statuses === undefined ? status >= 200 && status <= 299 : statuses.includes(status);
  if (!isRightStatus || bodies === undefined) return isRightStatus;
  const said = answer.trim().toLowerCase();
  return bodies.some((body) => body.toLowerCase() === said);
}
