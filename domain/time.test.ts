import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addHours,
  addMonths,
  calendarDate,
  day,
  dayStart,
  daysFromDate,
  formatInstant,
  hour,
  hourStart,
  isCalendarDate,
  isoDate,
  monthStart,
  parseInstant,
  weekStart,
  wholeDaysBetween,
  windowEnd,
  windowKinds,
  windowStart,
} from './time.ts';

const until2255 = Date.UTC(2254, 11, 31) * 1000;
const instants = fc.integer({ min: -until2255, max: until2255 });

function at(text: string): number {
  const parsed = parseInstant(text);
  if (parsed === null) throw new Error(`unreadable: ${text}`);
  return parsed;
}

describe('reading instants', () => {
  test('reads what a database writes as what it means', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const written = formatInstant(instant).replace('T', ' ').replace('+00:00', '+00');
        expect(parseInstant(written)).toBe(instant);
      }),
    );
    for (const wrong of ['2025-02-29 00:00:00+00', '2025-02-27 24:00:01+00', '2025-02-27 23:60:00+00'])
      expect(parseInstant(wrong)).toBeNull();
  });

  test('the usual form is read like every other, right or wrong', () => {
    // A small letter is as good as a capital one, and is not what is usual.
    const unusual = (text: string) => `${text.slice(0, 10)}t${text.slice(11)}`;
    const character = fc.constantFrom(...'0123456789-:.+TZ /'.split(''));
    fc.assert(
      fc.property(instants, fc.nat(26), character, fc.boolean(), (instant, place, wrong, isShort) => {
        const written = formatInstant(instant).replace('+00:00', isShort ? 'Z' : '+00:00');
        const spoilt = `${written.slice(0, place)}${wrong}${written.slice(place + 1)}`;
        for (const text of [written, `${spoilt.slice(0, 10)}T${spoilt.slice(11)}`])
          expect(parseInstant(text)).toBe(parseInstant(unusual(text)));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['2025-02-27T23:00:00+00:00', '2025-02-27T23:00:00+00:00'],
    ['2025-02-27T23:00:00Z', '2025-02-27T23:00:00+00:00'],
    ['2025-02-27t23:00:00z', '2025-02-27T23:00:00+00:00'],
    ['2025-02-27T23:00:00', '2025-02-27T23:00:00+00:00'],
    ['2025-02-27', '2025-02-27T00:00:00+00:00'],
    ['2025-02-27T23:00', '2025-02-27T23:00:00+00:00'],
    ['2025-02-27T23', '2025-02-27T23:00:00+00:00'],
    ['2025-02-27T23:30:00+05:30', '2025-02-27T18:00:00+00:00'],
    ['2025-02-27T23:30:00-08', '2025-02-28T07:30:00+00:00'],
    ['2025-02-27T23:30:00+0530', '2025-02-27T18:00:00+00:00'],
    ['20250227T233000Z', '2025-02-27T23:30:00+00:00'],
    ['20250227T233000.25+0100', '2025-02-27T22:30:00.25+00:00'],
    ['20250227', '2025-02-27T00:00:00+00:00'],
    ['2025-058', '2025-02-27T00:00:00+00:00'],
    ['2025058T10Z', '2025-02-27T10:00:00+00:00'],
    ['2025-W09-4', '2025-02-27T00:00:00+00:00'],
    ['2025W094T01:02:03Z', '2025-02-27T01:02:03+00:00'],
    ['2020-W53-5', '2021-01-01T00:00:00+00:00'],
    ['2025-02-27T24:00:00Z', '2025-02-28T00:00:00+00:00'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00+00:00'],
    ['2025-02-27T10.5Z', '2025-02-27T10:30:00+00:00'],
    ['2025-02-27T10:00,5Z', '2025-02-27T10:00:30+00:00'],
    ['2026-08-11 06:13:27.8+00', '2026-08-11T06:13:27.8+00:00'],
    ['2026-08-11 06:13:27.837752+00', '2026-08-11T06:13:27.837752+00:00'],
    ['2026-08-11 06:13:27.837752 +02:00', '2026-08-11T04:13:27.837752+00:00'],
    ['2026-08-11T06:13:27.8377529Z', '2026-08-11T06:13:27.837752+00:00'],
    ['2026-08-11T06:13:27.999999999Z', '2026-08-11T06:13:27.999999+00:00'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00+00:00'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00+00:00'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59+00:00'],
  ])('%s is %s', (text, expected) => {
    expect(formatInstant(at(text))).toBe(expected);
  });

  test.each([
    '',
    'today',
    '2025-02-30',
    '2025-02-29T00:00:00Z',
    '2025-13-01',
    '2025-00-10',
    '2025-1-1',
    '2025-02',
    '2025',
    '0000-01-01',
    '2025-366',
    '2025-000',
    '2025-W53-1',
    '2025-W00-1',
    '2025-W10-8',
    '2025-02-27T25:00:00Z',
    '2025-02-27T24:00:01Z',
    '2025-02-27T23:60:00Z',
    '2025-02-27T23:30:60Z',
    '2025-02-27T23:00:00+24:00',
    '2025-02-27T23:00:00Zulu',
    '2025-02-27T23:00:00.Z',
    '2025-02-27TZ',
    ' 2025-02-27',
    '1740697200',
    '27/02/2025',
    '2025-02-27T23:00:00+01:60',
  ])('%j is no instant', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  test('what is written can be read back, to the microsecond', () => {
    fc.assert(
      fc.property(instants, (micros) => {
        expect(parseInstant(formatInstant(micros))).toBe(micros);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the calendar agrees with the platform', () => {
  test('for random instants', () => {
    fc.assert(
      fc.property(instants, (micros) => {
        const millis = Math.floor(micros / 1000);
        const reference = new Date(millis);
        expect(isoDate(micros)).toBe(reference.toISOString().slice(0, 10));
        expect(dayStart(micros)).toBe(new Date(millis).setUTCHours(0, 0, 0, 0) * 1000);
        expect(monthStart(micros)).toBe(
          Date.UTC(reference.getUTCFullYear(), reference.getUTCMonth(), 1) * 1000,
        );
        expect(new Date(weekStart(micros) / 1000).getUTCDay()).toBe(1);
        expect(micros - weekStart(micros)).toBeLessThan(7 * day);
      }),
      { numRuns: 1000 },
    );
  });

  test('a date is its own number of days', () => {
    fc.assert(
      fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (days) => {
        const date = calendarDate(days * day);
        expect(daysFromDate(date)).toBe(days);
      }),
    );
  });

  test.each([
    [{ year: 2024, month: 2, dayOfMonth: 29 }, true],
    [{ year: 2100, month: 2, dayOfMonth: 29 }, false],
    [{ year: 2000, month: 2, dayOfMonth: 29 }, true],
    [{ year: 2025, month: 4, dayOfMonth: 31 }, false],
    [{ year: 2025, month: 0, dayOfMonth: 1 }, false],
    [{ year: 2025, month: 1, dayOfMonth: 0 }, false],
    [{ year: 0, month: 1, dayOfMonth: 1 }, false],
  ])('%j exists: %s', (date, expected) => {
    expect(isCalendarDate(date)).toBe(expected);
  });
});

describe('windows', () => {
  test.each([
    ['Daily', '2026-03-01T23:59:59.999999Z', '2026-03-01', '2026-03-02'],
    ['Daily', '2026-03-02T00:00:00Z', '2026-03-02', '2026-03-03'],
    ['Weekly', '2026-03-01T23:59:59.999999Z', '2026-02-23', '2026-03-02'],
    ['Weekly', '2026-03-02T00:00:00Z', '2026-03-02', '2026-03-09'],
    ['Weekly', '1970-01-01', '1969-12-29', '1970-01-05'],
    ['Monthly', '2026-02-28T23:59:59Z', '2026-02-01', '2026-03-01'],
    ['Monthly', '2024-12-31T23:59:59Z', '2024-12-01', '2025-01-01'],
  ] as const)('%s at %s runs from %s to %s', (kind, text, start, end) => {
    expect(isoDate(windowStart(kind, at(text)))).toBe(start);
    expect(windowEnd(kind, at(text))).toBe(at(end));
  });

  test('all time has one start and no end', () => {
    expect(windowStart('Total', at('2026-03-01'))).toBe(windowStart('Total', at('1999-03-01')));
    expect(windowEnd('Total', at('2026-03-01'))).toBe(Number.POSITIVE_INFINITY);
  });

  test('every instant lies in its own window, and the next window begins where it ends', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: until2255 }), fc.constantFrom(...windowKinds), (micros, kind) => {
        const start = windowStart(kind, micros);
        const end = windowEnd(kind, micros);
        expect(start).toBeLessThanOrEqual(micros);
        expect(end).toBeGreaterThan(micros);
        expect(windowStart(kind, start)).toBe(start);
        if (kind !== 'Total') expect(windowStart(kind, end)).toBe(end);
      }),
    );
  });
});

describe('adding and counting', () => {
  test.each([
    ['2026-01-31T10:00:00Z', 1, '2026-02-28T10:00:00+00:00'],
    ['2024-01-31T10:00:00Z', 1, '2024-02-29T10:00:00+00:00'],
    ['2024-02-29T00:00:00Z', 12, '2025-02-28T00:00:00+00:00'],
    ['2026-01-15T00:00:00Z', -1, '2025-12-15T00:00:00+00:00'],
    ['2026-12-31T00:00:00Z', 3, '2027-03-31T00:00:00+00:00'],
  ])('%s and %i months is %s', (text, months, expected) => {
    expect(formatInstant(addMonths(at(text), months))).toBe(expected);
  });

  test('days and hours have a fixed length, and only whole days count', () => {
    const start = at('2026-03-28T12:00:00Z');
    expect(addDays(start, 1)).toBe(addHours(start, 24));
    expect(wholeDaysBetween(start, addDays(start, 3) - 1)).toBe(2);
    expect(wholeDaysBetween(start, addDays(start, 3))).toBe(3);
    expect(wholeDaysBetween(start, start - 1)).toBe(-0);
    expect(hourStart(start + hour - 1)).toBe(start);
  });
});
