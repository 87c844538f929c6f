// Spans of time as Go writes them, such as `1h30m` and `250ms`.
import type { Duration } from '../../decorators/scalars.js';
import { parseGoDuration } from '../../scalars/duration.js';

/**
 * The nanoseconds of a duration, exactly; as `time.ParseDuration`.
 * @throws TypeError for a text that is none
 */
export function parseDuration(text: Duration): bigint {
  const nanoseconds = parseGoDuration(text);
  if (nanoseconds !== undefined) return nanoseconds;
  throw new TypeError(`${JSON.stringify(text)} is no duration: it should be like 90s, 1h30m or 250ms`);
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

function decimal(value: bigint, places: number): string {
  const digits = value.toString().padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  const whole = digits.slice(0, -places);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
