// How objects of the store are read: in the version that is asked for, with the defaults that it has now.
import type { ApiObject } from '../object/api-object.js';
import type { ResourceType } from '../registry/resource-type.js';
import { startsWith, typePrefix } from '../registry/type-prefix.js';
import type { StoredObject } from '../store/stored-object.js';
import { defaulted } from './schema-rules.js';

/** Stored objects never change, and many watches read the same ones: what they are read as is kept as long as they are. */
export class PresentedObjects {
  readonly #convert: (type: ResourceType, object: ApiObject) => ApiObject;
  readonly #known = new WeakMap<ApiObject, { readonly type: ResourceType; readonly object: ApiObject }>();
  /** The version in which an object is read as it is stored. */
  readonly #asStored = new WeakMap<StoredObject, ResourceType>();

  /** @param convert turns an object of another version of the same storage into one of this version */
  constructor(convert: (type: ResourceType, object: ApiObject) => ApiObject) {
    this.#convert = convert;
  }

  of(type: ResourceType, stored: ApiObject): ApiObject {
    const known = this.#known.get(stored);
    if (known?.type === type) return known.object;
    const object = defaulted(type, this.#convert(type, stored));
    this.#known.set(stored, { type, object });
    return object;
  }

  /** The JSON of it, if that is what is stored anyway. */
  json(type: ResourceType, stored: StoredObject): Buffer | undefined {
    // Only schemas that change can change what was stored.
    if (!type.custom && startsWith(stored.json, typePrefix(type))) return stored.json;
    if (this.#asStored.get(stored) === type) return stored.json;
    const { object } = stored;
    if (this.of(type, object) !== object) return undefined;
    this.#asStored.set(stored, type);
    return stored.json;
  }
}
