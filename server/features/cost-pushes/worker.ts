import type { Context } from '../../context.ts';
import { repeat, type Worker } from '../../platform/worker.ts';
import { appsFlyerOrigin } from './appsflyer/request.ts';
import { claimPushes, findTenantsToPrepare } from './due.ts';
import { preparePushes } from './prepare.ts';
import { sendPush } from './send.ts';

const LOOK_EVERY_MS = 30_000;

/** What tests change. */
export interface CostPushOptions {
  /** Scheme and host of the receiver in the place of AppsFlyer. */
  readonly origin?: string;
}

/** Pushes costs to AppsFlyer at 00:00 and 12:00 UTC, for the tenants that switched it on. */
export function costPushWorker(context: Context, options: CostPushOptions = {}): Worker {
  const origin = options.origin ?? appsFlyerOrigin;
  return repeat('cost pushes', LOOK_EVERY_MS, context.log, async () => {
    for (const tenantId of await findTenantsToPrepare(context)) {
      try {
        await preparePushes(context, tenantId, origin);
      } catch (error) {
        context.log.error({ error, tenantId }, 'the costs of a tenant could not be put together');
      }
    }
    const claimed = await claimPushes(context);
    const tries = await Promise.allSettled(claimed.map((push) => sendPush(context, push)));
    for (const [index, made] of tries.entries()) {
      if (made.status === 'rejected')
        context.log.error({ error: made.reason, push: claimed[index]?.id }, 'a push of costs is tried again');
    }
    return claimed.length > 0 && !context.isDraining;
  });
}
