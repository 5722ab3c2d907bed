import { dayStart, hour, type Micros } from '#domain/time.ts';

const HOURS_BETWEEN = 12;
const DAYS_SENT = 7;

/** The last of the two hours of a day at which costs are pushed: 00:00 or 12:00 UTC. */
export function slotStart(at: Micros): Micros {
  const noon = dayStart(at) + HOURS_BETWEEN * hour;
  return at < noon ? dayStart(at) : noon;
}

/** The first such hour after an instant. */
export function nextSlot(at: Micros): Micros {
  return slotStart(at) + HOURS_BETWEEN * hour;
}

/**
 * The UTC days that a push at this hour tells about: the one that it ends or stands in, and the six before, since a
 * conversion can be rejected or approved days after it came.
 */
export function daysOfSlot(slot: Micros): { readonly first: Micros; readonly last: Micros } {
  const last = dayStart(slot - 1);
  return { first: last - (DAYS_SENT - 1) * 24 * hour, last };
}
