// A change of the store, which becomes objects when somebody reads them.
import type { ApiObject } from '../object/api-object.js';
import type { StoreEvent, StoreKey } from './store.js';
import type { StoredObject } from './stored-object.js';

/** The first state of an object is an addition. */
export class StoreChange implements StoreEvent {
  readonly type: StoreEvent['type'];

  constructor(
    readonly revision: number,
    readonly stored: StoredObject,
    readonly former: StoredObject | undefined,
    deleted = false,
  ) {
    this.type = deleted ? 'DELETED' : former === undefined ? 'ADDED' : 'MODIFIED';
  }

  get key(): StoreKey {
    return this.stored.key;
  }

  get object(): ApiObject {
    return this.stored.object;
  }

  get previous(): ApiObject | undefined {
    return this.former?.object;
  }
}
