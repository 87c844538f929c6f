// Durations as `kubectl` shows them: "23s", "4m12s", "3d4h".

import { parseGoTime, ZERO_TIME } from '../../schema/formats-time.js';

/**
 * The text of `HumanDuration` of k8s.io/apimachinery/pkg/util/duration, two or three significant figures.
 * @param milliseconds two seconds below 0 are forgiven, since clocks differ; what is further below is `<invalid>`
 */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / SECOND);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return withRest(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return withRest(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (days < 8) return withRest(days, 'd', hours % 24, 'h');
  if (days < 2 * YEAR) return `${days}d`;
  const years = Math.floor(days / YEAR);
  return years < 8 ? withRest(years, 'y', days % YEAR, 'd') : `${years}y`;
}

/**
 * The time since a timestamp, as Go reads those of RFC 3339; `<unknown>` when there is none, or the zero time, `<invalid>`
 * when it is no timestamp. Not more than Go's durations hold, which is 292 years.
 */
export function ageOf(timestamp: string | undefined | null, now: Date): string {
  if (timestamp === undefined || timestamp === null || timestamp === '' || timestamp === 'null') return '<unknown>';
  const time = parseGoTime(timestamp);
  if (time === undefined) return '<invalid>';
  return time === ZERO_TIME ? '<unknown>' : humanDuration(Math.min(now.getTime() - time, LONGEST));
}

const SECOND = 1000;
/** In days; leap years do not count. */
const YEAR = 365;
/** 2^63 nanoseconds. */
const LONGEST = 2 ** 63 / 1e6;

function withRest(count: number, unit: string, rest: number, smallerUnit: string): string {
  return rest === 0 ? `${count}${unit}` : `${count}${unit}${rest}${smallerUnit}`;
}
