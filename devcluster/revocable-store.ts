// A store for as long as one start of the server lasts.
import type { ApiObject } from './object/api-object.js';
import type { Store, StoreKey, StoreList, StoreWatch } from './store/store.js';

/**
 * Hands everything on until it is revoked, and writes nothing from then on. What a server had begun to write before it
 * stopped finds what every write finds that comes too late: a conflict, and no failure.
 */
export class RevocableStore implements Store {
  readonly #store: Store;
  #revoked = false;

  constructor(store: Store) {
    this.#store = store;
  }

  revoke(): void {
    this.#revoked = true;
  }

  get revision(): number {
    return this.#store.revision;
  }

  get(key: StoreKey): ApiObject | undefined {
    return this.#store.get(key);
  }

  list(storage: string, options?: Parameters<Store['list']>[1]): StoreList {
    return this.#store.list(storage, options);
  }

  put(key: StoreKey, object: ApiObject, expected: string): ApiObject | undefined {
    return this.#revoked ? undefined : this.#store.put(key, object, expected);
  }

  remove(key: StoreKey, expected: string): ApiObject | undefined {
    return this.#revoked ? undefined : this.#store.remove(key, expected);
  }

  watch(storage: string, after: number): StoreWatch {
    return this.#store.watch(storage, after);
  }

  objects(): Iterable<readonly [StoreKey, ApiObject]> {
    return this.#store.objects();
  }

  compact(revision: number): void {
    this.#store.compact(revision);
  }
}
