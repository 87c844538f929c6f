// Dates, times and durations, as the API server reads them.

/** A day that exists: `2026-01-31`. */
export function isDate(text: string): boolean {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (found === null) return false;
  const [year = 0, month = 0, day = 0] = found.slice(1).map(Number);
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/**
 * A date, `T`, and a time with its zone. Looser than RFC 3339, as the server is: a zone of any digits, any character
 * before the fraction, and whatever may follow a second `t`.
 */
export function isDateTime(text: string): boolean {
  const [date = '', time] = text.toLowerCase().split('t');
  if (time === undefined || !isDate(date)) return false;
  const found = /^(\d\d):(\d\d):(\d\d)(?:[^\n]\d+)?(?:z|[+-]\d\d:\d\d)$/u.exec(time);
  return found !== null && Number(found[1]) <= 23 && Number(found[2]) <= 59 && Number(found[3]) <= 59;
}

/** Whether a text is a time in whole seconds of UTC, as the server writes it. False for some late days of months, too. */
export function isPlainTime(text: string): boolean {
  return PLAIN_TIME.test(text);
}

const PLAIN_TIME = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

/**
 * The milliseconds since 1970 of a time that Go's `time.Parse` takes for `time.RFC3339`, undefined for another text. Looser
 * than RFC 3339: an hour of one digit, a comma before the fraction, zones up to 24:60.
 */
export function parseGoTime(text: string): number | undefined {
  const found = GO_TIME.exec(text);
  if (found === null) return undefined;
  const [, day = '', hour = '', minutes = '', fraction = '', zone = 'Z'] = found;
  const [zoneHours = 0, zoneMinutes = 0] = zone.slice(1).split(':').map(Number);
  if (!isDate(day) || Number(hour) > 23 || zoneHours > 24 || zoneMinutes > 60) return undefined;
  const millisecond = fraction.slice(1, 4).padEnd(3, '0');
  const local = Date.parse(`${day}T${hour.padStart(2, '0')}:${minutes}.${millisecond}Z`);
  const offset = (zoneHours * 60 + zoneMinutes) * 60_000;
  return zone.startsWith('-') ? local + offset : local - offset;
}

/** The milliseconds of Go's zero time, which stands for none. */
export const ZERO_TIME = Date.parse('0001-01-01T00:00:00Z');

const GO_TIME = /^(\d{4}-\d\d-\d\d)T(\d\d?):([0-5]\d:[0-5]\d)([.,]\d+)?(Z|[+-]\d\d:\d\d)$/;

const GO_DURATION = /^[+-]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
const UNITS: readonly (readonly string[])[] = [
  ['ns', 'nano'],
  ['us', 'µs', 'micro'],
  ['ms', 'milli'],
  ['s', 'sec'],
  ['m', 'min'],
  ['h', 'hr', 'hour'],
  ['d', 'day'],
  ['w', 'wk', 'week'],
];

/** `1h30m` as Go writes it, or any text in which a number and a unit stand, as Scala writes it: `2 weeks`. */
export function isDuration(text: string): boolean {
  if (GO_DURATION.test(text)) return true;
  let known = false;
  for (const [, number = '', unit = ''] of text.matchAll(/(?<!\d)(\d+)[\t\n\f\r ]*([A-Za-zµ]+)/g)) {
    if (BigInt(number) >= 2n ** 63n) return false;
    known ||= isUnit(unit.toLowerCase());
  }
  return known;
}

function isUnit(unit: string): boolean {
  return UNITS.some(names =>
    names.some((name, at) => unit === name || (at === names.length - 1 && unit.startsWith(name))),
  );
}
