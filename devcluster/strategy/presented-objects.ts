// How objects of the store are read: in the version that is asked for, with the defaults that it has now.
import type { ApiObject } from '../object/api-object.js';
import type { ResourceType } from '../registry/resource-type.js';
import { startsWith, typePrefix } from '../registry/type-prefix.js';
import type { StoredObject } from '../store/stored-object.js';
import { type Conversions, NO_CONVERSIONS, needsConversion } from './conversions.js';
import { defaulted } from './schema-rules.js';

/** Stored objects never change, and many watches read the same ones: what they are read as is kept as long as they are. */
export class PresentedObjects {
  readonly #convert: (type: ResourceType, object: ApiObject) => ApiObject;
  readonly #conversions: Conversions;
  readonly #known = new WeakMap<ApiObject, { readonly type: ResourceType; readonly object: ApiObject }>();
  /** The version in which an object is read as it is stored. */
  readonly #asStored = new WeakMap<StoredObject, ResourceType>();

  /** @param convert turns an object of another version of the same storage into one of this version */
  constructor(
    convert: (type: ResourceType, object: ApiObject) => ApiObject,
    conversions: Conversions = NO_CONVERSIONS,
  ) {
    this.#convert = convert;
    this.#conversions = conversions;
  }

  /** Resolves when `of` and `json` can be asked for these. @throws StatusError 500 when a webhook cannot convert one */
  async ready(type: ResourceType, stored: readonly ApiObject[]): Promise<void> {
    if (type.convertedBy !== undefined) await this.#conversions.ready(type, stored);
  }

  /** The object in this version, or as it is stored where it takes a webhook to know that. */
  nearest(type: ResourceType, stored: ApiObject): ApiObject {
    const isUnknown = needsConversion(type, stored) && this.#conversions.known(type, stored) === undefined;
    return isUnknown ? stored : this.of(type, stored);
  }

  /** @throws Error for an object that takes a webhook, and for which `ready` was not asked */
  of(type: ResourceType, stored: ApiObject): ApiObject {
    const known = this.#known.get(stored);
    if (known?.type === type) return known.object;
    const object = needsConversion(type, stored)
      ? this.#converted(type, stored)
      : defaulted(type, this.#convert(type, stored));
    this.#known.set(stored, { type, object });
    return object;
  }

  #converted(type: ResourceType, stored: ApiObject): ApiObject {
    const converted = this.#conversions.known(type, stored);
    if (converted !== undefined) return converted;
    throw new Error(`${stored.kind} ${stored.metadata.name} has not been converted to ${type.version}`);
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
