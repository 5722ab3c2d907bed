import { totalmem } from 'node:os';

const MEGABYTE = 2 ** 20;
const LEAST_MEGABYTES = 64;
const MOST_MEGABYTES = 1_024;

/**
 * How much of the machine's memory the embedded server keeps pages in, as its setting `shared_buffers`: a quarter, as
 * its makers advise, and no more than the walls and clicks of some million members ask for; the operating system keeps
 * the rest. It is taken page by page as pages are read.
 *
 * @param memoryBytes of the machine, or of the container where that has less
 */
export function sharedBuffers(memoryBytes: number = availableMemoryBytes()): string {
  const quarter = Math.floor(memoryBytes / 4 / MEGABYTE);
  return `${Math.min(MOST_MEGABYTES, Math.max(LEAST_MEGABYTES, quarter))}MB`;
}

/** A container without a bound says none or one beyond all machines. */
function availableMemoryBytes(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
}
