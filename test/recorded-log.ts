// A logger for tests that keeps its lines.
import type { LogFields, Logger, LogLevel } from '../runtime/log/logger.js';

/** A line as it was logged. */
export interface RecordedLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

/** Writes nowhere; `fatal` throws instead of ending the process. */
export class RecordedLog implements Logger {
  readonly #fields: LogFields;
  readonly lines: RecordedLine[];

  constructor(fields: LogFields = {}, lines: RecordedLine[] = []) {
    this.#fields = fields;
    this.lines = lines;
  }

  /** The lines of a level. */
  of(level: LogLevel): readonly RecordedLine[] {
    return this.lines.filter(line => line.level === level);
  }

  debug(message: string, fields?: LogFields): void {
    this.#record('debug', message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.#record('info', message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.#record('warn', message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.#record('error', message, fields);
  }

  fatal(message: string, fields?: LogFields): never {
    this.#record('fatal', message, fields);
    throw new Error(`fatal: ${message}`);
  }

  with(fields: LogFields): RecordedLog {
    return new RecordedLog({ ...this.#fields, ...fields }, this.lines);
  }

  #record(level: LogLevel, message: string, fields: LogFields = {}): void {
    this.lines.push({ level, message, fields: { ...this.#fields, ...fields } });
  }
}
