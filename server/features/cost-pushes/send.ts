import { inTenant } from '#database/transaction.ts';
import { verdictOf } from '#domain/delivery/outcome.ts';
import { pauseMs, retryAfterMs } from '#domain/delivery/schedule.ts';
import { formatInstant, millisecond, parseInstant, type Micros } from '#domain/time.ts';
import type { Context } from '../../context.ts';
import { sendOutbound, type OutboundResult } from '../../platform/egress-request.ts';
import { notify, type Notice } from '../notifications/exports.ts';
import type { ClaimedPush } from './due.ts';
import { nextSlot } from './slots.ts';

const TIMEOUT_MS = 15_000;
/** Of the date at the beginning of an instant. */
const DATE_LENGTH = 10;

/**
 * Makes one try of a push through the guarded way out, and stores what came of it. It is tried again by the schedule of
 * deliveries until the next push is due, which tells about the same days anew. Never throws for what the receiver does.
 */
export async function sendPush(context: Context, push: ClaimedPush): Promise<void> {
  const key = await loadKey(context, push.tenant_id);
  const result =
    key === undefined
      ? { error: 'the push was switched off', isTimeout: false, durationMs: 0 }
      : await sendOutbound(
          context.egress,
          {
            method: 'POST',
            url: push.url,
            headers: {
              'user-agent': 'Pitwall',
              'content-type': 'application/json',
              authorization: `Bearer ${key}`,
            },
            body: push.body,
          },
          TIMEOUT_MS,
        );
  await storeTry(context, push, result, key !== undefined);
}

/** The key as it is set now, so that a wrong one can be mended between two tries. */
async function loadKey(context: Context, tenantId: string): Promise<string | undefined> {
  const { rows } = await inTenant(
    context.database,
    tenantId,
    (tx) =>
      tx.query<{ key_sealed: Buffer }>('SELECT key_sealed FROM cost_push_settings WHERE tenant_id = $1', [
        tenantId,
      ]),
    { readOnly: true },
  );
  return rows[0] && context.vault.open(rows[0].key_sealed);
}

async function storeTry(
  context: Context,
  push: ClaimedPush,
  result: OutboundResult,
  mayTryAgain: boolean,
): Promise<void> {
  const isAnswer = 'status' in result;
  const asked = isAnswer ? retryAfterMs(result.retryAfter, context.clock.now() / millisecond) : 0;
  const afterMs = Math.max(pauseMs(push.tries, context.database.jitter()), asked);
  const isDelivered = verdictOf(result, null) === 'delivered';
  await inTenant(context.database, push.tenant_id, async (tx) => {
    const { rows } = await tx.query<{ status: string }>(
      `UPDATE cost_pushes p SET
         status = CASE WHEN $3 THEN 'Delivered' WHEN n.again THEN 'Waiting' ELSE 'Failed' END,
         next_try_at = CASE WHEN NOT $3 AND n.again THEN n.next_at END,
         sent_at = tenant_now($1), http_status = $4, duration_ms = $5, answer = $6, error = $7
       FROM (SELECT t.next_at, $8 AND t.next_at < $9::timestamptz AS again
             FROM (SELECT tenant_now($1) + $10 * interval '1 millisecond' AS next_at) t) n
       WHERE p.tenant_id = $1 AND p.id = $2 AND p.status = 'Waiting'
       RETURNING p.status`,
      [
        push.tenant_id,
        push.id,
        isDelivered,
        isAnswer ? result.status : null,
        result.durationMs,
        isAnswer ? result.answer : null,
        isAnswer ? null : result.error,
        mayTryAgain,
        formatInstant(nextSlot(parseInstant(push.due_at) as Micros)),
        afterMs,
      ],
    );
    // Whoever switched the push off knows that it ends.
    if (rows[0]?.status === 'Failed' && mayTryAgain)
      await notify(context, tx, push.tenant_id, [failureNotice(push, result)]);
  });
}

function failureNotice(push: ClaimedPush, result: OutboundResult): Notice {
  const last = 'status' in result ? `it answered ${result.status}` : result.error;
  return {
    kind: 'cost_push_failed',
    title: `AppsFlyer took no costs of ${push.app_id}`,
    body: `After ${push.tries} tries the push that was due at ${push.due_at} was given up: ${last}. The next one tells about the same days.`,
    objectKind: 'cost_push',
    objectId: push.id,
    onceKey: `cost_push_failed ${push.app_id} ${push.due_at.slice(0, DATE_LENGTH)}`,
  };
}
