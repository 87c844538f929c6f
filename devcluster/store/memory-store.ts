// The store in memory: the present objects, and the changes that led to them.
import type { ApiObject } from '../object/api-object.js';
import { deepFreeze } from './deep-freeze.js';
import { EventLog } from './event-log.js';
import { LogWatch } from './log-watch.js';
import { ObjectTable } from './object-table.js';
import type { Store, StoreEvent, StoreKey, StoreList, StoreWatch } from './store.js';

export interface MemoryStoreOptions {
  /** How many changes are kept for watches and for lists of a former state; default 10 000. */
  readonly history?: number;
  /** Hears of each change before anybody else does; what it throws keeps the change from happening. */
  readonly journal?: (event: StoreEvent) => void;
}

/** What a store begins with. */
export interface InitialState {
  readonly revision: number;
  readonly objects: Iterable<readonly [StoreKey, ApiObject]>;
}

const EMPTY: InitialState = { revision: 1, objects: [] };

/** Keeps everything in memory. Former states are made from the present one by undoing the changes since. */
export class MemoryStore implements Store {
  readonly #tables = new Map<string, ObjectTable>();
  readonly #log: EventLog;
  readonly #journal: (event: StoreEvent) => void;
  #revision: number;

  constructor(options: MemoryStoreOptions = {}, { revision, objects }: InitialState = EMPTY) {
    this.#log = new EventLog(options.history ?? 10_000, revision);
    this.#journal = options.journal ?? (() => {});
    this.#revision = revision;
    for (const [key, object] of objects) this.#table(key.storage).set(key, deepFreeze(object));
  }

  get revision(): number {
    return this.#revision;
  }

  /** The oldest revision from which a watch can go on, and at which a list can be made. */
  get oldest(): number {
    return this.#log.oldest;
  }

  get(key: StoreKey): ApiObject | undefined {
    return this.#tables.get(key.storage)?.get(key);
  }

  *objects(): Generator<readonly [StoreKey, ApiObject], void> {
    for (const [storage, table] of this.#tables) {
      for (const { namespace, name, object } of table.rows()) yield [{ storage, namespace, name }, object];
    }
  }

  list(storage: string, options: Parameters<Store['list']>[1] = {}): StoreList {
    const { namespace, revision = this.#revision, limit, after } = options;
    this.#log.refuseCompacted(revision);
    const rows = this.#rowsAt(storage, revision).within(namespace, after);
    const page = limit === undefined ? rows : rows.slice(0, limit);
    const objects = page.map(row => row.object);
    const last = page.at(-1);
    if (last === undefined || page.length === rows.length) return { revision, objects };
    const next = { namespace: last.namespace, name: last.name };
    return { revision, objects, next, remaining: rows.length - page.length };
  }

  put(key: StoreKey, object: ApiObject, expected: string): ApiObject | undefined {
    const previous = this.get(key);
    if ((previous?.metadata.resourceVersion ?? '') !== expected) return undefined;
    const stored = this.#withRevision(object);
    const change = previous === undefined ? { type: 'ADDED' as const } : { type: 'MODIFIED' as const, previous };
    this.#commit({ ...change, revision: this.#revision + 1, key, object: stored });
    return stored;
  }

  remove(key: StoreKey, expected: string): ApiObject | undefined {
    const previous = this.get(key);
    if (previous === undefined || previous.metadata.resourceVersion !== expected) return undefined;
    const last = this.#withRevision(previous);
    this.#commit({ type: 'DELETED', revision: this.#revision + 1, key, object: last, previous });
    return last;
  }

  watch(storage: string, after: number): StoreWatch {
    this.#log.refuseCompacted(after);
    return new LogWatch(this.#log, storage, after);
  }

  compact(revision: number): void {
    this.#log.compact(Math.min(revision, this.#revision));
  }

  #commit(event: StoreEvent): void {
    this.#journal(event);
    this.#revision = event.revision;
    const table = this.#table(event.key.storage);
    if (event.type === 'DELETED') table.delete(event.key);
    else table.set(event.key, event.object);
    this.#log.append(event);
  }

  #withRevision(object: ApiObject): ApiObject {
    const resourceVersion = String(this.#revision + 1);
    return deepFreeze({ ...object, metadata: { ...object.metadata, resourceVersion } });
  }

  #rowsAt(storage: string, revision: number): ObjectTable {
    const present = this.#tables.get(storage) ?? NOTHING;
    const since = this.#log.since(storage, revision);
    if (since.length === 0) return present;
    const former = present.copy();
    for (const { key, previous } of since.toReversed()) {
      if (previous === undefined) former.delete(key);
      else former.set(key, previous);
    }
    return former;
  }

  #table(storage: string): ObjectTable {
    let table = this.#tables.get(storage);
    if (table === undefined) {
      table = new ObjectTable();
      this.#tables.set(storage, table);
    }
    return table;
  }
}

const NOTHING = new ObjectTable();
