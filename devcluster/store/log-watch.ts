// Reads the changes of a storage as they come.
import type { EventLog } from './event-log.js';
import type { StoreEvent, StoreWatch } from './store.js';

/**
 * A place in the log that moves on as it is read. It holds no changes of its own, so a reader that is slow costs nothing:
 * once the log has forgotten what it has not read, its next read throws a CompactedError.
 */
export class LogWatch implements StoreWatch {
  readonly #log: EventLog;
  readonly #storage: string;
  #seen: number;
  #closed = false;
  #wake = (): void => {};

  constructor(log: EventLog, storage: string, after: number) {
    this.#log = log;
    this.#storage = storage;
    this.#seen = after;
  }

  close(): void {
    this.#closed = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<StoreEvent, void, undefined> {
    const stopListening = this.#log.listen(this.#storage, () => this.#wake());
    try {
      while (!this.#closed) {
        const event = this.#log.next(this.#storage, this.#seen);
        if (event === undefined) {
          await this.#change();
        } else {
          this.#seen = event.revision;
          yield event;
        }
      }
    } finally {
      stopListening();
    }
  }

  #change(): Promise<void> {
    return new Promise(resolve => {
      this.#wake = resolve;
    });
  }
}
