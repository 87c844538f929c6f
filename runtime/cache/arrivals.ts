// From the bytes that a server sends to what is kept of them.
import { apiVersionOf, type Kind, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import { AlikeValues } from '../encoded/alike-values.js';
import type { EncodedObject, ObjectHeader } from '../encoded/encoded-object.js';
import { type ReadObject, readObject } from '../encoded/read-object.js';
import type { Logger } from '../log/logger.js';
import { thrownText } from '../log/thrown-text.js';
import { keyText } from '../meta/object-key.js';
import type { Transform } from './cache-options.js';
import type { Arrival } from './store.js';

/** Reads the objects of one scope. */
export class Arrivals<T extends KubernetesObject> {
  readonly #kind: Kind<T>;
  readonly #transform: Transform<T> | undefined;
  readonly #log: Logger;
  readonly #options = { alike: new AlikeValues() };
  /** Items of a list of a core kind come without; a transform of all kinds asks for them. */
  readonly #named: { readonly apiVersion: string; readonly kind: string };

  constructor(kind: Kind<T>, transform: Transform<T> | undefined, log: Logger) {
    const info = kindInfo(kind);
    this.#kind = kind;
    this.#named = { apiVersion: apiVersionOf(info), kind: info.kind };
    this.#transform = transform;
    this.#log = log;
  }

  /** @throws TypeError for what is no Kubernetes object, since a cache cannot keep it */
  read(object: EncodedObject): Arrival {
    const read = this.#read(object);
    return { header: read.header, kept: () => this.#kept(read) };
  }

  #read(object: EncodedObject): ReadObject {
    try {
      return readObject(object, this.#options);
    } catch (error) {
      const problem = thrownText(error);
      throw new TypeError(`the server sent something that is no ${this.#kind.name}: ${problem}`, { cause: error });
    }
  }

  #kept(read: ReadObject): ReadObject {
    if (this.#transform === undefined) return read;
    try {
      const object = { ...this.#named, ...(JSON.parse(DECODER.decode(read.encoded)) as T) };
      const transformed = readObject(Buffer.from(JSON.stringify(this.#transform(object) ?? object)));
      if (isSame(transformed.header, read.header)) return transformed;
      throw new TypeError('a transform must keep the name, the namespace, the uid and the resourceVersion');
    } catch (error) {
      const object = keyText(read.header);
      this.#log.error('a transform of the cache failed; the object is kept as it came', { object, error });
      return read;
    }
  }
}

function isSame(a: ObjectHeader, b: ObjectHeader): boolean {
  return a.namespace === b.namespace && a.name === b.name && a.uid === b.uid && a.resourceVersion === b.resourceVersion;
}

const DECODER = new TextDecoder();
