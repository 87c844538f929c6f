// Writes events to a client, no faster than it reads.
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Clock } from '../clock/clock.js';

/** What is ready at the same time is written at once; of what the client has not taken there is at most one such batch. */
export class EventWriter {
  readonly #response: ServerResponse;
  readonly #clock: Clock;
  readonly #stallTimeout: number;
  #batch: Buffer[] = [];
  #size = 0;
  #flushing: Promise<void> | undefined;

  /** @param stallTimeout milliseconds that a client may take for a batch; then it is cut off */
  constructor(response: ServerResponse, clock: Clock, stallTimeout: number) {
    this.#response = response;
    this.#clock = clock;
    this.#stallTimeout = stallTimeout;
  }

  /** Whether nobody reads any more. */
  get isGone(): boolean {
    return this.#response.destroyed;
  }

  /** @returns what to wait for before the next event, when enough is there for now */
  write(event: Buffer): Promise<void> | undefined {
    this.#batch.push(event);
    this.#size += event.length;
    this.#flushing ??= this.#flush();
    return this.#size >= BATCH ? this.#flushing : undefined;
  }

  /** Writes what is left, and ends the response. */
  async end(): Promise<void> {
    while (this.#batch.length > 0 && !this.isGone) await this.#flushing;
    this.#response.end();
  }

  async #flush(): Promise<void> {
    // Whatever else is ready comes with it, and other requests have their turn.
    await new Promise(resolve => setImmediate(resolve));
    const [first, ...others] = this.#batch;
    const bytes = others.length === 0 ? first : Buffer.concat(this.#batch);
    this.#batch = [];
    this.#size = 0;
    if (bytes !== undefined && !this.isGone && !this.#response.write(bytes)) await this.#drained();
    this.#flushing = this.#batch.length > 0 && !this.isGone ? this.#flush() : undefined;
  }

  async #drained(): Promise<void> {
    const response = this.#response;
    const waited = new AbortController();
    const timer = this.#clock.setTimer(this.#stallTimeout, () => response.destroy());
    const options = { signal: waited.signal };
    await Promise.race([once(response, 'drain', options), once(response, 'close', options)].map(quietly));
    waited.abort();
    timer.cancel();
  }
}

/** Bytes that are written at once, or a single event that is larger. */
const BATCH = 64 * 1024;

/** Whichever comes first is enough. */
async function quietly(event: Promise<unknown>): Promise<void> {
  await event.catch(() => {});
}
