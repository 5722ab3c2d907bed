import type { Context } from '../context.ts';
import { jobWorker } from '../platform/jobs-worker.ts';
import type { Worker } from '../platform/worker.ts';
import { conversionWorkers } from './conversions/workers.ts';
import { costPushWorker } from './cost-pushes/worker.ts';
import { customOffersJob } from './custom-offers/job-kind.ts';
import { deliveryWorker } from './deliveries/sender.ts';
import { sealingWorker } from './ledger/seal.ts';
import { erasureWorker } from './members/exports.ts';
import { mailWorker } from './notifications/exports.ts';
import { uploadJobs } from './uploads/job-kinds.ts';
import { retentionWorker } from './system/retention.ts';
import { upkeepWorker } from './system/upkeep.ts';
import { testDataWorker } from './tracking/exports.ts';

/** Everything that a process with the worker role does by itself. */
export function allWorkers(context: Context): Worker[] {
  return [
    upkeepWorker(context),
    retentionWorker(context),
    deliveryWorker(context),
    ...conversionWorkers(context),
    sealingWorker(context),
    costPushWorker(context),
    testDataWorker(context),
    mailWorker(context),
    erasureWorker(context),
    jobWorker(context, [customOffersJob, ...uploadJobs]),
  ];
}
