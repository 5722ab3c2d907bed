import { verdictOf } from '#domain/delivery/outcome.ts';
import { pauseMs, retryAfterMs } from '#domain/delivery/schedule.ts';
import type { Context } from '../../context.ts';
import { sendOutboundThen, type OutboundResult } from '../../platform/egress-request.ts';
import type { ClaimedDelivery } from './claim.ts';
import type { FinishedTry } from './complete.ts';
import type { DestinationSignal } from './destination.ts';
import type { SecretsReader } from './secrets.ts';
import { callbackHeaders, type CallbackSecrets } from './sign.ts';

const TOO_MANY_REQUESTS = 429;
const UNAVAILABLE = 503;
const MICROS_PER_SECOND = 1_000_000;
const USER_AGENT = 'Pitwall';

/** One try of a delivery, and what it tells about its destination. */
export interface MadeTry {
  readonly finished: FinishedTry;
  readonly signal: DestinationSignal;
}

/**
 * Makes one try: the stored request with the headers of the moment. Never throws.
 *
 * @param done called once, never before this function has returned
 */
export function makeTry(
  context: Context,
  secrets: SecretsReader,
  delivery: ClaimedDelivery,
  timeoutMs: number,
  done: (made: MadeTry) => void,
): void {
  const ended = (result: OutboundResult) => done(judged(context, delivery, result));
  if (delivery.kind !== 'callback') {
    send(context, delivery, null, timeoutMs, ended);
    return;
  }
  const known = secrets.known(delivery.tenantId);
  if (known) send(context, delivery, known, timeoutMs, ended);
  else {
    secrets.of(delivery.tenantId).then(
      (found) => send(context, delivery, found, timeoutMs, ended),
      (error: unknown) => {
        context.log.error({ error, tenantId: delivery.tenantId }, 'the secrets of callbacks cannot be read');
        ended({ error: 'the secrets that sign it could not be read', isTimeout: false, durationMs: 0 });
      },
    );
  }
}

function send(
  context: Context,
  { id, method, url, body, headers: stored }: ClaimedDelivery,
  secrets: CallbackSecrets | null,
  timeoutMs: number,
  ended: (result: OutboundResult) => void,
): void {
  const timestamp = Math.floor(context.clock.now() / MICROS_PER_SECOND);
  const headers = {
    'user-agent': USER_AGENT,
    ...stored,
    ...(secrets !== null && callbackHeaders(secrets, id, timestamp, body ?? '')),
  };
  sendOutboundThen(context.egress, { method, url, headers, body }, timeoutMs, ended);
}

function judged(context: Context, delivery: ClaimedDelivery, result: OutboundResult): MadeTry {
  const isAnswer = 'status' in result;
  return {
    signal: signalOf(result),
    finished: {
      delivery,
      verdict: verdictOf(result, delivery.accepts),
      status: isAnswer ? result.status : null,
      durationMs: result.durationMs,
      error: isAnswer ? null : result.error,
      answer: isAnswer ? result.answer : null,
      pauseMs: pauseMs(delivery.tries + 1, context.database.jitter()),
      retryAfterMs:
        isAnswer && result.retryAfter !== null
          ? retryAfterMs(result.retryAfter, context.clock.now() / 1_000)
          : 0,
    },
  };
}

function signalOf(result: OutboundResult): DestinationSignal {
  if (!('status' in result)) return 'silent';
  return result.status === TOO_MANY_REQUESTS || result.status === UNAVAILABLE ? 'overloaded' : 'answered';
}
