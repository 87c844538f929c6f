// Log levels: their order, their names as users write them, and the switch that changes them.
import type { LogLevel } from './logger.js';

/** All levels, from the most to the least talkative. */
export const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'fatal'];

/** The least level that is written, and that of modules that differ. */
export interface LogLevels {
  readonly level: LogLevel;
  /** By module, such as `{ cache: 'debug' }`. */
  readonly modules: Readonly<Record<string, LogLevel>>;
}

/** Changes how much is logged while the process runs. */
export interface LogControl {
  /**
   * The least level that is written, by every logger of this process that has the same root, existing ones too.
   * @throws RangeError when set to something else than a level
   */
  level: LogLevel;
  /**
   * The least level of modules that differ. A logger is of the module that `with({ module })` has named; `controller` stands
   * for `controller/redis` too, unless that has a level of its own.
   * @throws RangeError when set to something else than levels
   */
  modules: Readonly<Record<string, LogLevel>>;
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

/**
 * Reads a level and those of modules, as a flag holds them: `debug`, `warn,cache=debug`, `controller/redis=debug`. Without
 * a level of its own the first is `info`; of two for the same the later counts.
 * @throws RangeError that says which part is wrong
 */
export function parseLogLevels(text: string): LogLevels {
  let level: LogLevel = 'info';
  const modules: Record<string, LogLevel> = {};
  for (const part of text.split(',')) {
    const at = part.indexOf('=');
    if (at < 0) level = parseLogLevel(part);
    else modules[parseModule(part.slice(0, at))] = parseLogLevel(part.slice(at + 1));
  }
  return { level, modules };
}

/** What `parseLogLevels` reads. */
export function logLevelsText({ level, modules }: LogLevels): string {
  return [level, ...Object.entries(modules).map(([module, of]) => `${module}=${of}`)].join(',');
}

function parseModule(text: string): string {
  const module = text.trim();
  if (/^[\w.-]+(\/[\w.-]+)*$/.test(module)) return module;
  throw new RangeError(`no module "${text}"; write levels as "info,cache=debug,controller/redis=debug"`);
}

/** The switch of a root logger. */
export class LevelSwitch implements LogControl {
  #level: LogLevel;
  #modules: ReadonlyMap<string, LogLevel>;

  constructor({ level, modules }: LogLevels) {
    this.#level = parseLogLevel(level);
    this.#modules = checked(modules);
  }

  get level(): LogLevel {
    return this.#level;
  }

  set level(level: LogLevel) {
    this.#level = parseLogLevel(level);
  }

  get modules(): Readonly<Record<string, LogLevel>> {
    return Object.fromEntries(this.#modules);
  }

  set modules(modules: Readonly<Record<string, LogLevel>>) {
    this.#modules = checked(modules);
  }

  /** The least level of a module; undefined: of what is of none. */
  of(module: string | undefined): LogLevel {
    if (module === undefined || this.#modules.size === 0) return this.#level;
    for (let name = module; ; name = name.slice(0, name.lastIndexOf('/'))) {
      const level = this.#modules.get(name);
      if (level !== undefined) return level;
      if (!name.includes('/')) return this.#level;
    }
  }
}

function checked(modules: Readonly<Record<string, LogLevel>>): ReadonlyMap<string, LogLevel> {
  return new Map(Object.entries(modules).map(([module, level]) => [parseModule(module), parseLogLevel(level)]));
}
