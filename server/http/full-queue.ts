import { QueueFull } from '../platform/group-commit.ts';
import { refuse } from './answer.ts';

/**
 * Waits for what was handed to a queue.
 *
 * @param noun what waits in it, in the plural
 * @throws Refusal: 503 when too much waits already; otherwise what the work threw
 */
export async function unlessFull<T>(work: Promise<T>, noun: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof QueueFull)) throw error;
    return refuse('ServiceUnavailable', `Too many ${noun} wait; try again`);
  }
}
