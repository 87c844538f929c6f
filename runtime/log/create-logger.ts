// The logger of a process: JSON lines for machines, text for terminals.
import { isatty } from 'node:tty';
import { type Logger as Pino, pino } from 'pino';
import { type Clock, systemClock } from '../clock/clock.js';
import { errorFields, unreadable } from './error-fields.js';
import { fileWriter, type LineWriter } from './line-writer.js';
import { isLogged, LevelSwitch, type LogControl } from './log-level.js';
import type { LogFields, Logger, LogLevel } from './logger.js';
import { MessageLimit, type MessageLimitOptions } from './message-limit.js';
import { textLine } from './text-line.js';
import { lineWithoutSecrets, withoutSecrets } from './without-secrets.js';

export interface LoggerOptions {
  /** The least level that is written at first; default `info`. */
  readonly level?: LogLevel;
  /** The least level of modules that differ at first, such as `{ cache: 'debug' }`; see `LogControl`. */
  readonly modules?: Readonly<Record<string, LogLevel>>;
  /**
   * How often a message may be written with whatever fields; `false`: as often as it comes. Default: 100 times a second, and
   * one of each 100 beyond, as in controller-runtime; the next line then says in `leftOut` how many are missing. Fatal lines
   * are always written, and all lines of what is at level `debug`.
   */
  readonly limit?: MessageLimitOptions | false;
  /** Default: `text` when standard output is a terminal, else `json`. */
  readonly format?: LogFormat;
  /** Default: standard output. */
  readonly writer?: LineWriter;
  /** Where the times in the lines come from; default: the machine's clock. */
  readonly clock?: Clock;
  /** Ends the process after a fatal line; default `process.exit`. */
  readonly exit?: (status: number) => never;
}

/** `json`: one object a line, with `level`, `time` (ISO 8601) and `msg`. `text`: for people. */
export type LogFormat = 'json' | 'text';

/** The logger that others come from with `with`; its level is theirs. */
export interface RootLogger extends Logger, LogControl {}

const STDOUT = 1;

/**
 * Makes the logger of a process. Every line is written before the call that logs it returns, and a field that cannot
 * be read or serialised costs that field, not the line. A field that is named like a part of the line (`level`, `time`,
 * `msg`) is written as `fields.level` and so on. Of errors the message, the causes and the stack are kept; those that
 * explain themselves, as an `ApiError` or a `TerminalError` does, have a stack only while the level is `debug`.
 *
 * Secrets are not written: the data of Secrets, texts in fields such as `password` or `token`, also of JSON in a text, what
 * follows `--password` or `token=`, credentials in headers and URLs, private keys, JSON web tokens. That is a net below, not
 * leave to log them.
 */
export function createLogger(options: LoggerOptions = {}): RootLogger {
  const { clock = systemClock, exit = status => process.exit(status) } = options;
  // Asking process.stdout instead would make a pipe non-blocking.
  const isTerminal = options.writer === undefined && isatty(STDOUT);
  const { writer = fileWriter(STDOUT), format = isTerminal ? 'text' : 'json' } = options;
  const colors = isTerminal && !process.env.NO_COLOR;

  const levels = new LevelSwitch({ level: options.level ?? 'info', modules: options.modules ?? {} });
  const limit = options.limit === false ? undefined : new MessageLimit(clock, options.limit);
  const output = pino(
    {
      // The level is looked at before pino is reached, so that one switch serves all loggers.
      level: 'debug',
      base: null,
      formatters: { level: level => ({ level }) },
      // What pino would make of it is made by `printable` already.
      serializers: { err: value => value },
      timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
    },
    {
      write: text => {
        const line = lineWithoutSecrets(text);
        writer.write(format === 'text' ? textLine(line, colors) : line);
      },
    },
  );
  return new LineLogger({ output, levels, limit, exit }, {});
}

/** What all loggers of one root share. */
interface Root {
  readonly output: Pino;
  readonly levels: LevelSwitch;
  readonly limit: MessageLimit | undefined;
  readonly exit: (status: number) => never;
}

class LineLogger implements RootLogger {
  readonly #root: Root;
  readonly #fields: LogFields;
  readonly #module: string | undefined;

  constructor(root: Root, fields: LogFields) {
    this.#root = root;
    this.#fields = fields;
    this.#module = typeof fields.module === 'string' ? fields.module : undefined;
  }

  get level(): LogLevel {
    return this.#root.levels.level;
  }

  set level(level: LogLevel) {
    this.#root.levels.level = level;
  }

  get modules(): Readonly<Record<string, LogLevel>> {
    return this.#root.levels.modules;
  }

  set modules(modules: Readonly<Record<string, LogLevel>>) {
    this.#root.levels.modules = modules;
  }

  debug(message: string, fields?: LogFields): void {
    this.#write('debug', message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.#write('info', message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.#write('warn', message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.#write('error', message, fields);
  }

  fatal(message: string, fields?: LogFields): never {
    try {
      this.#write('fatal', message, fields);
    } finally {
      // Even where the line cannot be written.
      this.#root.exit(1);
    }
  }

  /** Serialises nothing: a reconcile makes such a logger each time, and mostly writes no line with it. */
  with(fields: LogFields): Logger {
    return new LineLogger(this.#root, { ...this.#fields, ...readable(fields) });
  }

  #write(level: LogLevel, message: string, fields: LogFields | undefined): void {
    const { levels, limit, output } = this.#root;
    const least = levels.of(this.#module);
    if (!isLogged(level, least)) return;
    const everything = isLogged('debug', least);
    const isLimited = limit !== undefined && !everything && level !== 'fatal';
    const leftOut = isLimited ? limit.take(`${level} ${message}`) : 0;
    if (leftOut === undefined) return;
    const all = {
      ...this.#fields,
      ...(fields !== undefined && readable(fields)),
      ...(leftOut > 0 && { leftOut }),
    };
    output[level](serialisable(all, everything), message);
  }
}

/** The fields as they are now; a getter that throws gives a text that says so. */
function readable(fields: LogFields): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  try {
    for (const name of Object.keys(fields)) {
      try {
        values[name] = fields[name];
      } catch (error) {
        values[name] = unreadable(error);
      }
    }
  } catch (error) {
    values.fields = unreadable(error);
  }
  return values;
}

const PARTS_OF_A_LINE: readonly string[] = ['level', 'time', 'msg'];

function serialisable(fields: LogFields, everyStack: boolean): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    values[PARTS_OF_A_LINE.includes(name) ? `fields.${name}` : name] = printable(name, value, everyStack);
  }
  return values;
}

function printable(name: string, value: unknown, everyStack: boolean): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  try {
    const plain = value instanceof Error ? errorFields(value, everyStack) : value;
    return (withoutSecrets({ [name]: plain }) as Readonly<Record<string, unknown>>)[name];
  } catch (error) {
    return unreadable(error);
  }
}
