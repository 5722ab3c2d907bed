import { setImmediate as nextTurn } from 'node:timers/promises';
import { CommitUnknown } from '#database/transaction.ts';
import type { Context } from '../context.ts';

/** Thrown when so much waits already that one more would only wait in vain. */
export class QueueFull extends Error {
  override readonly name = 'QueueFull';
}

/** Work that is committed together with whatever waits beside it. */
export interface GroupCommit<Item, Result> {
  /**
   * Hands in an item of a group. Resolves after the commit that holds it.
   *
   * @throws QueueFull when too many wait; otherwise what the item's own transaction threw
   */
  submit(group: string, item: Item): Promise<Result>;
}

/** How items are committed together. */
export interface GroupCommitOptions<Item, Result> {
  /** The most items of one transaction. */
  readonly most: number;
  /** The most items that may wait, over all groups. */
  readonly mostWaiting: number;
  /**
   * Whether an item must not be done again once nobody knows whether it was committed: where the second time is no
   * repetition but one more. Then it is told instead.
   */
  readonly isOnce?: boolean;
  /** Does all items in one transaction; gives their results in their order, once it has committed. */
  run(group: string, items: readonly Item[]): Promise<readonly Result[]>;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/** A queue that every process has one of, made when it is first asked for. */
export function queueOfProcess<Item, Result>(
  optionsFor: (context: Context) => GroupCommitOptions<Item, Result>,
): (context: Context) => GroupCommit<Item, Result> {
  const queues = new WeakMap<Context, GroupCommit<Item, Result>>();
  return (context) => {
    const known = queues.get(context);
    if (known !== undefined) return known;
    const queue = groupCommit(optionsFor(context));
    queues.set(context, queue);
    return queue;
  };
}

/**
 * Commits together whatever waits while the last commit of its group runs: no timer, so that a lone item waits for
 * nobody. Items keep their order. A batch that fails is tried once more and then item by item, so that a poisoned one
 * harms no other.
 */
export function groupCommit<Item, Result>(
  options: GroupCommitOptions<Item, Result>,
): GroupCommit<Item, Result> {
  const queues = new Map<string, Waiting<Item, Result>[]>();
  let waitingCount = 0;

  const runAll = async (group: string, queue: Waiting<Item, Result>[]) => {
    while (queue.length > 0) {
      // Whatever else arrives in this turn of the loop goes with it.
      await nextTurn();
      const batch = queue.splice(0, options.most);
      await runBatch(options, group, batch);
      waitingCount -= batch.length;
    }
    queues.delete(group);
  };

  return {
    submit: (group, item) =>
      new Promise((resolve, reject) => {
        if (waitingCount >= options.mostWaiting) {
          reject(new QueueFull('too many requests wait'));
          return;
        }
        waitingCount += 1;
        const waiting = { item, resolve, reject };
        const queue = queues.get(group);
        if (queue !== undefined) {
          queue.push(waiting);
          return;
        }
        const opened = [waiting];
        queues.set(group, opened);
        void runAll(group, opened);
      }),
  };
}

async function runBatch<Item, Result>(
  options: GroupCommitOptions<Item, Result>,
  group: string,
  batch: readonly Waiting<Item, Result>[],
): Promise<void> {
  const first = await attempt(options, group, batch);
  if (first === undefined) return;
  const isLost = options.isOnce === true && first.error instanceof CommitUnknown;
  const second = isLost ? first : await attempt(options, group, batch);
  if (second === undefined) return;
  if (batch.length === 1 || isOutOfReach(second.error)) {
    for (const { reject } of batch) reject(second.error);
    return;
  }
  for (const waiting of batch) {
    const failed = await attempt(options, group, [waiting]);
    if (failed !== undefined) waiting.reject(failed.error);
  }
}

/** Runs a batch and resolves its items, or says what went wrong without touching them. */
async function attempt<Item, Result>(
  { run }: GroupCommitOptions<Item, Result>,
  group: string,
  batch: readonly Waiting<Item, Result>[],
): Promise<{ error: unknown } | undefined> {
  try {
    const results = await run(
      group,
      batch.map(({ item }) => item),
    );
    for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
    return undefined;
  } catch (error) {
    return { error };
  }
}

/** Whether the database itself is the trouble, so that trying item by item would only take longer. */
function isOutOfReach(error: unknown): boolean {
  if (error instanceof CommitUnknown) return true;
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return /^(08|53|57)/.test(code) || /^E[A-Z]+$/.test(code) || /timeout|terminated/i.test(message);
}
