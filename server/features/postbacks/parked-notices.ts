import type { TenantTransaction } from '#database/transaction.ts';
import { isoDate, type Micros } from '#domain/time.ts';
import type { Context } from '../../context.ts';
import { notify, type Notice } from '../notifications/exports.ts';
import type { KeptRequest } from './raw-requests.ts';

/** Tells operators of postbacks that were parked: of each offer and reason once a day, however many come. */
export async function tellOfParked(
  context: Context,
  tx: TenantTransaction,
  now: Micros,
  kept: readonly KeptRequest[],
): Promise<void> {
  const today = isoDate(now);
  const notices = new Map<string, Notice>();
  for (const { outcome, reason, offerId, cause, raw } of kept) {
    // What an operator has decided again or uploaded is known already.
    if (outcome !== 'parked' || raw === undefined || raw.method === 'UPLOAD') continue;
    const onceKey = `parked ${offerId ?? ''} ${reason ?? ''} ${today}`;
    notices.set(onceKey, {
      kind: 'postback_parked',
      title: `Postbacks are parked: ${reason ?? 'unknown'}`,
      body: `${cause ?? ''} They can be reprocessed from the inbox once the cause is mended.`.trimStart(),
      objectKind: offerId === null ? 'postback' : 'offer',
      objectId: offerId,
      onceKey,
    });
  }
  await notify(context, tx, tx.tenantId, [...notices.values()]);
}
