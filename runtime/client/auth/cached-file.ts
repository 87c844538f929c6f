// A small file that others replace while this process runs: a token, a certificate.
import { readFile } from 'node:fs/promises';
import type { Clock } from '../../clock/clock.js';
import { ConfigError } from '../config-error.js';
import { oneAtATime } from './one-at-a-time.js';

/** The kubelet rotates tokens well before they expire; client-go looks as often. Milliseconds. */
const LIFE = 60_000;

/** The text of a file, without the space around it, read again when it is a minute old. */
export class CachedFile {
  readonly #path: string;
  readonly #intro: string;
  readonly #clock: Clock;
  #text: string | undefined;
  #readAt = 0;

  /** @param intro begins messages, and is followed by the path: `the token is in` */
  constructor(path: string, intro: string, clock: Clock) {
    this.#path = path;
    this.#intro = intro;
    this.#clock = clock;
  }

  /**
   * What was in it within the last minute. While it cannot be read again, as between the two halves of a rotation, what was
   * read before counts.
   * @throws ConfigError when it cannot be read for the first time, or is empty
   */
  async text(): Promise<string> {
    if (this.#text !== undefined && this.#clock.monotonic() - this.#readAt < LIFE) return this.#text;
    return this.reread();
  }

  /** What is in it now. */
  readonly reread = oneAtATime(async () => {
    try {
      const text = (await readFile(this.#path, 'utf8')).trim();
      if (text === '') throw new Error('it is empty');
      this.#text = text;
      this.#readAt = this.#clock.monotonic();
    } catch (cause) {
      if (this.#text === undefined) throw unreadable(this.#intro, this.#path, cause);
    }
    return this.#text as string;
  });
}

function unreadable(intro: string, path: string, cause: unknown): ConfigError {
  // The system names the path again.
  const why = cause instanceof Error ? cause.message.split(', open')[0] : cause;
  return new ConfigError(`${intro} ${path}, which cannot be read: ${why}`, { cause });
}
