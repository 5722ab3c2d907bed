import type { Logger } from './log.ts';

/** Work that a process does by itself, again and again. */
export interface Worker {
  readonly name: string;
  start(): void;
  /** Looks for work now instead of at the next turn. */
  wake(): void;
  /** Lets the running turn finish and does no other. */
  stop(): Promise<void>;
}

/**
 * Makes a worker that takes a turn every so often.
 *
 * @param turn does one bounded piece of work; true when there is more to do at once. A turn that throws is logged and
 *   repeated at its next time.
 */
export function repeat(name: string, everyMs: number, log: Logger, turn: () => Promise<boolean>): Worker {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isStopped = true;
  let isWoken = false;

  const schedule = () => {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(run, everyMs);
  };
  const takeTurns = async () => {
    do {
      isWoken = false;
      try {
        while (!isStopped && (await turn()));
      } catch (error) {
        log.error({ error, worker: name }, 'a turn of background work failed');
      }
    } while (isWoken && !isStopped);
  };
  const run = () => {
    if (isStopped || running) return;
    running = takeTurns().finally(() => {
      running = undefined;
      schedule();
    });
  };

  return {
    name,
    start() {
      isStopped = false;
      schedule();
    },
    wake() {
      isWoken = true;
      if (!running) {
        clearTimeout(timer);
        // One turn of the event loop later, so that a burst of wakes is one.
        if (!isStopped) timer = setTimeout(run, 0);
      }
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
