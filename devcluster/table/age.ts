// Durations as `kubectl` shows them: "23s", "4m12s", "3d4h".

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

/** The time since a timestamp of RFC 3339; `<unknown>` when there is none, `<invalid>` when it is no timestamp. */
export function ageOf(timestamp: string | undefined | null, now: Date): string {
  if (timestamp === undefined || timestamp === null || timestamp === '' || timestamp === 'null') return '<unknown>';
  return RFC_3339.test(timestamp) ? humanDuration(now.getTime() - Date.parse(timestamp)) : '<invalid>';
}

const SECOND = 1000;
/** In days; leap years do not count. */
const YEAR = 365;
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

function withRest(count: number, unit: string, rest: number, smallerUnit: string): string {
  return rest === 0 ? `${count}${unit}` : `${count}${unit}${rest}${smallerUnit}`;
}
