// A state of a storage, which becomes objects when somebody reads them.
import type { ApiObject } from '../object/api-object.js';
import type { StoreKey, StoreList } from './store.js';
import type { StoredObject } from './stored-object.js';

export class StoredList implements StoreList {
  readonly next?: Pick<StoreKey, 'namespace' | 'name'>;
  readonly remaining?: number;

  /** @param remaining how many come after these */
  constructor(
    readonly revision: number,
    readonly stored: readonly StoredObject[],
    remaining: number,
  ) {
    const last = stored.at(-1);
    if (last === undefined || remaining === 0) return;
    this.next = { namespace: last.key.namespace, name: last.key.name };
    this.remaining = remaining;
  }

  get objects(): readonly ApiObject[] {
    return this.stored.map(({ object }) => object);
  }
}
