import type { Context } from '../../context.ts';

type Wake = () => void;

const senders = new WeakMap<Context['changes'], Set<Wake>>();
const pending = new WeakSet<Context['changes']>();

/** How long after a delivery was written its transaction has usually committed. */
const LOOK_AFTER_MS = [20, 120];

/** Lets the sender of a process be woken by those who write deliveries in it. Returns how to end that. */
export function onNewDeliveries(context: Pick<Context, 'changes'>, wake: Wake): () => void {
  const wakes = senders.get(context.changes) ?? new Set();
  senders.set(context.changes, wakes.add(wake));
  return () => void wakes.delete(wake);
}

/**
 * Makes the sender of this process look soon. The delivery is visible only after its transaction has committed, which
 * its writer does not know, so the sender looks twice; its own turns find what comes later or from other processes.
 */
export function wakeSenderSoon({ changes }: Pick<Context, 'changes'>): void {
  const wakes = senders.get(changes);
  if (!wakes || wakes.size === 0 || pending.has(changes)) return;
  pending.add(changes);
  for (const [index, afterMs] of LOOK_AFTER_MS.entries()) {
    setTimeout(() => {
      if (index === 0) pending.delete(changes);
      for (const wake of wakes) wake();
    }, afterMs).unref();
  }
}
