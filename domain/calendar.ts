/**
 * An instant: microseconds since 1970-01-01T00:00:00 UTC. Exact to the microsecond until the year 2255 and to the
 * second until the year 9999.
 */
export type Micros = number;

/** One millisecond. */
export const millisecond = 1_000;
/** One second. */
export const second = 1_000_000;
/** One minute. */
export const minute = 60 * second;
/** One hour. */
export const hour = 60 * minute;
/** One day; UTC days all have the same length. */
export const day = 24 * hour;

/** A calendar date: the month counts from 1. */
export interface CalendarDate {
  year: number;
  month: number;
  dayOfMonth: number;
}

/** The number of days from 1970-01-01 to a date of the Gregorian calendar. Works by eras of 400 years. */
export function daysFromDate({ year, month, dayOfMonth }: CalendarDate): number {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + dayOfMonth - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The calendar date that lies so many days after 1970-01-01. */
export function dateFromDays(days: number): CalendarDate {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const dayOfMonth = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfMonth };
}

/** How many days a month has. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Whether a year has a 29 February. */
export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Whether year, month and day name a day that exists, in the years 1 to 9999. */
export function isCalendarDate({ year, month, dayOfMonth }: CalendarDate): boolean {
  if (year < 1 || year > 9999 || month < 1 || month > 12) return false;
  return dayOfMonth >= 1 && dayOfMonth <= daysInMonth(year, month);
}

/** The calendar date of an instant in UTC. */
export function calendarDate(at: Micros): CalendarDate {
  return dateFromDays(Math.floor(at / day));
}
