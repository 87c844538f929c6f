// What the runtime and its users write logs with.

/** From the most to the least talkative. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** Named values of a log line; an `error` holds an Error: its message is kept, and its stack where it may help. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes structured log lines: a message that stays the same, and fields that vary. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** Writes the line, flushes everything and ends the process with status 1. */
  fatal(message: string, fields?: LogFields): never;
  /** A logger that adds these fields to every line. */
  with(fields: LogFields): Logger;
}
