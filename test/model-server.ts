// A model of what an API server does with lists and watches of one kind, for property tests.
import type { Kind } from '../decorators/kind.js';
import type { KubernetesObject } from '../decorators/object-meta.js';
import type { Snapshot } from '../decorators/snapshot.js';
import type { Client, List, ListOptions, WatchEvent, WatchOptions } from '../runtime/client/client.js';
import type { EncodedWatchOptions } from '../runtime/client/encoded-source.js';
import { refusal, type Thing, thing } from './things.js';

interface Change {
  readonly version: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: Snapshot<Thing>;
}

interface OpenWatch {
  readonly steps: (WatchEvent<Thing> | { readonly end: true; readonly error?: unknown })[];
  wake(): void;
}

/** Keeps Things and their history; what it is told to spoil it spoils at the next call. */
export class ModelServer implements Pick<Client, 'list' | 'watch'> {
  readonly objects = new Map<string, Snapshot<Thing>>();
  /** The errors of the next calls, in order; undefined lets one through. */
  readonly nextErrors: unknown[] = [];
  /** How far the state is behind that a list from version 0 answers. */
  lag = 0;
  readonly #history: Change[] = [];
  readonly #snapshots = new Map<number, readonly Snapshot<Thing>[]>([[1, []]]);
  readonly #watches = new Set<OpenWatch>();
  #version = 1;
  #compacted = 0;
  #lives = 0;

  /** Creates the object, or changes it where it is. */
  write(name: string, namespace: string, owners: readonly string[]): void {
    const key = `${namespace}/${name}`;
    const present = this.objects.get(key);
    this.#lives += present === undefined ? 1 : 0;
    const uid = present?.metadata.uid ?? `life-${this.#lives}`;
    const object = thing(name, this.#version + 1, { namespace, uid, owners });
    this.objects.set(key, object);
    this.#commit(present === undefined ? 'ADDED' : 'MODIFIED', object);
  }

  /** Deletes the object; it need not be there. */
  delete(name: string, namespace: string): void {
    const key = `${namespace}/${name}`;
    const present = this.objects.get(key);
    if (present === undefined) return;
    this.objects.delete(key);
    const metadata = { ...present.metadata, resourceVersion: String(this.#version + 1) };
    this.#commit('DELETED', { ...present, metadata });
  }

  /** Forgets the history: older versions can neither be watched from, nor be paged on in. */
  compact(): void {
    this.#compacted = this.#version;
  }

  bookmark(): void {
    this.#toAll({ type: 'BOOKMARK', resourceVersion: String(this.#version) });
  }

  /** Ends all watches, in order or with an error. */
  endWatches(error?: unknown): void {
    this.#toAll({ end: true, error });
    this.#watches.clear();
  }

  /** From now on the open watches bring nothing, and do not end. */
  silence(): void {
    this.#watches.clear();
  }

  async list<T extends KubernetesObject>(_: Kind<T>, options: ListOptions = {}): Promise<List<T>> {
    await this.#arrive();
    const { limit, resourceVersion } = options;
    if (options.continue !== undefined) return this.#page(...parseToken(options.continue)) as unknown as List<T>;
    if (Number(resourceVersion ?? 0) > this.#version) throw refusal('list', 504, 'Timeout', 'ResourceVersionTooLarge');
    const lag = resourceVersion === '0' ? this.lag : 0;
    return this.#page(Math.max(1, this.#version - lag), 0, limit === undefined ? undefined : 2) as unknown as List<T>;
  }

  async *watch<T extends KubernetesObject>(_: Kind<T>, options: WatchOptions = {}): AsyncGenerator<WatchEvent<T>> {
    await this.#arrive();
    let wake = (): void => {};
    const isStream = (options as EncodedWatchOptions).sendInitialEvents === true;
    const watch: OpenWatch = {
      steps: isStream ? this.#stream(options.resourceVersion) : this.#missed(Number(options.resourceVersion)),
      wake: () => wake(),
    };
    this.#watches.add(watch);
    options.signal?.addEventListener('abort', () => {
      watch.steps.push({ end: true });
      wake();
    });
    for (;;) {
      const step = watch.steps.shift();
      if (step === undefined) {
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      } else if ('end' in step) {
        this.#watches.delete(watch);
        if (step.error !== undefined) throw step.error;
        return;
      } else {
        yield step as unknown as WatchEvent<T>;
      }
    }
  }

  /** A state that is old enough, the last name first; what has changed since; and the bookmark. */
  #stream(asked: string | undefined): OpenWatch['steps'] {
    if (Number(asked ?? 0) > this.#version) throw refusal('watch', 504, 'Timeout', 'ResourceVersionTooLarge');
    const version = asked === undefined ? this.#version : Math.max(this.#version - this.lag, Number(asked));
    const present = [...(this.#snapshots.get(version) ?? [])].reverse();
    const end = { type: 'BOOKMARK', resourceVersion: String(this.#version), initialEventsEnd: true } as const;
    return [...present.map(object => ({ type: 'ADDED', object }) as const), ...this.#since(version), end];
  }

  #missed(from: number): OpenWatch['steps'] {
    if (from < this.#compacted) throw refusal('watch', 410, 'Expired');
    return this.#since(from);
  }

  #since(from: number): OpenWatch['steps'] {
    return this.#history.filter(({ version }) => version > from).map(({ type, object }) => ({ type, object }));
  }

  async #arrive(): Promise<void> {
    await new Promise(resolve => setImmediate(resolve));
    const error = this.nextErrors.shift();
    if (error !== undefined) throw error;
  }

  #page(version: number, start: number, size: number | undefined): List<Thing> {
    if (start > 0 && version < this.#compacted) throw refusal('list', 410, 'Expired');
    const all = this.#snapshots.get(version) ?? [];
    const items = all.slice(start, size === undefined ? undefined : start + size);
    const next = start + items.length;
    const metadata = { resourceVersion: String(version) };
    return { items, metadata: next < all.length ? { ...metadata, continue: `${version}:${next}:${size}` } : metadata };
  }

  #commit(type: Change['type'], object: Snapshot<Thing>): void {
    this.#version += 1;
    this.#history.push({ version: this.#version, type, object });
    const keys = [...this.objects.keys()].sort();
    this.#snapshots.set(
      this.#version,
      keys.flatMap(key => this.objects.get(key) ?? []),
    );
    this.#toAll({ type, object });
  }

  #toAll(step: OpenWatch['steps'][number]): void {
    for (const watch of this.#watches) {
      watch.steps.push(step);
      watch.wake();
    }
  }
}

function parseToken(token: string): [version: number, start: number, size: number] {
  return token.split(':').map(Number) as [number, number, number];
}
