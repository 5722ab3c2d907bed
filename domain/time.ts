import { calendarDate, day, daysFromDate, daysInMonth, hour, minute, second } from './calendar.ts';
import type { Micros } from './calendar.ts';

export * from './calendar.ts';
export { parseInstant } from './instant-text.ts';

/** The lengths of window in which caps and budgets are counted. */
export const windowKinds = ['Daily', 'Weekly', 'Monthly', 'Total'] as const;

/** A length of window: a UTC calendar day, an ISO week (from Monday), a month, or all time. */
export type WindowKind = (typeof windowKinds)[number];

/** Midnight UTC at the start of the instant's day. */
export function dayStart(at: Micros): Micros {
  return Math.floor(at / day) * day;
}

/** Midnight UTC at the start of the Monday of the instant's ISO week. */
export function weekStart(at: Micros): Micros {
  const days = Math.floor(at / day);
  // 1970-01-01 was a Thursday, three days after a Monday.
  return Math.floor((days + 3) / 7) * 7 * day - 3 * day;
}

/** Midnight UTC at the start of the instant's month. */
export function monthStart(at: Micros): Micros {
  const { year, month } = calendarDate(at);
  return daysFromDate({ year, month, dayOfMonth: 1 }) * day;
}

/** The start of the instant's hour. */
export function hourStart(at: Micros): Micros {
  return Math.floor(at / hour) * hour;
}

/**
 * The start of the window of this kind that is open at the instant. All time starts at 1970-01-01, so that every
 * window has a start that can be stored.
 */
export function windowStart(kind: WindowKind, at: Micros): Micros {
  switch (kind) {
    case 'Daily':
      return dayStart(at);
    case 'Weekly':
      return weekStart(at);
    case 'Monthly':
      return monthStart(at);
    case 'Total':
      return 0;
  }
}

/** The first instant after the window of this kind that is open at the instant; infinity for all time. */
export function windowEnd(kind: WindowKind, at: Micros): Micros {
  switch (kind) {
    case 'Daily':
      return dayStart(at) + day;
    case 'Weekly':
      return weekStart(at) + 7 * day;
    case 'Monthly':
      return addMonths(monthStart(at), 1);
    case 'Total':
      return Number.POSITIVE_INFINITY;
  }
}

/** Whole days of 24 hours from one instant to a later one; negative when the other is earlier. */
export function wholeDaysBetween(from: Micros, to: Micros): number {
  return Math.trunc((to - from) / day);
}

/** The instant so many hours later. */
export function addHours(at: Micros, hours: number): Micros {
  return at + hours * hour;
}

/** The instant so many days of 24 hours later. */
export function addDays(at: Micros, days: number): Micros {
  return at + days * day;
}

/** The same time of day so many months later, or on the last day of that month where the day doesn't exist. */
export function addMonths(at: Micros, months: number): Micros {
  const { year, month, dayOfMonth } = calendarDate(at);
  const monthsFromZero = year * 12 + (month - 1) + months;
  const target = { year: Math.floor(monthsFromZero / 12), month: (((monthsFromZero % 12) + 12) % 12) + 1 };
  const clamped = Math.min(dayOfMonth, daysInMonth(target.year, target.month));
  return daysFromDate({ ...target, dayOfMonth: clamped }) * day + (at - dayStart(at));
}

/** The instant's UTC date as `YYYY-MM-DD`. */
export function isoDate(at: Micros): string {
  const { year, month, dayOfMonth } = calendarDate(at);
  return `${String(year).padStart(4, '0')}-${twoDigits[month]}-${twoDigits[dayOfMonth]}`;
}

/**
 * The instant as every answer writes it: `2025-02-27T23:00:00+00:00`, with a fraction of up to six digits, without
 * trailing noughts, only when it isn't zero.
 */
export function formatInstant(at: Micros): string {
  const sinceMidnight = at - dayStart(at);
  const hours = Math.floor(sinceMidnight / hour);
  const minutes = Math.floor(sinceMidnight / minute) % 60;
  const seconds = Math.floor(sinceMidnight / second) % 60;
  const micros = Math.floor(sinceMidnight % second);
  return `${isoDate(at)}T${twoDigits[hours]}:${twoDigits[minutes]}:${twoDigits[seconds]}${fractionText(micros)}+00:00`;
}

/** The form of {@link formatInstant} for a value that may be absent. */
export function formatInstantOrNull(at: Micros | null): string | null {
  return at === null ? null : formatInstant(at);
}

// Looked up, since every answer and every stored row holds instants.
const twoDigits = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'));

function fractionText(micros: number): string {
  if (micros === 0) return '';
  let [number, places] = [micros, 6];
  for (; number % 10 === 0; places--) number /= 10;
  return `.${String(number).padStart(places, '0')}`;
}
