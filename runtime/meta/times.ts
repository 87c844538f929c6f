// Points in time in the texts of the API.
import type { MicroTime, Time } from '../../decorators/scalars.js';

/**
 * The date of a `Time` or a `MicroTime`, to the millisecond. Reads what Go's `time.Parse(time.RFC3339)` reads.
 * @throws TypeError for a text that is none, or a day that there is not
 */
export function parseTime(text: Time | MicroTime): Date {
  const match = TIME.exec(text);
  const fields = match?.slice(1, 7).map(Number) ?? [];
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields;
  const [fraction = '', sign, offsetHour = '0', offsetMinute = '0'] = match?.slice(7) ?? [];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isRight =
    match !== null &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    [hour, minute, second].every((value, index) => value <= (MOST[index] as number)) &&
    Number(offsetHour) <= 24 &&
    Number(offsetMinute) <= 60;
  if (!isRight) throw new TypeError(`${JSON.stringify(text)} is no time: it should be like 2026-01-31T12:00:00Z`);
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === '-' ? -60_000 : 60_000);
  date.setUTCHours(hour, minute, second, Number(fraction.slice(0, 3).padEnd(3, '0')));
  return new Date(date.getTime() - offset);
}

/**
 * The date as a `Time`: in UTC, to the second, as `metav1.Time` prints it.
 * @throws TypeError for dates before the year 0 or after 9999, which have no such text
 */
export function timeText(date: Date): Time {
  return `${printed(date).slice(0, 19)}Z`;
}

/** The date as a `MicroTime`: in UTC, with six digits for parts of a second, as `metav1.MicroTime` prints it. */
export function microTimeText(date: Date): MicroTime {
  return `${printed(date).slice(0, 23)}000Z`;
}

/** An hour may have one digit, and a comma stand for the point: so Go reads it. */
const TIME = /^(\d{4})-(\d{2})-(\d{2})T(\d{1,2}):(\d{2}):(\d{2})(?:[.,](\d+))?(?:Z|([+-])(\d{2}):(\d{2}))$/;
const MOST: readonly number[] = [23, 59, 59];

function printed(date: Date): string {
  if (Number.isNaN(date.getTime())) throw new TypeError('an invalid date has no text in the API');
  const text = date.toISOString();
  if (text.length !== 24) throw new TypeError(`a date of the year ${date.getUTCFullYear()} has no text in the API`);
  return text;
}
