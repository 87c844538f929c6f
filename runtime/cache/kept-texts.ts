// The texts of the objects of one kind, and what is parsed of them.

import { apiVersionOf, type Kind, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { EncodedObject } from '../encoded/encoded-object.js';
import { Slabs } from '../encoded/slabs.js';
import { deepFreeze } from '../meta/deep-freeze.js';
import { type EntryTexts, FreeText, StoredText } from './entry.js';
import { ParsedObjects } from './parsed-objects.js';
import { textOfDelta } from './text-delta.js';
import { TextPacker } from './text-packer.js';

/** Keeps texts outside the heap, where the garbage collector does not walk through them. */
export class KeptTexts<T extends KubernetesObject> implements EntryTexts<T> {
  readonly parsed: ParsedObjects<object, Snapshot<T>>;
  readonly #kindConstant: Kind<T>;
  readonly #apiVersion: string;
  readonly #kind: string;
  readonly #slabs = new Slabs();
  readonly #packer = new TextPacker();

  /** @param parsedObjects how many objects are kept parsed */
  constructor(kind: Kind<T>, parsedObjects: number) {
    const info = kindInfo(kind);
    this.#kindConstant = kind;
    this.#apiVersion = apiVersionOf(info);
    this.#kind = info.kind;
    this.parsed = new ParsedObjects(parsedObjects);
  }

  /** How many bytes the texts take, with those that they are kept as the difference from. */
  get bytes(): number {
    return this.#slabs.usedBytes + this.#packer.referenceBytes;
  }

  /** As much of it as belongs to objects. */
  get liveBytes(): number {
    return this.#slabs.liveBytes;
  }

  /** Empty, for the same kind. */
  another(): KeptTexts<T> {
    return new KeptTexts(this.#kindConstant, this.parsed.limit);
  }

  put(text: EncodedObject): StoredText {
    const { bytes, reference } = this.#packer.pack(text);
    return new StoredText(this.#slabs.add(bytes), reference);
  }

  read({ record, reference }: StoredText): EncodedObject {
    const bytes = this.#slabs.read(record);
    return reference === undefined ? bytes : textOfDelta(bytes, reference);
  }

  free({ record, reference }: StoredText): FreeText<T> {
    // A copy of its own: a view would keep a whole segment for whoever holds an old state, and a piece of Node's pool all of that.
    const bytes = new Uint8Array(this.#slabs.read(record));
    this.#slabs.remove(record);
    if (reference !== undefined) this.#packer.release(reference);
    return new FreeText(bytes, reference);
  }

  /** Items of a list of a core kind come without apiVersion and kind; both are there afterwards. */
  parse(text: EncodedObject): Snapshot<T> {
    const object = JSON.parse(DECODER.decode(text)) as Snapshot<T>;
    return deepFreeze({ ...object, apiVersion: this.#apiVersion, kind: this.#kind });
  }
}

const DECODER = new TextDecoder();
