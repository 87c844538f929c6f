// The parts of points in time and of durations.

import type { GoTime } from '../../values/go-time.js';
import { type Duration, Failure, Timestamp, type Value } from '../value.js';
import type { Implementation, Implementations } from './implementation.js';

const SECOND = 1_000_000_000n;

interface Parts {
  readonly date: Date;
  readonly nanoseconds: bigint;
}

function partsOf({ nanoseconds, offset }: Timestamp): Parts {
  const local = nanoseconds + BigInt(offset) * SECOND;
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
    made[`timestamp_to_${name}`] = (time: Timestamp) => BigInt(read(partsOf(new Timestamp(time.nanoseconds))));
    const zoned = (time: Timestamp, zone: string): Value => {
      const offset = offsetOf(zone, time);
      return typeof offset === 'number' ? BigInt(read(partsOf(new Timestamp(time.nanoseconds, offset)))) : offset;
    };
    made[`timestamp_to_${name}_with_tz`] = zoned;
    made[`timestamp_to_${name}_tz`] = zoned;
  }
  return made;
}

/** In seconds east of UTC. A zone is a name such as `Europe/Berlin`, or an offset such as `-03:30`. */
function offsetOf(zone: string, time: Timestamp): number | Failure {
  const colon = zone.indexOf(':');
  if (colon < 0) return offsetOfName(zone, time);
  const [hours, minutes] = [goInt(zone.slice(0, colon)), goInt(zone.slice(colon + 1))];
  if (hours instanceof Failure) return hours;
  if (minutes instanceof Failure) return minutes;
  return (zone.startsWith('-') ? hours * 60 - minutes : hours * 60 + minutes) * 60;
}

function goInt(text: string): number | Failure {
  if (/^[+-]?\d{1,18}$/.test(text)) return Number(text);
  return new Failure(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
}

/** The control plane is taken to be in UTC where a rule asks for its zone. */
const IN_UTC: ReadonlySet<string> = new Set(['', 'UTC', 'Local']);

function offsetOfName(zone: string, { nanoseconds }: Timestamp): number | Failure {
  if (IN_UTC.has(zone)) return 0;
  if (/\.\.|^[/\\]|\\/.test(zone)) return new Failure('time: invalid location name');
  const format = formatIn(zone);
  if (format === undefined) return new Failure(`unknown time zone ${zone}`);
  const { date } = partsOf(new Timestamp(nanoseconds));
  const found = new Map(format.formatToParts(date).map(({ type, value }) => [type, value]));
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(found.get(type) ?? 0);
  const local = new Date(0);
  // The year before 1 is called the first before Christ.
  local.setUTCFullYear(found.get('era') === 'BC' ? 1 - of('year') : of('year'), of('month') - 1, of('day'));
  local.setUTCHours(of('hour'), of('minute'), of('second'));
  return Math.round((local.getTime() - date.getTime()) / 1000);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Undefined for what is no name of a zone: Intl takes offsets, too, and names in any case. */
function formatIn(zone: string): Intl.DateTimeFormat | undefined {
  const known = formats.get(zone);
  if (known !== undefined || /^[+-]/.test(zone)) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      era: 'short',
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
    const { timeZone } = format.resolvedOptions();
    if (timeZone !== zone && timeZone.toLowerCase() === zone.toLowerCase()) return undefined;
    formats.set(zone, format);
    return format;
  } catch {
    return undefined;
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
function plainNumber(value: number): string {
  const text = String(value);
  const found = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (found === null) return Object.is(value, -0) ? '-0' : text;
  const [, sign = '', first = '', rest = '', power = '0'] = found;
  const exponent = Number(power);
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${first}${rest}`;
  return sign + first + rest.padEnd(exponent, '0');
}

export function timestampOf({ seconds, nanoseconds, offset }: GoTime): Timestamp {
  return new Timestamp(BigInt(seconds) * SECOND + BigInt(nanoseconds), offset);
}

/** RFC 3339 in its own zone, with the digits of the fraction that count. */
export function timeText(time: Timestamp): string {
  const { date, nanoseconds: fraction } = partsOf(time);
  const year = String(date.getUTCFullYear()).padStart(4, '0');
  const digits = String(fraction).padStart(9, '0').replace(/0+$/, '');
  const rest = date
    .toISOString()
    .replace(/^[+-]?\d+/, '')
    .slice(0, 15);
  return `${year}${rest}${digits === '' ? '' : `.${digits}`}${zoneText(time.offset)}`;
}

function zoneText(offset: number): string {
  if (offset === 0) return 'Z';
  const minutes = Math.abs(offset) / 60;
  const two = (count: number) => String(Math.trunc(count)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

export const TIMES: Implementations = {
  ...timeReaders(),
  duration_to_hours: (value: Duration) => value.nanoseconds / (3600n * SECOND),
  duration_to_minutes: (value: Duration) => value.nanoseconds / (60n * SECOND),
  duration_to_seconds: (value: Duration) => value.nanoseconds / SECOND,
  duration_to_milliseconds: (value: Duration) => value.nanoseconds / 1_000_000n,
};
