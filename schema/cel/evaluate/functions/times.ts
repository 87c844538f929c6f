// The parts of points in time and of durations.
import { type Duration, Failure, type Timestamp, type Value } from '../value.js';
import type { Implementation, Implementations } from './implementation.js';

const SECOND = 1_000_000_000n;

interface Parts {
  readonly date: Date;
  readonly nanoseconds: bigint;
}

function partsOf(nanoseconds: bigint, offsetSeconds: bigint): Parts {
  const local = nanoseconds + offsetSeconds * SECOND;
  const inSecond = ((local % SECOND) + SECOND) % SECOND;
  return { date: new Date(Number((local - inSecond) / 1_000_000n)), nanoseconds: inSecond };
}

const DAY = 86_400_000;

const READERS: Readonly<Record<string, (parts: Parts) => number>> = {
  year: ({ date }) => date.getUTCFullYear(),
  month: ({ date }) => date.getUTCMonth(),
  day_of_year: ({ date }) => {
    const first = new Date(0);
    first.setUTCFullYear(date.getUTCFullYear(), 0, 1);
    return Math.floor((date.getTime() - first.getTime()) / DAY);
  },
  day_of_month: ({ date }) => date.getUTCDate() - 1,
  day_of_month_1_based: ({ date }) => date.getUTCDate(),
  day_of_week: ({ date }) => date.getUTCDay(),
  hours: ({ date }) => date.getUTCHours(),
  minutes: ({ date }) => date.getUTCMinutes(),
  seconds: ({ date }) => date.getUTCSeconds(),
  milliseconds: ({ nanoseconds }) => Number(nanoseconds / 1_000_000n),
};

function timeReaders(): Implementations {
  const made: Record<string, Implementation> = {};
  for (const [name, read] of Object.entries(READERS)) {
    made[`timestamp_to_${name}`] = (time: Timestamp) => BigInt(read(partsOf(time.nanoseconds, 0n)));
    const zoned = (time: Timestamp, zone: string): Value => {
      const offset = offsetOf(zone, time.nanoseconds);
      return typeof offset === 'bigint' ? BigInt(read(partsOf(time.nanoseconds, offset))) : offset;
    };
    made[`timestamp_to_${name}_with_tz`] = zoned;
    made[`timestamp_to_${name}_tz`] = zoned;
  }
  return made;
}

/** In seconds east of UTC. A zone is a name such as `Europe/Berlin`, or an offset such as `-03:30`. */
function offsetOf(zone: string, nanoseconds: bigint): bigint | Failure {
  const colon = zone.indexOf(':');
  if (colon < 0) return offsetOfName(zone, nanoseconds);
  const [hours, minutes] = [goInt(zone.slice(0, colon)), goInt(zone.slice(colon + 1))];
  if (hours instanceof Failure) return hours;
  if (minutes instanceof Failure) return minutes;
  return (zone.startsWith('-') ? hours * 60n - minutes : hours * 60n + minutes) * 60n;
}

function goInt(text: string): bigint | Failure {
  if (/^[+-]?\d{1,18}$/.test(text)) return BigInt(text.replace(/^\+/, ''));
  return new Failure(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
}

function offsetOfName(zone: string, nanoseconds: bigint): bigint | Failure {
  if (zone === '' || zone === 'UTC') return 0n;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
    const { date } = partsOf(nanoseconds, 0n);
    const found = new Map(format.formatToParts(date).map(({ type, value }) => [type, Number(value)]));
    const of = (type: Intl.DateTimeFormatPartTypes) => found.get(type) ?? 0;
    const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
    return BigInt(Math.round((local - date.getTime()) / 1000));
  } catch {
    return new Failure(`unknown time zone ${zone}`);
  }
}

/** `1.5s`. */
export function durationText({ nanoseconds }: Duration): string {
  // Go's seconds are a double; its digits show.
  const seconds = nanoseconds / SECOND;
  const value = Number(seconds) + Number(nanoseconds - seconds * SECOND) / 1e9;
  return `${plainNumber(value)}s`;
}

/** A number without an exponent. */
export function plainNumber(value: number): string {
  const text = String(value);
  const found = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (found === null) return Object.is(value, -0) ? '-0' : text;
  const [, sign = '', first = '', rest = '', power = '0'] = found;
  const exponent = Number(power);
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${first}${rest}`;
  return sign + first + rest.padEnd(exponent, '0');
}

/** RFC 3339 with the digits of the fraction that count. */
export function timeText({ nanoseconds }: Timestamp): string {
  const { date, nanoseconds: fraction } = partsOf(nanoseconds, 0n);
  const year = String(date.getUTCFullYear()).padStart(4, '0');
  const digits = String(fraction).padStart(9, '0').replace(/0+$/, '');
  const rest = date
    .toISOString()
    .replace(/^[+-]?\d+/, '')
    .slice(0, 15);
  return `${year}${rest}${digits === '' ? '' : `.${digits}`}Z`;
}

export const TIMES: Implementations = {
  ...timeReaders(),
  duration_to_hours: (value: Duration) => value.nanoseconds / (3600n * SECOND),
  duration_to_minutes: (value: Duration) => value.nanoseconds / (60n * SECOND),
  duration_to_seconds: (value: Duration) => value.nanoseconds / SECOND,
  duration_to_milliseconds: (value: Duration) => value.nanoseconds / 1_000_000n,
};
