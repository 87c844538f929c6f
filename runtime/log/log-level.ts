// Log levels: their order, their names as users write them, and the switch that changes them.
import type { LogLevel } from './logger.js';

/** All levels, from the most to the least talkative. */
export const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'fatal'];

/** Changes how much is logged while the process runs. */
export interface LogControl {
  /**
   * The least level that is written, by every logger of this process that has the same root, existing ones too.
   * @throws RangeError when set to something else than a level
   */
  level: LogLevel;
}

/** Whether lines of `level` are written when `least` is the least level. */
export function isLogged(level: LogLevel, least: LogLevel): boolean {
  return LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(least);
}

/**
 * Reads a level as a flag or a variable holds it; upper case and spaces around it do not matter.
 * @throws RangeError that lists the levels
 */
export function parseLogLevel(text: string): LogLevel {
  const wanted = text.trim().toLowerCase();
  const level = LOG_LEVELS.find(level => level === wanted);
  if (level === undefined) throw new RangeError(`no log level "${text}"; use one of ${LOG_LEVELS.join(', ')}`);
  return level;
}
