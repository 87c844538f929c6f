// The answer of a write, as the cache would keep it.
import { type Kind, kindInfo } from '../../../decorators/kind.js';
import type { KubernetesObject } from '../../../decorators/object-meta.js';
import type { Snapshot } from '../../../decorators/snapshot.js';
import type { EncodedObject, ObjectHeader, ObjectOwner } from '../../encoded/encoded-object.js';
import { readHeader } from '../../encoded/read-object.js';
import { fieldMatcher } from '../../meta/field-matcher.js';
import { keyOf, keyText } from '../../meta/object-key.js';
import { labelMatcher } from '../../meta/parse-label-selector.js';
import type { CachedObject } from '../cached-object.js';
import { deepFreeze } from '../deep-freeze.js';
import type { ScopeSettings } from '../kind-settings.js';

/** Whether the selectors of the scope take the object. */
export function isSelected<T extends KubernetesObject>(object: Snapshot<T>, scope: ScopeSettings<T>): boolean {
  const { labelSelector, fieldSelector } = scope;
  return (
    (!labelSelector || labelMatcher(labelSelector)(object.metadata.labels ?? {})) &&
    (!fieldSelector || fieldMatcher(fieldSelector)(object))
  );
}

/**
 * A state that came whole, as the answer of a write. Without its managed fields, or with nothing but its metadata, as the
 * informer of its kind keeps it; a transform that throws is heard of when the watch brings the object.
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
    this.#encoded ??= Buffer.from(JSON.stringify(this.object));
    return this.#encoded;
  }

  #read(): ObjectHeader {
    this.#header ??= readHeader(this.encoded);
    return this.#header;
  }
}

function transformed<T extends KubernetesObject>(object: T, transform: (object: T) => T | undefined): T {
  // The answer is the caller's; a transform may change what it is given.
  const copy = structuredClone(object);
  try {
    return transform(copy) ?? copy;
  } catch {
    return object;
  }
}
