// Objects as the store keeps them: found in the version that is asked for, put in the one that they are kept in.
import type { ApiObject } from '../object/api-object.js';
import { internalError } from '../object/refusals.js';
import type { ResourceType } from '../registry/resource-type.js';
import { ObjectTooLargeError, type Store, type StoreKey } from '../store/store.js';
import { type Conversions, needsConversion } from './conversions.js';
import { PresentedObjects } from './presented-objects.js';
import { withRoomForRevision } from './revisions.js';
import type { WriteContext } from './write-context.js';

/** Of which kind an object is, and where. */
export type Place = Pick<WriteContext, 'type' | 'namespace'>;

export class KeptObjects {
  readonly #store: Store;
  readonly #conversions: Conversions;
  /** Objects of the store, as they are read in a version. */
  readonly presented: PresentedObjects;

  /** @param convert turns an object of another version of the same storage into one of this version */
  constructor(store: Store, conversions: Conversions, convert: (type: ResourceType, object: ApiObject) => ApiObject) {
    this.#store = store;
    this.#conversions = conversions;
    this.presented = new PresentedObjects(convert, conversions);
  }

  /** The object in the version of the type; undefined when there is none. @throws StatusError 500 when it cannot be converted */
  async find(place: Place, name: string): Promise<ApiObject | undefined> {
    const { type } = place;
    const stored = this.#store.get(keyOf(place, name));
    if (stored !== undefined && needsConversion(type, stored)) await this.presented.ready(type, [stored]);
    return stored && this.presented.of(type, stored);
  }

  /** The resourceVersion of what is there now; empty when nothing is. */
  revision(place: Place, name: string): string {
    return this.#present(place, name)?.metadata.resourceVersion ?? '';
  }

  isBeingDeleted(place: Place, name: string): boolean {
    return this.#present(place, name)?.metadata.deletionTimestamp !== undefined;
  }

  /** Whether an object is kept in a version that is not the one to keep it in any more: any write brings it there. */
  isOutdated(place: Place, name: string): boolean {
    const { type } = place;
    if (type.convertedBy === undefined) return false;
    const { group, version } = type.keptAs ?? type;
    return this.#present(place, name)?.apiVersion !== `${group}/${version}`;
  }

  /**
   * Stores an object, unless it is a dry run.
   * @param expected the resourceVersion of what is there; empty when there must be nothing
   * @returns what is stored, as who writes it reads it; undefined when somebody else was faster
   * @throws StatusError 500 for what cannot be converted, and for an object that etcd would not take
   */
  async put(context: WriteContext, object: ApiObject, expected: string): Promise<ApiObject | undefined> {
    const { type } = context;
    const { keptAs, convertedBy } = type;
    if (convertedBy === undefined || keptAs === undefined) return this.#putKept(context, object, expected);
    const kept = await this.#conversions.converted(type, keptAs, object);
    const stored = this.#putKept(context, kept, expected);
    if (stored === undefined) return undefined;
    // What cannot be read again is stored all the same.
    return this.#conversions.converted(type, type, stored);
  }

  /** The same at once, for an object in the version that it is kept in, and no dry run. */
  putAsKept(place: Place, object: ApiObject, expected: string): ApiObject | undefined {
    try {
      return this.#store.put(keyOf(place, object.metadata.name), object, expected);
    } catch (error) {
      throw error instanceof ObjectTooLargeError ? internalError('etcdserver: request is too large') : error;
    }
  }

  /** Takes an object out. @returns its last state, as it was kept; undefined when somebody else was faster */
  remove(place: Place, name: string, expected: string): ApiObject | undefined {
    return this.#store.remove(keyOf(place, name), expected);
  }

  /** A dry run does not get as far as etcd. */
  #putKept(context: WriteContext, object: ApiObject, expected: string): ApiObject | undefined {
    if (!context.dryRun)
      return this.putAsKept(context, expected === '' ? withRoomForRevision(object) : object, expected);
    return this.revision(context, object.metadata.name) === expected ? object : undefined;
  }

  #present(place: Place, name: string): ApiObject | undefined {
    return this.#store.get(keyOf(place, name));
  }
}

function keyOf({ type: { storage, namespaced }, namespace }: Place, name: string): StoreKey {
  return { storage, namespace: namespaced ? namespace : '', name };
}
