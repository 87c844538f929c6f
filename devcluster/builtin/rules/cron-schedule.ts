// Schedules of CronJobs, as the library that the real server parses them with takes them.

/** What is wrong with a schedule that is not empty; undefined when nothing is. Source: `ParseStandard` of robfig/cron v3. */
export function scheduleProblem(schedule: string): string | undefined {
  const zoned = /^(?:CRON_)?TZ=([^ ]*)( .*)?$/s.exec(schedule);
  // The library slices without looking.
  if (zoned !== null && zoned[2] === undefined) {
    return 'invalid schedule format: runtime error: slice bounds out of range [:-1]';
  }
  const [, zone = 'UTC', rest = schedule] = zoned ?? [];
  if (!isTimeZone(zone)) return `provided bad location ${zone}: unknown time zone ${zone}`;
  const spec = zoned === null ? rest : rest.trim();
  if (spec.startsWith('@')) return descriptorProblem(spec);
  const fields = spec.split(/\s+/).filter(field => field !== '');
  if (fields.length !== FIELDS.length) {
    return `expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`;
  }
  for (const [at, field] of fields.entries()) {
    const problem = fieldProblem(field, FIELDS[at] as Bounds);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Whether there is a time zone of that name; names are told apart by their case. */
export function isTimeZone(name: string): boolean {
  // JavaScript takes any case, and offsets. All parts of names begin with a capital letter.
  if (!/^[A-Z][^/]*(?:\/[A-Z][^/]*)*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

interface Bounds {
  readonly least: number;
  readonly most: number;
  /** What the numbers from `least` on may be called, too. */
  readonly names?: readonly string[];
}

/** Minute, hour, day of the month, month, day of the week. */
const FIELDS: readonly Bounds[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  {
    least: 1,
    most: 12,
    names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  { least: 0, most: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

const DESCRIPTORS = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];
const DURATION = /^[+-]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;

function descriptorProblem(descriptor: string): string | undefined {
  if (DESCRIPTORS.includes(descriptor)) return undefined;
  if (!descriptor.startsWith('@every ')) return `unrecognized descriptor: ${descriptor}`;
  const duration = descriptor.slice('@every '.length);
  if (DURATION.test(duration)) return undefined;
  return `failed to parse duration ${descriptor}: time: invalid duration ${JSON.stringify(duration)}`;
}

function fieldProblem(field: string, bounds: Bounds): string | undefined {
  for (const range of field.split(',')) {
    const problem = range === '' ? undefined : rangeProblem(range, bounds);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** `*`, `5`, `1-5`, each of them with a step behind a slash. */
function rangeProblem(range: string, bounds: Bounds): string | undefined {
  const [span = '', stepText, ...moreSteps] = range.split('/');
  const [low = '', high, ...moreEnds] = span.split('-');
  let [start, end] = [bounds.least, bounds.most];
  if (low !== '*' && low !== '?') {
    const first = numberOf(low, bounds);
    if (typeof first === 'string') return first;
    if (moreEnds.length > 0) return `too many hyphens: ${range}`;
    const last = high === undefined ? first : numberOf(high, bounds);
    if (typeof last === 'string') return last;
    [start, end] = [first, last];
  }
  const step = stepText === undefined ? 1 : numberOf(stepText);
  if (moreSteps.length > 0) return `too many slashes: ${range}`;
  if (typeof step === 'string') return step;
  if (stepText !== undefined && high === undefined) end = bounds.most;
  if (start < bounds.least) return `beginning of range (${start}) below minimum (${bounds.least}): ${range}`;
  if (end > bounds.most) return `end of range (${end}) above maximum (${bounds.most}): ${range}`;
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${range}`;
  return step === 0 ? `step of range should be a positive number: ${range}` : undefined;
}

/** The number, or why it is none. */
function numberOf(text: string, { names = [], least = 0 }: Partial<Bounds> = {}): number | string {
  const named = names.indexOf(text.toLowerCase());
  if (named >= 0) return named + least;
  const why = (what: string) =>
    `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: ${what}`;
  if (!/^[+-]?\d+$/.test(text)) return why('invalid syntax');
  const value = BigInt(text.replace('+', ''));
  if (value !== BigInt.asIntN(64, value)) return why('value out of range');
  return value < 0n ? `negative number (${value}) not allowed: ${text}` : Number(value);
}
