// Tells of a state that lasts when it begins, and not again until it has ended.
import type { LogFields, Logger, LogLevel } from '../log/logger.js';
import { thrownText } from '../log/thrown-text.js';

export class ToldOnce {
  readonly #log: Logger;
  readonly #told = new Map<string, string>();

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Tells while it holds, once; `key` names the state. */
  when(holds: boolean, key: string, level: Exclude<LogLevel, 'fatal'>, message: string, fields: LogFields = {}): void {
    if (!holds) {
      this.forget(key);
      return;
    }
    const { error, ...others } = fields;
    const what = JSON.stringify([message, others, thrownText(error)]);
    if (this.#told.get(key) === what) return;
    this.#told.set(key, what);
    this.#log[level](message, fields);
  }

  info(key: string, message: string, fields: LogFields): void {
    this.when(true, key, 'info', message, fields);
  }

  /** The state has ended. @returns whether it had been told of */
  forget(key: string): boolean {
    return this.#told.delete(key);
  }
}
