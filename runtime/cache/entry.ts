// What a store keeps of an object.
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { EncodedObject, ObjectHeader, ObjectOwner } from '../encoded/encoded-object.js';
import type { SlabRecord } from '../encoded/slabs.js';
import type { CachedObject } from './cached-object.js';
import type { ParsedObjects } from './parsed-objects.js';
import { type ReferenceText, textOfDelta } from './text-delta.js';

/** A text among those of a store. */
export class StoredText {
  readonly record: SlabRecord;
  /** What it is kept as the difference from. */
  readonly reference: ReferenceText | undefined;

  constructor(record: SlabRecord, reference: ReferenceText | undefined) {
    this.record = record;
    this.reference = reference;
  }
}

/** The text of a state that is in no store, and the object once it was read. */
export class FreeText<T extends KubernetesObject> {
  object: Snapshot<T> | undefined;
  readonly #bytes: Uint8Array;
  readonly #reference: ReferenceText | undefined;

  constructor(bytes: Uint8Array, reference?: ReferenceText) {
    this.#bytes = bytes;
    this.#reference = reference;
  }

  get encoded(): EncodedObject {
    return this.#reference === undefined ? this.#bytes : textOfDelta(this.#bytes, this.#reference);
  }
}

/** What the entries of a store have in common: where their texts lie, and what is parsed of them. */
export interface EntryTexts<T extends KubernetesObject> {
  read(text: StoredText): EncodedObject;
  /** Takes it out, and leaves it to whom it belongs to. */
  free(text: StoredText): FreeText<T>;
  parse(text: EncodedObject): Snapshot<T>;
  readonly parsed: ParsedObjects<object, Snapshot<T>>;
}

/** A state of an object. There are as many of these as objects in the cache, so it has no field too many. */
export class Entry<T extends KubernetesObject> implements CachedObject<T> {
  readonly key: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation: number | undefined;
  readonly labels: Readonly<Record<string, string>> | undefined;
  readonly annotationsHash: number;
  readonly deletionTimestamp: string | undefined;
  readonly owners: readonly ObjectOwner[];
  /** The number of the replacement that saw it last. */
  seenBy: number;
  readonly #texts: EntryTexts<T>;
  #text: StoredText | FreeText<T>;

  /** @param text its own: one of the store, until it retires, or a free one */
  constructor(key: string, header: ObjectHeader, text: StoredText | FreeText<T>, texts: EntryTexts<T>, seenBy: number) {
    this.key = key;
    this.namespace = header.namespace;
    this.name = header.name;
    this.uid = header.uid;
    this.resourceVersion = header.resourceVersion;
    this.generation = header.generation;
    this.labels = header.labels;
    this.annotationsHash = header.annotationsHash;
    this.deletionTimestamp = header.deletionTimestamp;
    this.owners = header.owners;
    this.seenBy = seenBy;
    this.#texts = texts;
    this.#text = text;
  }

  get object(): Snapshot<T> {
    return this.#find(true);
  }

  /** The same, without being kept parsed. */
  get passing(): Snapshot<T> {
    return this.#find(false);
  }

  get encoded(): EncodedObject {
    return this.#text instanceof StoredText ? this.#texts.read(this.#text) : this.#text.encoded;
  }

  /** Takes the text out of the store, which has another state now. Who still holds the entry reads the same as before. */
  retire(): void {
    if (!(this.#text instanceof StoredText)) throw new Error(`${this.key} was retired before`);
    this.#text = this.#texts.free(this.#text);
    this.#text.object = this.#texts.parsed.take(this);
  }

  #find(keep: boolean): Snapshot<T> {
    const { parsed } = this.#texts;
    if (this.#text instanceof FreeText) {
      this.#text.object ??= this.#texts.parse(this.#text.encoded);
      return this.#text.object;
    }
    const known = parsed.get(this);
    if (known !== undefined) return known;
    const object = this.#texts.parse(this.encoded);
    if (keep) parsed.set(this, object);
    return object;
  }
}

/** The object of a state, for who reads very many at once: it does not displace what others read again and again. */
export function passingObject<T extends KubernetesObject>(state: CachedObject<T>): Snapshot<T> {
  return state instanceof Entry ? (state as Entry<T>).passing : state.object;
}
