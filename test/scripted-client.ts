// A client for tests that lists and watches as the test says, call by call.
import type { Kind } from '../decorators/kind.js';
import type { KubernetesObject } from '../decorators/object-meta.js';
import type { Snapshot } from '../decorators/snapshot.js';
import type { Client, List, ListOptions, WatchEvent, WatchOptions } from '../runtime/client/client.js';

/** A list that waits for its answer. */
export interface ListCall {
  readonly verb: 'list';
  readonly kind: Kind<KubernetesObject>;
  readonly options: ListOptions;
  answer(items: readonly object[], resourceVersion: string, continueToken?: string): void;
  fail(error: unknown): void;
}

/** A watch that is open. */
export interface WatchCall {
  readonly verb: 'watch';
  readonly kind: Kind<KubernetesObject>;
  readonly options: WatchOptions;
  send(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: object): void;
  /** `initialEventsEnd`: a streamed list is complete. */
  bookmark(resourceVersion: string, initialEventsEnd?: boolean): void;
  end(): void;
  fail(error: unknown): void;
}

export class ScriptedClient implements Pick<Client, 'list' | 'watch'> {
  /** Whether calls hang on although their signal has aborted. */
  deaf = false;
  /** How many calls have neither ended nor been given up. */
  open = 0;
  readonly #calls: (ListCall | WatchCall)[] = [];
  #arrived = (): void => {};

  /** How many calls nobody has looked at. */
  get waiting(): number {
    return this.#calls.length;
  }

  /** The next call, once it is there; it must be a list. */
  async nextList(): Promise<ListCall> {
    const call = await this.#next();
    if (call.verb !== 'list') throw new Error('expected a list, and got a watch');
    return call;
  }

  /** The next call, once it is there; it must be a watch. */
  async nextWatch(): Promise<WatchCall> {
    const call = await this.#next();
    if (call.verb !== 'watch') throw new Error('expected a watch, and got a list');
    return call;
  }

  list<T extends KubernetesObject>(kind: Kind<T>, options: ListOptions = {}): Promise<List<T>> {
    const closed = this.#opened();
    return new Promise<List<T>>((resolve, reject) => {
      this.#onAbort(options.signal, () => reject(options.signal?.reason));
      this.#arrive({
        verb: 'list',
        kind,
        options,
        answer: (items, resourceVersion, continueToken) => {
          const metadata = { resourceVersion, ...(continueToken !== undefined && { continue: continueToken }) };
          resolve({ items: items as readonly Snapshot<T>[], metadata });
        },
        fail: reject,
      });
    }).finally(closed);
  }

  async *watch<T extends KubernetesObject>(kind: Kind<T>, options: WatchOptions = {}): AsyncGenerator<WatchEvent<T>> {
    const closed = this.#opened();
    const steps: (() => WatchEvent<T> | undefined)[] = [];
    let wake = (): void => {};
    const step = (next: () => WatchEvent<T> | undefined): void => {
      steps.push(next);
      wake();
    };
    this.#onAbort(options.signal, () => step(() => undefined));
    this.#arrive({
      verb: 'watch',
      kind,
      options,
      send: (type, object) => step(() => ({ type, object: object as Snapshot<T> })),
      bookmark: (resourceVersion, initialEventsEnd) =>
        step(() => ({ type: 'BOOKMARK', resourceVersion, ...(initialEventsEnd && { initialEventsEnd }) })),
      end: () => step(() => undefined),
      fail: error =>
        step(() => {
          throw error;
        }),
    });
    try {
      for (;;) {
        const next = steps.shift();
        if (next === undefined) {
          await new Promise<void>(resolve => {
            wake = resolve;
          });
          continue;
        }
        const event = next();
        if (event === undefined) return;
        yield event;
      }
    } finally {
      closed();
    }
  }

  #onAbort(signal: AbortSignal | undefined, callback: () => void): void {
    signal?.addEventListener('abort', () => this.deaf || callback(), { once: true });
  }

  #opened(): () => void {
    this.open += 1;
    return () => {
      this.open -= 1;
    };
  }

  #arrive(call: ListCall | WatchCall): void {
    this.#calls.push(call);
    this.#arrived();
  }

  async #next(): Promise<ListCall | WatchCall> {
    for (;;) {
      const call = this.#calls.shift();
      if (call !== undefined) return call;
      await new Promise<void>(resolve => {
        this.#arrived = resolve;
      });
    }
  }
}
