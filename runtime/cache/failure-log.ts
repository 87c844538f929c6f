// Tells of a lasting failure once, and of its end.
import { ApiError } from '../client/api-error.js';
import { isExpired } from '../client/api-reasons.js';
import type { Logger } from '../log/logger.js';

/** What a reflector writes about its failures: the first of each sort as a warning, repetitions for debugging only. */
export class FailureLog {
  readonly #log: Logger;
  readonly #told = { list: new Set<string>(), watch: new Set<string>() };
  #current: { readonly verb: 'list' | 'watch'; readonly error: unknown } | undefined;

  #count = 0;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** How many failures there were, all together. */
  get count(): number {
    return this.#count;
  }

  /** The failure that lasts; undefined when all is well. */
  get current(): unknown {
    return this.#current?.error;
  }

  failed(verb: 'list' | 'watch', error: unknown, delay: number): void {
    this.#current = { verb, error };
    this.#count += 1;
    const sort = sortOf(error);
    const level = this.#told[verb].has(sort) ? 'debug' : isExpired(error) ? 'info' : 'warn';
    this.#told[verb].add(sort);
    this.#log[level](`the cache could not ${verb}, trying again`, { error, retryInMilliseconds: Math.round(delay) });
  }

  /** A list alone does not end a series of failed watches. */
  recovered(verb: 'list' | 'watch'): void {
    if (this.#current === undefined || (verb === 'list' && this.#current.verb === 'watch')) return;
    this.#current = undefined;
    this.#told.list.clear();
    if (verb === 'watch') this.#told.watch.clear();
    this.#log.info('the cache follows the server again');
  }
}

function sortOf(error: unknown): string {
  if (error instanceof ApiError) return `${error.status} ${error.reason}`;
  return error instanceof Error ? error.name : typeof error;
}
