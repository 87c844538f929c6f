// Keeps a store in a folder, so that it survives the end of the process, however that comes.
import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiObject } from '../object/api-object.js';
import { type InitialState, MemoryStore, type MemoryStoreOptions } from './memory-store.js';
import type { StoreEvent, StoreKey } from './store.js';

export interface PersistentStoreOptions extends Pick<MemoryStoreOptions, 'history'> {
  /** Bytes of changes after which the present state is written down and they are dropped; default 16 MiB. */
  readonly journalLimit?: number;
}

/** A store and its files. */
export interface PersistentStore {
  readonly store: MemoryStore;
  /** Closes the files; writing to the store afterwards fails. */
  close(): void;
}

/**
 * Opens the store of a folder, or begins one. Each change is handed to the operating system before the write returns:
 * SIGKILL loses nothing that was acknowledged, a power cut may. One process at a time may have a folder open; that is the
 * caller's to see to.
 * @throws Error that names the file when it is damaged elsewhere than at its end
 */
export function openPersistentStore(folder: string, options: PersistentStoreOptions = {}): PersistentStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const journal = new Journal(join(folder, 'store.jsonl'));
  const state = journal.read();
  const limit = options.journalLimit ?? 16 * 1024 * 1024;
  const store: MemoryStore = new MemoryStore(
    {
      ...(options.history !== undefined && { history: options.history }),
      journal: event => {
        if (journal.size - journal.stateSize > limit) journal.rewrite(store);
        journal.append(event);
      },
    },
    state,
  );
  return { store, close: () => journal.close() };
}

/** One JSON value a line: first a state, then changes. */
type Line =
  | { readonly revision: number; readonly count: number }
  | { readonly key: StoreKey; readonly object: ApiObject }
  | { readonly set: StoreKey; readonly object: ApiObject; readonly revision: number }
  | { readonly remove: StoreKey; readonly revision: number };

class Journal {
  readonly #path: string;
  #file: number;
  #size: number;
  #stateSize = 0;

  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, 'a+', 0o600);
    this.#size = fstatSync(this.#file).size;
  }

  /** Bytes in the file. */
  get size(): number {
    return this.#size;
  }

  /** Bytes of it that are the state with which it begins. */
  get stateSize(): number {
    return this.#stateSize;
  }

  /** What the file says. A last line that was cut in the middle was never acknowledged, and is dropped. */
  read(): InitialState {
    const text = readFileSync(this.#path, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    const bytes = Buffer.byteLength(whole);
    if (bytes < this.#size) ftruncateSync(this.#file, bytes);
    this.#size = bytes;
    const objects = new Map<string, readonly [StoreKey, ApiObject]>();
    let revision = 1;
    for (const [at, line] of whole.split('\n').entries()) {
      if (line === '') continue;
      const entry = this.#parse(line, at + 1);
      if ('set' in entry) objects.set(textOf(entry.set), [entry.set, entry.object]);
      else if ('remove' in entry) objects.delete(textOf(entry.remove));
      else if ('key' in entry) objects.set(textOf(entry.key), [entry.key, entry.object]);
      if ('revision' in entry) revision = entry.revision;
    }
    return { revision, objects: objects.values() };
  }

  append(event: StoreEvent): void {
    const { revision, key } = event;
    this.#size += this.#write(
      event.type === 'DELETED' ? { remove: key, revision } : { set: key, object: event.object, revision },
    );
  }

  /** Puts the present state in the place of the changes that led to it. */
  rewrite(store: MemoryStore): void {
    const next = `${this.#path}.next`;
    const file = openSync(next, 'w', 0o600);
    const former = this.#file;
    this.#file = file;
    try {
      const objects = [...store.objects()];
      let size = this.#write({ revision: store.revision, count: objects.length });
      for (const [key, object] of objects) size += this.#write({ key, object });
      renameSync(next, this.#path);
      this.#size = this.#stateSize = size;
    } catch (error) {
      this.#file = former;
      closeSync(file);
      throw error;
    }
    closeSync(former);
  }

  close(): void {
    closeSync(this.#file);
  }

  #write(line: Line): number {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#file, bytes, written);
    return bytes.length;
  }

  #parse(line: string, number: number): Line {
    try {
      return JSON.parse(line) as Line;
    } catch (error) {
      throw new Error(`${this.#path}:${number} is damaged; remove the file to begin with an empty store`, {
        cause: error,
      });
    }
  }
}

function textOf({ storage, namespace, name }: StoreKey): string {
  return JSON.stringify([storage, namespace, name]);
}
