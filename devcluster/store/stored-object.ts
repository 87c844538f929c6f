// An object as the store keeps it: the bytes of its JSON, which become an object when somebody reads them.
import type { ApiObject } from '../object/api-object.js';
import { deepFreeze } from '../object/deep-freeze.js';
import type { ParsedObjects } from './parsed-objects.js';
import type { StoreKey } from './store.js';

/**
 * One state of one object; it never changes. Trees of JavaScript objects take four times the memory of their JSON, and each
 * collection of garbage walks through them, so only what is read often is kept as a tree.
 */
export class StoredObject {
  readonly #kept: ParsedObjects;
  #parsed: ApiObject | undefined;
  #labels: Labels | undefined;

  /**
   * @param json what `object` says, in UTF-8; nobody may change it
   * @param kept where the tree is held on to
   */
  constructor(
    readonly key: StoreKey,
    readonly resourceVersion: string,
    readonly json: Buffer,
    kept: ParsedObjects,
  ) {
    this.#kept = kept;
  }

  /** Of an object that is in memory anyway; it is frozen. */
  static of(key: StoreKey, object: ApiObject, kept: ParsedObjects): StoredObject {
    const stored = new StoredObject(key, object.metadata.resourceVersion, jsonBytes(object), kept);
    stored.#parsed = deepFreeze(object);
    stored.#labels = labelsOf(object);
    kept.add(stored);
    return stored;
  }

  /** Frozen. Two reads may answer two trees that say the same. */
  get object(): ApiObject {
    if (this.#parsed !== undefined) {
      this.#kept.touch(this);
      return this.#parsed;
    }
    const parsed = deepFreeze(JSON.parse(this.json.toString()) as ApiObject);
    this.#parsed = parsed;
    this.#labels ??= labelsOf(parsed);
    this.#kept.add(this);
    return parsed;
  }

  /** `metadata.labels`: once they were read, they can be asked for without reading the object again. */
  get labels(): Labels {
    return this.#labels ?? labelsOf(this.object);
  }

  /** Drops the tree; the next read parses anew. */
  forgetParsed(): void {
    this.#parsed = undefined;
  }
}

type Labels = Readonly<Record<string, string>>;

const NO_LABELS: Labels = Object.freeze({});

function labelsOf({ metadata }: ApiObject): Labels {
  return metadata.labels ?? NO_LABELS;
}

/** Not from Node's pool: one object that stays would keep its neighbours' bytes as well. */
function jsonBytes(object: ApiObject): Buffer {
  const text = JSON.stringify(object);
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}
