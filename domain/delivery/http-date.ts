import { daysFromDate } from '../calendar.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const fixedForm = /^[A-Za-z]{3}, (\d{2}) ([A-Za-z]{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/;

/**
 * Reads a date as HTTP headers write it, `Sun, 06 Nov 1994 08:49:37 GMT`. The two obsolete forms are not read.
 *
 * @returns milliseconds since 1970, or null.
 */
export function parseHttpDate(text: string): number | null {
  const found = fixedForm.exec(text);
  if (found === null) return null;
  const [, day = '', month = '', year = '', hours = '', minutes = '', seconds = ''] = found;
  const index = months.indexOf(month);
  const dayOfMonth = Number(day);
  if (index === -1 || dayOfMonth < 1 || dayOfMonth > 31) return null;
  const days = daysFromDate({ year: Number(year), month: index + 1, dayOfMonth });
  const secondsOfDay = Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
  return (days * 86_400 + secondsOfDay) * 1_000;
}
