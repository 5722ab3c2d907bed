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
import { pagesToReview } from './attempts-to-review.ts';
import { ripenConversions } from './set-status.ts';
import { Setbacks } from './setbacks.ts';

const EVERY_MS = 3_000;
const MOST = 200;
const FOLLOWER = 'attempts of changed offers';

/**
 * What time and changed offers do to conversions and attempts, without anybody asking: what is due in the order of its
 * time, but what fails is passed over and tried again later.
 *
 * @param most how many are settled at once
 */
export function conversionWorkers(context: Context, most = MOST): Worker[] {
  const ripen: Settling = (tx, tenantId, ids) => ripenConversions(context, tx, tenantId, ids);
  const round = (name: string, find: typeof findRipe, work: Settling): Worker => {
    const setbacks = new Setbacks();
    return repeat(name, EVERY_MS, context.log, async () => {
      const due = await find(context.database, { most, without: setbacks.waiting(performance.now()) });
      await settle(context, due, work, setbacks);
      return due.reduce((total, { ids }) => total + ids.length, 0) >= most;
    });
  };
  return [
    round('ripening', findRipe, ripen),
    round('held conversions', findOverdueHeld, review(context)),
    round('attempts', findExpired, review(context)),
    repeat(FOLLOWER, EVERY_MS, context.log, () => reviewChangedOffers(context)),
  ];
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
  const pages = inTenant(context.database, tenantId, (tx) => pagesToReview(tx, offerId), { readOnly: true });
  for (const page of await pages) {
    let after = nilUuid;
    for (;;) {
      const from = after;
      const ids = await inTenant(context.database, tenantId, (tx) => page(tx, from, MOST), {
        readOnly: true,
      });
      const last = ids.at(-1);
      if (last === undefined) break;
      await settle(context, [{ tenantId, ids }], review(context));
      after = last;
    }
  }
}

type Settling = (
  tx: TenantTransaction,
  tenantId: string,
  ids: readonly string[],
) => Promise<readonly Change[]>;

/** Settles what is due tenant by tenant; where a round fails, one by one, so that one bad row holds up nothing else. */
async function settle(
  context: Context,
  due: readonly Due[],
  work: Settling,
  setbacks = new Setbacks(),
): Promise<void> {
  for (const { tenantId, ids } of due) {
    try {
      await settleTogether(context, tenantId, ids, work);
      setbacks.settled(ids);
    } catch (error) {
      context.log.warn({ error, tenantId }, 'a round of due conversions failed; they are settled one by one');
      for (const id of ids) await settleAlone(context, tenantId, id, work, setbacks);
    }
  }
}

async function settleAlone(
  context: Context,
  tenantId: string,
  id: string,
  work: Settling,
  setbacks: Setbacks,
): Promise<void> {
  try {
    await settleTogether(context, tenantId, [id], work);
    setbacks.settled([id]);
  } catch (error) {
    context.log.error({ error, tenantId, id }, 'something due could not be settled; it is tried again later');
    setbacks.failed(id, performance.now());
  }
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
