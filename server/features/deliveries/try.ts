import { verdictOf } from '#domain/delivery/outcome.ts';
import { pauseMs, retryAfterMs } from '#domain/delivery/schedule.ts';
import type { Context } from '../../context.ts';
import { sendOutbound, type OutboundResult } from '../../platform/egress-request.ts';
import type { ClaimedDelivery } from './claim.ts';
import type { FinishedTry } from './complete.ts';
import type { DestinationSignal } from './destination.ts';
import type { SecretsReader } from './secrets.ts';
import { callbackHeaders } from './sign.ts';

const TOO_MANY_REQUESTS = 429;
const UNAVAILABLE = 503;
const MICROS_PER_SECOND = 1_000_000;
const USER_AGENT = 'Pitwall';

/** One try of a delivery, and what it tells about its destination. */
export interface MadeTry {
  readonly finished: FinishedTry;
  readonly signal: DestinationSignal;
}

/** Makes one try: the stored request with the headers of the moment. Never throws. */
export async function makeTry(
  context: Context,
  secrets: SecretsReader,
  delivery: ClaimedDelivery,
  timeoutMs: number,
): Promise<MadeTry> {
  const result = await send(context, secrets, delivery, timeoutMs);
  const isAnswer = 'status' in result;
  const now = context.clock.now();
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
      retryAfterMs: isAnswer ? retryAfterMs(result.retryAfter, now / 1_000) : 0,
    },
  };
}

async function send(
  context: Context,
  secrets: SecretsReader,
  delivery: ClaimedDelivery,
  timeoutMs: number,
): Promise<OutboundResult> {
  const { id, method, url, body } = delivery;
  let proof: Record<string, string> = {};
  try {
    if (delivery.kind === 'callback') {
      const timestamp = Math.floor(context.clock.now() / MICROS_PER_SECOND);
      proof = callbackHeaders(await secrets.of(delivery.tenantId), id, timestamp, body ?? '');
    }
  } catch (error) {
    context.log.error({ error, tenantId: delivery.tenantId }, 'the secrets of callbacks cannot be read');
    return { error: 'the secrets that sign it could not be read', isTimeout: false, durationMs: 0 };
  }
  const headers = { 'user-agent': USER_AGENT, ...delivery.headers, ...proof };
  return sendOutbound(context.egress.dispatcher, { method, url, headers, body }, timeoutMs);
}

function signalOf(result: OutboundResult): DestinationSignal {
  if (!('status' in result)) return 'silent';
  return result.status === TOO_MANY_REQUESTS || result.status === UNAVAILABLE ? 'overloaded' : 'answered';
}
