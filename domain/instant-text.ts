import { day, daysFromDate, hour, isCalendarDate, isLeapYear, minute, second } from './calendar.ts';
import type { Micros } from './calendar.ts';

const dateForms = [
  /^(?<year>\d{4})-(?<month>\d{2})-(?<dayOfMonth>\d{2})/,
  /^(?<year>\d{4})-W(?<week>\d{2})-(?<weekday>[1-7])/i,
  /^(?<year>\d{4})W(?<week>\d{2})(?<weekday>[1-7])/i,
  /^(?<year>\d{4})(?<month>\d{2})(?<dayOfMonth>\d{2})(?!\d)/,
  /^(?<year>\d{4})-?(?<dayOfYear>\d{3})(?!\d)/,
];

const timeForm =
  /^[Tt ](?<hours>\d{2})(?::?(?<minutes>\d{2})(?::?(?<seconds>\d{2}))?)?(?:[.,](?<fraction>\d{1,30}))?(?<offset>[Zz]| ?[+-]\d{2}(?::?\d{2})?(?::\d{2})?)?$/;

const offsetForm = /^(?<sign>[+-])(?<hours>\d{2})(?::?(?<minutes>\d{2}))?(?::(?<seconds>\d{2}))?$/;

/**
 * Reads an instant from any ISO 8601 form: calendar, week or ordinal date, extended or basic; with a time of day or
 * bare (midnight UTC); with an offset, `Z`, or neither (UTC). PostgreSQL's text form, with a space and a short
 * offset, is read too. Digits of a fraction after the sixth are cut off, never rounded up into the future.
 *
 * @returns null for anything else, and for days and times that don't exist.
 */
export function parseInstant(text: string): Micros | null {
  return parsePlain(text) ?? parseAny(text);
}

/**
 * The form in which databases and our own answers write instants, to the second or finer and in UTC. It is read digit by
 * digit, since that is what is read most.
 */
function parsePlain(text: string): Micros | null {
  const end = endOfPlain(text);
  if (end === null) return null;
  const date = { year: digitsOf(text, 0, 4), month: digitsOf(text, 5, 7), dayOfMonth: digitsOf(text, 8, 10) };
  const [hours, minutes, seconds] = [digitsOf(text, 11, 13), digitsOf(text, 14, 16), digitsOf(text, 17, 19)];
  if (!isCalendarDate(date) || hours > 23 || minutes > 59 || seconds > 59) return null;
  const places = end - FRACTION;
  const fraction = end === SECONDS_END ? 0 : digitsOf(text, FRACTION, end) * 10 ** (6 - places);
  const at = daysFromDate(date) * day + hours * hour + minutes * minute + seconds * second + fraction;
  return Number.isSafeInteger(at) ? at : null;
}

const SECONDS_END = 19;
const FRACTION = 20;

/** Where the digits of a plain instant end and its offset begins; null where a separator is not where it belongs. */
function endOfPlain(text: string): number | null {
  const isSeparated =
    text[4] === '-' &&
    text[7] === '-' &&
    (text[10] === 'T' || text[10] === ' ') &&
    text[13] === ':' &&
    text[16] === ':';
  if (!isSeparated) return null;
  const offset = ['Z', '+00', '+00:00'].find((ending) => text.endsWith(ending));
  if (offset === undefined) return null;
  const end = text.length - offset.length;
  if (end === SECONDS_END) return end;
  return text[SECONDS_END] === '.' && end > FRACTION && end <= FRACTION + 6 ? end : null;
}

/** The number that these digits are; not a number where one of them is none. */
function digitsOf(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}

const ZERO = 0x30;

function parseAny(text: string): Micros | null {
  for (const form of dateForms) {
    const date = form.exec(text);
    if (date === null) continue;
    const days = daysOf(date.groups ?? {});
    if (days === null) return null;
    const rest = text.slice(date[0].length);
    if (rest === '') return days * day;
    const time = timeForm.exec(rest);
    return time === null ? null : withTime(days, time.groups ?? {});
  }
  return null;
}

type Groups = Record<string, string | undefined>;

function daysOf(groups: Groups): number | null {
  const year = Number(groups['year']);
  if (year < 1) return null;
  if (groups['week'] !== undefined)
    return daysOfWeekDate(year, Number(groups['week']), Number(groups['weekday']));
  if (groups['dayOfYear'] !== undefined) {
    const dayOfYear = Number(groups['dayOfYear']);
    if (dayOfYear < 1 || dayOfYear > (isLeapYear(year) ? 366 : 365)) return null;
    return daysFromDate({ year, month: 1, dayOfMonth: 1 }) + dayOfYear - 1;
  }
  const date = { year, month: Number(groups['month']), dayOfMonth: Number(groups['dayOfMonth']) };
  return isCalendarDate(date) ? daysFromDate(date) : null;
}

/** The Monday of ISO week 1 is the Monday of the week that holds 4 January. */
function firstMonday(year: number): number {
  const fourth = daysFromDate({ year, month: 1, dayOfMonth: 4 });
  return Math.floor((fourth + 3) / 7) * 7 - 3;
}

function daysOfWeekDate(year: number, week: number, weekday: number): number | null {
  const monday = firstMonday(year) + (week - 1) * 7;
  if (week < 1 || monday >= firstMonday(year + 1)) return null;
  return monday + weekday - 1;
}

function withTime(days: number, groups: Groups): Micros | null {
  const hours = Number(groups['hours']);
  const minutes = Number(groups['minutes'] ?? '0');
  const seconds = Number(groups['seconds'] ?? '0');
  const leapSecond = seconds === 60 && minutes === 59;
  if (hours > 24 || minutes > 59 || (seconds > 59 && !leapSecond)) return null;
  const fraction = fractionOf(groups);
  if (hours === 24 && (minutes !== 0 || seconds !== 0 || fraction !== 0)) return null;
  const offset = offsetOf(groups['offset']);
  if (offset === null) return null;
  const whole = days * day + hours * hour + minutes * minute + seconds * second - offset;
  const at = whole + fraction;
  // Beyond the safe integers only whole seconds are exact, so the fraction is left out there.
  return Number.isSafeInteger(at) ? at : whole;
}

/** A fraction belongs to the smallest unit written: `T10.5` is half past ten. */
function fractionOf(groups: Groups): Micros {
  const digits = groups['fraction'];
  if (digits === undefined) return 0;
  if (groups['seconds'] !== undefined) return Number(digits.slice(0, 6).padEnd(6, '0'));
  return Math.floor(Number(`0.${digits}`) * (groups['minutes'] === undefined ? hour : minute));
}

function offsetOf(text: string | undefined): Micros | null {
  if (text === undefined || text === 'Z' || text === 'z') return 0;
  const groups: Groups | undefined = offsetForm.exec(text.trim())?.groups;
  if (groups === undefined) return null;
  const hours = Number(groups['hours']);
  const minutes = Number(groups['minutes'] ?? '0');
  const seconds = Number(groups['seconds'] ?? '0');
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const size = hours * hour + minutes * minute + seconds * second;
  return groups['sign'] === '-' ? -size : size;
}
