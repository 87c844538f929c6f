// Points in time as Go reads them.

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d?):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;

export interface GoTime {
  /** Since 1970. */
  readonly seconds: number;
  /** After them. */
  readonly nanoseconds: number;
  /** Of the zone that is written, in seconds east of UTC. */
  readonly offset: number;
}

/** Undefined if the text is no time in the years 1 to 9999. */
export function parseGoTime(text: string): GoTime | undefined {
  const time = parseAnyGoTime(text);
  return time === undefined || time.seconds < EARLIEST || time.seconds > LATEST ? undefined : time;
}

/** The same with all years that have four digits. */
export function parseAnyGoTime(text: string): GoTime | undefined {
  const found = RFC_3339.exec(text);
  if (found === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  const [fraction = '', sign = '+', offsetHours = '0', offsetMinutes = '0'] = found.slice(7);
  if (hour > 23 || minute > 59 || second > 59 || Number(offsetHours) > 24 || Number(offsetMinutes) > 60)
    return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60 * (sign === '-' ? -1 : 1);
  const seconds = date.getTime() / 1000 + (hour * 60 + minute) * 60 + second - offset;
  return { seconds, nanoseconds: Number(fraction.slice(0, 9).padEnd(9, '0')), offset };
}

/** The first second of the year 1, and the last one of 9999. */
export const EARLIEST = -62_135_596_800;
export const LATEST = 253_402_300_799;
