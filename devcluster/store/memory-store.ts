// The store in memory: the present objects, and the changes that led to them.
import type { ApiObject } from '../object/api-object.js';
import { EventLog } from './event-log.js';
import { LogWatch } from './log-watch.js';
import { ObjectTable } from './object-table.js';
import { ParsedObjects } from './parsed-objects.js';
import {
  ObjectTooLargeError,
  type Store,
  type StoreEvent,
  type StoreKey,
  type StoreList,
  type StoreWatch,
} from './store.js';
import { StoreChange } from './store-change.js';
import { StoredList } from './stored-list.js';
import { StoredObject } from './stored-object.js';

export interface MemoryStoreOptions {
  /** How many changes are kept for watches and for lists of a former state; default 10 000. */
  readonly history?: number;
  /** How many bytes of former states are kept for them; default 64 MiB. What is over either bound is forgotten. */
  readonly historyBytes?: number;
  /** How many bytes of JSON are kept as objects as well, which take about four times as much; default 8 MiB. */
  readonly parsedBytes?: number;
  /** Hears of each change before anybody else does; what it throws keeps the change from happening. */
  readonly journal?: (event: StoreEvent) => void;
}

/** What a store begins with. */
export interface InitialState {
  readonly revision: number;
  readonly objects: Iterable<InitialObject>;
}

/** An object as it was stored. */
export interface InitialObject {
  readonly key: StoreKey;
  readonly resourceVersion: string;
  readonly json: Buffer;
}

const EMPTY: InitialState = { revision: 1, objects: [] };
const MIB = 1024 * 1024;
/** What etcd takes in one request. */
const MAX_OBJECT_BYTES = 1.5 * MIB;

/** Keeps everything in memory. Former states are made from the present one by undoing the changes since. */
export class MemoryStore implements Store {
  readonly #tables = new Map<string, ObjectTable>();
  readonly #log: EventLog;
  readonly #parsed: ParsedObjects;
  readonly #journal: (event: StoreEvent) => void;
  #revision: number;

  constructor(options: MemoryStoreOptions = {}, { revision, objects }: InitialState = EMPTY) {
    const { history = 10_000, historyBytes = 64 * MIB, parsedBytes = 8 * MIB, journal = () => {} } = options;
    this.#log = new EventLog({ count: history, bytes: historyBytes }, revision);
    this.#parsed = new ParsedObjects(parsedBytes);
    this.#journal = journal;
    this.#revision = revision;
    for (const { key, resourceVersion, json } of objects) {
      this.#table(key.storage).set(new StoredObject(key, resourceVersion, json, this.#parsed));
    }
  }

  get revision(): number {
    return this.#revision;
  }

  /** The oldest revision from which a watch can go on, and at which a list can be made. */
  get oldest(): number {
    return this.#log.oldest;
  }

  /** Bytes of former states that are kept. */
  get historyBytes(): number {
    return this.#log.bytes;
  }

  get(key: StoreKey): ApiObject | undefined {
    return this.#find(key)?.object;
  }

  *objects(): Generator<readonly [StoreKey, ApiObject], void> {
    for (const stored of this.stored()) yield [stored.key, stored.object];
  }

  /** All objects as they are kept; those of a storage in their order. */
  stored(): readonly StoredObject[] {
    return [...this.#tables.values()].flatMap(table => table.rows());
  }

  list(storage: string, options: Parameters<Store['list']>[1] = {}): StoreList {
    const { namespace, revision = this.#revision, limit, after } = options;
    this.#log.refuseCompacted(revision);
    const { rows, remaining } = this.#rowsAt(storage, revision).within(namespace, after, limit);
    return new StoredList(revision, rows, remaining);
  }

  put(key: StoreKey, object: ApiObject, expected: string): ApiObject | undefined {
    const former = this.#find(key);
    if ((former?.resourceVersion ?? '') !== expected) return undefined;
    const stored = this.#withRevision(key, object);
    if (stored.json.length > MAX_OBJECT_BYTES) throw new ObjectTooLargeError(key, stored.json.length);
    this.#commit(new StoreChange(this.#revision + 1, stored, former));
    return stored.object;
  }

  remove(key: StoreKey, expected: string): ApiObject | undefined {
    const former = this.#find(key);
    if (former === undefined || former.resourceVersion !== expected) return undefined;
    const last = this.#withRevision(key, former.object);
    this.#commit(new StoreChange(this.#revision + 1, last, former, true));
    return last.object;
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
    else table.set(event.stored);
    this.#log.append(event);
  }

  #find(key: StoreKey): StoredObject | undefined {
    return this.#tables.get(key.storage)?.get(key);
  }

  #withRevision(key: StoreKey, object: ApiObject): StoredObject {
    const resourceVersion = String(this.#revision + 1);
    return StoredObject.of(key, { ...object, metadata: { ...object.metadata, resourceVersion } }, this.#parsed);
  }

  #rowsAt(storage: string, revision: number): ObjectTable {
    const present = this.#tables.get(storage) ?? NOTHING;
    const since = this.#log.since(storage, revision);
    if (since.length === 0) return present;
    const former = present.copy();
    for (const change of since.toReversed()) {
      if (change.former === undefined) former.delete(change.key);
      else former.set(change.former);
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
