import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import { nilUuid } from '#domain/ids.ts';
import type { Context } from '../../context.ts';
import type { Change } from '../../platform/changes.ts';
import { repeat, type Worker } from '../../platform/worker.ts';
import {
  findChangedOffers,
  findExpired,
  findOverdueHeld,
  findRipe,
  latestPosition,
  loadPosition,
  savePosition,
  type ChangedOffer,
  type Due,
} from './due.ts';
import { reviewAttempts } from './review-attempts.ts';
import { ripenConversions } from './set-status.ts';

const EVERY_MS = 3_000;
const MOST = 200;
const FOLLOWER = 'attempts of changed offers';

/** What time and changed offers do to conversions and attempts, without anybody asking. */
export function conversionWorkers(context: Context): Worker[] {
  return [
    repeat('ripening', EVERY_MS, context.log, () => ripenDue(context)),
    repeat('held conversions', EVERY_MS, context.log, () => releaseDue(context)),
    repeat('attempts', EVERY_MS, context.log, () => expireDue(context)),
    repeat(FOLLOWER, EVERY_MS, context.log, () => reviewChangedOffers(context)),
  ];
}

/** Ripens one round of conversions in the order of their times. True when there may be more. */
async function ripenDue(context: Context): Promise<boolean> {
  const due = await findRipe(context.database, MOST);
  return settle(context, due, (tx, tenantId, ids) => ripenConversions(context, tx, tenantId, ids));
}

/** Looks at one round of attempts in which a conversion was held for too long. True when there may be more. */
async function releaseDue(context: Context): Promise<boolean> {
  return settle(context, await findOverdueHeld(context.database, MOST), review(context));
}

/** Looks at one round of attempts whose time is over. True when there may be more. */
async function expireDue(context: Context): Promise<boolean> {
  return settle(context, await findExpired(context.database, MOST), review(context));
}

function review(context: Context): Settling {
  return (tx, tenantId, ids) => reviewAttempts(context, tx, tenantId, ids);
}

/** Looks at the open attempts of offers that were changed since the last turn. True when there may be more. */
async function reviewChangedOffers(context: Context): Promise<boolean> {
  const { database } = context;
  const stored = await loadPosition(database, FOLLOWER);
  if (stored === null) {
    await savePosition(database, FOLLOWER, await latestPosition(database));
    return false;
  }
  const { offers, position, isMore } = await findChangedOffers(database, stored, MOST);
  for (const offer of offers) await reviewOffer(context, offer);
  if (offers.length > 0) await savePosition(database, FOLLOWER, position);
  return isMore;
}

async function reviewOffer(context: Context, { tenantId, offerId }: ChangedOffer): Promise<void> {
  let after = nilUuid;
  for (;;) {
    const ids = await inTenant(
      context.database,
      tenantId,
      async (tx) => {
        const { rows } = await tx.query<{ id: string }>(
          `SELECT a.id FROM attempts a
           WHERE a.tenant_id = $1 AND a.offer_id = $2 AND a.id > $3
             AND (a.status = 'open' AND (a.expires_at IS NOT NULL OR EXISTS (
                 SELECT 1 FROM conversions c WHERE c.tenant_id = $1 AND c.attempt_id = a.id))
               OR a.id IN (
                 SELECT c.attempt_id FROM conversions c
                 WHERE c.tenant_id = $1 AND c.offer_id = $2 AND c.status = 'Held'))
           ORDER BY a.id LIMIT $4`,
          [tenantId, offerId, after, MOST],
        );
        return rows.map(({ id }) => id);
      },
      { readOnly: true },
    );
    const last = ids.at(-1);
    if (last === undefined) return;
    await settle(context, [{ tenantId, ids }], review(context));
    after = last;
  }
}

type Settling = (
  tx: TenantTransaction,
  tenantId: string,
  ids: readonly string[],
) => Promise<readonly Change[]>;

/** Settles what is due tenant by tenant; where a round fails, one by one, so that one bad row holds up nothing else. */
async function settle(context: Context, due: readonly Due[], work: Settling): Promise<boolean> {
  let settled = 0;
  for (const { tenantId, ids } of due) {
    try {
      await settleTogether(context, tenantId, ids, work);
      settled += ids.length;
    } catch (error) {
      context.log.warn({ error, tenantId }, 'a round of due conversions failed; they are settled one by one');
      settled += await settleApart(context, tenantId, ids, work);
    }
  }
  return settled >= MOST;
}

async function settleApart(
  context: Context,
  tenantId: string,
  ids: readonly string[],
  work: Settling,
): Promise<number> {
  let settled = 0;
  for (const id of ids) {
    try {
      await settleTogether(context, tenantId, [id], work);
      settled += 1;
    } catch (error) {
      context.log.error({ error, tenantId, id }, 'something due could not be settled');
    }
  }
  return settled;
}

async function settleTogether(
  context: Context,
  tenantId: string,
  ids: readonly string[],
  work: Settling,
): Promise<void> {
  const changes = await inTenant(context.database, tenantId, (tx) => work(tx, tenantId, ids), {
    attempts: 8,
  });
  context.changes.publish(changes);
}
