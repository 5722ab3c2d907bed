import { useEffect, useState } from 'preact/hooks';

const SECOND_MS = 1_000;

let distanceMs: number | undefined;

/**
 * The time of the server in milliseconds, which countdowns count by: the clock of this device only tells how much has
 * passed since the page was written. Changes every second.
 */
export function useServerTime(writtenAtMs: number): number {
  const [now, setNow] = useState(writtenAtMs);
  useEffect(() => {
    distanceMs ??= writtenAtMs - Date.now();
    const tick = () => setNow(Date.now() + (distanceMs ?? 0));
    tick();
    const timer = setInterval(tick, SECOND_MS);
    return () => clearInterval(timer);
  }, [writtenAtMs]);
  return now;
}
