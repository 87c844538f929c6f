// Spans of time as Go writes them, such as `1h30m` and `250ms`.
import type { Duration } from '../../decorators/scalars.js';

/**
 * The nanoseconds of a duration, exactly; as `time.ParseDuration`.
 * @throws TypeError for a text that is none
 */
export function parseDuration(text: Duration): bigint {
  const [, sign = '', rest = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (rest === '0') return 0n;
  let total = 0n;
  let at = 0;
  for (const part of rest.matchAll(PART)) {
    at += part[0].length;
    total += nanosecondsOf(part);
  }
  const limit = sign === '-' ? LIMIT : LIMIT - 1n;
  if (rest === '' || at !== rest.length || total > limit) {
    throw new TypeError(`${JSON.stringify(text)} is no duration: it should be like 90s, 1h30m or 250ms`);
  }
  return sign === '-' ? -total : total;
}

/** The milliseconds of a duration, with their parts; as `parseDuration`. */
export function durationMilliseconds(text: Duration): number {
  const nanoseconds = parseDuration(text);
  return Number(nanoseconds / 1_000_000n) + Number(nanoseconds % 1_000_000n) / 1e6;
}

/** The duration of so many nanoseconds, as Go prints it: `1h0m5s`, `1.5ms`, `0s`. */
export function durationText(nanoseconds: bigint): Duration {
  const sign = nanoseconds < 0n ? '-' : '';
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (size === 0n) return '0s';
  if (size < 1_000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${decimal(size, 3)}µs`;
  if (size < SECOND) return `${sign}${decimal(size, 6)}ms`;
  const minutes = size / (60n * SECOND);
  const seconds = `${decimal(size % (60n * SECOND), 9)}s`;
  if (minutes === 0n) return sign + seconds;
  return minutes < 60n ? `${sign}${minutes}m${seconds}` : `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

/**
 * The duration of so many milliseconds, to the nanosecond.
 * @throws RangeError for what is no finite number
 */
export function durationOfMilliseconds(milliseconds: number): Duration {
  const whole = Math.trunc(milliseconds);
  return durationText(BigInt(whole) * 1_000_000n + BigInt(Math.round((milliseconds - whole) * 1e6)));
}

const SECOND = 1_000_000_000n;
const LIMIT = 2n ** 63n;
/** Sticky: else a long row of digits would be tried again from each of them. */
const PART = /(\d*)(?:\.(\d*))?([^\d.]+)/gy;
const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', SECOND],
  ['m', 60n * SECOND],
  ['h', 3600n * SECOND],
]);

/** More than the limit for what is no part of a duration. */
function nanosecondsOf([, whole = '', fraction = '', name = '']: readonly string[]): bigint {
  const unit = UNITS.get(name);
  if (unit === undefined || whole + fraction === '') return LIMIT + 1n;
  return BigInt(whole) * unit + partOf(fraction, unit);
}

/** Go counts parts in floating point, with as many digits as 64 bits hold. */
function partOf(digits: string, unit: bigint): bigint {
  let value = 0n;
  let scale = 1;
  for (const digit of digits) {
    if (value > (LIMIT - 1n) / 10n) break;
    const next = value * 10n + BigInt(digit);
    if (next > LIMIT) break;
    value = next;
    scale *= 10;
  }
  return value === 0n ? 0n : BigInt(Math.trunc(Number(value) * (Number(unit) / scale)));
}

function decimal(value: bigint, places: number): string {
  const digits = value.toString().padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  const whole = digits.slice(0, -places);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
