// The logger of a process: JSON lines for machines, text for terminals.
import { isatty } from 'node:tty';
import { type Logger as Pino, pino } from 'pino';
import { type Clock, systemClock } from '../clock/clock.js';
import { errorFields, unreadable } from './error-fields.js';
import { fileWriter, type LineWriter } from './line-writer.js';
import { isLogged, type LogControl, parseLogLevel } from './log-level.js';
import type { LogFields, Logger, LogLevel } from './logger.js';
import { textLine } from './text-line.js';

export interface LoggerOptions {
  /** The least level that is written at first; default `info`. */
  readonly level?: LogLevel;
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
 */
export function createLogger(options: LoggerOptions = {}): RootLogger {
  const { clock = systemClock, exit = status => process.exit(status) } = options;
  // Asking process.stdout instead would make a pipe non-blocking.
  const isTerminal = options.writer === undefined && isatty(STDOUT);
  const { writer = fileWriter(STDOUT), format = isTerminal ? 'text' : 'json' } = options;
  const colors = isTerminal && !process.env.NO_COLOR;

  const control = new Control(options.level ?? 'info');
  const output = pino(
    {
      // The level is looked at before pino is reached, so that one switch serves all loggers.
      level: 'debug',
      base: null,
      formatters: { level: level => ({ level }) },
      timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
    },
    { write: line => writer.write(format === 'text' ? textLine(line, colors) : line) },
  );
  return new LineLogger(output, control, exit, {});
}

class Control implements LogControl {
  #level: LogLevel;

  constructor(level: LogLevel) {
    this.#level = parseLogLevel(level);
  }

  get level(): LogLevel {
    return this.#level;
  }

  set level(level: LogLevel) {
    this.#level = parseLogLevel(level);
  }
}

class LineLogger implements RootLogger {
  readonly #output: Pino;
  readonly #control: LogControl;
  readonly #exit: (status: number) => never;
  readonly #fields: LogFields;

  constructor(output: Pino, control: LogControl, exit: (status: number) => never, fields: LogFields) {
    this.#output = output;
    this.#control = control;
    this.#exit = exit;
    this.#fields = fields;
  }

  get level(): LogLevel {
    return this.#control.level;
  }

  set level(level: LogLevel) {
    this.#control.level = level;
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
      this.#exit(1);
    }
  }

  /** Serialises nothing: a reconcile makes such a logger each time, and mostly writes no line with it. */
  with(fields: LogFields): Logger {
    return new LineLogger(this.#output, this.#control, this.#exit, { ...this.#fields, ...readable(fields) });
  }

  #write(level: LogLevel, message: string, fields: LogFields | undefined): void {
    if (!isLogged(level, this.#control.level)) return;
    const all = fields === undefined ? this.#fields : { ...this.#fields, ...readable(fields) };
    const everyStack = isLogged('debug', this.#control.level);
    this.#output[level](serialisable(all, everyStack), message);
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
    values[PARTS_OF_A_LINE.includes(name) ? `fields.${name}` : name] =
      value instanceof Error ? errorFields(value, everyStack) : value;
  }
  return values;
}
