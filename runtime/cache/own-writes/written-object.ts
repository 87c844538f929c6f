// The answer of a write, as the cache would keep it.
import { type Kind, type KindInfo, kindInfo } from '../../../decorators/kind.js';
import type { KubernetesObject } from '../../../decorators/object-meta.js';
import type { Snapshot } from '../../../decorators/snapshot.js';
import type { EncodedObject, ObjectHeader, ObjectOwner } from '../../encoded/encoded-object.js';
import { readHeader } from '../../encoded/read-object.js';
import { deepFreeze } from '../../meta/deep-freeze.js';
import { fieldMatcher } from '../../meta/field-matcher.js';
import { keyOf, keyText } from '../../meta/object-key.js';
import { labelMatcher } from '../../meta/parse-label-selector.js';
import type { CachedObject } from '../cached-object.js';
import type { ScopeSettings } from '../kind-settings.js';
import type { CacheScope } from '../readable-store.js';

/** Whether the selectors of the scope take the object. */
export function isSelected(info: KindInfo, object: Snapshot<KubernetesObject>, scope: CacheScope): boolean {
  const { labelSelector, fieldSelector } = scope;
  return (
    (!labelSelector || labelMatcher(labelSelector)(object.metadata.labels ?? {})) &&
    (!fieldSelector || fieldMatcher(fieldSelector, info)(object))
  );
}

/**
 * A state that came whole, as the answer of a write. Without its managed fields, or with nothing but its metadata, as the
 * informer of its kind keeps it; a transform that fails is heard of when the watch brings the object.
 */
export class WrittenObject<T extends KubernetesObject> implements CachedObject<T> {
  readonly key: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly object: Snapshot<T>;
  #encoded: EncodedObject | undefined;
  #header: ObjectHeader | undefined;

  constructor(kind: Kind<T>, answer: Snapshot<T>, { transform }: Pick<ScopeSettings<T>, 'transform'>) {
    const { namespace, name } = keyOf(answer);
    this.key = keyText({ namespace, name });
    this.namespace = namespace;
    this.name = name;
    const { managedFields: _, ...metadata } = answer.metadata;
    const { apiVersion, kind: kindName } = answer;
    const whole = kindInfo(kind).metadataOnly ? { apiVersion, kind: kindName, metadata } : { ...answer, metadata };
    this.object = deepFreeze(transform === undefined ? whole : transformed(whole as T, transform)) as Snapshot<T>;
  }

  get uid(): string {
    return this.object.metadata.uid;
  }

  get resourceVersion(): string {
    return this.object.metadata.resourceVersion;
  }

  get generation(): number | undefined {
    return this.object.metadata.generation;
  }

  get labels(): Readonly<Record<string, string>> | undefined {
    return this.object.metadata.labels;
  }

  get annotationsHash(): number {
    return this.#read().annotationsHash;
  }

  get deletionTimestamp(): string | undefined {
    return this.object.metadata.deletionTimestamp;
  }

  get owners(): readonly ObjectOwner[] {
    return this.object.metadata.ownerReferences === undefined ? [] : this.#read().owners;
  }

  get encoded(): EncodedObject {
    this.#encoded ??= ENCODER.encode(JSON.stringify(this.object));
    return this.#encoded;
  }

  #read(): ObjectHeader {
    this.#header ??= readHeader(this.#encoded ?? ENCODER.encode(JSON.stringify(this.object)));
    return this.#header;
  }
}

/** Unlike `Buffer.from` it cuts nothing out of Node's pool, all of which a small piece would keep. */
const ENCODER = new TextEncoder();

function transformed<T extends KubernetesObject>(object: T, transform: (object: T) => T | undefined): T {
  // The answer is the caller's; a transform may change what it is given.
  const copy = structuredClone(object);
  try {
    const result = transform(copy) ?? copy;
    return isSame(object, result) ? result : object;
  } catch {
    return object;
  }
}

/** What a transform must keep. */
function isSame(a: KubernetesObject, b: KubernetesObject): boolean {
  const isSameVersion = a.metadata.uid === b.metadata.uid && a.metadata.resourceVersion === b.metadata.resourceVersion;
  return isSameVersion && keyText(keyOf(a)) === keyText(keyOf(b));
}
