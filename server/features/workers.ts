import type { Context } from '../context.ts';
import type { Worker } from '../platform/worker.ts';
import { conversionWorkers } from './conversions/workers.ts';
import { deliveryWorker } from './deliveries/sender.ts';
import { upkeepWorker } from './system/upkeep.ts';

/** Everything that a process with the worker role does by itself. */
export function allWorkers(context: Context): Worker[] {
  return [upkeepWorker(context), deliveryWorker(context), ...conversionWorkers(context)];
}
